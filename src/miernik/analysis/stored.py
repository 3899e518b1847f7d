"""Stored observations as series: the only place where rows of the database become plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from miernik.analysis.compute.parts import read_parts
from miernik.analysis.compute.series import Break, Point, Series, SubValue
from miernik.kernel.aggregation import PEOPLE, people_bounds, total
from miernik.kernel.quantities import (
    Aggregation,
    BreakType,
    CountedUnit,
    Kind,
    NoteKind,
    Polarity,
    Status,
    Territory,
    TimeBasis,
)
from miernik.kernel.text import squeeze
from miernik.observations.models import BreakState, ComparabilityBreak, Note, Observation
from miernik.strategy.models import IndicatorDefinition

_KNOWN = (Status.VALUE, Status.TRUE_ZERO)
_LABELS = ("label", "level", "text", "name", "item")
_NUMBERS = ("number", "value", "count")
_LIST_ENDS = re.compile(r"[;\n]")
_BULLET = re.compile(r"^\s*(?:[-–•]|\d+\.)\s*")


def series_of(
    definition: IndicatorDefinition,
    observations: Mapping[int, Observation],
    breaks: Sequence[ComparabilityBreak] = (),
    institutions: Mapping[int, Sequence[Observation]] | None = None,
) -> Series:
    """Return the series of one indicator.

    ``observations`` are the city's values in force by year with notes loaded, ``institutions``
    the institutions' values in force by year. A year with institutions' values only gets the
    value the card's aggregation makes of them.
    """
    collected = institutions or {}
    years = sorted(observations.keys() | collected.keys())
    return Series(
        key=str(definition.indicator_id),
        name=definition.name,
        kind=Kind(definition.kind),
        counted_unit=CountedUnit(definition.counted_unit),
        printed_unit=definition.printed_unit,
        time_basis=TimeBasis(definition.time_basis),
        polarity=Polarity(definition.polarity),
        materiality_percent=Decimal(definition.materiality_percent),
        materiality_units=Decimal(definition.materiality_units),
        points=tuple(
            _point(definition, year, observations.get(year), collected.get(year, ()))
            for year in years
        ),
        breaks=tuple(_break(item, observations) for item in breaks),
        persons_may_overlap=definition.persons_may_overlap,
    )


def _point(
    definition: IndicatorDefinition,
    year: int,
    city: Observation | None,
    collected: Sequence[Observation],
) -> Point:
    values = {
        item.institution.name: item.number
        for item in collected
        if item.institution is not None and item.status in _KNOWN and item.number is not None
    }
    silent = frozenset(
        item.institution.name
        for item in collected
        if item.institution is not None
        and item.status in (Status.NOT_SUBMITTED, Status.NO_DATA, Status.REFUSED)
    )
    if city is None:
        return _collected_point(definition, year, collected, values, silent)
    notes = list(city.notes.all())
    kind = Kind(city.kind)
    return Point(
        year=year,
        status=Status(city.status),
        number=city.number,
        lower=city.lower,
        upper=city.upper,
        numerator=city.numerator,
        denominator=city.denominator,
        entries=_entries(kind, city),
        printed=city.printed,
        territory=Territory(city.territory),
        sub_values=tuple(part for note in notes for part in _parts(note)),
        notes=tuple(note.text for note in notes),
        institutions=values,
        silent=silent,
        kind=kind,
        unit=city.printed_unit,
        note_kinds=tuple(NoteKind(note.kind) for note in notes),
        breakdown=_breakdown(city.entries) if kind is Kind.BREAKDOWN else {},
    )


def _collected_point(
    definition: IndicatorDefinition,
    year: int,
    collected: Sequence[Observation],
    values: Mapping[str, Decimal],
    silent: frozenset[str],
) -> Point:
    kind = Kind(definition.kind)
    fractions = [
        (item.numerator, item.denominator)
        for item in collected
        if item.numerator is not None and item.denominator is not None
    ]
    method = Aggregation(definition.over_institutions)
    number = total(method, list(values.values()), fractions)
    lower = upper = None
    if definition.persons_may_overlap and definition.counted_unit in PEOPLE:
        found = people_bounds(list(values.values())) if method is Aggregation.SUM else None
        if found is not None and found[0] < found[1] and kind is Kind.COUNT:
            number, (lower, upper) = None, found
    entries = tuple(entry for item in collected for entry in _entries(kind, item))
    known = number is not None or lower is not None or bool(entries)
    return Point(
        year=year,
        status=Status.VALUE if known else Status.NOT_SUBMITTED,
        number=number,
        lower=lower,
        upper=upper,
        entries=entries,
        territory=Territory(definition.territory),
        institutions=values,
        silent=silent,
        kind=kind,
    )


def _break(item: ComparabilityBreak, observations: Mapping[int, Observation]) -> Break:
    corrected = item.state == BreakState.ERROR and any(
        observation.version > 1
        and item.decided_at is not None
        and observation.recorded_at > item.decided_at
        for observation in (observations.get(item.since), observations.get(item.year))
        if observation is not None
    )
    return Break(
        item.since,
        item.year,
        BreakType(item.type),
        BreakState(item.state).value,
        item.decision_note or item.reason,
        corrected,
    )


def _parts(note: Note) -> tuple[SubValue, ...]:
    if note.kind != NoteKind.SUB_VALUE:
        return ()
    read = read_parts(note.text)
    if note.number is None or any(part.number == note.number for part in read):
        return read
    return (SubValue(note.text, note.number),)


def _entries(kind: Kind, observation: Observation) -> tuple[str, ...]:
    stored = tuple(
        text
        for item in observation.entries
        if (text := _label(item))
        for _ in range(_times(kind, item))
    )
    if stored:
        return stored
    text = observation.printed or observation.text
    if kind is Kind.ORDINAL:
        return tuple(part for answer in text.split("/") if (part := squeeze(answer)))
    if kind is Kind.LIST:
        items = (squeeze(_BULLET.sub("", item)) for item in _LIST_ENDS.split(text))
        return tuple(item for item in items if item)
    return ()


def _times(kind: Kind, item: Any) -> int:
    """How many institutions gave a word answer; an entry of any other kind stands once."""
    number = _field(item, _NUMBERS) if kind is Kind.ORDINAL else None
    return 1 if number is None else int(Decimal(str(number)))


def _breakdown(entries: Iterable[Any]) -> dict[str, Decimal]:
    found = {}
    for item in entries:
        number = _field(item, _NUMBERS)
        if number is not None:
            found[_label(item)] = Decimal(str(number))
    return found


def _label(item: Any) -> str:
    return item if isinstance(item, str) else str(_field(item, _LABELS) or "")


def _field(item: Any, names: tuple[str, ...]) -> Any:
    if not isinstance(item, dict):
        return None
    return next((item[name] for name in names if item.get(name) is not None), None)
