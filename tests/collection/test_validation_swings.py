"""How large a change must be to need a word: real cases, and how often it asks without cause."""

from __future__ import annotations

import time
from decimal import Decimal

import numpy as np
import pytest

from miernik.collection.validation.defaults import default_rules
from miernik.collection.validation.swings import FEWEST_PEERS, Limits, is_jump, swing_of
from miernik.kernel.quantities import Kind

PAIRS = 5000
SEED = 2017
RULE = next(rule for rule in default_rules() if rule.code == "skok-liczby")
LIMITS = Limits(
    level=float(RULE.number("level")),
    spread=float(RULE.number("spread")),
    weight=float(RULE.number("spread_weight")),
    least=RULE.number("least"),
    least_percent=RULE.number("least_percent"),
)


def jumps(before: int, now: int, *past: int, peers: list[tuple[int, int]] | None = None) -> bool:
    pairs = [(Decimal(one), Decimal(two)) for one, two in peers or []]
    own = [Decimal(number) for number in (*past, before)]
    return is_jump(Kind.COUNT, own, Decimal(now), pairs, LIMITS)


@pytest.mark.parametrize(
    ("before", "now"),
    [(25, 31), (3, 0), (300, 310), (25, 21), (364, 352), (507, 674), (5887, 5198), (5170, 3998),
     (1251, 879), (3821, 4648), (1921, 1713), (0, 4), (5, 12)],
)  # fmt: skip
def test_what_the_city_reported_for_2017_and_2019_needs_no_word(before: int, now: int) -> None:
    assert not jumps(before, now)


@pytest.mark.parametrize(
    ("before", "now"), [(2659, 6361), (0, 200), (200, 0), (300, 30), (12, 120), (6361, 2659)]
)
def test_a_break_of_the_series_needs_one(before: int, now: int) -> None:
    assert jumps(before, now)


def test_an_indicator_that_always_swings_is_asked_less() -> None:
    restless = (100, 300, 90, 280, 110, 320)
    assert jumps(100, 310)
    assert not jumps(100, 310, *restless)


def test_a_quiet_past_makes_a_smaller_change_speak() -> None:
    assert not jumps(5000, 8500)
    assert jumps(5000, 8500, *([5000] * 10))


def test_what_all_others_did_too_is_no_jump_but_four_others_are_too_few() -> None:
    others = [(200, 510), (90, 220), (300, 760), (150, 380), (120, 290)]
    assert len(others) == FEWEST_PEERS
    assert not jumps(400, 1000, peers=others)
    assert jumps(400, 1000, peers=others[:-1])


def test_more_years_between_let_a_number_go_further() -> None:
    numbers = (Kind.COUNT, [Decimal(1000)], Decimal(2300), ())
    assert is_jump(*numbers, LIMITS, years=1)
    assert not is_jump(*numbers, LIMITS, years=8)


def test_amounts_under_the_floor_are_alike_and_percents_go_by_points() -> None:
    floor = Limits(0.01, 0.3, 9, Decimal(5000), Decimal(20))
    assert not is_jump(Kind.AMOUNT, [Decimal(3)], Decimal(4000), (), floor)
    assert is_jump(Kind.AMOUNT, [Decimal(0)], Decimal(60000), (), floor)
    points = Limits(0.01, 5, 9, Decimal(5), Decimal(0))
    assert not is_jump(Kind.PERCENT, [Decimal(30)], Decimal(40), (), points)
    assert is_jump(Kind.PERCENT, [Decimal(30)], Decimal(50), (), points)


def test_no_own_past_gives_the_usual_swing() -> None:
    swing = swing_of(Kind.COUNT, [Decimal(40)], (), LIMITS)
    assert swing.spread == pytest.approx(LIMITS.spread)
    assert swing.weight == LIMITS.weight


def rate(level: float, swing: float, years: int = 0, factor: float = 1.0) -> float:
    """Share of pairs asked about: Poisson counts about a level that swings every year."""
    draw = np.random.default_rng([SEED, int(level), int(swing * 1000), years])
    steps = np.exp(np.cumsum(draw.normal(0, swing, (PAIRS, years + 2)), axis=1))
    steps[:, -1] *= factor
    numbers = draw.poisson(level * steps)
    asked = sum(
        is_jump(Kind.COUNT, [Decimal(int(n)) for n in row[:-1]], Decimal(int(row[-1])), (), LIMITS)
        for row in numbers
    )
    return asked / PAIRS


@pytest.mark.parametrize("level", [3, 10, 30, 100, 1000, 10000])
def test_rate_of_questions_without_cause_stays_below_one_in_a_hundred(level: int) -> None:
    """One in a hundred with the usual swing; next to none without any (PAIRS each, fixed seed)."""
    usual, still = rate(level, LIMITS.spread), rate(level, 0)
    print(f"{level:>6} {usual:.3f} {still:.3f}")  # -s shows the table of the docs
    assert usual <= 0.01
    assert still <= 0.003


@pytest.mark.parametrize("level", [30, 1000])
def test_rate_learns_from_five_years_of_an_indicator_that_swings_twice_as_much(level: int) -> None:
    first, later = rate(level, 2 * LIMITS.spread), rate(level, 2 * LIMITS.spread, years=5)
    print(f"{level:>6} {first:.3f} {later:.3f}")
    assert later < first
    assert later <= 0.07


@pytest.mark.parametrize(
    ("level", "factor", "least"), [(100, 3, 0.8), (1000, 3, 0.8), (30, 5, 0.9)]
)
def test_rate_of_real_breaks_found(level: int, factor: float, least: float) -> None:
    found = rate(level, LIMITS.spread, factor=factor)
    print(f"{level:>6} × {factor}: {found:.3f}")
    assert found >= least


def test_a_form_of_two_hundred_answers_is_judged_at_once() -> None:
    start = time.perf_counter()
    for number in range(200):
        jumps(1000 + number, 3100 + 7 * number)
    assert time.perf_counter() - start < 1
