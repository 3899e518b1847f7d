"""Writing what was counted: values into the store, the number of residents into the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from miernik.audit.services import record
from miernik.cases.errors import RegisterError
from miernik.cases.models import Population
from miernik.cases.statistics.counted_year import CountedYear, count_database
from miernik.cases.statistics.counting import IndicatorCount
from miernik.cases.statistics.definitions import VERSION
from miernik.cases.statistics.programme import TABLE1, TABLE2, find_programme, indicators_by_name
from miernik.cases.statistics.protection import COVERAGE, protected
from miernik.kernel.dates import print_date
from miernik.kernel.disclosure import SIGN
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.observations.models import Note, Observation, Origin, Source
from miernik.observations.services import (
    NoteContent,
    ValueContent,
    correct_observation,
    record_observation,
    record_source,
)
from miernik.strategy.models import Indicator

_RESIDENTS = range(1, 50_000_000)


class ImplausiblePopulationError(RegisterError):
    """The number of residents cannot be right."""

    def __init__(self) -> None:
        super().__init__("Liczba mieszkańców musi być większa od zera i mniejsza niż 50 mln.")


@dataclass(frozen=True, slots=True)
class Value:
    """One value for the store; ``cell`` is its name in ``protection``, empty for none."""

    name: str
    content: ValueContent
    breakdown: str = ""
    cell: str = ""


@dataclass(slots=True)
class Saved:
    """What a run wrote; ``foreign`` are values that somebody else had given, left as they were."""

    recorded: int = 0
    corrected: int = 0
    unchanged: int = 0
    hidden: int = 0
    foreign: list[str] = field(default_factory=list)


def set_population(*, year: int, number: int, source: str, by: str, at: dt.datetime) -> Population:
    """Write the number of residents on 31 December of a year.

    Raises ImplausiblePopulationError.
    """
    if number not in _RESIDENTS:
        raise ImplausiblePopulationError
    with transaction.atomic():
        row, _ = Population.objects.update_or_create(
            year=year, defaults={"number": number, "source": source}
        )
        data = {"year": year, "number": number}
        record(action="population.set", subject=f"population:{year}", by=by, at=at, data=data)
    return row


@transaction.atomic
def save_statistics(*, year: int, by: str, at: dt.datetime) -> Saved:
    """Count the register and write both tables and the indicators of a year into the store.

    What is under the threshold, and what would lead to it, is written as suppressed, without its
    number. A value that differs from the one in force becomes its correction; an equal one is left.
    Raises NoProgrammeError and NoPopulationError.
    """
    known = indicators_by_name(find_programme())
    in_force = _in_force(known, year)
    counted = count_database(year)
    hidden = protected(
        counted.tabulation,
        counted.indicators,
        threshold=settings.DISCLOSURE_THRESHOLD,
        earlier=_published(counted, in_force),
    )
    writer = _Writer(year, by, at)
    for value in _values(counted, hidden, at):
        writer.write(value, known[value.name], in_force.get((value.name, value.breakdown)))
    saved = writer.saved
    data = {"recorded": saved.recorded, "corrected": saved.corrected, "hidden": saved.hidden}
    record(action="statistics.saved", subject=f"statistics:{year}", by=by, at=at, data=data)
    return saved


InForce = Mapping[tuple[str, str], Observation]


def _in_force(known: Mapping[str, Indicator], year: int) -> InForce:
    names = {indicator.pk: name for name, indicator in known.items()}
    found = Observation.objects.filter(
        indicator__in=names, year=year, institution=None, superseded_by=None
    ).prefetch_related("notes")
    return {(names[item.indicator_id], item.breakdown): item for item in found}


def _published(counted: CountedYear, in_force: InForce) -> dict[str, int | None]:
    """What the store already says of the same cells; None for a suppressed one."""
    found: dict[str, int | None] = {}
    for value in _values(counted, frozenset(), dt.datetime.min.replace(tzinfo=dt.UTC)):
        item = in_force.get((value.name, value.breakdown))
        if value.cell and item is not None and item.status == Status.SUPPRESSED:
            found[value.cell] = None
        elif value.cell and item is not None and item.number is not None:
            found[value.cell] = int(item.number)
    for count in counted.indicators:
        stored = in_force.get((count.definition.text, ""))
        found |= _published_parts(count, list(stored.notes.all()) if stored else [])
    return found


def _published_parts(count: IndicatorCount, notes: list[Note]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for place, part in enumerate(count.parts):
        for note in notes:
            if note.text.startswith(f"{part.part.name}: "):
                number = None if note.number is None else int(note.number)
                found[f"indicator.{count.definition.code}.{place}"] = number
    return found


# --- the values of a year ------------------------------------------------------------------------


def _values(counted: CountedYear, hidden: frozenset[str], at: dt.datetime) -> Iterator[Value]:
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


# --- writing -------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, year: int, by: str, at: dt.datetime) -> None:
        self.year, self.by, self.at = year, by, at
        self.saved = Saved()
        self._source: Source | None = None

    @property
    def source(self) -> Source:
        """The register as of now; recorded with the first value that needs it."""
        if self._source is None:
            day = print_date(self.at.date())
            title = f"Rejestr pomocy społecznej za {self.year} r., stan danych na {day}"
            self._source = record_source(
                origin=Origin.REGISTER, title=title, by=self.by, at=self.at
            )
        return self._source

    def write(self, value: Value, indicator: Indicator, before: Observation | None) -> None:
        self.saved.hidden += value.content.status == Status.SUPPRESSED
        if before is None:
            record_observation(
                indicator=indicator,
                year=self.year,
                value=value.content,
                source=self.source,
                by=self.by,
                at=self.at,
                breakdown=value.breakdown,
            )
            self.saved.recorded += 1
        elif before.source.origin != Origin.REGISTER:
            self.saved.foreign.append(value.name)
        elif _same(before, value.content):
            self.saved.unchanged += 1
        else:
            correct_observation(
                observation=before,
                value=value.content,
                reason=f"Rejestr policzono ponownie {print_date(self.at.date())}.",
                by=self.by,
                at=self.at,
                source=self.source,
            )
            self.saved.corrected += 1


def _same(before: Observation, after: ValueContent) -> bool:
    """Whether nothing a reader could see has changed, the day of counting apart."""
    definition = ("definition_version", "definition_text")
    return (
        (before.status, before.number, before.numerator, before.denominator, before.printed)
        == (after.status, after.number, after.numerator, after.denominator, after.printed)
        and [before.provenance.get(key) for key in definition]
        == [after.provenance.get(key) for key in definition]
        and [note.text for note in before.notes.all()] == [note.text for note in after.notes]
    )
