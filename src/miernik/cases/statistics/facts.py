"""What is known of a year, as plain rows: counted grants, memberships, reasons."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import ibis

from miernik.cases.models import Person
from miernik.cases.statistics.compute import Tabulation, counted, counted_grants
from miernik.cases.statistics.database import survivors
from miernik.cases.statistics.tables import BIT, Register, Tables, embedded
from miernik.kernel.text import folded
from miernik.rules.benefits import Benefit
from miernik.rules.reasons import ReasonCode

Period = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Granted:
    """A counted grant with its window; ``benefit`` None for a name nobody knows."""

    family: int
    person: int
    benefit: Benefit | None
    named: str
    decided: dt.date | None
    window: Period


@dataclass
class Facts:
    """A year of a register; ``in_database`` says that help without a decision is known too."""

    tables: Tables
    year: int
    population: int
    in_database: bool
    _merged: Mapping[int, int] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """The whole year."""
        return dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)

    @cached_property
    def tabulation(self) -> Tabulation:
        """Tabela Nr 1 and Nr 2."""
        return counted(self.tables, self.year, self.population)

    @cached_property
    def granted(self) -> list[Granted]:
        """Every counted grant."""
        found = counted_grants(self.tables, self.year)
        names = ("family", "person", "benefit", "decided", "opens", "closes")
        return [
            Granted(family, person, benefit_named(named), named, decided, (opens, closes))
            for family, person, named, decided, opens, closes in _rows(found.select(*names))
        ]

    @cached_property
    def members(self) -> Mapping[int, list[tuple[int, Period]]]:
        """Who belonged to each family in the year, and when."""
        found: dict[int, list[tuple[int, Period]]] = defaultdict(list)
        for family, person, since, until in _rows(self._of_the_year(self.tables.memberships)):
            found[family].append((person, (since, until)))
        return found

    @cached_property
    def families_of(self) -> Mapping[int, list[tuple[int, Period]]]:
        """Which families each person belonged to in the year, and when."""
        found: dict[int, list[tuple[int, Period]]] = defaultdict(list)
        for family, members in self.members.items():
            for person, period in members:
                found[person].append((family, period))
        return found

    @cached_property
    def _reasons(self) -> Mapping[int, list[tuple[int, Period]]]:
        found: dict[int, list[tuple[int, Period]]] = defaultdict(list)
        for family, bits, since, until in _rows(self._of_the_year(self.tables.reasons)):
            found[family].append((bits, (since, until)))
        return found

    @cached_property
    def foreigners(self) -> frozenset[int]:
        """Persons with a foreigner's title of stay, as of today."""
        persons = Person.objects.filter(merged_into__isnull=True).exclude(foreigner="")
        return frozenset(persons.values_list("pk", flat=True))

    @cached_property
    def births(self) -> Mapping[int, dt.date]:
        """Birth dates that are known."""
        persons = Person.objects.values_list("pk", "birth_date")
        return {person: born for person, born in persons if born is not None}

    def survivor(self, person: int) -> int:
        """The person that is left of a merged one."""
        return self._merged.get(person, person)

    def has_reason(self, family: int, code: ReasonCode, period: Period) -> bool:
        """Whether the family has the reason on a day of the period."""
        return any(
            bits & BIT[code] and overlaps(when, period) for bits, when in self._reasons[family]
        )

    def members_in(self, family: int, period: Period) -> list[int]:
        """Who belonged to the family on a day of the period."""
        return [person for person, when in self.members[family] if overlaps(when, period)]

    def _of_the_year(self, table: ibis.Table) -> ibis.Table:
        first, last = self.period
        return table.filter(
            table.since <= ibis.date(last.isoformat()), table.until >= ibis.date(first.isoformat())
        )


@contextmanager
def facts(register: Register, year: int, *, in_database: bool) -> Iterator[Facts]:
    """Open the facts of a year.

    Raises KeyError when the register does not say how many residents there were that year.
    """
    population = register.population[year]
    with embedded(register) as tables:
        merged = survivors() if in_database else {}
        yield Facts(tables, year, population, in_database, merged)


def overlaps(one: Period, other: Period) -> bool:
    """Whether two periods, inclusive on both ends, share a day."""
    return one[0] <= other[1] and other[0] <= one[1]


def benefit_named(name: str) -> Benefit | None:
    """Return the benefit of a code, or of a Polish name in any case and without marks."""
    return _BENEFITS.get(_key(name))


def _key(name: str) -> str:
    return folded(name).replace("_", " ")


_BENEFITS = {_key(text): item for item in Benefit for text in (item.value, item.label)}


def _rows(table: ibis.Table) -> Iterator[tuple[Any, ...]]:
    columns = table.to_pyarrow().to_pydict()
    return zip(*columns.values(), strict=True)
