"""How large a change must be to need a word: chance, the indicator's own swings, materiality.

A change is a jump when none of three things explains it:

1. Chance. For counts the exact conditional test of ``kernel.chance``: 25 → 31 and 5 → 12 say
   nothing (given 17 in two years, 5 or fewer in one of them come in 14 % of cases).
2. The swings this indicator makes anyway. From one year to the next the underlying level changes
   by exp(s·t): t is Student's, s its *spread*. Given n = before + after the count is binomial with
   that odds ratio, so small counts keep their exact noise and large ones get the swing. The spread
   pools what is known of it: general experience (weight: nine changes measured in the city's
   reports for 2017 and 2019, −30 % … +33 %, s = 0,215), the institution's own earlier changes (one
   each, less where the counts are so small that noise hides the swing) and the changes of other
   institutions this year, when there are at least ``FEWEST_PEERS``: a median of four is decided by
   two of them. Fewer than nine own changes never outweigh experience. What all others did too (a
   change of law) is no jump, neither is standing still while they moved.
3. Materiality: a change below so many units or so many percent is never asked about.

Amounts have no noise of counting: the logarithm of the ratio is compared with Student's quantile;
amounts under a floor count as the floor, so zero has a ratio too. Percents are compared in
percentage points, in the same way.

Measured false alarms for one answer that is in order (seed 2017, 5000 pairs a cell; bounds
asserted, table printed by ``pytest tests/collection/test_validation_swings.py -k rate -s``) stand
in docs/reguly-kontroli.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from statistics import median

import numpy as np
from scipy import special

from miernik.kernel import chance
from miernik.kernel.quantities import Kind

FEWEST_PEERS = 5
#: Years between the reports the usual swings were measured on; more years swing wider.
MEASURED_OVER = 2
MOST_PEERS = 20  # more do not make an institution's own habits count for less
_NORMAL_MAD = 1.4826
# Student's distribution on a grid: ±14 leaves out 1e-7 with nine degrees of freedom.
_GRID = np.linspace(-14, 14, 1401)

Numbers = Sequence[Decimal]


@dataclass(frozen=True, slots=True)
class Limits:
    """Parameters of a rule of jumps.

    ``level`` is the share of ordinary answers it may ask about (0,01); ``spread`` the usual swing
    (of the logarithm, or in percentage points for a percent), ``weight`` the number of changes it
    was learned from; ``least`` units and ``least_percent`` of materiality. For amounts ``least``
    is the floor below which an amount counts as the floor.
    """

    level: float
    spread: float
    weight: float
    least: Decimal
    least_percent: Decimal


@dataclass(frozen=True, slots=True)
class Swing:
    """What is known of an indicator's changes; ``shift`` is what enough others did."""

    spread: float
    weight: float
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class _Change:
    """One past change in the measure of its kind, with the variance counting alone gives it."""

    size: float
    noise: float


def is_jump(
    kind: Kind,
    past: Numbers,
    now: Decimal,
    peers: Sequence[tuple[Decimal, Decimal]],
    limits: Limits,
    years: int = 1,
) -> bool:
    """Say whether ``now`` is a jump from the last of ``past`` (own numbers in order of years).

    ``kind`` is COUNT, AMOUNT or PERCENT; ``past`` is not empty; ``peers`` are (before, now) of
    other institutions; ``years`` lie between the last number and now.
    """
    before = past[-1]
    if before == now or not _material(kind, before, now, limits):
        return False
    if kind is Kind.COUNT and within_chance(before, now):
        return False
    swing = swing_of(kind, past, peers, limits)
    swing = replace(swing, spread=swing.spread * math.sqrt(max(years / MEASURED_OVER, 1)))
    shifts = {0.0, swing.shift}
    return all(
        probability(kind, before, now, swing, shift, limits) < limits.level for shift in shifts
    )


def swing_of(
    kind: Kind, past: Numbers, peers: Sequence[tuple[Decimal, Decimal]], limits: Limits
) -> Swing:
    """Pool experience, the institution's own changes and those of others into one spread."""
    usual = limits.spread**2
    weight, total = limits.weight, limits.weight * usual
    shift = 0.0
    own = [_change(kind, first, second, limits) for first, second in pairwise(past)]
    shares = [usual / (usual + change.noise) for change in own]
    weight += sum(shares)
    excess = (
        share * (change.size**2 - change.noise) for share, change in zip(shares, own, strict=True)
    )
    total += max(0.0, sum(excess))
    if len(peers) >= FEWEST_PEERS:
        others = [_change(kind, first, second, limits) for first, second in peers]
        shift = median(change.size for change in others)
        noise = median(change.noise for change in others)
        spread = _NORMAL_MAD * median(abs(change.size - shift) for change in others)
        share = min(len(others), MOST_PEERS) * usual / (usual + noise)
        weight += share
        total += share * max(0.0, spread**2 - noise)
    return Swing(math.sqrt(total / weight), weight, shift)


def probability(
    kind: Kind, before: Decimal, now: Decimal, swing: Swing, shift: float, limits: Limits
) -> float:
    """Return the two-sided probability of so large a change about ``shift``, in its direction."""
    if kind is Kind.COUNT:
        return _of_counts(_whole(before), _whole(now), swing.spread, swing.weight, shift)
    change = _change(kind, before, now, limits).size
    distance = change - shift if change > 0 else shift - change
    return 2 * float(special.stdtr(swing.weight, -distance / max(swing.spread, 1e-9)))


def within_chance(before: Decimal, now: Decimal) -> bool:
    """Say whether the size of two counts alone explains their difference."""
    pair = np.array([_whole(before)], np.int64), np.array([_whole(now)], np.int64)
    return bool(chance.within_chance(*pair)[0])


@lru_cache(maxsize=10_000)
def _of_counts(before: int, now: int, spread: float, weight: float, shift: float) -> float:
    """Twice the chance that the smaller count is as small, over every possible swing."""
    total, smaller = before + now, min(before, now)
    if before == now:
        return 1.0
    toward = -1.0 if now > before else 1.0
    share = special.expit(toward * (shift + spread * _GRID))  # of the smaller count, per swing
    below = special.betainc(total - smaller, smaller + 1, 1 - share)
    log_density = -(weight + 1) / 2 * np.log1p(_GRID**2 / weight)
    density = np.exp(log_density - log_density.max())
    return min(1.0, 2 * float((below * density).sum() / density.sum()))


def _change(kind: Kind, before: Decimal, now: Decimal, limits: Limits) -> _Change:
    first, second = float(before), float(now)
    if kind is Kind.PERCENT:
        return _Change(second - first, 0.0)
    if kind is Kind.AMOUNT:
        floor = max(float(limits.least), 0.01)
        return _Change(math.log(max(second, floor) / max(first, floor)), 0.0)
    first, second = max(first, 0.0) + 0.5, max(second, 0.0) + 0.5
    return _Change(math.log(second / first), 1 / first + 1 / second)


def _material(kind: Kind, before: Decimal, now: Decimal, limits: Limits) -> bool:
    size = abs(now - before)
    if kind is Kind.PERCENT:
        return size >= limits.least
    return size >= limits.least and size * 100 >= abs(before) * limits.least_percent


def _whole(value: Decimal) -> int:
    return max(int(value.to_integral_value(ROUND_HALF_UP)), 0)
