"""The exchange layout of a register: tables, columns and what each column holds.

A folder (or ZIP) of UTF-8 CSV files, or a workbook with sheets of the same names; comma, header
row, ISO dates, amounts in grosze, an empty field is open or unknown. Columns beyond the minimum
are optional; unknown ones are named and left out. Described for centres in ``docs/rejestr.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

Row = tuple[str, ...]


class Holds(Enum):
    """What stands in the fields of a column."""

    NUMBER = "numer"
    DATE = "data"
    SEX = "płeć"
    PESEL = "PESEL"
    FLAG = "tak lub nie"
    REASON = "powód"
    STATUS = "status"
    ROLE = "rola"
    GROSZE = "grosze"
    COUNT = "liczba"
    YEAR = "rok"
    TEXT = "tekst"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``filled`` columns may not be empty, ``minimum`` ones must be in the file."""

    name: str
    holds: Holds
    filled: bool = False
    minimum: bool = True
    longest: int = 200


@dataclass(frozen=True, slots=True)
class Table:
    """One file or sheet; ``key`` names the columns that tell its rows apart."""

    name: str
    #: What people call it.
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def minimum(self) -> tuple[str, ...]:
        """Names of the columns that every register has, in order."""
        return tuple(column.name for column in self.columns if column.minimum)

    @property
    def optional(self) -> tuple[str, ...]:
        """Names of the columns that a register may have beside them, in order."""
        return tuple(column.name for column in self.columns if not column.minimum)

    def column(self, name: str) -> Column | None:
        """The column of that name, None for a stranger."""
        return next((column for column in self.columns if column.name == name), None)


def _number(name: str) -> Column:
    return Column(name, Holds.NUMBER, filled=True)


def _more(name: str, holds: Holds, longest: int = 200) -> Column:
    return Column(name, holds, minimum=False, longest=longest)


_FROM = Column("from", Holds.DATE, filled=True)
_TO = Column("to", Holds.DATE)

TABLES: tuple[Table, ...] = (
    Table(
        "persons",
        "Osoby",
        ("person_id",),
        (
            _number("person_id"),
            Column("birth_date", Holds.DATE),
            Column("sex", Holds.SEX),
            Column("pesel", Holds.PESEL),
            _more("first_name", Holds.TEXT, 80),
            _more("last_name", Holds.TEXT, 120),
        ),
    ),
    Table(
        "families",
        "Rodziny",
        ("family_id",),
        (
            _number("family_id"),
            Column("homeless", Holds.FLAG),
            _more("address", Holds.TEXT, 300),
            _more("team", Holds.TEXT, 300),
            _more("split_from", Holds.NUMBER),
        ),
    ),
    Table(
        "memberships",
        "Członkowie rodzin",
        ("family_id", "person_id", "from"),
        (_number("family_id"), _number("person_id"), _FROM, _TO, _more("role", Holds.ROLE)),
    ),
    Table(
        "reasons",
        "Powody pomocy",
        ("family_id", "code", "from"),
        (_number("family_id"), Column("code", Holds.REASON, filled=True), _FROM, _TO),
    ),
    Table(
        "grants",
        "Świadczenia",
        ("grant_id",),
        (
            _number("grant_id"),
            _number("family_id"),
            _number("person_id"),
            Column("benefit", Holds.TEXT, filled=True, longest=80),
            Column("decision_date", Holds.DATE),
            _FROM,
            _TO,
            Column("status", Holds.STATUS, filled=True),
            Column("amount_gr", Holds.GROSZE),
            _more("monthly_gr", Holds.GROSZE),
            _more("quantity", Holds.COUNT),
        ),
    ),
    Table(
        "population",
        "Liczba mieszkańców",
        ("year",),
        (
            Column("year", Holds.YEAR, filled=True),
            Column("population", Holds.COUNT, filled=True),
        ),
    ),
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}


@dataclass(slots=True)
class RawTable:
    """A table as text: the names of its columns and its rows with their line in the file."""

    columns: tuple[str, ...]
    rows: list[tuple[int, Row]]

    def dicts(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row's line and its fields by column."""
        for line, row in self.rows:
            yield line, dict(zip(self.columns, row, strict=True))


RawRegister = dict[str, RawTable]


def write_csv(folder: Path, tables: Iterable[tuple[str, Sequence[str], Iterable[Row]]]) -> None:
    """Write tables (name, columns, rows) as CSV files into ``folder``, made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns, rows in tables:
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
