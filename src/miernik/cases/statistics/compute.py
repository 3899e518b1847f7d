"""Tabela Nr 1 and Tabela Nr 2 of a year, as Ibis expressions: distinct people, never sums of rows.

A grant counts in a year when it was awarded (or revoked after something had been paid) and its
period overlaps the year; the overlap is its window. A family has a reason, and a person belongs to
a family, when the reason or the membership overlaps one and the same window. Every family and
every person so gets one set of rows (a bit each), and a row's number is how many have its bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import ibis

from miernik.cases.statistics.tables import BIT, Register, Tables, embedded
from miernik.rules.reasons import ReasonCode


@dataclass(frozen=True, slots=True)
class Table1:
    """Tabela Nr 1: how many residents social assistance reached."""

    population: int
    persons_granted: int
    families: int
    persons_in_families: int

    @property
    def coverage(self) -> Decimal:
        """Persons in families per hundred residents, one decimal, half up."""
        tenths = (2000 * self.persons_in_families + self.population) // (2 * self.population)
        return Decimal(tenths).scaleb(-1)


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One row of Tabela Nr 2; a sub-code's row is a part of its head's."""

    code: ReasonCode
    families: int
    persons: int


@dataclass(frozen=True, slots=True)
class Tabulation:
    """Both tables of a year. Tabela Nr 2 has no total: a family stands in every reason it has."""

    year: int
    table1: Table1
    table2: tuple[ReasonRow, ...]


def tabulate(register: Register, year: int) -> Tabulation:
    """Count both tables with the embedded DuckDB.

    Raises KeyError when the register does not say how many residents there were that year.
    """
    population = register.population[year]
    with embedded(register) as tables:
        return counted(tables, year, population)


def counted(tables: Tables, year: int, population: int) -> Tabulation:
    """Count both tables where the register's tables lie."""
    granted = counted_grants(tables, year)
    windows = _marked_windows(tables, granted)
    found = (
        granted.agg(persons_granted=granted.person.nunique())
        .cross_join(_tally(_families(windows), "families"))
        .cross_join(_tally(_persons(tables, windows), "persons"))
    )
    (row,) = found.to_pyarrow().to_pylist()
    return Tabulation(
        year,
        Table1(
            population=population,
            persons_granted=row["persons_granted"],
            families=row["families"],
            persons_in_families=row["persons"],
        ),
        tuple(
            ReasonRow(code, int(row[f"families.{code}"]), int(row[f"persons.{code}"]))
            for code in ReasonCode
        ),
    )


def counted_grants(tables: Tables, year: int) -> ibis.Table:
    """Return the grants that count in a year, with their windows ``opens`` … ``closes``."""
    grants = tables.grants
    first, last = ibis.date(f"{year}-01-01"), ibis.date(f"{year}-12-31")
    paid = (grants.status == "revoked") & (grants.amount_gr > 0)
    found = grants.filter(
        (grants.status == "granted") | paid, grants.since <= last, grants.until >= first
    )
    return found.mutate(
        opens=ibis.greatest(found.since, first), closes=ibis.least(found.until, last)
    )


def families_with(tables: Tables, year: int, code: ReasonCode | None) -> list[int]:
    """Return the families behind a number: of one row, or all of Tabela Nr 1 for None."""
    windows = _marked_windows(tables, counted_grants(tables, year))
    families = _families(windows)
    if code is not None:
        families = families.filter((families.bits & BIT[code]) != 0)
    return [int(number) for number in families.family.to_pyarrow().to_pylist()]


def _marked_windows(tables: Tables, granted: ibis.Table) -> ibis.Table:
    """Every family's windows with the bits of the reasons that overlap each."""
    windows = granted.select("family", "opens", "closes")
    reasons = tables.reasons
    joined = windows.left_join(
        reasons,
        [
            windows.family == reasons.family,
            reasons.since <= windows.closes,
            reasons.until >= windows.opens,
        ],
    )
    marked = joined.group_by("family", "opens", "closes").agg(bits=joined.bits.bit_or())
    return marked.mutate(bits=marked.bits.fill_null(0))


def _families(windows: ibis.Table) -> ibis.Table:
    return windows.group_by("family").agg(bits=windows.bits.bit_or())


def _persons(tables: Tables, windows: ibis.Table) -> ibis.Table:
    members = tables.memberships
    present = members.join(
        windows,
        [
            members.family == windows.family,
            members.since <= windows.closes,
            members.until >= windows.opens,
        ],
    )
    return present.group_by("person").agg(bits=present.bits.bit_or())


def _tally(marked: ibis.Table, name: str) -> ibis.Table:
    """One row: how many there are (``name``) and how many have each code's bit (``name.code``)."""
    bits = {
        f"{name}.{code}": (marked.bits & bit != 0).sum().fill_null(0) for code, bit in BIT.items()
    }
    return marked.agg(**{name: marked.count(), **bits})
