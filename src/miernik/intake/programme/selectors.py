"""Reading an imported programme: the tree as corrected, its open doubts, what it will become."""

from __future__ import annotations

from dataclasses import dataclass

from miernik.intake.draft import Doubt
from miernik.intake.models import Import
from miernik.intake.programme.corrections import correct_unit
from miernik.intake.programme.naming import ProgrammeName, find_programme_work, programme_name
from miernik.intake.programme.recognise import DraftProgramme
from miernik.intake.programme.stored import load_programme
from miernik.strategy.models import Version, Work
from miernik.strategy.text.services import draft_of


@dataclass(frozen=True, slots=True)
class ProgrammePreview:
    """All that a person needs to decide on an imported programme."""

    of: Import
    draft: DraftProgramme
    name: ProgrammeName
    work: Work | None
    open_doubts: list[Doubt]
    resolved_doubts: list[Doubt]


def programme_of(of: Import) -> DraftProgramme:
    """Return the import's programme with all corrections applied, in their order."""
    draft = load_programme(of.draft)
    for correction in of.corrections.order_by("pk"):
        correct_unit(draft, correction.path, correction.old, correction.new)
    return draft


def programme_preview(of: Import) -> ProgrammePreview:
    """Return the import ready for a person's decision."""
    draft = programme_of(of)
    name = programme_name(draft, code=of.draft["code"])
    resolved = set(of.resolutions.order_by("pk").values_list("path", "reason"))
    return ProgrammePreview(
        of,
        draft,
        name,
        of.work or find_programme_work(name),
        [doubt for doubt in draft.doubts if (doubt.path, doubt.reason) not in resolved],
        [doubt for doubt in draft.doubts if (doubt.path, doubt.reason) in resolved],
    )


def stored_version(of: Import) -> Version | None:
    """Return the version a confirmed programme became: the frozen one, else the open draft."""
    if of.version is not None or of.work is None:
        return of.version
    return draft_of(of.work)
