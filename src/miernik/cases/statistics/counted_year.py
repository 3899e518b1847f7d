"""Everything that is counted of one year, in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from miernik.cases.statistics.compute import Tabulation, families_with
from miernik.cases.statistics.counting import (
    IndicatorCount,
    count_indicator,
    count_indicators,
    unknown_benefits,
)
from miernik.cases.statistics.database import read_database
from miernik.cases.statistics.definitions import definition
from miernik.cases.statistics.errors import NoPopulationError
from miernik.cases.statistics.facts import Facts, facts
from miernik.cases.statistics.mrips import Mrips, mrips
from miernik.cases.statistics.tables import Register
from miernik.rules.reasons import ReasonCode


@dataclass(frozen=True, slots=True)
class CountedYear:
    """Both tables and the indicators; ``unknown_benefits`` are names that no indicator knows."""

    tabulation: Tabulation
    indicators: tuple[IndicatorCount, ...]
    unknown_benefits: tuple[str, ...]


def count_database(year: int) -> CountedYear:
    """Count the register in the database; raises NoPopulationError."""
    return count_register(read_database(), year, in_database=True)


def count_register(register: Register, year: int, *, in_database: bool) -> CountedYear:
    """Count a register; ``in_database`` says that help without a decision is known too.

    Raises NoPopulationError.
    """
    if year not in register.population:
        raise NoPopulationError(year)
    with facts(register, year, in_database=in_database) as known:
        return _counted(known)


def _counted(known: Facts) -> CountedYear:
    return CountedYear(known.tabulation, count_indicators(known), tuple(unknown_benefits(known)))


def mrips_of(register: Register, year: int, *, in_database: bool) -> Mrips:
    """Return sections 3 and 4 of MRiPS-03; raises NoPopulationError."""
    if year not in register.population:
        raise NoPopulationError(year)
    with facts(register, year, in_database=in_database) as known:
        return mrips(known)


def families_behind(year: int, cells: Iterable[str]) -> dict[str, frozenset[int]]:
    """Return the keys of the families behind cells (see ``protection``) of the database's year.

    Raises NoPopulationError, and KeyError or ValueError for a cell that there is not.
    """
    register = read_database()
    if year not in register.population:
        raise NoPopulationError(year)
    with facts(register, year, in_database=True) as known:
        return {cell: _families_behind(known, cell) for cell in cells}


def _families_behind(known: Facts, cell: str) -> frozenset[int]:
    kind, _, rest = cell.partition(".")
    if kind == "table1" and rest in ("persons_granted", "families", "persons_in_families"):
        return frozenset(families_with(known.tables, known.year, None))
    if kind == "table2":
        code = ReasonCode(rest.rpartition(".")[0])
        return frozenset(families_with(known.tables, known.year, code))
    if kind == "indicator":
        parts = count_indicator(known, definition(rest)).parts
        return frozenset(family for part in parts for family in part.families)
    raise KeyError(cell)
