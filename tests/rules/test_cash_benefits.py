"""Zasiłek stały, okresowy, celowy and help with meals against the act, worked by hand."""

import datetime as dt
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.rules.calculation import Explained, Rule, explain
from miernik.rules.formulas.criteria import criterion, gap, within
from miernik.rules.formulas.meals import meal_allowed, meal_criterion
from miernik.rules.formulas.periodic import periodic_limit, periodic_maximum, periodic_minimum
from miernik.rules.formulas.permanent import permanent_benefit
from miernik.rules.formulas.purposive import purposive_allowed, special_purposive_limit
from miernik.rules.loader import law


def run(rule: Rule[...], day: str, **inputs: int) -> int:
    """A rule's result in grosze on a day given as text."""
    result = explain(law().on(dt.date.fromisoformat(day)), rule, **inputs).result
    assert result is not None
    return result


def permanent(day: str, persons: int, family: int, own: int | None = None) -> int:
    own = family if own is None else own
    return run(permanent_benefit, day, persons=persons, family_income=family, own_income=own)


# --- zasiłek stały -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "persons", "family", "own", "expected", "why"),
    [
        ("2023-12-31", 1, 0, 0, 719_00, "776,00 - 0 over the cap of 719"),
        ("2024-01-01", 1, 0, 0, 1000_00, "130% of 776 is 1008,80, over the cap of 1000"),
        ("2024-12-31", 1, 8_80, 8_80, 1000_00, "1008,80 - 8,80 is the cap itself"),
        ("2024-12-31", 1, 8_81, 8_81, 999_99, "1008,80 - 8,81"),
        ("2025-01-01", 1, 0, 0, 1229_00, "130% of 1010 is 1313,00, over the cap of 1229"),
        ("2025-01-01", 1, 1009_99, 1009_99, 303_01, "1313,00 - 1009,99"),
        ("2025-01-01", 1, 1010_00, 1010_00, 0, "income equal to the criterion"),
        ("2024-12-31", 2, 1199_99, 0, 180_01, "780,00 - 599,995 is 180,005, halves up"),
        ("2024-12-31", 2, 1200_00, 0, 0, "1200,00 / 2 equals the criterion of 600"),
        ("2017-06-01", 3, 1541_99, 0, 30_00, "514 - 513,9967 is 0,0033; the least is 30"),
        ("2017-06-01", 3, 1542_00, 0, 0, "1542,00 / 3 equals 514"),
        ("2017-06-01", 3, 900_00, 514_00, 0, "own income equal to the criterion"),
        ("2017-06-01", 3, 900_00, 513_99, 214_00, "514 - 300"),
        ("2015-09-30", 1, 100_00, 100_00, 442_00, "542 - 100"),
        ("2015-10-01", 1, 100_00, 100_00, 534_00, "634 - 100"),
        ("2004-05-01", 1, 0, 0, 418_00, "461 over the cap of 418"),
        ("2006-09-30", 4, 1000_00, 0, 66_00, "316 - 250"),
        ("2006-10-01", 4, 1000_00, 0, 101_00, "351 - 250"),
    ],
)
def test_zasilek_staly_by_hand(
    day: str, persons: int, family: int, own: int, expected: int, why: str
) -> None:
    assert permanent(day, persons, family, own) == expected, why


def test_in_a_family_the_cap_of_a_single_person_does_not_apply() -> None:
    # 130% of 823 is 1069,90 and may be paid whole.
    assert permanent("2025-06-01", 4, 0) == 1069_90


# --- zasiłek okresowy ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "persons", "income", "expected", "why"),
    [
        ("2004-12-31", 1, 0, 92_20, "20% of 461"),
        ("2005-01-01", 1, 0, 138_30, "30% of 461"),
        ("2005-12-31", 3, 0, 189_60, "20% of 948"),
        ("2006-01-01", 3, 0, 237_00, "25% of 948"),
        ("2006-01-01", 1, 0, 161_35, "35% of 461"),
        ("2007-12-31", 2, 2_00, 175_00, "25% of 700"),
        ("2008-01-01", 2, 2_00, 350_00, "50% of 700"),
        ("2025-01-01", 1, 0, 505_00, "50% of 1010"),
        ("2025-01-01", 2, 1645_99, 20_00, "half of a grosz less than the least amount"),
        ("2025-01-01", 2, 1646_00, 0, "income equal to the criterion"),
        ("2025-01-01", 2, 1646_01, 0, "income above the criterion"),
        ("2025-01-01", 1, 970_00, 20_00, "half of 40 is the least amount itself"),
        ("2025-01-01", 1, 969_99, 20_01, "half of 40,01 is 20,005, halves up"),
        ("2025-01-01", 1, 969_98, 20_01, "half of 40,02"),
    ],
)
def test_the_least_okresowy_by_hand(
    day: str, persons: int, income: int, expected: int, why: str
) -> None:
    assert run(periodic_minimum, day, persons=persons, income=income) == expected, why


