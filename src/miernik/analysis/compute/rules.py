"""The rules for two points of numeric series, for one series and for a country alike.

Everything here works on arrays whose last axis is the years; a single series is an array of one.
There is no second copy of a rule anywhere, so the sentence a council reads and a table of all
municipalities cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import numpy.typing as npt

from miernik.analysis.compute.series import Verdict
from miernik.kernel import chance
from miernik.kernel.quantities import Kind

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]

SCALE = 10_000  # values are integers in ten-thousandths, as observations store them

KINDS = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)
KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}
_COUNT, _AMOUNT, _PERCENT = range(3)

VERDICTS = tuple(Verdict)
VERDICT_CODE = {verdict: code for code, verdict in enumerate(VERDICTS)}

# A jump is a change that the size of a count cannot explain.
#
# Overdispersion that would erase a change: φ = (b − a)² ÷ ((a + b) · 1,96²). In the city's report
# for 2017 against 2019 the ordinary changes of administrative counts need φ of 6 to 39; the one
# that is a change of counting (2659 → 6361) needs 396. So nothing under 40 is a jump.
JUMP_OVERDISPERSION = 40.0
# φ grows with size (61 847 → 50 000 needs 327 and is ordinary), therefore the count must also have
# doubled or halved; the ordinary changes are −30 % to +33 %.
JUMP_RATIO = 2.0
# A remark on counting (who is counted twice, in what unit, by what definition) that stands beside
# only one of the two values is evidence of its own: a half more, or a third less, is enough.
JUMP_RATIO_REMARK_LOST = 1.5
# Money and percents have no Poisson size, and projects come and go; only a shift by an order of
# magnitude is asked about: zlotys for thousands, a fraction for a percent.
JUMP_RATIO_MAGNITUDE = 10.0
JUMP_PERCENTAGE_POINTS = 10 * SCALE

_Z2 = 1.959964**2


@dataclass(frozen=True, slots=True)
class Panel:
    """Many series over the same years.

    Of shape (…, years): ``values`` in ten-thousandths; ``present``; ``blocked``, something stops
    the comparison of this year with the one before it in the panel; ``accepted``, a person said
    that the jump from the year before is real; ``remarked``, a remark on counting stands beside
    the value. Of shape (…): ``kind`` (index in KINDS), ``percent`` (materiality in hundredths of a
    percent) and ``units`` (materiality in ten-thousandths).
    """

    kind: Codes
    values: Integers
    present: Booleans
    blocked: Booleans
    accepted: Booleans
    remarked: Booleans
    percent: Integers
    units: Integers


@dataclass(frozen=True, slots=True)
class Pairs:
    """Verdicts on pairs of years: arrays of one shape.

    ``difference`` in ten-thousandths, zero where values do not compare; ``verdict`` is an index in
    VERDICTS.
    """

    verdict: Codes
    difference: Integers


def scaled(value: Decimal) -> int:
    """Return a value in ten-thousandths, half up."""
    return int((value * SCALE).to_integral_value(ROUND_HALF_UP))


def whole(value: Decimal) -> int:
    """Return a count as the test of chance takes it: full units, half up (12,5 etatu is 13)."""
    return max(int(value.to_integral_value(ROUND_HALF_UP)), 0)


def jumps(panel: Panel) -> Booleans:
    """Say where an unexplained jump ends: from the last year with a value to this one.

    A jump must exceed the series' own history too: the largest earlier swing that was not itself
    a jump, or that a person accepted as real.
    """
    shape = panel.values.shape
    found: Booleans = np.zeros(shape, dtype=np.bool_)
    last = np.zeros(shape[:-1], dtype=np.int64)
    usual = np.zeros(shape[:-1])
    seen, whole, accepted, remarked = (np.zeros(shape[:-1], dtype=np.bool_) for _ in range(4))
    for year in range(shape[-1]):
        value, here = panel.values[..., year], panel.present[..., year]
        whole &= ~panel.blocked[..., year]
        accepted |= panel.accepted[..., year]
        lost = remarked != panel.remarked[..., year]
        swing, large = _swing(panel.kind, last, value, lost)
        link = seen & here & whole
        jump = link & large & (swing > usual) & ~accepted
        found[..., year] = jump
        usual = np.where(link & ~jump, np.maximum(usual, swing), usual)
        last = np.where(here, value, last)
        remarked = np.where(here, panel.remarked[..., year], remarked)
        seen |= here
        whole |= here
        accepted &= ~here
    return found


def overdispersion(before: Decimal, after: Decimal) -> float:
    """Return how many times Poisson's noise must be exceeded for this change to be ordinary."""
    first, second = np.array([scaled(before)]), np.array([scaled(after)])
    return float(_overdispersion(first, second)[0])


