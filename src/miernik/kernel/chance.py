"""What chance alone explains: the exact conditional test of two counts.

Two counts a and b with equal exposure: given n = a + b, under no change a is binomial (n, 1/2).
Two-sided p = 2 P(X ≤ min(a, b)), at most 1. The decision p < 5 % needs no p at all: it is
min(a, b) ≤ c(n), with c(n) a table of integers, so one value and a whole country are judged by
the same exact comparison.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import numpy.typing as npt
from scipy import special

LEVEL = 0.05
_INVERSE_LEVEL = 20
# c(n) by exact integers up to here. Above, by the incomplete beta function, good to 1e-12 of p:
# near 5 % neighbouring values of p lie 1e-4 apart, so no decision hangs on it.
EXACT_UP_TO = 20_000
# Above EXACT_UP_TO the normal limit 1.96 is right to 0.01: outside this band it decides alone.
_BAND = (1.9, 2.02)

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


class _Criticals:
    """The table c(n), grown on demand: the largest k with 2 P(X ≤ k) < 5 %, or -1."""

    def __init__(self) -> None:
        self._table = [-1]
        self._array: Integers = np.array(self._table, dtype=np.int64)
        self._term = 0  # C(n, c) with c = c(n); 0 while c = -1
        self._sum = 0  # C(n, 0) + … + C(n, c)

    def up_to(self, n: int) -> Integers:
        """Return c(0) … c(m) for some m ≥ n."""
        while len(self._table) <= n:
            self._grow()
        if len(self._array) < len(self._table):
            self._array = np.array(self._table, dtype=np.int64)
        return self._array

    def _grow(self) -> None:
        n, critical = len(self._table), self._table[-1]
        self._sum = 2 * self._sum - self._term  # P(X ≤ c) with one trial more
        self._term = self._term * n // (n - critical) if critical >= 0 else 0
        following = self._term * (n - critical) // (critical + 1) if critical >= 0 else 1
        if 2 * _INVERSE_LEVEL * (self._sum + following) < 1 << n:
            self._sum, self._term, critical = self._sum + following, following, critical + 1
        self._table.append(critical)


_CRITICALS = _Criticals()


def within_chance(before: Integers, after: Integers) -> Booleans:
    """Say of each pair of counts (same shape, not negative) whether chance alone explains it."""
    total, smaller = before + after, np.minimum(before, after)
    largest = int(total.max(initial=0))
    table = _CRITICALS.up_to(min(largest, EXACT_UP_TO))
    inside: Booleans = smaller > table[np.minimum(total, len(table) - 1)]
    if largest > EXACT_UP_TO:
        big = total > EXACT_UP_TO
        inside[big] = _within_chance_big(total[big], smaller[big])
    return inside


def _within_chance_big(total: Integers, smaller: Integers) -> Booleans:
    distance = (total - 2 * smaller) / np.sqrt(total)
    inside: Booleans = distance < _BAND[0]
    close = ~inside & (distance < _BAND[1])
    tail = special.bdtr(smaller[close].astype(float), total[close], 0.5)
    inside[close] = 2 * tail >= LEVEL
    return inside


def p_value(before: int, after: int) -> float:
    """Return the two-sided p of two counts with equal exposure."""
    if before == after:
        return 1.0
    return min(1.0, 2 * float(special.bdtr(float(min(before, after)), before + after, 0.5)))


def change_interval(before: int, after: int) -> tuple[Decimal, Decimal] | None:
    """Return the 95 % interval of the change in percent, one decimal; None from or to zero.

    Clopper and Pearson's limits of after ÷ (before + after), turned into a ratio.
    """
    if before == 0 or after == 0:
        return None
    low = float(special.betaincinv(after, before + 1, LEVEL / 2))
    high = float(special.betaincinv(after + 1, before, 1 - LEVEL / 2))
    return _percent(low / (1 - low)), _percent(high / (1 - high))


def smallest_detectable(before: int) -> tuple[int | None, int]:
    """Return the largest smaller and the smallest larger count that chance does not explain.

    From 10 it is 2 and 23; from 5 nothing smaller, not even 0, and 15.
    """
    rise = before + 1
    while before > _critical(before + rise):
        rise += 1
    fall = before - 1
    while fall >= 0 and fall > _critical(before + fall):
        fall -= 1
    return (fall if fall >= 0 else None), rise


def _critical(n: int) -> int:
    return int(_CRITICALS.up_to(n)[n])


def _percent(ratio: float) -> Decimal:
    return Decimal((ratio - 1) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
