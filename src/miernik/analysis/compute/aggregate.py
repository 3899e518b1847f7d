"""One value from many institutions, by the rule on the indicator's card. Percents are pooled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from miernik.kernel.quantities import Aggregation

_PLACES = Decimal("0.0001")


def total(
    method: Aggregation,
    values: Sequence[Decimal],
    fractions: Sequence[tuple[Decimal, Decimal]] = (),
) -> Decimal | None:
    """Return the city's value of the institutions' values, or None where the card gives none.

    ``fractions`` are numerators and denominators for RATIO, which gives the percent of their
    sums: percents themselves are never averaged.
    """
    if method is Aggregation.RATIO:
        return _pooled(fractions) if len(fractions) == len(values) else None
    if not values or method not in _RULES:
        return None
    return _RULES[method](values)


def _pooled(fractions: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    above = sum((numerator for numerator, _ in fractions), Decimal(0))
    below = sum((denominator for _, denominator in fractions), Decimal(0))
    return (above * 100 / below).quantize(_PLACES, ROUND_HALF_UP) if below else None


def _sum(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _average(values: Sequence[Decimal]) -> Decimal:
    return (_sum(values) / len(values)).quantize(_PLACES, ROUND_HALF_UP)


_RULES: dict[Aggregation, Callable[[Sequence[Decimal]], Decimal]] = {
    Aggregation.SUM: _sum,
    Aggregation.MAXIMUM: max,
    Aggregation.AVERAGE: _average,
}
