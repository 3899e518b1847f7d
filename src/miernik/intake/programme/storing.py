"""Storing a recognised programme: the work, its text, the resolution that adopted it."""

from __future__ import annotations

import datetime as dt

from miernik.intake.programme.naming import (
    ProgrammeName,
    find_programme_work,
    must_be_named,
    programme_name,
)
from miernik.intake.programme.recognise import DraftProgramme
from miernik.kernel.text import comparable
from miernik.strategy.models import Stage, UnitKind, Version, Work, WorkKind
from miernik.strategy.services import create_work
from miernik.strategy.text.content import PassageContent, walk
from miernik.strategy.text.reading import text_of
from miernik.strategy.text.services import add_resolution, freeze_text, start_draft


def store_programme(
    *,
    draft: DraftProgramme,
    code: str,
    note: str,
    by: str,
    at: dt.datetime,
    work: Work | None = None,
) -> Version:
    """Write the programme's text as the next version of its work, made when it is new.

    An adopted document is frozen as enacted with its resolution; any other stays a draft. Raises
    ProgrammeNameError, UnnamedPartError, DraftWaitsError (a draft of the work is being edited).
    """
    name = programme_name(draft, code=code)
    must_be_named(draft, name)
    target = work or find_programme_work(name) or _new_work(name, by, at)
    last = target.versions.order_by("-number").first()
    if last is not None:
        _keep_identities(draft.roots, text_of(last))
    version = start_draft(work=target, roots=draft.roots, note=note, by=by, at=at)
    if name.adopted is None:
        return version
    frozen = freeze_text(version=version, stage=Stage.ENACTED, by=by, at=at)
    add_resolution(
        version=frozen,
        number=name.adopted.number,
        date=name.adopted.date,
        body=name.adopted.body,
        in_force_from=name.adopted.in_force_from,
        by=by,
        at=at,
    )
    return frozen


def _new_work(name: ProgrammeName, by: str, at: dt.datetime) -> Work:
    assert name.years is not None  # must_be_named
    return create_work(
        code=name.code,
        kind=WorkKind.PROGRAMME,
        title=name.title,
        municipality=name.municipality,
        years=name.years,
        by=by,
        at=at,
    )


def _keep_identities(roots: list[PassageContent], earlier: list[PassageContent]) -> None:
    """Units of the earlier version with the same kind and wording stay the same units."""
    known: dict[tuple[UnitKind, str], list[PassageContent]] = {}
    for unit in walk(earlier):
        known.setdefault((unit.kind, comparable(unit.text)), []).append(unit)
    for unit in walk(roots):
        same = known.get((unit.kind, comparable(unit.text)))
        if same:
            before = same.pop(0)
            unit.unit, unit.indicator, unit.measured = (
                before.unit,
                before.indicator,
                before.measured,
            )
