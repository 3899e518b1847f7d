"""Values, notes and changes as the report prints them: store rows in, context records out."""

from __future__ import annotations

from decimal import Decimal

from miernik.analysis.compute.series import Change
from miernik.cases.statistics.published import PublishedTable
from miernik.kernel.numbers import print_interval, print_number
from miernik.kernel.quantities import Kind, NoteKind, Status, Territory
from miernik.kernel.text import NBSP
from miernik.observations.models import Note, Observation
from miernik.reports.context import (
    ChangeEntry,
    NoteEntry,
    PartEntry,
    TableEntry,
    TableRow,
    ValueEntry,
)
from miernik.reports.lineage import identifier

SUPPRESSED_SIGN = "#"
NOT_GIVEN = "nie podano"
#: Why some values are only bounds.
WHY_BOUNDS = "te same osoby mogły korzystać z pomocy kilku instytucji"
_UNITS = {Kind.AMOUNT: "zł", Kind.PERCENT: "%"}
_NUMERIC = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)


def plain_number(number: Decimal | None) -> str | None:
    """Return the number as decimal text with a point and no trailing zeros."""
    return None if number is None else format(Decimal(number).normalize(), "f")


def printed_with_unit(number: Decimal, unit: str) -> str:
    """Return the number in Polish with its unit: ``1 200 zł``, ``0,71%``."""
    space = NBSP if unit and unit != "%" else ""
    return f"{print_number(number)}{space}{unit}"


def value_entry(observation: Observation | None, year: int) -> ValueEntry:
    """Return the record of one value, or of there being none."""
    if observation is None:
        return ValueEntry(
            year=year,
            printed=NOT_GIVEN,
            display=NOT_GIVEN,
            number=None,
            lower=None,
            upper=None,
            numerator=None,
            denominator=None,
            unit="",
            status="",
            status_label=NOT_GIVEN,
            territory_label="",
            notes=(),
            lineage="",
            observation=None,
            source="",
        )
    display = _display(observation)
    hidden = observation.status == Status.SUPPRESSED
    return ValueEntry(
        year=year,
        printed=SUPPRESSED_SIGN if hidden else observation.printed or display,
        display=display,
        number=plain_number(observation.number),
        lower=plain_number(observation.lower),
        upper=plain_number(observation.upper),
        numerator=None if hidden else plain_number(observation.numerator),
        denominator=None if hidden else plain_number(observation.denominator),
        unit=_unit(observation),
        status=observation.status,
        status_label=Status(observation.status).label,
        territory_label=Territory(observation.territory).label,
        notes=() if hidden else tuple(map(_note_entry, observation.notes.all())),
        lineage=identifier(observation),
        observation=str(observation.uuid),
        source=observation.source.title,
    )


def wording(observation: Observation) -> str:
    """Return the document's own words, or where there are none what the program prints of a value.

    Empty for a kind of nothing without words.
    """
    if observation.printed or observation.status not in (Status.VALUE, Status.TRUE_ZERO):
        return observation.printed
    return _display(observation)


def table_entry(table: PublishedTable) -> TableEntry:
    """Return a table of the work with its values as printed."""
    return TableEntry(
        id=table.id,
        title=table.title,
        columns=table.columns,
        words=table.words,
        rows=tuple(
            TableRow(
                cells=(
                    *row.words,
                    *(value_entry(item, item.year).printed for item in row.values),
                ),
                part=row.part,
                observations=tuple(str(item.uuid) for item in row.values),
            )
            for row in table.rows
        ),
        note=table.note,
    )


def change_entry(change: Change, unit: str) -> ChangeEntry:
    """Return what may be said of a change, its numbers ready to print in ``unit``."""
    return ChangeEntry(
        verdict=change.verdict.value,
        verdict_label=change.verdict.label,
        comparable=change.comparable,
        difference=_signed(change.difference, "p.p." if unit == "%" else unit),
        difference_number=plain_number(change.difference),
        percent="" if unit == "%" else _signed(change.percent, "%"),
        percent_number=plain_number(change.percent),
        sentence=change.sentence,
        reason=change.reason,
        method=change.method,
        parts=tuple(
            PartEntry(
                text=part.text,
                before="" if part.before is None else print_number(part.before),
                after="" if part.after is None else print_number(part.after),
                difference=_signed(part.difference, ""),
                verdict_label=part.verdict.label,
                sentence=part.sentence,
            )
            for part in change.parts
        ),
    )


def _unit(observation: Observation) -> str:
    return _UNITS.get(Kind(observation.kind), "")


def _display(observation: Observation) -> str:
    status = Status(observation.status)
    if status is Status.SUPPRESSED:
        return SUPPRESSED_SIGN
    if observation.number is not None and observation.kind in _NUMERIC:
        return printed_with_unit(observation.number, _unit(observation))
    if observation.lower is not None and observation.upper is not None:
        return print_interval(observation.lower, observation.upper)
    if status not in (Status.VALUE, Status.TRUE_ZERO):
        return status.label
    return observation.printed or observation.text or _joined(observation.entries)


def _joined(entries: list[object]) -> str:
    """Entries of a list, of ordinal answers or of a breakdown, one a line."""
    lines = []
    for entry in entries:
        if isinstance(entry, dict):
            parts = [str(part) for part in entry.values() if part not in (None, "")]
            lines.append(" – ".join(parts))
        else:
            lines.append(str(entry))
    return "\n".join(lines)


def _note_entry(note: Note) -> NoteEntry:
    return NoteEntry(
        kind=note.kind,
        kind_label=NoteKind(note.kind).label,
        marker=note.marker,
        text=note.text,
        number=plain_number(note.number),
        as_of=note.as_of.isoformat() if note.as_of else None,
    )


def _signed(number: Decimal | None, unit: str) -> str:
    if number is None:
        return ""
    sign = "+" if number > 0 else ""
    return sign + printed_with_unit(number, unit)
