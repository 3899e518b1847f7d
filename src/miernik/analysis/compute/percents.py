"""Two percents: percentage points with numerators and denominators; a test only for a sample."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt
from typing import Any

from scipy import special

from miernik.analysis import words
from miernik.analysis.compute import statements
from miernik.analysis.compute.pair import Pair
from miernik.analysis.compute.series import Change, Point, Verdict
from miernik.kernel.numbers import print_number

METHOD_REGISTER = "różnica w punktach procentowych i próg istotności"
METHOD_SAMPLE = "przedział Newcombe’a dla różnicy odsetków z próby"


def compare(pair: Pair, before: Point, after: Point, verdict: Verdict) -> Change:
    first, second = statements.numbers(before, after)
    more: dict[str, Any] = {"difference": second - first}
    reason, method = [], METHOD_REGISTER
    if verdict is Verdict.NO_MATERIAL_CHANGE:
        reason.append(statements.below_threshold(pair, first, second))
    elif verdict in statements.DECIDED:
        reason.append(statements.above_threshold(pair))
    fractions = [_fraction(point) for point in (before, after)]
    if all(fractions):
        reason.append(f"Licznik i mianownik: {fractions[0]}, potem {fractions[1]}.")
    else:
        reason.append(
            "Nie podano licznika i mianownika, więc nie wiadomo, który z nich się zmienił."
        )
    because = ""
    if pair.series.sampled:
        interval = newcombe(before, after)
        method, more["interval"], more["interval_unit"] = METHOD_SAMPLE, interval, "pkt proc."
        because = _sampling_error(interval) if verdict in statements.DECIDED else ""
        if because:
            verdict = Verdict.UNKNOWN
            reason.append(because)
    else:
        reason.append("Odsetek pochodzi z pełnego rejestru, więc testu się nie stosuje.")
    text = statements.sentence(pair, first, second, verdict, because=because)
    return pair.result(verdict, words.sentence(text), " ".join(reason), method, **more)


def _sampling_error(interval: tuple[Decimal, Decimal] | None) -> str:
    """Why a difference of two samples shows nothing; empty when it does."""
    if interval is None:
        return "Odsetek pochodzi z próby, a nie podano jej liczebności."
    if interval[0] <= 0 <= interval[1]:
        low, high = (print_number(limit) for limit in interval)
        return f"Odsetek pochodzi z próby, a przedział różnicy (od {low} do {high}) obejmuje zero."
    return ""


def newcombe(before: Point, after: Point) -> tuple[Decimal, Decimal] | None:
    """Return Newcombe's 95 % interval of a difference of two percents, in percentage points.

    From Wilson's intervals of both; None without numerators and denominators.
    """
    values = (before.numerator, before.denominator, after.numerator, after.denominator)
    if any(value is None for value in values):
        return None
    (p1, low1, high1), (p2, low2, high2) = (
        _wilson(float(point.numerator or 0), float(point.denominator or 1))
        for point in (before, after)
    )
    step = p2 - p1
    low = step - sqrt((p2 - low2) ** 2 + (high1 - p1) ** 2)
    high = step + sqrt((high2 - p2) ** 2 + (p1 - low1) ** 2)
    rounded = [Decimal(repr(round(100 * limit, 2))) for limit in (low, high)]
    return rounded[0], rounded[1]


def _wilson(successes: float, trials: float) -> tuple[float, float, float]:
    z = float(special.ndtri(0.975))
    p = successes / trials
    centre = p + z * z / (2 * trials)
    half = z * sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return p, (centre - half) / scale, (centre + half) / scale


def _fraction(point: Point) -> str | None:
    if point.numerator is None or point.denominator is None:
        return None
    return f"{print_number(point.numerator)} z {print_number(point.denominator)}"
