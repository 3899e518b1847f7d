"""Many comparisons at once: how many alarms to expect from chance, and which stand all the same."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from miernik.kernel.chance import LEVEL


def expected_false_alarms(comparisons: int) -> Decimal:
    """Return how many of so many comparisons chance alone lets through at most, one decimal.

    At 5 % each: 175 comparisons give 8.8. Exact tests of small counts give fewer.
    """
    return (Decimal(comparisons) * Decimal(repr(LEVEL))).quantize(Decimal("0.1"), ROUND_HALF_UP)


def standing(p_values: Sequence[float], level: float = LEVEL) -> list[bool]:
    """Say, in the given order, which results stand after Benjamini and Hochberg's correction."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    last = -1
    for rank, place in enumerate(order):
        if p_values[place] <= level * (rank + 1) / len(order):
            last = rank
    kept = set(order[: last + 1])
    return [place in kept for place in range(len(p_values))]
