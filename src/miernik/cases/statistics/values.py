"""What a year's counts say to the store: values with definitions, hidden ones without number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from miernik.cases.statistics.counted_year import CountedYear
from miernik.cases.statistics.counting import IndicatorCount
from miernik.cases.statistics.definitions import VERSION
from miernik.cases.statistics.programme import TABLE1, TABLE2
from miernik.cases.statistics.protection import COVERAGE
from miernik.kernel.disclosure import SIGN
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.observations.services import NoteContent, ValueContent


@dataclass(frozen=True, slots=True)
class Value:
    """One value for the store; ``cell`` is its name in ``protection``, empty for none."""

    name: str
    content: ValueContent
    breakdown: str = ""
    cell: str = ""


def values_of_year(
    counted: CountedYear, hidden: frozenset[str], at: dt.datetime
) -> Iterator[Value]:
    yield from _table1(counted, hidden, at)
    yield from _table2(counted, hidden, at)
    for item in counted.indicators:
        yield _indicator(item, hidden, at)


def _table1(counted: CountedYear, hidden: frozenset[str], at: dt.datetime) -> Iterator[Value]:
    table1 = counted.tabulation.table1
    for column, (name, _, said) in TABLE1.items():
        if column == "coverage":
            shown = COVERAGE not in hidden
            content = ValueContent(
                kind=Kind.PERCENT,
                status=Status.VALUE if shown else Status.SUPPRESSED,
                number=table1.coverage if shown else None,
                numerator=Decimal(table1.persons_in_families) if shown else None,
                denominator=Decimal(table1.population) if shown else None,
                printed=print_number(table1.coverage, decimals=1) if shown else SIGN,
                printed_unit="%",
                provenance=_provenance("table1.coverage", said, at),
            )
            yield Value(name, content)
        else:
            cell = f"table1.{column}"
            number = getattr(table1, column)
            yield Value(
                name, _count(number, cell in hidden, _provenance(cell, said, at)), cell=cell
            )


def _table2(counted: CountedYear, hidden: frozenset[str], at: dt.datetime) -> Iterator[Value]:
    for column, (name, _, said) in TABLE2.items():
        provenance = _provenance(f"table2.{column}", said, at)
        see = "podział w Tabeli Nr 2"
        yield Value(
            name, ValueContent(kind=Kind.TEXT, text=see, printed=see, provenance=provenance)
        )
        for row in counted.tabulation.table2:
            cell = f"table2.{row.code}.{column}"
            content = _count(getattr(row, column), cell in hidden, provenance)
            yield Value(name, content, breakdown=row.code.value, cell=cell)


def _indicator(item: IndicatorCount, hidden: frozenset[str], at: dt.datetime) -> Value:
    of = item.definition
    name = f"indicator.{of.code}"
    cell = name if of.added else f"{name}.0"
    provenance = _provenance(name, of.full_text, at)
    notes = tuple(_notes(item, hidden))
    if item.number is None:
        content = ValueContent(
            kind=Kind.COUNT,
            status=Status.NO_DATA,
            printed="brak danych",
            provenance=provenance,
            notes=(NoteContent(item.why), *notes),
        )
        return Value(of.text, content)
    return Value(of.text, _count(item.number, cell in hidden, provenance, notes), cell=cell)


def _notes(item: IndicatorCount, hidden: frozenset[str]) -> Iterator[NoteContent]:
    of = item.definition
    for place, part in enumerate(item.parts if item.number is not None else ()):
        if part.number is None or (place == 0 and not of.added):
            continue
        if f"indicator.{of.code}.{place}" in hidden:
            yield NoteContent(f"{part.part.name}: {SIGN}")
        else:
            kind = NoteKind.EXPLANATION if part.part.beside or not of.added else NoteKind.SUB_VALUE
            text = f"{part.part.name}: {print_number(part.number)}"
            yield NoteContent(text, kind=kind, number=Decimal(part.number))
    if of.others:
        yield NoteContent(f"Liczba z rejestru nie obejmuje: {of.others}.")


def _count(
    number: int,
    hidden: bool,
    provenance: Mapping[str, str],
    notes: tuple[NoteContent, ...] = (),
) -> ValueContent:
    if hidden:
        return ValueContent(
            kind=Kind.COUNT,
            status=Status.SUPPRESSED,
            printed=SIGN,
            provenance=provenance,
            notes=notes,
        )
    return ValueContent(
        kind=Kind.COUNT,
        status=Status.VALUE if number else Status.TRUE_ZERO,
        number=Decimal(number),
        printed=print_number(number),
        provenance=provenance,
        notes=notes,
    )


def _provenance(code: str, said: str, at: dt.datetime) -> dict[str, str]:
    """The definition the number was counted by, beside the number."""
    return {
        "definition": code,
        "definition_version": VERSION,
        "definition_text": said,
        "data_as_of": at.isoformat(),
    }