@pytest.mark.parametrize(
    ("day", "persons", "income", "expected"),
    [
        ("2021-05-29", 1, 0, 418_00),  # cap until then
        ("2021-05-30", 1, 0, 528_00),  # the criterion per person since
        ("2021-12-31", 1, 0, 528_00),
        ("2022-01-01", 1, 0, 600_00),
        ("2022-01-01", 1, 200_00, 576_00),  # 776 - 200, under the cap
        ("2025-01-01", 3, 1000_00, 1469_00),  # 2469 - 1000; no cap in a family
        ("2025-01-01", 3, 2469_00, 0),
    ],
)
def test_the_limit_of_okresowy_by_hand(day: str, persons: int, income: int, expected: int) -> None:
    assert run(periodic_limit, day, persons=persons, income=income) == expected


def test_the_most_is_never_under_the_least() -> None:
    # A difference of 5 zł gives the lowest amount of 20 zł, though the limit of ust. 2 is 5 zł.
    inputs = {"persons": 2, "income": 1641_00}
    assert run(periodic_limit, "2025-01-01", **inputs) == 5_00
    assert run(periodic_minimum, "2025-01-01", **inputs) == 20_00
    assert run(periodic_maximum, "2025-01-01", **inputs) == 20_00
    assert run(periodic_maximum, "2025-01-01", persons=2, income=1646_00) == 0


# --- income test, celowy, meals ------------------------------------------------------------------


def test_the_income_test_compares_the_sum_and_never_rounds_first() -> None:
    # 1541,99 / 3 is 513,9967: below 514 although it rounds to it.
    day = "2017-06-01"
    assert run(criterion, day, persons=3) == 1542_00
    assert [run(within, day, persons=3, income=1542_00 + step) for step in (-1, 0, 1)] == [1, 1, 0]
    assert [run(gap, day, persons=3, income=1542_00 + step) for step in (-1, 0, 1)] == [1, 0, 0]


def test_at_the_criterion_there_is_no_staly_and_no_okresowy_but_celowy_is_possible() -> None:
    day, income = "2025-01-01", 1010_00
    assert permanent(day, 1, income) == 0
    assert run(periodic_minimum, day, persons=1, income=income) == 0
    assert run(purposive_allowed, day, persons=1, income=income)
    assert run(special_purposive_limit, day, persons=1, income=income) == 0
    assert not run(purposive_allowed, day, persons=1, income=income + 1)
    assert run(special_purposive_limit, day, persons=1, income=income + 1) == 1010_00


def test_the_special_one_may_reach_the_criterion_of_the_family() -> None:
    assert run(special_purposive_limit, "2022-06-01", persons=3, income=5000_00) == 1800_00


@pytest.mark.parametrize(
    ("day", "persons", "expected"),
    [
        ("2018-10-01", 1, 1051_50),  # 150% of 701
        ("2018-10-01", 2, 1584_00),  # 150% of 2 x 528
        ("2022-12-31", 1, 1164_00),  # 150% of 776
        ("2023-01-01", 1, 1552_00),  # 200% of 776
        ("2025-01-01", 4, 6584_00),  # 200% of 4 x 823
    ],
)
def test_meals_by_the_multiple_of_the_criterion(day: str, persons: int, expected: int) -> None:
    assert run(meal_criterion, day, persons=persons) == expected
    allowed = [
        run(meal_allowed, day, persons=persons, income=expected + step) for step in (-1, 0, 1)
    ]
    assert allowed == [True, True, False]


# --- properties ----------------------------------------------------------------------------------

#: First day → criterion alone, per person, stały: cap, least, share; okresowy: shares, cap.
TABLE = {
    dt.date(2004, 5, 1): (461, 316, 418, 30, "1", ("0.2", "0.15"), 418),
    dt.date(2005, 1, 1): (461, 316, 418, 30, "1", ("0.3", "0.2"), 418),
    dt.date(2006, 1, 1): (461, 316, 418, 30, "1", ("0.35", "0.25"), 418),
    dt.date(2006, 10, 1): (477, 351, 444, 30, "1", ("0.35", "0.25"), 418),
    dt.date(2008, 1, 1): (477, 351, 444, 30, "1", ("0.5", "0.5"), 418),
    dt.date(2012, 10, 1): (542, 456, 529, 30, "1", ("0.5", "0.5"), 418),
    dt.date(2015, 10, 1): (634, 514, 604, 30, "1", ("0.5", "0.5"), 418),
    dt.date(2018, 10, 1): (701, 528, 645, 30, "1", ("0.5", "0.5"), 418),
    dt.date(2021, 5, 30): (701, 528, 645, 30, "1", ("0.5", "0.5"), 528),
    dt.date(2022, 1, 1): (776, 600, 719, 30, "1", ("0.5", "0.5"), 600),
    dt.date(2024, 1, 1): (776, 600, 1000, 100, "1.3", ("0.5", "0.5"), 600),
    dt.date(2025, 1, 1): (1010, 823, 1229, 100, "1.3", ("0.5", "0.5"), 823),
}
days = st.dates(dt.date(2004, 5, 1), dt.date(2025, 12, 31))
edges = st.sampled_from(sorted(TABLE)).flatmap(
    lambda first: st.sampled_from([max(first - dt.timedelta(days=1), dt.date(2004, 5, 1)), first])
)
people = st.integers(1, 10)


