"""Rules in force: defaults, changes with a reason, one query; and trials on real forms."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from miernik.audit.models import Event
from miernik.collection.asking import asked_of
from miernik.collection.checking import asked_of_one, findings_of
from miernik.collection.content import AnswerContent
from miernik.collection.errors import MissingReasonError, UnfinishedFormError
from miernik.collection.models import RuleSetting
from miernik.collection.services.answering import answers_of
from miernik.collection.trying import answered_forms, latest_campaign
from miernik.collection.validation.defaults import default_rules
from miernik.collection.validation.errors import (
    BrokenExampleError,
    RuleChangedError,
    RuleExistsError,
    UnchangedRuleError,
    UnknownRuleError,
)
from miernik.collection.validation.faults import RuleFaultsError
from miernik.collection.validation.rule import Finding, Severity
from miernik.collection.validation.store import (
    add_rule,
    all_rules,
    change_rule,
    reset_rule,
    rules_in_force,
    stored_rule,
)
from miernik.collection.validation.trial import trial
from miernik.collection.validation.writing import rule_json
from miernik.kernel.quantities import Kind, Status
from miernik.observations.models import Origin
from miernik.observations.services import ValueContent, record_observation, record_source
from tests.collection.campaigns import (
    BY,
    CAUSES,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NGO,
    NOW,
    RATING,
    SECOND_SCHOOL,
    City,
    a_draft,
    an_open_one,
    everything,
    number,
)

pytestmark = pytest.mark.django_db
JUMP = "skok-liczby"
HAND: dict[str, Any] = {"by": BY, "at": NOW}


def changed(code: str = JUMP, over: int = 0, reason: str = "próba", **changes: Any) -> None:
    change_rule(code=code, changes=changes, over=over, reason=reason, by=BY, at=NOW)


def findings(city: City, institution: str) -> list[Finding]:
    form = city.form(institution)
    return findings_of(form, asked_of(form), answers_of(form))


def own_past(city: City, institution: str, name: str, value: int) -> None:
    record_observation(
        indicator=city.indicators[name],
        institution=city.institutions[institution],
        year=2024,
        value=ValueContent(Kind.COUNT, number=Decimal(value)),
        source=record_source(origin=Origin.INTAKE, title="Dane szkoły", by=BY, at=NOW),
        by=BY,
        at=NOW,
    )


def a_new_rule(**more: object) -> dict[str, object]:
    return {
        "code": "mala-kwota",
        "title": "Mała kwota",
        "explanation": "Na próbę.",
        "kind": "range",
        "severity": "error",
        "message": "Kwota {wartość} jest mała.",
        "scope": {"kinds": ["amount"]},
        "parameters": {"min": 1000},
    } | more


def test_a_whole_form_is_faultless_under_the_default_rules() -> None:
    city = an_open_one()
    asked = {item.name for item in asked_of(city.form(FIRST_SCHOOL))}
    city.save(FIRST_SCHOOL, everything())
    found = findings(city, FIRST_SCHOOL)
    assert asked == set(everything())
    assert [item for item in found if item.for_reporter] == []
    assert [item.rule for item in found] == ["osoby-powtorzone"]


def test_the_schools_own_last_year_is_what_a_number_is_compared_with() -> None:
    city = an_open_one()
    own_past(city, FIRST_SCHOOL, MEALS, 110)
    city.save(FIRST_SCHOOL, {MEALS: number(1200)})
    city.save(SECOND_SCHOOL, {MEALS: number(1200)})
    assert JUMP in {item.rule for item in findings(city, FIRST_SCHOOL)}
    assert JUMP not in {item.rule for item in findings(city, SECOND_SCHOOL)}


def test_an_indicator_asked_of_one_institution_is_known() -> None:
    city = an_open_one()
    everyone = [city.uuid(name) for name in (MEALS, RATING, CAUSES)]
    assert asked_of_one(city.campaign.pk, everyone) == frozenset()
    city.campaign.assignments.filter(
        indicator=city.indicators[MEALS], institution__name__in=[FIRST_SCHOOL, SECOND_SCHOOL]
    ).update(excluded=True, reason="nie prowadzą stołówki")
    assert asked_of_one(city.campaign.pk, everyone) == {city.uuid(MEALS)}


def test_without_changes_the_defaults_are_in_force() -> None:
    assert rules_in_force() == default_rules()


def test_the_rules_cost_one_query() -> None:
    changed(severity="note")
    rules_in_force()
    with CaptureQueriesContext(connection) as queries:
        rules_in_force()
    assert len(queries) == 1


def test_a_changed_rule_is_in_force_at_once_and_its_past_stays() -> None:
    changed(severity="error", reason="za mało")
    changed(over=1, active=False, reason="za dużo")
    assert JUMP not in {rule.code for rule in rules_in_force()}
    assert stored_rule(JUMP).version == 2
    first, second = RuleSetting.objects.order_by("version").values_list("rule", flat=True)
    assert first is not None
    assert second is not None
    assert (first["severity"], first["active"]) == ("error", True)
    assert (second["severity"], second["active"]) == ("error", False)
    reset_rule(code=JUMP, over=2, reason="jak było", **HAND)
    assert rules_in_force() == default_rules()
    assert stored_rule(JUMP).version == 3
    tags = Event.objects.filter(subject=f"rule:{JUMP}").order_by("id")
    assert list(tags.values_list("action", flat=True)) == [
        "rule.changed", "rule.changed", "rule.reset",
    ]  # fmt: skip


def test_a_change_keeps_the_order_of_the_rules() -> None:
    changed(code="zero", title="Zero to zero")
    assert [rule.code for rule in rules_in_force()] == [rule.code for rule in default_rules()]


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'inny'", "DELETE FROM {}"])
def test_the_history_of_rules_cannot_be_rewritten(statement: str) -> None:
    changed(severity="note")
    with (
        pytest.raises(DatabaseError, match="Zmiany reguły kontroli"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("collection_rulesetting"))


def test_a_change_of_the_rules_moves_what_stops_a_form() -> None:
    city = an_open_one()
    city.save(FIRST_SCHOOL, everything() | {MONEY: number(500)})
    add_rule(plain=a_new_rule(), reason="pomyłki", **HAND)
    with pytest.raises(UnfinishedFormError):
        city.hand_in(FIRST_SCHOOL, {})
    changed("mala-kwota", over=1, severity="note")
    city.hand_in(FIRST_SCHOOL, {})


REFUSALS: dict[str, tuple[type[Exception], Callable[[], object]]] = {
    "no reason": (MissingReasonError, lambda: changed(severity="note", reason=" ")),
    "as it is": (UnchangedRuleError, lambda: changed(severity="warning")),
    "changed meanwhile": (RuleChangedError, lambda: changed(over=1, severity="note")),
    "unknown rule": (UnknownRuleError, lambda: changed("skok", severity="note")),
    "unknown severity": (RuleFaultsError, lambda: changed(severity="straszna")),
    "another kind": (RuleFaultsError, lambda: changed(kind="zero")),
    "broken example": (BrokenExampleError, lambda: changed(scope={"kinds": ["amount"]})),
    "known code": (
        RuleExistsError,
        lambda: add_rule(plain=a_new_rule(code=JUMP), reason="x", **HAND),
    ),
    "added without a reason": (
        MissingReasonError,
        lambda: add_rule(plain=a_new_rule(), reason="", **HAND),
    ),
    "half a rule": (RuleFaultsError, lambda: add_rule(plain={"code": "a"}, reason="x", **HAND)),
    "already the default": (
        UnchangedRuleError,
        lambda: reset_rule(code=JUMP, over=0, reason="x", **HAND),
    ),
}


@pytest.mark.parametrize(("error", "act"), REFUSALS.values(), ids=REFUSALS)
def test_a_refused_change_leaves_everything_as_it_was(
    error: type[Exception], act: Callable[[], object]
) -> None:
    with pytest.raises(error):
        act()
    assert rules_in_force() == default_rules()
    assert not Event.objects.filter(action__startswith="rule.").exists()


def test_a_broken_example_is_named() -> None:
    with pytest.raises(BrokenExampleError, match="„Zero i dwieście”") as caught:
        changed(parameters=rule_json(stored_rule(JUMP).rule)["parameters"] | {"least": "201"})
    assert caught.value.titles == ("Zero i dwieście",)


def test_an_added_rule_has_no_default_to_go_back_to() -> None:
    added = add_rule(plain=a_new_rule(), reason="pomyłki", **HAND)
    assert all_rules()[-1] == added
    assert added.default is None
    with pytest.raises(UnchangedRuleError):
        reset_rule(code="mala-kwota", over=1, reason="x", **HAND)


def test_a_stored_rule_of_an_unknown_kind_gives_way_to_the_default() -> None:
    broken = rule_json(stored_rule(JUMP).rule) | {"kind": "wrozba"}
    past = {"version": 1, "changed_at": NOW, "changed_by": BY, "reason": "z nowszej wersji"}
    RuleSetting.objects.create(code=JUMP, rule=broken, **past)
    RuleSetting.objects.create(code="wrozba", rule=broken | {"code": "wrozba"}, **past)
    assert rules_in_force() == default_rules()


def test_a_trial_takes_the_last_submission_else_what_is_begun() -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())
    city.save(SECOND_SCHOOL, {MONEY: number(900)})
    campaign = latest_campaign()
    assert campaign is not None
    forms = answered_forms(campaign)
    assert [form.institution for form in forms] == [FIRST_SCHOOL, SECOND_SCHOOL]
    add_rule(plain=a_new_rule(active=False), reason="na próbę", **HAND)
    said = trial(stored_rule("mala-kwota").rule, forms)
    assert (said.severity, said.forms, said.institutions) == (Severity.ERROR, 2, 1)
    assert [(item.institution, item.name) for item in said.found] == [(SECOND_SCHOOL, MONEY)]
    unanswered = trial(stored_rule("odpowiedz").rule, forms)
    assert unanswered.found == ()


def test_a_trial_compares_with_each_institutions_own_past() -> None:
    city = an_open_one()
    own_past(city, FIRST_SCHOOL, MEALS, 110)
    own_past(city, SECOND_SCHOOL, MEALS, 1150)
    for school in (FIRST_SCHOOL, SECOND_SCHOOL):
        city.save(school, {MEALS: number(1200)})
    said = trial(stored_rule(JUMP).rule, answered_forms(city.campaign))
    assert [item.institution for item in said.found] == [FIRST_SCHOOL]


def test_a_trial_asks_the_store_as_often_for_many_forms_as_for_one() -> None:
    city = an_open_one()
    city.save(FIRST_SCHOOL, {MONEY: number(900)})
    answered_forms(city.campaign)  # the text of the strategy is read once
    with CaptureQueriesContext(connection) as few:
        answered_forms(city.campaign)
    for name in (SECOND_SCHOOL, NGO):
        city.save(name, {CAUSES: AnswerContent(Status.NOT_APPLICABLE)})
    with CaptureQueriesContext(connection) as many:
        assert len(answered_forms(city.campaign)) == 3
    assert len(many) == len(few)


def test_a_campaign_that_is_only_prepared_is_not_tried_on() -> None:
    a_draft()
    assert latest_campaign() is None