def judge(panel: Panel, stopped: Booleans, first: int, second: int) -> Pairs:
    """Give the verdict on two years (positions on the last axis, ``first`` < ``second``).

    ``stopped`` is ``panel.blocked | jumps(panel)``: any stop after ``first`` up to ``second``
    forbids the comparison.
    """
    before, after = panel.values[..., first], panel.values[..., second]
    known = panel.present[..., first] & panel.present[..., second]
    comparable = known & ~stopped[..., first + 1 : second + 1].any(axis=-1)
    difference = np.where(comparable, after - before, 0)
    moved = comparable & material(before, after, panel.percent, panel.units)
    chancy = np.zeros_like(moved)
    counts = moved & (panel.kind == _COUNT)
    chancy[counts] = chance.within_chance(_whole(before[counts]), _whole(after[counts]))

    verdict = np.full(moved.shape, VERDICT_CODE[Verdict.NO_MATERIAL_CHANGE], dtype=np.int8)
    verdict[moved & (difference > 0)] = VERDICT_CODE[Verdict.RISE]
    verdict[moved & (difference < 0)] = VERDICT_CODE[Verdict.FALL]
    verdict[chancy] = VERDICT_CODE[Verdict.UNKNOWN]
    verdict[known & ~comparable] = VERDICT_CODE[Verdict.NOT_COMPARABLE]
    verdict[~known] = VERDICT_CODE[Verdict.TOO_LITTLE_DATA]
    return Pairs(verdict, difference)


def material(before: Integers, after: Integers, percent: Integers, units: Integers) -> Booleans:
    """Say whether a change reaches both thresholds; from zero, any change of enough units does.

    Exact up to 10^14 units and 900 %: the percentage is split so that no product overflows.
    """
    size, base = np.abs(after - before), np.abs(before)
    whole, rest = np.divmod(base, SCALE)
    threshold = whole * percent + (rest * percent + SCALE - 1) // SCALE
    reached: Booleans = (size > 0) & (size >= threshold) & (size >= units)
    return reached


def _swing(kind: Codes, last: Integers, value: Integers, lost: Booleans) -> tuple[Floats, Booleans]:
    """The size of a change in the measure of its kind, and whether it is large enough to ask."""
    low, high = np.minimum(last, value), np.maximum(last, value)
    phi = _overdispersion(last, value)
    positive = low > 0
    ratio = np.divide(high, low, out=np.full(low.shape, np.inf), where=positive)
    needed = np.where(lost, JUMP_RATIO_REMARK_LOST, JUMP_RATIO)
    count = (ratio >= needed) & (phi >= JUMP_OVERDISPERSION)
    magnitude = positive & (ratio >= JUMP_RATIO_MAGNITUDE)
    percent = magnitude & (high - low >= JUMP_PERCENTAGE_POINTS)
    swing = np.where(kind == _COUNT, phi, np.where(positive, ratio, 0.0))
    large = np.where(kind == _COUNT, count, np.where(kind == _AMOUNT, magnitude, percent))
    return swing, large


def _overdispersion(before: Integers, after: Integers) -> Floats:
    total = (before + after) / SCALE
    step = (after - before) / SCALE
    return np.divide(step * step, total * _Z2, out=np.zeros(total.shape), where=total > 0)


def _whole(values: Integers) -> Integers:
    return np.maximum((values + SCALE // 2) // SCALE, 0)