@st.composite
def families(draw: st.DrawFn) -> tuple[dt.date, int, int, int]:
    """A day, a size, the family's income and one's own, often within a grosz of a threshold."""
    day, persons = draw(days | edges), draw(people)
    alone, per_person = _row(day)[:2]
    limit = 100 * (alone if persons == 1 else per_person * persons)
    near = st.integers(-2, 2).map(lambda step: max(limit + step, 0))
    income = draw(st.integers(0, 2 * limit) | near)
    own = income if persons == 1 else draw(st.integers(0, income))
    return day, persons, income, own


def _row(day: dt.date) -> tuple[int, int, int, int, str, tuple[str, str], int]:
    return TABLE[max(first for first in TABLE if first <= day)]


def _grosze(zloty: Fraction) -> int:
    return math.floor(zloty * 100 + Fraction(1, 2))


@given(families())
def test_staly_agrees_with_fractions(family: tuple[dt.date, int, int, int]) -> None:
    day, persons, income, own = family
    alone, per_person, cap, least, share, _, _ = _row(day)
    limit = Fraction(alone if persons == 1 else per_person)
    head = Fraction(income, 100) / persons
    expected = Fraction(0)
    if Fraction(own, 100) < limit and head < limit:
        expected = Fraction(share) * limit - head
        expected = min(expected, Fraction(cap)) if persons == 1 else expected
        expected = max(expected, Fraction(least))
    assert permanent(day.isoformat(), persons, income, own) == _grosze(expected)


@given(families())
def test_okresowy_agrees_with_fractions(family: tuple[dt.date, int, int, int]) -> None:
    day, persons, income, _ = family
    alone, per_person, _, _, _, (single_share, family_share), cap = _row(day)
    lacks = Fraction(alone if persons == 1 else per_person * persons) - Fraction(income, 100)
    share = Fraction(single_share if persons == 1 else family_share)
    least = max(share * lacks, Fraction(20)) if lacks > 0 else Fraction(0)
    limit = max(min(lacks, Fraction(cap)) if persons == 1 else lacks, Fraction(0))
    inputs = {"persons": persons, "income": income}
    assert run(periodic_minimum, day.isoformat(), **inputs) == _grosze(least)
    assert run(periodic_limit, day.isoformat(), **inputs) == _grosze(limit)
    assert run(periodic_maximum, day.isoformat(), **inputs) == _grosze(max(least, limit))


@given(families(), st.integers(1, 100))
def test_more_income_never_raises_a_benefit(
    family: tuple[dt.date, int, int, int], more: int
) -> None:
    day, persons, income, own = family
    on = day.isoformat()
    assert permanent(on, persons, income + more, own + more) <= permanent(on, persons, income, own)
    rules: list[Rule[...]] = [periodic_minimum, periodic_limit, periodic_maximum, gap, within]
    if day >= dt.date(2014, 1, 1):  # earlier programmes of meals are unknown
        rules.append(meal_allowed)
    for rule in rules:
        before = run(rule, on, persons=persons, income=income)
        assert run(rule, on, persons=persons, income=income + more) <= before


@given(families())
def test_only_the_special_celowy_begins_above_the_criterion(
    family: tuple[dt.date, int, int, int],
) -> None:
    # The one place where the act lets more income open a benefit: art. 41.
    day, persons, income, _ = family
    on, limit = day.isoformat(), run(criterion, day.isoformat(), persons=persons)
    expected = limit if income > limit else 0
    assert run(special_purposive_limit, on, persons=persons, income=income) == expected


def test_an_explained_calculation_runs_only_the_branch_taken() -> None:
    calculation = Explained(law().on(dt.date(2025, 1, 1)), "r", "R")
    criterion(calculation, persons=1)
    assert [item.key for item in calculation.explanation.parameters] == ["kryterium_sg"]
