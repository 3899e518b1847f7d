"""Three and more comparable years: run chart, XmR limits, Mann-Kendall, each only when allowed.

| comparable years | allowed |
|---|---|
| 3–4 | lowest, highest, every year up or down: Mann-Kendall cannot reach 5 % (0.33, 0.083) |
| 5 | Mann-Kendall only if strictly monotone (p = 0.017); XmR trial limits |
| 6–11 | XmR trial limits; Mann-Kendall and Theil-Sen as support only |
| ≥ 12 | XmR limits are locked on the first twelve |

The word trend is not used under five years.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import TypeVar

from miernik.analysis import words
from miernik.analysis.compute import comparability, rules
from miernik.analysis.compute.series import Run, Series, Verdict
from miernik.kernel.chance import LEVEL
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind

FEWEST = 3
FEWEST_FOR_LIMITS = 5
FEWEST_FOR_SUPPORT = 6
LOCKED = 12
# Individuals chart: mean ± 2.66 mean moving range (3 ÷ d2 for ranges of two, d2 = 1.128).
XMR = Decimal("2.66")
# Chance in percent that one more ordinary value falls outside limits made of k values, normal and
# independent; simulated, and simulated again by the tests. Locked limits: nominal 0.3 %, here k=12.
FALSE_ALARM = {
    5: Decimal("5.7"),
    6: Decimal("4.5"),
    7: Decimal("3.7"),
    8: Decimal("3.1"),
    9: Decimal("2.7"),
    10: Decimal("2.3"),
    11: Decimal("2.1"),
    12: Decimal("1.9"),
}

_T = TypeVar("_T")

METHOD_SHORT = "przebieg bez testu"
METHOD_TRIAL = "karta XmR z próbnymi granicami"
METHOD_LOCKED = "karta XmR z ustalonymi granicami"


def run(series: Series, year_to: int) -> Run | None:
    """Say what the years that compare with ``year_to`` show together.

    None for a kind that is not one number and under three comparable years: one is a level, two
    are a difference (``changes.change``).
    """
    anchor = series.point(year_to)
    if series.kind not in rules.KINDS or anchor is None or anchor.number is None:
        return None
    years = comparability.years_comparable_with(series, anchor)
    points = [series.point(year) for year in years]
    values = [point.number for point in points if point is not None and point.number is not None]
    if len(values) < FEWEST or len(values) != len(years):
        return None
    if len(values) < FEWEST_FOR_LIMITS:
        return _short(series, years, values)
    return _long(series, years, values)


# --- statistics ----------------------------------------------------------------------------------


def mann_kendall(values: list[Decimal]) -> float:
    """Return the exact two-sided p of Mann and Kendall's test, ties included.

    The null distribution counts inversions over all orders of the same values; with ties it is
    Gauss's multinomial, computed with integers.
    """
    score = sum(_sign(later - earlier) for earlier, later in _pairs(values))
    counts = [1]
    placed = 0
    for value in sorted(set(values)):
        size = values.count(value)
        counts = _times_gaussian_binomial(counts, placed, size)
        placed += size
    untied = len(counts) - 1
    extreme = sum(
        number
        for inversions, number in enumerate(counts)
        if abs(untied - 2 * inversions) >= abs(score)
    )
    return float(Fraction(extreme, sum(counts)))


def theil_sen(years: tuple[int, ...], values: list[Decimal]) -> Decimal:
    """Return the median of the slopes of all pairs, per year, two decimals."""
    points = list(zip(years, values, strict=True))
    slopes = [(v2 - v1) / (y2 - y1) for (y1, v1), (y2, v2) in _pairs(points)]
    return Decimal(median(slopes)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def xmr_limits(values: list[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return lower limit, centre and upper limit of an individuals chart, two decimals."""
    centre = sum(values, Decimal(0)) / len(values)
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    reach = XMR * sum(ranges, Decimal(0)) / len(ranges)
    return _hundredths(centre - reach), _hundredths(centre), _hundredths(centre + reach)


def every_year(values: list[Decimal]) -> Verdict | None:
    """Return RISE or FALL when every year is above, or below, the one before."""
    signs = {_sign(later - earlier) for earlier, later in pairwise(values)}
    return {1: Verdict.RISE, -1: Verdict.FALL}.get(signs.pop()) if len(signs) == 1 else None


# --- statements ----------------------------------------------------------------------------------


def _short(series: Series, years: tuple[int, ...], values: list[Decimal]) -> Run:
    reason = (
        f"{len(values)} porównywalne lata to za mało na jakikolwiek test: nawet ruch stale w jedną "
        f"stronę zdarza się przypadkiem (p = {'0,33' if len(values) == FEWEST else '0,083'})."
    )
    return Run(
        years=years,
        lowest=min(values),
        highest=max(values),
        every_year=every_year(values),
        limits=None,
        locked=False,
        outside=(),
        false_alarm=None,
        p_value=None,
        slope=None,
        sentence=words.sentence(_course(series, years, values)),
        reason=reason,
        method=METHOD_SHORT,
    )


