"""One value from many institutions, by the rule on the indicator's card. Percents are pooled.

LAST and NONE make no value of the city over institutions: they have no order in time, or the card
says that their values do not add up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from miernik.kernel.quantities import Aggregation, CountedUnit
from miernik.kernel.text import comparable, squeeze

#: Units of count behind which stand people, whom several institutions may have helped.
PEOPLE = frozenset(
    {
        CountedUnit.PERSON,
        CountedUnit.FAMILY,
        CountedUnit.PERSON_IN_FAMILY,
        CountedUnit.HOUSEHOLD,
    }
)

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


def people_bounds(
    numbers: Sequence[Decimal], distinct: Decimal | None = None
) -> tuple[Decimal, Decimal] | None:
    """Return the fewest and the most people behind institutions' numbers that may share them.

    At least the largest, at most the sum. ``distinct`` is how many people stand behind further
    institutions whose persons were counted together, each once; they count as one more number.
    None when there is nothing to bound.
    """
    known = [*numbers, distinct] if distinct is not None else list(numbers)
    return (max(known), _sum(known)) if known else None


def union(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the items of the institutions' lists (UNION) without repeats, as first worded."""
    found: dict[str, str] = {}
    for items in lists:
        for item in items:
            if shown := squeeze(item):
                found.setdefault(comparable(shown), shown)
    return tuple(found.values())


def distribution(answers: Sequence[Sequence[str]]) -> tuple[tuple[str, int], ...]:
    """Return how many institutions gave each level (DISTRIBUTION), in order of first appearance.

    An institution may give several levels; the same one twice counts once.
    """
    words: dict[str, str] = {}
    counts: dict[str, int] = {}
    for levels in answers:
        for level in union([levels]):
            key = comparable(level)
            words.setdefault(key, level)
            counts[key] = counts.get(key, 0) + 1
    return tuple((words[key], number) for key, number in counts.items())


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
