"""Reading imports: the draft as corrected, its open doubts, how it compares with the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from miernik.accounts.models import Institution, InstitutionAlias
from miernik.intake.corrections import correct
from miernik.intake.draft import Doubt, DraftIndicator, DraftReport
from miernik.intake.errors import UnknownImportError, YearConflictError
from miernik.intake.matching import Comparison, Sameness, compare
from miernik.intake.models import DocumentKind, Import
from miernik.intake.programme.selectors import programme_preview
from miernik.intake.readers import read_file
from miernik.intake.recognise import recognise
from miernik.intake.serialize import load_draft
from miernik.intake.vocabulary import Vocabulary, starting_vocabulary
from miernik.observations.models import Observation
from miernik.observations.selectors import current
from miernik.strategy.content import UnitContent
from miernik.strategy.models import FundingAlias, FundingSource, Work
from miernik.strategy.selectors import content_of, latest_version, works_in_force

ENOUGH_IN_COMMON = 0.5
"""Share of the tasks, of the document or the strategy, whichever has fewer, found in the other."""


@dataclass(frozen=True, slots=True)
class ValueComparison:
    """A recognised value beside what the store holds for the same indicator."""

    path: str
    indicator: DraftIndicator
    stored: Observation | None
    previous: Observation | None

    @property
    def conflicts(self) -> bool:
        """The store already has another value for the same year."""
        return self.stored is not None and self.stored.printed != self.indicator.value_raw

    @property
    def lost_note(self) -> bool:
        """The previous year's value carried a note, this one does not."""
        if self.previous is None or self.indicator.notes:
            return False
        return bool(self.previous.notes.all())


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a person needs to decide on an import."""

    of: Import
    draft: DraftReport
    open_doubts: list[Doubt]
    resolved_doubts: list[Doubt]
    work: Work | None
    comparison: Comparison
    values: list[ValueComparison]


def import_by_uuid(uuid: UUID) -> Import:
    """Return the import; raises UnknownImportError."""
    found = Import.objects.filter(uuid=uuid).first()
    if found is None:
        raise UnknownImportError
    return found


def vocabulary() -> Vocabulary:
    """Return the starting vocabulary with every name that confirmed imports have taught."""
    institutions = [
        *Institution.objects.order_by("pk").values_list("name", flat=True),
        *InstitutionAlias.objects.order_by("pk").values_list("name", flat=True),
    ]
    sources = [
        *FundingSource.objects.order_by("pk").values_list("name", flat=True),
        *FundingAlias.objects.order_by("pk").values_list("name", flat=True),
    ]
    return starting_vocabulary().extended(implementers=institutions, funding=sources)


def recognise_file(path: Path, *, year: int | None = None) -> DraftReport:
    """Read and recognise a file; raises UnreadableFileError with one Polish sentence.

    ``year`` stands in where the document names none; YearConflictError when it names another.
    """
    document = read_file(path)
    draft = recognise(document, vocabulary())
    draft.file_name = path.name
    draft.sha256 = digest_of(path)
    if draft.year is None:
        draft.year = year
    elif year is not None and year != draft.year:
        raise YearConflictError(draft.year, year)
    return draft


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def draft_of(of: Import) -> DraftReport:
    """Return the import's draft with all corrections applied, in their order."""
    draft = load_draft(of.draft)
    for correction in of.corrections.order_by("pk"):
        correct(draft, correction.path, correction.old, correction.new)
    return draft


def find_work(draft: DraftReport) -> Work | None:
    """Return the work in force that the document reports on, judged by its tasks' wordings."""
    best: tuple[float, Work] | None = None
    tasks = [task.code for task in draft.tasks()]
    for work in works_in_force().order_by("pk"):
        stored = stored_content(work)
        comparison = compare(draft, stored)
        smaller = min(len(tasks), sum(1 for goal in stored for _ in goal.tasks()))
        share = sum(code in comparison.units for code in tasks) / max(smaller, 1)
        if share >= ENOUGH_IN_COMMON and (best is None or share > best[0]):
            best = (share, work)
    return best[1] if best else None


def stored_content(work: Work | None) -> list[UnitContent]:
    """Return the content of the work's latest version, nothing when there is none yet."""
    if work is None or not work.versions.exists():
        return []
    return content_of(latest_version(work))


def preview(of: Import) -> Preview:
    """Return the import ready for a person's decision."""
    draft = draft_of(of)
    resolved = set(of.resolutions.order_by("pk").values_list("path", "reason"))
    comparison = compare(draft, stored_content(of.work))
    return Preview(
        of,
        draft,
        [doubt for doubt in draft.doubts if (doubt.path, doubt.reason) not in resolved],
        [doubt for doubt in draft.doubts if (doubt.path, doubt.reason) in resolved],
        of.work,
        comparison,
        _values(draft, comparison),
    )


def open_doubts(of: Import) -> list[Doubt]:
    """Return the doubts of any document that nobody has looked at yet."""
    if of.document == DocumentKind.PROGRAMME:
        return programme_preview(of).open_doubts
    return preview(of).open_doubts


def _values(draft: DraftReport, comparison: Comparison) -> list[ValueComparison]:
    matched = [item.indicator for item in comparison.indicators.values() if item.indicator]
    stored = current([indicator.pk for indicator in matched])
    result = []
    for task in draft.tasks():
        for number, indicator in enumerate(task.indicators, 1):
            path = f"{task.code}/{number}"
            known = comparison.indicators.get(path)
            years = stored.get(known.indicator.pk, {}) if known and known.indicator else {}
            earlier = [year for year in years if draft.year is not None and year < draft.year]
            result.append(
                ValueComparison(
                    path,
                    indicator,
                    years.get(draft.year) if draft.year is not None else None,
                    years[max(earlier)] if earlier else None,
                )
            )
    return result


def reworded(comparison: Comparison) -> set[str]:
    """Return the paths whose wording differs from the stored one."""
    return {match.path for match in comparison.matches if match.sameness is Sameness.REWORDED}
