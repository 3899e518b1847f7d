"""Verification of amounts (art. 9 of the act), and the check it gives on our own tables.

Every verification raises both criteria. The other amounts follow: zasiłek stały, integration and
the base for leaving care by half, the income of a hectare by a quarter of the sum of both rises,
in full zloty, halves up. Whoever enters the amounts of 2028 finds a slip of the pen here.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from miernik.rules.formulas.criteria import PER_PERSON, SINGLE
from miernik.rules.law import Law, Parameter

HALF, QUARTER = "indeksacja_ust5", "indeksacja_ust6"
#: Amounts that follow the criteria, with the share of the rises that they follow by.
FOLLOWING = {
    "zasilek_staly_max": HALF,
    "ipi_min": HALF,
    "ipi_max": HALF,
    "kwota_bazowa_usamodzielnienie": HALF,
    "dochod_1ha_przelicz": QUARTER,
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """An amount of the table that art. 9 does not give; both in zloty."""

    parameter: Parameter
    expected: Fraction


def raised(old: Fraction, growth: Fraction, share: Fraction) -> int:
    """Return ``old`` zloty raised by ``share`` of ``growth``, in full zloty, halves up."""
    return math.floor(old + share * growth + Fraction(1, 2))


def deviations(law: Law) -> Iterator[Deviation]:
    """Yield every amount that changed together with the criteria otherwise than art. 9 says."""
    for before, after in pairwise(law.parameters[SINGLE]):
        growth = after.value - before.value
        growth += law.parameter(PER_PERSON, after.since).value
        growth -= law.parameter(PER_PERSON, before.since).value
        for key, share in FOLLOWING.items():
            old = law.parameter(key, _eve(after)).value
            found = law.parameter(key, after.since)
            expected = Fraction(raised(old, growth, law.parameter(share, after.since).value))
            if found.value != expected:
                yield Deviation(found, expected)


def _eve(parameter: Parameter) -> dt.date:
    return parameter.since - dt.timedelta(days=1)
