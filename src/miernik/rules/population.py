"""One month of zasiłek stały and okresowy over a whole population, by the rules of one family.

A population is three columns of equal length, one row a person, in any order: household_id,
income_gr (net monthly income in grosze) and unable_to_work. The two benefits are counted side by
side, each from the incomes given: a zasiłek stały that would be granted is not added to the
income of the family, as it would be in a decision on okresowy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from miernik.rules.calculation import Vectorised
from miernik.rules.formulas.periodic import periodic_minimum
from miernik.rules.formulas.permanent import permanent_benefit
from miernik.rules.law import DatedLaw, LawError
from miernik.rules.units import UNITS

Integers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

#: Sums of a household times what the rules multiply them by must stay within 64 bits.
LARGEST_SUM = 2**57
#: Identifiers spread over up to so many times the rows are counted in place, without sorting.
SPREAD = 4


@dataclass(frozen=True, slots=True)
class Households:
    """Members and income (grosze) of each household, and the household of each row."""

    persons: Integers
    income: Integers
    of_row: Integers


@dataclass(frozen=True, slots=True)
class Benefits:
    """Grosze a month: stały for each row (person), the least okresowy for each household."""

    households: Households
    permanent: Integers
    periodic_minimum: Integers

    def periodic_minimum_of_rows(self) -> Integers:
        """The household's least okresowy on each of its rows."""
        return self.periodic_minimum[self.households.of_row]


def grouped(household: Integers, income: Integers) -> Households:
    """Count and sum the rows of each household; rows may stand in any order.

    Raises LawError when incomes are negative or too large to be summed exactly.
    """
    _check(income)
    if household.size == 0:
        nothing = np.zeros(0, np.int64)
        return Households(nothing, nothing, nothing)
    change = household[1:] != household[:-1]
    if not bool(np.any(household[1:] < household[:-1])):
        return _neighbours(change, income)
    lowest, highest = int(household.min()), int(household.max())
    if highest - lowest < SPREAD * household.size:
        return _in_place(household - lowest, highest - lowest + 1, income)
    order = np.argsort(household, kind="stable")
    in_order = household[order]
    found = _neighbours(in_order[1:] != in_order[:-1], income[order])
    of_row = np.empty_like(found.of_row)
    of_row[order] = found.of_row
    return Households(found.persons, found.income, of_row)


def benefits(
    households: Households,
    income: Integers,
    unable: Flags,
    law: DatedLaw,
    changed: Mapping[str, Fraction] | None = None,
) -> Benefits:
    """Compute both benefits for every row; ``changed`` puts other values for parameters.

    Raises LawError for a changed parameter on which neither benefit depends that day.
    """
    calculation = Vectorised(law, changed)
    periodic = periodic_minimum(calculation, persons=households.persons, income=households.income)
    rows = np.flatnonzero(unable)
    theirs = households.of_row[rows]
    permanent = np.zeros(income.size, np.int64)
    permanent[rows] = permanent_benefit(
        calculation,
        persons=households.persons[theirs],
        family_income=households.income[theirs],
        own_income=income[rows],
    )
    if unused := calculation.unused_changes:
        raise LawError(
            f"Od parametru „{unused[0]}” nie zależy tego dnia ani zasiłek stały, ani minimum "
            "zasiłku okresowego. Podaj inny."
        )
    return Benefits(households, permanent, periodic)


def changed_parameters(law: DatedLaw, pairs: Iterable[str]) -> dict[str, Fraction]:
    """Read "kryterium_sg=1111.00" and the like; raises LawError with every fault."""
    found: dict[str, Fraction] = {}
    faults: list[str] = []
    for pair in pairs:
        key, equals, text = pair.partition("=")
        try:
            value = Fraction(Decimal(text.strip().replace(",", ".")))
            unit = law.parameter(key.strip()).unit
        except (InvalidOperation, ValueError, OverflowError):
            faults.append(
                f"„{pair}” nie ma postaci KLUCZ=LICZBA, na przykład kryterium_sg=1111.00."
            )
            continue
        except LawError as error:
            faults.append(str(error))
            continue
        wrong = UNITS[unit].number_fault(value)
        if not equals or wrong:
            faults.append(f"Nie można przyjąć „{pair}”: {wrong}.")
        found[key.strip()] = value
    if faults:
        raise LawError("\n".join(faults))
    return found


def _check(income: Integers) -> None:
    if income.size == 0:
        return
    if int(income.min()) < 0:
        row = int(np.argmax(income < 0)) + 1
        raise LawError(f"Dochód w wierszu {row} jest ujemny; wpisz 0 albo popraw dane.")
    if int(income.max()) * income.size > LARGEST_SUM:
        row = int(np.argmax(income)) + 1
        raise LawError(f"Dochód w wierszu {row} jest za duży, by liczyć dokładnie; popraw dane.")


def _neighbours(change: Flags, income: Integers) -> Households:
    """Count households whose rows stand together; ``change`` tells where the next one begins."""
    starts = np.concatenate(([0], np.flatnonzero(change) + 1))
    persons = np.diff(starts, append=income.size)
    of_row = np.repeat(np.arange(starts.size), persons)
    return Households(persons, np.add.reduceat(income, starts), of_row)


def _in_place(number: Integers, highest: int, income: Integers) -> Households:
    """Count households by their numbers from 0; a number nobody has is an empty household."""
    sums = np.zeros(highest, np.int64)
    np.add.at(sums, number, income)
    return Households(np.bincount(number, minlength=highest), sums, number)
