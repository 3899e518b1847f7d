"""The default rules keep their examples; a rule written wrongly is told with file and line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from miernik.collection.validation.defaults import FILE, default_rules, read_rules
from miernik.collection.validation.engine import words_of
from miernik.collection.validation.examples import Outcome, run_examples
from miernik.collection.validation.faults import RuleFaultsError
from miernik.collection.validation.kinds import KINDS
from miernik.collection.validation.reading import rule_from
from miernik.collection.validation.rule import Rule, RuleKind, Severity, sought
from miernik.collection.validation.writing import rule_json

OUTCOMES = [
    pytest.param(outcome, id=f"{rule.code}: {outcome.example.title}")
    for rule in default_rules()
    for outcome in run_examples(rule)
]
GOOD = """
- code: najwyzej-sto
  title: Najwyżej sto
  explanation: Na próbę.
  kind: range
  severity: warning
  message: "{wartość} to więcej niż {zakres}."
  parameters: {max: 100}
  examples:
    - title: Sto jeden
      form: [{number: 101}]
      fires: [1]
"""


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(RuleFaultsError) as caught:
        read_rules(text, "reguly.yaml")
    return caught.value.faults


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_default_rule_keeps_its_example(outcome: Outcome) -> None:
    assert outcome.kept, (outcome.fired, outcome.messages)


@pytest.mark.parametrize("rule", default_rules(), ids=lambda rule: rule.code)
def test_a_default_rule_has_an_example_that_fires_and_one_that_does_not(rule: Rule) -> None:
    assert {bool(example.fires) for example in rule.examples} == {True, False}


@pytest.mark.parametrize("rule", default_rules(), ids=lambda rule: rule.code)
def test_a_default_rule_survives_being_kept_as_json(rule: Rule) -> None:
    assert rule_from(json.loads(json.dumps(rule_json(rule)))) == rule


@pytest.mark.parametrize("rule", default_rules(), ids=lambda rule: rule.code)
def test_a_sentence_is_filled_in_whole(rule: Rule) -> None:
    said = [message for outcome in run_examples(rule) for message in outcome.messages]
    assert said
    assert not any(words_of(message) for message in said)
    assert all(message.endswith((".", "!", "?")) for message in said)


def test_every_kind_is_explained_by_a_default_rule() -> None:
    assert {rule.kind for rule in default_rules()} == set(RuleKind) == set(KINDS)


def test_a_question_needs_a_word_and_only_the_office_sees_notes() -> None:
    by_code = {rule.code: rule.severity for rule in default_rules()}
    assert by_code["odpowiedz"] is Severity.ERROR
    assert by_code["skok-liczby"] is by_code["powtorzona"] is Severity.WARNING
    assert by_code["osoby-powtorzone"] is by_code["oceny"] is Severity.NOTE


def test_a_well_written_rule_is_read() -> None:
    (rule,) = read_rules(GOOD, "reguly.yaml")
    assert (rule.code, rule.kind, str(rule.number("max"))) == (
        "najwyzej-sto", RuleKind.RANGE, "100",
    )  # fmt: skip
    assert run_examples(rule)[0].messages == ("101 to więcej niż najwyżej 100.",)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("severity: warning", "severity: severe", "wiersz 6, pole „severity”: nieznane „severe”"),
        ("kind: range", "kind: odgadnij", "wiersz 5, pole „kind”: nieznane „odgadnij”"),
        ("{max: 100}", "{max: sto}", "wiersz 8, pole „max”: największa wartość: ma tu stać liczba"),
        ("{max: 100}", "{most: 100}", "wiersz 8, pole „most”: nieznane pole; znane są: min, max"),
        ("{wartość}", "{liczba}", "wiersz 7, pole „message”: nie wiadomo, co wstawić za {liczba}"),
        ("fires: [1]", "fires: [2]", "wiersz 12, pole „fires”: ma tu stać lista numerów od 1 do 1"),
        ("{number: 101}", "{numer: 101}", "wiersz 11, pole „form”: nieznane pole „numer”"),
        ("{number: 101}", "{number: x}", "wiersz 11, pole „form”: odpowiedź przykładu"),
        ("  title: Najwyżej sto\n", "", "wiersz 2: brakuje pola „title”"),
        ("code: najwyzej-sto", "code: Najwyżej", "wiersz 2, pole „code”: kod składa się z małych"),
        ("Na próbę.", "''", "wiersz 4, pole „explanation”: ma tu stać tekst"),
    ],
)
def test_a_fault_names_file_line_and_field(right: str, wrong: str, said: str) -> None:
    assert right in GOOD
    (fault,) = faults(GOOD.replace(right, wrong))
    assert fault.startswith(f"reguly.yaml, {said}")


def test_all_faults_are_told_at_once() -> None:
    broken = GOOD.replace("severity: warning", "severity: x").replace("kind: range", "kind: y")
    assert len(faults(broken)) == 2


def test_what_is_no_list_no_yaml_or_twice_the_same_is_told() -> None:
    assert faults("code: sam") == ("reguly.yaml, wiersz 1: ma tu stać lista reguł.",)
    assert faults("- code: [") == ("reguly.yaml, wiersz 1: to nie jest poprawny YAML.",)
    (twice,) = faults(GOOD + GOOD.lstrip("\n"))
    assert twice == "reguly.yaml, wiersz 13, pole „code”: kod „najwyzej-sto” ma już inna reguła."


def test_an_example_that_no_longer_holds_says_so() -> None:
    (rule,) = read_rules(GOOD, "reguly.yaml")
    (outcome,) = run_examples(replace(rule, parameters={"max": 200}))
    assert not outcome.kept
    assert outcome.fired == ()


def test_examples_of_a_rule_that_is_off_are_run_all_the_same() -> None:
    (rule,) = read_rules(GOOD, "reguly.yaml")
    assert run_examples(rule.switched(active=False))[0].kept


def test_wording_is_sought_in_pieces_and_alternatives() -> None:
    name = "Liczba osób niepełnosprawnych zarejestrowanych jako bezrobotne"
    assert sought("OSÓB*bezrobotne", name)
    assert sought("rodzin|osób", name)
    assert sought("liczba  osób", name)
    assert not sought("bezrobotne*osób", name)
    assert not sought("osób.*bezrobotne", name)


def test_the_file_of_rules_is_where_the_docs_say() -> None:
    assert FILE.name == "rules.yaml"
    assert FILE.exists()
