"""The exact test of two counts against values computed independently."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from miernik.kernel import chance


@pytest.mark.parametrize(
    ("before", "after", "p"),
    [(25, 21, 0.66), (25, 31, 0.50), (364, 352, 0.68), (507, 674, 1e-6), (5887, 5198, 6e-11),
     (1251, 879, 8e-16), (3821, 4648, 3e-19), (1921, 1713, 6e-4), (5170, 3998, 2e-34)],
)  # fmt: skip
def test_p_values_are_those_computed_from_the_city_s_reports(
    before: int, after: int, p: float
) -> None:
    assert chance.p_value(before, after) == pytest.approx(p, rel=0.5 if p < 0.01 else 0.01)


@pytest.mark.parametrize(
    ("before", "smaller", "larger"),
    [(5, None, 15), (10, 2, 23), (20, 8, 36), (50, 31, 73), (100, 73, 131)],
)
def test_the_smallest_detectable_change_is_the_one_of_the_notes(
    before: int, smaller: int | None, larger: int
) -> None:
    assert chance.smallest_detectable(before) == (smaller, larger)


def exact_p(before: int, after: int) -> Fraction:
    n = before + after
    tail = sum(comb(n, k) for k in range(min(before, after) + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**n))


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_table_decides_as_the_sum_of_binomial_terms_does(before: int, after: int) -> None:
    inside = bool(chance.within_chance(np.array([before]), np.array([after]))[0])
    assert inside == (exact_p(before, after) >= Fraction(1, 20))


@given(st.integers(0, 400), st.integers(0, 400))
def test_p_values_equal_the_sum_of_binomial_terms(before: int, after: int) -> None:
    assert chance.p_value(before, after) == pytest.approx(float(exact_p(before, after)), rel=1e-9)


@pytest.mark.parametrize("total", [20_001, 50_000, 1_000_000])
def test_big_counts_are_decided_as_the_exact_quantile_says(total: int) -> None:
    # The largest k with P(X ≤ k) < 2.5 %, searched with scipy's distribution.
    critical = int(stats.binom.ppf(0.025, total, 0.5)) - 1
    assert (
        stats.binom.cdf(critical, total, 0.5) < 0.025 <= stats.binom.cdf(critical + 1, total, 0.5)
    )
    before = np.array([critical, critical + 1, total // 2, 0])
    assert chance.within_chance(before, total - before).tolist() == [False, True, True, False]


def test_small_and_big_totals_in_one_array_do_not_disturb_each_other() -> None:
    before, after = np.array([25, 1_000_000, 25]), np.array([31, 1_010_000, 60])
    assert chance.within_chance(before, after).tolist() == [True, False, False]


def test_the_interval_is_clopper_and_pearson_s() -> None:
    interval = chance.change_interval(25, 31)
    assert interval is not None
    limits = stats.binomtest(31, 56).proportion_ci(method="exact")
    expected = [100 * (p / (1 - p) - 1) for p in (limits.low, limits.high)]
    assert [float(limit) for limit in interval] == pytest.approx(expected, abs=0.051)


def test_from_zero_there_is_no_interval_of_a_percentage() -> None:
    assert chance.change_interval(0, 5) is None
