"""What a synthetic family receives: benefits, periods and amounts that look like a centre's."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Set
from dataclasses import dataclass

from miernik.rules.benefits import Benefit
from miernik.rules.reasons import ReasonCode as Code

_MONTH = 30


@dataclass(frozen=True, slots=True)
class Years:
    """The steered year, one before it and two after; days are ordinals of ``datetime.date``."""

    steered: int

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.steered - 1, self.steered + 3))

    @property
    def end(self) -> int:
        """The last day of the last year."""
        return last_day(self.steered + 2)


def first_day(year: int) -> int:
    """1 January as an ordinal."""
    return dt.date(year, 1, 1).toordinal()


def last_day(year: int) -> int:
    """31 December as an ordinal."""
    return dt.date(year, 12, 31).toordinal()


@dataclass(slots=True)
class Award:
    """A benefit for a period of ordinals (``end`` None: open) and so much a month."""

    benefit: Benefit
    start: int
    end: int | None
    monthly_gr: int
    once: bool = False

    def window(self, year: int) -> tuple[int, int]:
        """The part of the period that lies in ``year``; reversed where none does."""
        end = last_day(year) if self.end is None else min(self.end, last_day(year))
        return max(self.start, first_day(year)), end

    def total_gr(self, known_until: int) -> int:
        """The amount of the whole period as far as known."""
        if self.once:
            return self.monthly_gr
        end = known_until if self.end is None else self.end
        return self.monthly_gr * max(1, round((end - self.start + 1) / _MONTH))


def main_award(codes: Set[Code], age: int, year: int, rng: random.Random) -> Award:
    """The head's benefit in ``year``; long ones may begin before it and stay open."""
    draw = rng.random()
    if Code.HOMELESSNESS in codes and draw < 0.6:
        return _in_year(Benefit.SHELTER, (20, 180), (20_000, 60_000), year, rng)
    if Code.INTEGRATION_OF_FOREIGNERS in codes:
        start = first_day(year) + rng.randrange(-300, 200)
        return Award(Benefit.INTEGRATION, start, start + 364, rng.randrange(606, 1336) * 100)
    if Code.DISABILITY in codes and draw < 0.5:
        return _long(Benefit.PERMANENT, (30, 604), year, rng)
    if age >= 67 and draw < 0.7:
        return _long(Benefit.CARE_SERVICES, (200, 900), year, rng)
    if Code.ILLNESS in codes and draw > 0.97:
        kinds = (Benefit.RESIDENTIAL_HOME, Benefit.PSYCHIATRIC_CARE, Benefit.DAY_CENTRE)
        return _long(rng.choice(kinds), (500, 2500), year, rng)
    return short_award(year, rng)


def short_award(year: int, rng: random.Random) -> Award:
    """Okresowy, celowy or money for meals inside ``year``."""
    draw = rng.random()
    if draw < 0.45:
        return _in_year(Benefit.PERIODIC, (59, 180), (2_000, 40_000), year, rng)
    if draw < 0.75:
        award = _in_year(Benefit.PURPOSIVE, (0, 25), (5_000, 60_000), year, rng)
        award.once = True
        return award
    return _in_year(Benefit.MEAL_ALLOWANCE, (59, 270), (5_000, 25_000), year, rng)


def school_meals(year: int, rng: random.Random) -> Award:
    """A child's meals at school from January to June or from September to December."""
    start, end = ((1, 7), (6, 26)) if rng.random() < 0.5 else ((9, 1), (12, 22))
    return Award(
        Benefit.MEAL,
        dt.date(year, *start).toordinal(),
        dt.date(year, *end).toordinal(),
        20 * rng.randrange(300, 700),
    )


def _in_year(
    benefit: Benefit, days: tuple[int, int], gr: tuple[int, int], year: int, rng: random.Random
) -> Award:
    length = rng.randrange(days[0], days[1] + 1)
    start = rng.randrange(first_day(year), last_day(year) - length + 1)
    return Award(benefit, start, start + length, rng.randrange(*gr, 10))


def _long(benefit: Benefit, zloty: tuple[int, int], year: int, rng: random.Random) -> Award:
    start = first_day(year) + rng.randrange(-700, 180)
    end = None if rng.random() < 0.6 else rng.randrange(first_day(year) + 180, last_day(year + 2))
    return Award(benefit, start, end, 100 * rng.randrange(*zloty))
