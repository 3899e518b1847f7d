"""Whole forms: an empty one, a faultless one, the city's real report, and any answer at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miernik.collection.asked import AskedIndicator, Previous, SubValue
from miernik.collection.content import AnswerContent, AnswerNote, Entry
from miernik.collection.validation.checks.repeats import smallest_asked
from miernik.collection.validation.defaults import default_rules
from miernik.collection.validation.engine import check
from miernik.collection.validation.rule import Finding, Severity, stopping
from miernik.kernel.quantities import Aggregation, CountedUnit, Kind, NoteKind, Status
from tests.collection.report_form import report_2017

RULES = default_rules()
KINDS = [kind for kind in Kind if kind is not Kind.MISSING]


def card(identity: str, kind: Kind = Kind.COUNT, **more: object) -> AskedIndicator:
    return AskedIndicator(
        identity, "srps", "Strategia", "Cel", "A.1.1", "Zadanie", f"Wskaźnik {identity}", kind,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.indicator, finding.rule) for finding in findings]


def test_an_empty_form_yields_exactly_one_missing_answer_a_question() -> None:
    asked = [card(str(number), kind) for number, kind in enumerate(KINDS)]
    findings = check(asked, {}, rules=RULES)
    assert told(findings) == [(item.indicator, "odpowiedz") for item in asked]
    assert {finding.field for finding in findings} == {"status"}
    assert stopping(findings) == findings


def test_the_citys_report_has_no_error_and_every_number_that_stands_twice_is_asked_about() -> None:
    asked, answers = report_2017()
    findings = check(asked, answers, rules=RULES)
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]
    copied = {finding.indicator for finding in findings if finding.rule == "powtorzona"}
    # the ones a reader of the report finds: 250 and 1.129,1 tys. zł, 129 and 129, 200 and 200
    assert {"C.1.4/1", "C.1.4/2", "F.1.1/3", "F.3.1/1"} <= copied
    assert {finding.rule for finding in findings} == {"powtorzona"}


@pytest.mark.parametrize(("row", "wrong"), [(0, 847), (1, 164)])
def test_swapped_digits_among_the_disabled_are_stopped(row: int, wrong: int) -> None:
    asked, answers = report_2017()
    key = next(item.indicator for item in asked if item.name.startswith("Liczba osób niepełnospr"))
    rows = list(answers[key].entries)
    rows[row] = Entry(rows[row].label, Decimal(wrong))
    changed = answers | {key: replace(answers[key], entries=tuple(rows))}
    found = stopping(check(asked, changed, rules=RULES))
    assert (key, "suma-niepelnosprawni") in told(found)


def test_a_cause_of_disability_left_out_is_stopped() -> None:
    asked, answers = report_2017()
    whole = next(
        item.indicator for item in asked if item.name.startswith("Liczba osób niepełnospr")
    )
    causes = next(item.indicator for item in asked if item.name.startswith("Baza danych"))
    fewer = answers | {causes: replace(answers[causes], entries=answers[causes].entries[:-1])}
    found = [item for item in check(asked, fewer, rules=RULES) if item.rule == "suma-przyczyn"]
    assert [(item.indicator, item.stops) for item in found] == [(whole, True)]
    assert "Różnica: 122" in found[0].message


def test_a_question_explained_no_longer_stops_and_an_error_stays() -> None:
    asked = [card("1"), card("2")]
    same = AnswerContent(Status.VALUE, Decimal(250))
    answers = {"1": same, "2": replace(same, explanations={"powtorzona": "ta sama grupa"})}
    (found,) = check(asked, answers, rules=RULES)
    assert (found.explained, found.stops) == ("ta sama grupa", False)
    half = AnswerContent(Status.VALUE, Decimal("2.5"), explanations={"calkowita": "tak"})
    (error,) = check([card("1")], {"1": half}, rules=RULES)
    assert error.stops


def test_a_rule_switched_off_says_nothing() -> None:
    off = [rule.switched(active=False) for rule in RULES]
    assert check([card("1")], {}, rules=off) == []


def test_a_unit_mistake_is_not_told_twice_as_a_jump() -> None:
    before = AnswerContent(Status.VALUE, Decimal(1129100))
    asked = [card("1", Kind.AMOUNT, previous=Previous(2017, False, "1 129 100 zł", before))]
    now = {"1": AnswerContent(Status.VALUE, Decimal("1129.1"))}
    assert told(check(asked, now, rules=RULES)) == [("1", "jednostka")]


def test_only_a_sole_institution_is_compared_with_the_whole_city() -> None:
    before = AnswerContent(
        Status.VALUE, Decimal(3821),
        notes=(AnswerNote(NoteKind.SUB_VALUE, "w tym 1921 decyzją MOPR", Decimal(1921)),),
    )  # fmt: skip
    asked = [
        card(
            "1",
            previous=Previous(2024, True, "3 821", before),
            sub_values=(SubValue("w tym 1921 decyzją MOPR", Decimal(1921)),),
        )
    ]
    school = {"1": AnswerContent(Status.VALUE, Decimal(120))}
    assert check(asked, school, rules=RULES) == []
    sole = check(asked, school, rules=RULES, alone=["1"])
    assert told(sole) == [("1", "skok-liczby"), ("1", "brak-czesci")]
    assert "w całym mieście" not in sole[0].message


@pytest.mark.parametrize(("counts", "least"), [(2, 50), (21, 50), (22, 55), (27, 83), (145, 100)])
def test_the_longer_the_form_the_larger_the_number_asked_about(counts: int, least: int) -> None:
    assert smallest_asked(counts, 0.05, Decimal(50), Decimal(100)) == least


numbers = st.none() | st.decimals() | st.decimals(allow_nan=False, min_value=0, max_value=5000)
texts = st.text(max_size=12)
notes = st.builds(
    AnswerNote, st.sampled_from(NoteKind), texts, numbers, st.none() | st.dates(dt.date(2020, 1, 1))
)
explanations = st.dictionaries(st.sampled_from([rule.code for rule in RULES]), texts, max_size=3)
contents = st.builds(
    AnswerContent,
    status=st.none() | st.sampled_from(Status),
    number=numbers,
    numerator=numbers,
    denominator=numbers,
    entries=st.lists(st.builds(Entry, texts, numbers), max_size=3).map(tuple),
    text=texts,
    notes=st.lists(notes, max_size=3).map(tuple),
    reason=texts,
    explanations=explanations,
)
previous = st.none() | st.builds(
    Previous, st.integers(2015, 2024), st.booleans(), texts, contents, st.just(())
)
cards = st.builds(
    card,
    st.just(""),
    st.sampled_from(KINDS),
    counted_unit=st.sampled_from(CountedUnit),
    over_institutions=st.sampled_from(Aggregation),
    persons_may_overlap=st.booleans(),
    levels=st.lists(texts, max_size=3).map(tuple),
    sub_values=st.lists(st.builds(SubValue, texts, numbers), max_size=2).map(tuple),
    previous=previous,
)
forms = st.lists(st.tuples(cards, contents), min_size=1, max_size=4)
Drawn = list[tuple[AskedIndicator, AnswerContent]]


def drawn(form: Drawn) -> tuple[list[AskedIndicator], dict[str, AnswerContent]]:
    asked = [replace(item, indicator=str(place)) for place, (item, _) in enumerate(form)]
    return asked, {str(place): answer for place, (_, answer) in enumerate(form)}


@settings(deadline=None, max_examples=150)
@given(forms, st.booleans())
def test_no_answer_of_any_kind_makes_the_check_fail(form: Drawn, alone: bool) -> None:
    asked, answers = drawn(form)
    for finding in check(asked, answers, rules=RULES, alone=answers if alone else (), year=2025):
        assert finding.indicator in answers
        assert finding.message


@settings(deadline=None, max_examples=80)
@given(forms)
def test_explanations_never_make_findings(form: Drawn) -> None:
    asked, answers = drawn(form)
    plain = {key: replace(answer, explanations={}) for key, answer in answers.items()}
    words = {rule.code: "tak ma być" for rule in RULES}
    explained = {key: replace(answer, explanations=words) for key, answer in answers.items()}
    found = check(asked, explained, rules=RULES)
    assert [replace(item, explained="") for item in found] == check(asked, plain, rules=RULES)
    assert {item.severity for item in stopping(found)} <= {Severity.ERROR}
