"""What three and more comparable years may say."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.analysis.compute.runs import FALSE_ALARM, mann_kendall, run, theil_sen, xmr_limits
from miernik.analysis.compute.series import Break, Run, Verdict
from miernik.kernel.quantities import BreakType, Kind
from tests.analysis.series import point, series, yearly


def of(*numbers: int) -> Run:
    found = run(yearly(*numbers, first=2010), 2009 + len(numbers))
    assert found is not None
    return found


def decimals(*numbers: int) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


# --- statistics ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "p"), [(3, 0.33), (4, 0.083), (5, 0.017)])
def test_the_best_mann_kendall_p_is_the_one_of_the_notes(length: int, p: float) -> None:
    assert mann_kendall(decimals(*range(length))) == pytest.approx(p, abs=0.004)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6))
def test_mann_kendall_counts_every_order_of_the_same_values(values: list[int]) -> None:
    def score(order: tuple[int, ...]) -> int:
        later = [(a, b) for i, a in enumerate(order) for b in order[i + 1 :]]
        return sum((b > a) - (b < a) for a, b in later)

    observed = abs(score(tuple(values)))
    orders = list(permutations(values))
    expected = sum(abs(score(order)) >= observed for order in orders) / len(orders)
    assert mann_kendall(decimals(*values)) == pytest.approx(expected)


def test_theil_sen_is_the_median_slope_per_year() -> None:
    # Slopes of (2010, 0), (2012, 10), (2013, 90): 5, 30, 80.
    assert theil_sen((2010, 2012, 2013), decimals(0, 10, 90)) == 30


def test_xmr_limits_are_the_mean_and_2_66_moving_ranges() -> None:
    # Mean 12, ranges 4, 2, 6, 4: mean 4, reach 10.64.
    assert xmr_limits(decimals(10, 14, 12, 6, 10)) == (
        Decimal("10.4") - Decimal("10.64"),
        Decimal("10.4"),
        Decimal("10.4") + Decimal("10.64"),
    )


@pytest.mark.parametrize(("years", "notes"), [(5, 5.7), (8, 3.1), (10, 2.4)])
def test_the_stated_risk_of_a_false_alarm_is_simulated(years: int, notes: float) -> None:
    values = np.random.default_rng(2019).standard_normal((400_000, years + 1))
    known, following = values[:, :years], values[:, years]
    reach = 2.66 * np.abs(np.diff(known, axis=1)).mean(axis=1)
    alarms = 100 * (np.abs(following - known.mean(axis=1)) > reach).mean()
    assert float(FALSE_ALARM[years]) == pytest.approx(alarms, abs=0.1)
    assert alarms == pytest.approx(notes, abs=0.15)


def test_limits_of_three_years_would_alarm_in_one_case_of_nine() -> None:
    values = np.random.default_rng(2019).standard_normal((400_000, 4))
    reach = 2.66 * np.abs(np.diff(values[:, :3], axis=1)).mean(axis=1)
    alarms = (np.abs(values[:, 3] - values[:, :3].mean(axis=1)) > reach).mean()
    assert alarms == pytest.approx(0.11, abs=0.005)
    assert 3 not in FALSE_ALARM


# --- statements ----------------------------------------------------------------------------------


def test_two_years_are_no_run() -> None:
    assert run(yearly(10, 12), 2011) is None


def test_three_and_four_years_have_a_course_and_no_test() -> None:
    for found in (of(10, 20, 30), of(10, 20, 30, 40)):
        assert found.every_year is Verdict.RISE
        assert "w każdym z porównywalnych lat" in found.sentence
        assert "trend" not in found.sentence + found.reason
        assert (found.p_value, found.limits) == (None, None)
    assert "0,33" in of(10, 20, 30).reason
    assert "0,083" in of(10, 20, 30, 40).reason


def test_five_years_are_tested_only_when_strictly_monotone() -> None:
    steady = of(100, 110, 120, 130, 140)
    assert steady.p_value == pytest.approx(2 / 120)
    assert "trend rosnący" in steady.sentence
    wavering = of(100, 120, 110, 130, 140)
    assert wavering.p_value is None
    assert "trend" not in wavering.sentence
    for found in (steady, wavering):
        assert found.limits is not None
        assert not found.locked
        assert "5,7%" in found.reason


def test_from_six_years_the_last_is_judged_by_the_others_and_the_test_only_supports() -> None:
    found = of(100, 104, 98, 102, 99, 160)
    assert found.outside == (2015,)
    assert "próbne" in found.sentence
    assert "tylko wsparcie" in found.reason


def test_twelve_years_lock_the_limits() -> None:
    found = of(*[100, 104, 98, 102, 99, 101, 103, 97, 100, 102, 99, 101], 150)
    assert found.locked
    assert found.outside == (2022,)
    assert "ustalone" in found.sentence


def test_years_before_a_break_do_not_count() -> None:
    law = Break(2012, 2013, BreakType.LAW, "confirmed", "Nowa ustawa")
    found = run(yearly(10, 20, 30, 40, 50, 60, breaks=(law,)), 2015)
    assert found is not None
    assert found.years == (2013, 2014, 2015)


def test_words_have_no_run() -> None:
    points = [point(year, printed="wysoki") for year in range(2010, 2016)]
    assert run(series(*points, kind=Kind.ORDINAL), 2015) is None
