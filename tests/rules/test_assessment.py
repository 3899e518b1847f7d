"""What one family could get: hand calculations on both sides of every threshold."""

import datetime as dt
import json
from typing import Any

import pytest

from miernik.rules.assessment import Assessment, Entitlement, assess
from miernik.rules.assessment_text import assessment_as_text
from miernik.rules.benefits import Benefit
from miernik.rules.case_document import case_from_json
from miernik.rules.explanation import explanation_from_json
from miernik.rules.family import FamilyCase
from miernik.rules.law import LawError


def found(on: str, *members: dict[str, Any], **fields: Any) -> Assessment:
    case = case_from_json({"members": list(members), **fields})
    return assess(case.family, dt.date.fromisoformat(on), switches=case.switches)


def of(assessment: Assessment, benefit: Benefit) -> Entitlement:
    return next(item for item in assessment.entitlements if item.benefit is benefit)


def amounts(assessment: Assessment, benefit: Benefit) -> tuple[bool, int | None, int | None]:
    item = of(assessment, benefit)
    return item.entitled, item.minimum_gr, item.maximum_gr


ALONE = {"unable_to_work": True}


@pytest.mark.parametrize(
    ("on", "income", "staly"),
    [
        ("2025-01-15", 0, 122_900),  # 1,3 × 1010 = 1313, at most 1229
        ("2025-01-15", "1009.99", 30_301),  # 1313 - 1009,99
        ("2025-01-15", 1010, None),  # equal is not below
        ("2024-12-31", 0, 100_000),
        ("2023-12-31", "775.99", 3_000),  # 0,01, at least 30
        ("2018-09-30", 0, 60_400),
        ("2018-10-01", 0, 64_500),
    ],
)
def test_zasilek_staly_of_one_alone_on_the_day(on: str, income: Any, staly: int | None) -> None:
    assessment = found(on, {"income": income, **ALONE})
    assert amounts(assessment, Benefit.PERMANENT) == (staly is not None, staly, staly)


@pytest.mark.parametrize(
    ("on", "in_family"),
    [
        ("2023-12-31", 60_000),  # 100 % of 600
        ("2024-01-01", 78_000),  # 130 % of 600: a centre's program kept 100 % for years
        ("2025-01-01", 106_990),  # 130 % of 823: a newspaper wrote 823
    ],
)
def test_zasilek_staly_in_a_family_without_income_follows_the_formula_of_the_day(
    on: str, in_family: int
) -> None:
    assert amounts(found(on, ALONE, {}), Benefit.PERMANENT) == (True, in_family, in_family)


def test_at_the_criterion_only_the_purposive_benefit_is_left() -> None:
    at = found("2025-01-15", {"income": 1010, **ALONE})
    above = found("2025-01-15", {"income": "1010.01", **ALONE})
    entitled = [
        {item.benefit for item in assessment.entitlements if item.entitled}
        for assessment in (at, above)
    ]
    assert entitled == [
        {Benefit.PURPOSIVE, Benefit.MEAL_ALLOWANCE},
        {Benefit.SPECIAL_PURPOSIVE, Benefit.MEAL_ALLOWANCE},
    ]
    assert (at.within_criterion, above.within_criterion) == (True, False)
    assert amounts(above, Benefit.SPECIAL_PURPOSIVE) == (True, None, 101_000)


def test_income_a_head_is_not_rounded_before_it_is_compared() -> None:
    # 1541,99 / 3 = 513,9967, below 514; rounded it would be 514,00 and end the right
    assessment = found("2016-01-15", {"income": "1541.99"}, {}, {})
    assert amounts(assessment, Benefit.PERIODIC) == (True, 2_000, 2_000)


def test_own_income_at_the_criterion_ends_staly_though_the_family_is_below() -> None:
    # 2016: 514 own; (514 + 86) / 2 = 300 a head
    assessment = found("2016-01-15", {"income": 514, **ALONE}, {"income": 86})
    assert amounts(assessment, Benefit.PERMANENT) == (False, None, None)


def test_every_member_unable_to_work_has_a_line_and_nobody_else() -> None:
    assessment = found("2025-01-15", ALONE, {"income": 400, **ALONE}, {"income": 100})
    lines = [item for item in assessment.entitlements if item.benefit is Benefit.PERMANENT]
    # 1,3 × 823 = 1069,90; less 500 / 3 = 166,666…: 903,2333…
    assert [(line.member, line.maximum_gr) for line in lines] == [("1", 90_323), ("2", 90_323)]


