"""A calculation explains itself: as data that can be stored, as lines for a decision's grounds."""

import datetime as dt
import json
from fractions import Fraction

import pytest

from miernik.kernel.text import NBSP
from miernik.rules.calculation import Explained, Explanation, explain
from miernik.rules.explanation import (
    ExplanationError,
    explanation_as_json,
    explanation_as_text,
    explanation_from_json,
    shown,
)
from miernik.rules.formulas.periodic import periodic_maximum, periodic_minimum
from miernik.rules.formulas.permanent import permanent_benefit
from miernik.rules.loader import law


def permanent() -> Explanation:
    dated = law().on(dt.date(2025, 6, 1))
    return explain(dated, permanent_benefit, persons=3, family_income=1000_00, own_income=300_00)


def test_the_grounds_name_inputs_steps_parameters_rounding_and_result() -> None:
    lines = [line.replace(NBSP, " ") for line in explanation_as_text(permanent())]
    assert lines[0] == "Zasiłek stały – według prawa z dnia 1 czerwca 2025 r."
    assert "Dane: Liczba osób w rodzinie: 3 osoby" in lines
    assert "Dane: Dochód osoby lub rodziny: 1 000,00 zł" in lines
    assert "1. Kryterium dochodowe osoby: 823,00 zł (art. 8 ust. 1)" in lines
    assert "2. Dochód własny jest niższy od kryterium: tak (art. 37 ust. 1)" in lines
    # 1069,90 - 333,3333 = 736,5667
    assert any("736,57 zł (art. 37 ust. 2)" in line for line in lines)
    assert (
        "Podstawa: Kryterium dochodowe na osobę w rodzinie: 823 zł/mies., od 01.01.2025 (art. 8 "
        "ust. 1 pkt 2, ustawa z dnia 12 marca 2004 r. o pomocy społecznej, Dz.U. 2024 poz. 1044)"
    ) in lines
    assert "Zaokrąglenie: raz, na końcu, do pełnego grosza, połówki w górę" in lines
    assert lines[-1] == "Wynik: 736,57 zł"


def test_only_parameters_that_mattered_are_named() -> None:
    keys = [item.key for item in permanent().parameters]
    assert keys == ["kryterium_os", "zasilek_staly_pct", "zasilek_staly_min"]
    dated = law().on(dt.date(2025, 6, 1))
    refused = explain(
        dated, permanent_benefit, persons=1, family_income=1010_00, own_income=1010_00
    )
    assert refused.result == 0
    assert [item.key for item in refused.parameters] == ["kryterium_sg"]
    assert [(step.value, step.unit) for step in refused.steps[1:]] == [(False, "tak/nie")] * 2


def test_a_followed_parameter_is_named_with_the_one_it_follows() -> None:
    found = explain(law().on(dt.date(2025, 6, 1)), periodic_maximum, persons=1, income=0)
    keys = [item.key for item in found.parameters]
    assert keys == ["kryterium_sg", "okresowy_max_sg", "kryterium_os", "okresowy_min_kwota"]


def test_what_is_stored_reads_back_the_same_through_json() -> None:
    dated = law().on(dt.date(2024, 12, 31))
    for found in (
        permanent(),
        explain(dated, periodic_minimum, persons=2, income=5),
    ):
        stored = json.loads(json.dumps(explanation_as_json(found)))
        assert explanation_from_json(stored) == found


def test_a_stored_explanation_of_another_format_or_damaged_is_refused() -> None:
    data = explanation_as_json(permanent())
    with pytest.raises(ExplanationError, match="nowsza wersja"):
        explanation_from_json({**data, "format": 2})
    with pytest.raises(ExplanationError, match="uszkodzony"):
        explanation_from_json({name: value for name, value in data.items() if name != "steps"})


def test_a_switch_leaves_the_reading_taken_and_why() -> None:
    calculation = Explained(law().on(dt.date(2025, 1, 1)), "r", "Reguła")
    assert calculation.switch("partial_month_rounding") == "once"
    assert calculation.switch("partial_month_rounding") == "once"
    (choice,) = calculation.explanation.choices
    assert choice[:2] == ("partial_month_rounding", "once")
    told = explanation_as_text(calculation.explanation)
    assert told[1].startswith(
        "Przyjęty sposób: Świadczenie za część miesiąca – kiedy zaokrąglić: once. Ustawa nie mówi"
    )
    assert len(told) == 2


def test_values_are_shown_as_poles_write_them() -> None:
    assert [
        shown(123456).replace(NBSP, " "),
        shown(1, "osoby"),
        shown(5, "osoby"),
        shown(22, "dni"),
        shown(3, "miesiące"),
        shown(Fraction(13, 10), "ułamek"),
        shown(Fraction(3, 200), "ułamek"),
        shown(value=True, unit="tak/nie"),
        shown("once", ""),
    ] == [
        "1 234,56 zł", f"1{NBSP}osoba", f"5{NBSP}osób", f"22{NBSP}dni", f"3{NBSP}miesiące",
        "130%", "1,5%", "tak", "once",
    ]  # fmt: skip
