"""Everything that is counted of one year, in one go."""

from __future__ import annotations

from dataclasses import dataclass

from miernik.cases.statistics.compute import Tabulation
from miernik.cases.statistics.counting import IndicatorCount, count_indicators, unknown_benefits
from miernik.cases.statistics.database import read_database
from miernik.cases.statistics.errors import NoPopulationError
from miernik.cases.statistics.facts import Facts, facts
from miernik.cases.statistics.mrips import Mrips, mrips
from miernik.cases.statistics.tables import Register


@dataclass(frozen=True, slots=True)
class CountedYear:
    """Both tables and the indicators; ``unknown_benefits`` are names that no indicator knows."""

    tabulation: Tabulation
    indicators: tuple[IndicatorCount, ...]
    unknown_benefits: tuple[str, ...]
    mrips: Mrips


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
    return CountedYear(
        known.tabulation, count_indicators(known), tuple(unknown_benefits(known)), mrips(known)
    )