def _long(series: Series, years: tuple[int, ...], values: list[Decimal]) -> Run:
    number = len(values)
    locked = number >= LOCKED
    # The last year is judged by limits made of the others, unless the limits are locked.
    basis = values[:LOCKED] if locked else values[:-1] if number > FEWEST_FOR_LIMITS else values
    limits = xmr_limits(basis)
    if series.kind is not Kind.PERCENT or min(values) >= 0:
        limits = (max(limits[0], Decimal(0)), limits[1], limits[2])
    outside = tuple(
        year
        for year, value in zip(years, values, strict=True)
        if not limits[0] <= value <= limits[2]
    )
    steady = every_year(values)
    tested = number >= FEWEST_FOR_SUPPORT or steady is not None
    p_value = mann_kendall(values) if tested else None
    slope = theil_sen(years, values) if tested else None
    false_alarm = FALSE_ALARM[min(max(len(basis), FEWEST_FOR_LIMITS), LOCKED)]
    shown = _limits_said(series, limits, outside, locked=locked)
    said = [_course(series, years, values), shown]
    if p_value is not None and slope is not None and p_value < LEVEL:
        trend = "rosnący" if slope > 0 else "malejący"
        said.append(f"{'jest to' if locked else 'wskazuje to na'} trend {trend}")
    return Run(
        years=years,
        lowest=min(values),
        highest=max(values),
        every_year=steady,
        limits=limits,
        locked=locked,
        outside=outside,
        false_alarm=false_alarm,
        p_value=p_value,
        slope=slope,
        sentence=words.sentence("; ".join(said)),
        reason=_long_reason(series, number, false_alarm, p_value, slope, locked=locked),
        method=METHOD_LOCKED if locked else METHOD_TRIAL,
    )


def _course(series: Series, years: tuple[int, ...], values: list[Decimal]) -> str:
    kind, subject = series.kind, words.subject(series.name)
    span = f"w latach {years[0]}–{years[-1]}"
    direction = every_year(values)
    if direction is not None:
        verb = subject.verb("rise" if direction is Verdict.RISE else "fall")
        return (
            f"{verb} w każdym z porównywalnych lat: "
            f"{words.out_of(words.quantity(kind, values[0]))} "
            f"w {words.year(years[0])} do {words.quantity(kind, values[-1])} "
            f"w {words.year(years[-1])}"
        )
    low, high = min(values), max(values)
    if low == high:
        return f"{subject.verb('same')} {span}: {words.quantity(kind, low)}"
    return (
        f"{subject.verb('was')} {span} od {words.quantity(kind, low)} "
        f"do {words.quantity(kind, high)}, ostatnio {words.quantity(kind, values[-1])}"
    )


def _limits_said(
    series: Series,
    limits: tuple[Decimal, Decimal, Decimal],
    outside: tuple[int, ...],
    *,
    locked: bool,
) -> str:
    name = "ustalone" if locked else "próbne"
    low, high = (words.quantity(series.kind, limit) for limit in (limits[0], limits[2]))
    shown = f"poza {name} granice zwykłych wahań (od {low} do {high})"
    if not outside:
        return f"żaden rok nie wykracza {shown}"
    return f"{shown} wykracza: {', '.join(words.year(year) for year in outside)}"


def _long_reason(
    series: Series,
    number: int,
    false_alarm: Decimal,
    p_value: float | None,
    slope: Decimal | None,
    *,
    locked: bool,
) -> str:
    kind = "ustalone na pierwszych dwunastu latach" if locked else "próbne"
    alarm = (
        f"Lat porównywalnych: {number}; granice są {kind}. Następny zwykły rok wyszedłby poza nie "
        f"przypadkiem z prawdopodobieństwem {print_number(false_alarm)}%."
    )
    said = [alarm]
    if p_value is not None and slope is not None:
        way = "przeciętna zmiana na rok"
        status = "to rozstrzyga" if locked else "to tylko wsparcie, nie rozstrzygnięcie"
        change = words.quantity(series.kind, slope)
        said.append(
            f"Test Manna i Kendalla: {words.probability(p_value)}; {way}: {change} ({status})."
        )
    return " ".join(said)


def _times_gaussian_binomial(counts: list[int], placed: int, size: int) -> list[int]:
    """Multiply a polynomial by [placed + size choose size]_q: where the new equals may stand."""
    product = counts
    for factor in range(1, size + 1):
        product = _divided(_multiplied(product, placed + factor), factor)
    return product


def _multiplied(polynomial: list[int], power: int) -> list[int]:
    """Times (1 − q^power)."""
    longer = [*polynomial, *([0] * power)]
    return [
        value - (longer[place - power] if place >= power else 0)
        for place, value in enumerate(longer)
    ]


def _divided(polynomial: list[int], power: int) -> list[int]:
    """Divided by (1 − q^power), which divides it."""
    result: list[int] = []
    for place, value in enumerate(polynomial[: len(polynomial) - power]):
        result.append(value + (result[place - power] if place >= power else 0))
    return result


def _pairs(items: list[_T]) -> list[tuple[_T, _T]]:
    return [(items[i], items[j]) for i in range(len(items)) for j in range(i + 1, len(items))]


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def _hundredths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