def test_a_child_gets_no_staly() -> None:
    child = {"birth_date": "2007-01-16", **ALONE}
    assert not of(found("2025-01-15", child), Benefit.PERMANENT).entitled
    assert of(found("2025-01-16", child), Benefit.PERMANENT).entitled


def test_okresowy_counts_for_okresowy_and_not_for_staly() -> None:
    incomes = [{"kind": "zasilek_okresowy", "amount": 400}]
    assessment = found("2025-01-15", {"incomes": incomes, **ALONE})
    assert assessment.income_gr == 40_000
    assert amounts(assessment, Benefit.PERMANENT) == (True, 122_900, 122_900)
    assert amounts(assessment, Benefit.PERIODIC) == (True, 30_500, 61_000)  # gap 610, half


@pytest.mark.parametrize(
    ("on", "least", "most"),
    [
        ("2004-05-01", 9_220, 41_800),  # 20 % of 461; at most 418
        ("2005-01-01", 13_830, 41_800),  # 30 %
        ("2006-01-01", 16_135, 41_800),  # 35 %
        ("2008-01-01", 23_850, 41_800),  # half of 477
        ("2021-05-29", 35_050, 41_800),
        ("2021-05-30", 35_050, 52_800),  # the cap became the criterion per person
        ("2025-01-01", 50_500, 82_300),
    ],
)
def test_okresowy_of_one_without_income_by_date(on: str, least: int, most: int) -> None:
    assert amounts(found(on, {}), Benefit.PERIODIC) == (True, least, most)


def test_meals_go_to_150_percent_and_to_200_from_2023() -> None:
    # a family of two: 1,5 × 2 × 600 = 1800, 2 × 2 × 600 = 2400
    for on, income, entitled in (
        ("2022-12-31", 1800, True),
        ("2022-12-31", "1800.01", False),
        ("2023-01-01", 2400, True),
        ("2023-01-01", "2400.01", False),
    ):
        item = of(found(on, {"income": income}, {}), Benefit.MEAL_ALLOWANCE)
        assert item.entitled is entitled


def test_poverty_alone_is_not_reason_enough_and_that_is_said() -> None:
    needs = "powód z art. 7 pkt 2-15"
    poor = found("2025-01-15", {}, reasons=["ubostwo"])
    jobless = found("2025-01-15", {}, reasons=["ubostwo", "bezrobocie"])
    assert needs in of(poor, Benefit.PERIODIC).why
    assert needs not in of(jobless, Benefit.PERIODIC).why


def test_a_benefit_whose_law_is_not_known_on_the_day_says_so_beside_the_others() -> None:
    assessment = found("2010-01-15", {})
    assert "Dożywianie" in of(assessment, Benefit.MEAL_ALLOWANCE).why
    assert of(assessment, Benefit.PERIODIC).entitled


def test_before_the_act_nothing_is_assessed() -> None:
    with pytest.raises(LawError, match=r"30\.04\.2004"):
        found("2004-04-30", {})


def test_a_family_has_somebody_in_it() -> None:
    with pytest.raises(LawError, match="co najmniej jedną osobę"):
        assess(FamilyCase(()), dt.date(2025, 1, 1))


def test_the_json_is_plain_and_its_explanations_can_be_read_back() -> None:
    assessment = found("2025-01-15", {"income": 300, **ALONE}, {})
    document = json.loads(json.dumps(assessment.as_json()))
    assert document["income_gr"] == 30_000
    assert document["within_criterion"] is True
    for item, entitlement in zip(document["entitlements"], assessment.entitlements, strict=True):
        assert explanation_from_json(item["explanation"]) == entitlement.explanation
    assert explanation_from_json(document["income"]) == assessment.income


def test_the_text_says_amounts_steps_articles_and_journals() -> None:
    text = "\n".join(assessment_as_text(found("2025-01-15", {"income": 300, **ALONE}, {})))
    text = text.replace("\u00a0", " ")
    # 1069,90 - 150 = 919,90; gap 1346, half 673
    for part in (
        "zasiłek stały (Osoba 1): 919,90 zł",
        "zasiłek okresowy: od 673,00 zł do 1 346,00 zł",
        "Dochód 300,00 zł nie przekracza kryterium 1 646,00 zł",
        "art. 37 ust. 2",
        "Dz.U. 2023 poz. 1693",
    ):
        assert part in text
