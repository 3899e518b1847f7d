"""Parts of months, tolerated changes, set-off, single receipts, leaving care, integration."""

import calendar
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.rules.calculation import Vectorised, explain
from miernik.rules.formulas.fractions import partial_month
from miernik.rules.formulas.integration import integration_maximum
from miernik.rules.formulas.leaving_care import (
    Facility,
    education_help,
    independence_help,
    settling_in_limit,
)
from miernik.rules.formulas.one_off import monthly_part
from miernik.rules.formulas.set_off import set_off
from miernik.rules.formulas.tolerance import change_matters
from miernik.rules.law import DatedLaw, LawError
from miernik.rules.loader import law
from miernik.rules.switches import DAILY_RATE, ONCE, PARTIAL_MONTH, with_switches


def on(text: str) -> DatedLaw:
    return law().on(dt.date.fromisoformat(text))


# --- parts of months ------------------------------------------------------------------------------


def part(monthly: int, days: int, month_days: int, rounding: str = ONCE) -> int:
    dated = with_switches(law(), {PARTIAL_MONTH: rounding}).on(dt.date(2022, 8, 10))
    way = explain(dated, partial_month, monthly=monthly, days=days, month_days=month_days)
    return way.result or 0


def test_the_two_ways_of_rounding_a_part_of_a_month_differ_by_five_grosze() -> None:
    # 776 / 31 × 22 = 550,7096…; a LEX answer rounds 25,0322… to 25,03 first: 550,66
    assert part(77_600, 22, 31) == 55_071
    assert part(77_600, 22, 31, DAILY_RATE) == 55_066


def test_rounding_once_is_the_law_of_the_program_and_is_said() -> None:
    way = explain(on("2022-08-10"), partial_month, monthly=77_600, days=22, month_days=31)
    assert way.result == 55_071
    assert [(switch, value) for switch, value, _ in way.choices] == [(PARTIAL_MONTH, ONCE)]


@given(st.integers(0, 10**7), st.integers(1, 12))
def test_a_whole_month_is_the_whole_amount(monthly: int, month: int) -> None:
    days = calendar.monthrange(2025, month)[1]
    assert part(monthly, days, days) == monthly


@given(st.integers(0, 10**7), st.integers(0, 30))
def test_a_day_more_never_lowers_the_part(monthly: int, days: int) -> None:
    for rounding in (ONCE, DAILY_RATE):
        assert part(monthly, days + 1, 31, rounding) >= part(monthly, days, 31, rounding)


# --- small changes, set-off, single receipts ------------------------------------------------------


@pytest.mark.parametrize(
    ("single", "change", "matters"),
    [
        (True, 10_100, False),  # 10 % × 1010 = 101 zł: not above
        (True, 10_101, True),
        (True, -10_100, False),
        (True, -10_101, True),
        (False, 8_230, False),  # 10 % × 823 = 82,30 of the family's whole income
        (False, 8_231, True),
    ],
)
def test_a_change_up_to_a_tenth_of_the_criterion_changes_nothing(
    single: bool, change: int, matters: bool
) -> None:
    way = explain(
        on("2025-03-01"), change_matters, single=single, before=100_000, after=100_000 + change
    )
    assert bool(way.result) is matters


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_no_more_than_half_of_a_benefit_is_ever_kept_back(benefit: int, debt: int) -> None:
    kept = explain(on("2025-01-01"), set_off, benefit=benefit, debt=debt).result or 0
    assert 2 * kept <= benefit
    assert kept <= debt
    assert kept == debt or 2 * (kept + 1) > benefit


def test_the_odd_grosz_of_a_halved_benefit_stays_with_the_person() -> None:
    assert explain(on("2025-01-01"), set_off, benefit=10_001, debt=99_999).result == 5_000


@pytest.mark.parametrize(
    ("amount", "month"), [(317_000, 317_000), (317_001, 26_417), (1_200_000, 100_000)]
)
def test_a_single_receipt_is_spread_only_above_five_criteria(amount: int, month: int) -> None:
    # 5 × 634 = 3170,00; 3170,01 / 12 = 264,1675
    way = explain(on("2017-01-01"), monthly_part, single=True, persons=1, amount=amount)
    assert way.result == month


# --- leaving care ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facility", "months", "grosze"),
    [
        # base 1837: 400, 200, 100 % and 300, 200, 100 %
        (Facility.MOTHERS_HOME, 1, 734_800),
        (Facility.DISABLED_CHILDRENS_HOME, 37, 734_800),
        (Facility.DISABLED_CHILDRENS_HOME, 36, 367_400),
        (Facility.DISABLED_CHILDRENS_HOME, 25, 367_400),
        (Facility.DISABLED_CHILDRENS_HOME, 24, 183_700),
        (Facility.DISABLED_CHILDRENS_HOME, 12, 183_700),
        (Facility.DISABLED_CHILDRENS_HOME, 11, 0),
        (Facility.CORRECTIONAL, 37, 551_100),
        (Facility.CORRECTIONAL, 36, 367_400),
        (Facility.CORRECTIONAL, 24, 183_700),
    ],
)
def test_help_for_independence_goes_by_facility_and_stay(
    facility: Facility, months: int, grosze: int
) -> None:
    way = explain(on("2022-01-01"), independence_help, facility=facility, months=months)
    assert way.result == grosze


@pytest.mark.parametrize(
    ("day", "grosze"), [("2013-01-01", 49_410), ("2024-12-31", 55_110), ("2025-01-01", 61_980)]
)
def test_education_is_helped_with_30_percent_of_the_base(day: str, grosze: int) -> None:
    assert explain(on(day), education_help).result == grosze  # of 1647, 1837, 2066


def test_settling_in_is_worth_at_most_three_bases() -> None:
    assert explain(on("2025-01-01"), settling_in_limit).result == 619_800


# --- integration ----------------------------------------------------------------------------------


def integration(day: str, persons: int, month: int) -> int:
    return explain(on(day), integration_maximum, persons=persons, month=month).result or 0


@pytest.mark.parametrize(
    ("persons", "first_half", "second_half"),
    [
        # Warszawskie Centrum Pomocy Rodzinie, amounts of 2018-2021 per person
        (1, 137_600, 123_840),
        (2, 96_320, 86_688),
        (3, 82_560, 74_304),
        (4, 68_800, 64_700),  # 619,20 is below the minimum of 647
        (7, 68_800, 64_700),
    ],
)
def test_integration_amounts_are_those_the_centre_in_warsaw_published(
    persons: int, first_half: int, second_half: int
) -> None:
    for month in range(1, 13):
        expected = first_half if month <= 6 else second_half
        assert integration("2020-01-01", persons, month) == expected


def test_a_programme_has_no_thirteenth_month() -> None:
    for month in (0, 13):
        with pytest.raises(LawError, match="od 1 do 12"):
            integration("2020-01-01", 1, month)


@given(st.integers(1, 9), st.integers(1, 12))
def test_a_larger_family_and_a_later_month_never_get_more_a_head(persons: int, month: int) -> None:
    here = integration("2025-06-01", persons, month)
    assert integration("2025-06-01", persons + 1, month) <= here
    assert month == 12 or integration("2025-06-01", persons, month + 1) <= here
    assert here >= 95_000


def test_integration_runs_over_a_population() -> None:
    many = integration_maximum(
        Vectorised(on("2020-01-01")), persons=np.array([1, 2, 3, 4, 9]), month=7
    )
    assert many.tolist() == [123_840, 86_688, 74_304, 64_700, 64_700]
