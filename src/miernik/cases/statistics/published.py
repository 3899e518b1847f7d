"""Tabela Nr 1 and Nr 2 as the store has them: what everybody may see, after disclosure control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from miernik.cases.statistics.programme import (
    TABLE1,
    TABLE1_TITLE,
    TABLE2,
    TABLE2_TITLE,
    indicators_by_name,
)
from miernik.observations.models import Observation
from miernik.rules.reasons import ReasonCode
from miernik.strategy.models import Work

NO_TOTAL = (
    "Jedna rodzina stoi w każdym powodzie, który ma, dlatego wierszy nie wolno sumować i tabela "
    "nie ma wiersza „razem”."
)
RESIDENTS = "Liczba mieszkańców: rejestr mieszkańców miasta, stan na 31 grudnia."


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A row: leading words, then values; ``part`` is a "w tym" row."""

    words: tuple[str, ...]
    values: tuple[Observation, ...]
    part: bool = False


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table of a year; ``columns`` are as many as words and values of a row together."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[PublishedRow, ...]
    note: str

    @property
    def words(self) -> int:
        """How many leading columns are words."""
        return len(self.rows[0].words)


def published_tables(work: Work, year: int) -> tuple[PublishedTable, ...]:
    """Return the tables of a work for a year; empty for a work or a year that has none."""
    if not work.versions.exists():
        return ()
    known = indicators_by_name(work)
    names = [name for columns in (TABLE1, TABLE2) for name, _, _ in columns.values()]
    wanted = {known[name].pk: name for name in names if name in known}
    found = Observation.objects.filter(
        indicator__in=wanted, year=year, institution=None, superseded_by=None
    ).select_related("source")
    values = {(wanted[item.indicator_id], item.breakdown): item for item in found}
    tables = (_table1(values, year), _table2(values))
    return tuple(table for table in tables if table is not None)


Values = Mapping[tuple[str, str], Observation]


def _table1(values: Values, year: int) -> PublishedTable | None:
    names = [name for name, _, _ in TABLE1.values()]
    cells = [values.get((name, "")) for name in names]
    shown = tuple(cell for cell in cells if cell is not None)
    if len(shown) < len(names):
        return None
    row = PublishedRow((str(year),), shown)
    return PublishedTable("tabela-nr-1", TABLE1_TITLE, ("Rok", *names), (row,), RESIDENTS)


def _table2(values: Values) -> PublishedTable | None:
    columns = ("Lp.", "Trudna sytuacja życiowa", "Liczba rodzin", "Liczba osób w rodzinie")
    names = [name for name, _, _ in TABLE2.values()]
    rows: list[PublishedRow] = []
    place = 0
    for code in ReasonCode:
        cells = [values.get((name, code.value)) for name in names]
        shown = tuple(cell for cell in cells if cell is not None)
        if len(shown) < len(names):
            return None
        place += code.head is None
        words = ("", _part(code, rows)) if code.head else (f"{place}.", code.label)
        rows.append(PublishedRow(words, shown, part=code.head is not None))
    return PublishedTable("tabela-nr-2", TABLE2_TITLE, columns, tuple(rows), NO_TOTAL)


def _part(code: ReasonCode, before: list[PublishedRow]) -> str:
    return f"{'oraz' if before[-1].part else 'w tym'}: {code.label.lower()}"
