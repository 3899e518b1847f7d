"""From proposal to result: change → place in the resolution → indicator → value."""

from __future__ import annotations

from dataclasses import dataclass

from miernik.consultations.cards import changes_of, public_name, published
from miernik.consultations.models import Change, ConsultedDraft, Decision, Edit
from miernik.observations.models import Observation
from miernik.observations.selectors import RELEASED
from miernik.strategy.models import Indicator, Version
from miernik.strategy.text.reading import Line, lines


@dataclass(slots=True)
class Measured:
    """An indicator of the section a change belongs to, with its released values by year."""

    line: Line
    indicator: Indicator | None
    values: list[Observation]


@dataclass(slots=True)
class Trace:
    """One public change: what became of it in the adopted text, and how that is measured.

    ``line`` is the unit in the adopted (or, before that, the resulting) version, None when the
    unit is not there.
    """

    change: Change
    submitter: str
    asked: str
    decisions: list[Decision]
    edit: Edit | None
    line: Line | None
    measured: list[Measured]


def traces(draft: ConsultedDraft) -> list[Trace]:
    """Return the way of every published change of a draft, in the order of its submissions."""
    version = draft.enacted or draft.result or draft.version
    known = lines(version) if version else []
    measured = _measured(known, draft.enacted)
    found = []
    for change in changes_of(draft):
        wording = published(change)
        if wording is None:
            continue
        decisions = list(change.decisions.all())
        edit = _edit(change, decisions)
        unit = (edit.inserted_id or edit.unit_id) if edit else change.unit_id
        line = next((one for one in known if one.unit_id == unit), None)
        found.append(
            Trace(
                change=change,
                submitter=public_name(change.submission),
                asked=wording[0],
                decisions=decisions,
                edit=edit,
                line=line,
                measured=measured.get(line.section, []) if line else [],
            )
        )
    return found


def _edit(change: Change, decisions: list[Decision]) -> Edit | None:
    edits = [edit for decision in decisions for edit in decision.edits.all()]
    return next((edit for edit in edits if edit.unit_id == change.unit_id), None)


def _measured(known: list[Line], enacted: Version | None) -> dict[str, list[Measured]]:
    """The indicators of each section; values only of an adopted text."""
    marked = [line for line in known if line.kind == "indicator"]
    if enacted is None:
        return _by_section(marked, {}, {})
    identities = [line.indicator_id for line in marked if line.indicator_id]
    indicators = Indicator.objects.in_bulk(identities)
    current = RELEASED.current(identities)
    values = {identity: list(by_year.values()) for identity, by_year in current.items()}
    return _by_section(marked, indicators, values)


def _by_section(
    marked: list[Line], indicators: dict[int, Indicator], values: dict[int, list[Observation]]
) -> dict[str, list[Measured]]:
    found: dict[str, list[Measured]] = {}
    for line in marked:
        identity = line.indicator_id or 0
        found.setdefault(line.section, []).append(
            Measured(line, indicators.get(identity), values.get(identity, []))
        )
    return found
