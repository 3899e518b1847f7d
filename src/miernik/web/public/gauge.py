"""The gauge on the front page: how much of the strategy can be compared at all."""

from __future__ import annotations

from dataclasses import dataclass

from miernik.web.public.reading import Shelf

TICKS = 50
HALF_TURN = 180


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the scale; ``angle`` in degrees from the left end, ``kind`` a class."""

    angle: str
    long: bool
    reached: bool


@dataclass(frozen=True, slots=True)
class Gauge:
    """A half circle with a needle at ``count`` of ``total``."""

    count: int
    total: int
    years: tuple[int, int]
    needle: str
    ticks: tuple[Tick, ...]


def gauge_of(shelf: Shelf) -> Gauge | None:
    """Return the gauge of comparability, or None while there is one year of data."""
    if shelf.latest_pair is None or not shelf.changes:
        return None
    count, total = shelf.comparable_count(), len(shelf.changes)
    share = count / total
    ticks = tuple(
        Tick(f"{number * HALF_TURN / TICKS:.1f}", number % 5 == 0, number / TICKS <= share)
        for number in range(TICKS + 1)
    )
    return Gauge(count, total, shelf.latest_pair, f"{share * HALF_TURN:.1f}", ticks)
