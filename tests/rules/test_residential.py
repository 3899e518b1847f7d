"""Fees for a residential home: published cases, both disputed readings, and the split."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.rules.calculation import explain
from miernik.rules.explanation import explanation_as_text
from miernik.rules.formulas.residential import family_maximum, fee_with_absence, resident_fee
from miernik.rules.law import LawError
from miernik.rules.loader import law
from miernik.rules.residential_split import Relation, Relative, split
from miernik.rules.switches import FAMILY_SURPLUS, PER_HEAD, WHOLE_FAMILY, with_switches


def on(text: str) -> Any:
    return law().on(dt.date.fromisoformat(text))


def maximum(text: str, income: int, persons: int, reading: str = PER_HEAD) -> int:
    dated = with_switches(law(), {FAMILY_SURPLUS: reading}).on(dt.date.fromisoformat(text))
    return explain(dated, family_maximum, income=income, persons=persons).result or 0


def test_the_court_in_lodz_takes_the_surplus_per_head() -> None:
    # II SA/Łd 499/20: 3694,30 / 2 - 300 % × 528 = 1847,15 - 1584 = 263,15
    assert maximum("2018-10-01", 369_430, 2) == 26_315


def test_centres_that_take_the_whole_surplus_ask_for_twice_as_much() -> None:
    # 3694,30 - 2 × 1584 = 526,30
    assert maximum("2018-10-01", 369_430, 2, WHOLE_FAMILY) == 52_630


def test_the_reading_taken_stands_in_the_explanation() -> None:
    way = explain(on("2018-10-01"), family_maximum, income=369_430, persons=2)
    assert [(switch, value) for switch, value, _ in way.choices] == [(FAMILY_SURPLUS, PER_HEAD)]
    assert any("WSA w Łodzi" in line for line in explanation_as_text(way))


@pytest.mark.parametrize(
    ("day", "income", "fee"),
    [
        ("2015-10-01", 190_200, 0),  # 300 % × 634 = 1902: at the threshold nothing
        ("2015-10-01", 190_201, 1),
        ("2018-10-01", 210_301, 1),  # 300 % × 701 = 2103
        ("2022-01-01", 232_801, 1),  # 300 % × 776 = 2328
        ("2024-12-31", 303_000, 70_200),  # the day before: 3030 - 2328
        ("2025-01-01", 303_000, 0),  # 300 % × 1010 = 3030
        ("2025-01-01", 303_001, 1),
        ("2008-12-31", 120_000, 750),  # 250 % × 477 = 1192,50
        ("2009-01-01", 120_000, 0),  # 300 % × 477 = 1431
    ],
)
def test_one_who_lives_alone_keeps_the_threshold_of_the_day(
    day: str, income: int, fee: int
) -> None:
    assert maximum(day, income, 1) == fee


def test_the_resident_pays_70_percent_of_net_income() -> None:
    # a newspaper took 70 % of a gross pension of 3500; the law takes net income by art. 8
    assert explain(on("2025-01-01"), resident_fee, income=350_000, cost=500_000).result == 245_000


def test_the_resident_never_pays_above_the_cost() -> None:
    assert explain(on("2025-01-01"), resident_fee, income=900_000, cost=500_000).result == 500_000


@given(st.integers(0, 10**7), st.integers(0, 10**5), st.integers(1, 8))
def test_more_income_never_lowers_what_a_family_may_be_asked(
    income: int, more: int, persons: int
) -> None:
    for reading in (PER_HEAD, WHOLE_FAMILY):
        before = maximum("2025-01-01", income, persons, reading)
        assert maximum("2025-01-01", income + more, persons, reading) >= before


@given(st.integers(0, 10**7), st.integers(1, 8))
def test_after_the_fee_the_family_keeps_the_threshold_per_head(income: int, persons: int) -> None:
    threshold = 3 * (101_000 if persons == 1 else 82_300)
    for reading in (PER_HEAD, WHOLE_FAMILY):
        fee = maximum("2025-01-01", income, persons, reading)
        assert fee == 0 or income - fee >= persons * threshold


# --- the split ----------------------------------------------------------------------------------


def relative(key: str, relation: Relation, zloty: int, **fields: Any) -> Relative:
    return Relative(key, key, relation, zloty * 100, **fields)


def test_the_municipality_pays_what_resident_and_son_do_not() -> None:
    # cost 4500; resident 1300 of 1857,14; son alone with 2653 in 2020: 2653 - 2103 = 550
    son = relative("syn", Relation.DESCENDANT, 2653)
    found = split(on("2020-01-01"), cost_gr=450_000, resident_income_gr=185_714, relatives=[son])
    assert (found.resident_gr, found.relatives[0].amount_gr) == (130_000, 55_000)
    assert found.municipality_gr == 265_000


def test_descendants_stand_before_ascendants() -> None:
    found = split(
        on("2025-01-01"),
        cost_gr=700_000,
        resident_income_gr=300_000,  # pays 2100, leaves 4900
        relatives=[
            relative("ojciec", Relation.ASCENDANT, 9000),
            relative("córka", Relation.DESCENDANT, 9000),  # up to 9000 - 3030 = 5970
        ],
    )
    assert {part.key: part.amount_gr for part in found.relatives} == {"córka": 490_000, "ojciec": 0}
    assert found.municipality_gr == 0


def test_children_share_equally_up_to_what_each_may_be_asked() -> None:
    found = split(
        on("2025-01-01"),
        cost_gr=700_000,
        resident_income_gr=300_000,  # leaves 4900
        relatives=[
            relative("a", Relation.DESCENDANT, 4030),  # at most 1000
            relative("b", Relation.DESCENDANT, 9000),  # the rest, 3900
        ],
    )
    assert [part.amount_gr for part in found.relatives] == [100_000, 390_000]


def test_who_refuses_agreement_and_interview_pays_the_whole_rest_since_october_2019() -> None:
    refusing = [
        relative("a", Relation.DESCENDANT, 0, refused=True),
        relative("b", Relation.DESCENDANT, 0, refused=True),
    ]
    cost, income = 450_001, 100_000  # the rest is 4500,01 - 700 = 3800,01
    before = split(on("2019-10-03"), cost_gr=cost, resident_income_gr=income, relatives=refusing)
    after = split(on("2019-10-04"), cost_gr=cost, resident_income_gr=income, relatives=refusing)
    assert before.municipality_gr == 380_001
    assert [part.amount_gr for part in after.relatives] == [190_001, 190_000]
    assert after.municipality_gr == 0


def test_one_released_from_the_fee_pays_nothing() -> None:
    released = relative("a", Relation.DESCENDANT, 9000, released=True)
    found = split(on("2025-01-01"), cost_gr=500_000, resident_income_gr=0, relatives=[released])
    assert (found.relatives[0].amount_gr, found.municipality_gr) == (0, 500_000)


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.lists(
        st.tuples(
            st.sampled_from(list(Relation)), st.integers(0, 10**6), st.integers(1, 5), st.booleans()
        ),
        max_size=6,
    ),
)
def test_the_parts_always_add_up_to_the_cost(
    cost: int, income: int, rows: list[tuple[Relation, int, int, bool]]
) -> None:
    relatives = [
        Relative(str(place), str(place), relation, money, persons, refused)
        for place, (relation, money, persons, refused) in enumerate(rows)
    ]
    found = split(on("2025-01-01"), cost_gr=cost, resident_income_gr=income, relatives=relatives)
    parts = [part.amount_gr for part in found.relatives]
    assert found.resident_gr + sum(parts) + found.municipality_gr == cost
    assert all(
        part.amount_gr >= 0 and (part.maximum_gr is None or part.amount_gr <= part.maximum_gr)
        for part in found.relatives
    )


# --- absence ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("absent", "before", "minor", "fee"),
    [
        (10, 0, False, 200_000),  # 3000 × 20/30
        (10, 15, False, 240_000),  # 6 of 21 days left: 3000 × 24/30
        (10, 21, False, 300_000),
        (10, 60, True, 200_000),  # 70 days for a minor
        (10, 65, True, 250_000),
    ],
)
def test_days_of_absence_are_free_up_to_the_yearly_limit(
    absent: int, before: int, minor: bool, fee: int
) -> None:
    way = explain(
        on("2025-06-01"),
        fee_with_absence,
        monthly=300_000,
        month_days=30,
        absent=absent,
        absent_before=before,
        minor=minor,
    )
    assert way.result == fee


def test_an_unknown_reading_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LawError, match="per_head albo whole_family"):
        with_switches(law(), {FAMILY_SURPLUS: "czasem"})
    with pytest.raises(LawError, match="Nie ma przełącznika"):
        with_switches(law(), {"dps": "per_head"})
