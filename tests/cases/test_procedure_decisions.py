"""Drafts, issued decisions and what they do. Amounts are worked out by hand from the act."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from miernik.audit.models import Event
from miernik.cases.models import (
    Application,
    ApplicationState,
    Decision,
    DecisionKind,
    DecisionState,
    Family,
    Grant,
    GrantStatus,
    IncomeRecord,
    Payment,
    PaymentState,
    ReasonRecord,
    RefusalGround,
)
from miernik.cases.procedure.calculating import agrees
from miernik.cases.procedure.errors import (
    AmountOutOfRangeError,
    FactsChangedError,
    GroundContradictedError,
    NotEntitledError,
    ProcedureError,
    WrongDateError,
    WrongStateError,
)
from miernik.cases.procedure.services import (
    Wish,
    issue_decision,
    mark_paid,
    plan_payments,
    prepare_change,
    prepare_decision,
    revise_decision,
)
from miernik.rules.benefits import Benefit
from miernik.rules.incomes import IncomeKind
from tests.cases.procedure_cases import (
    AT,
    D,
    drafted,
    family,
    head,
    income,
    interviewed,
    issued,
    person,
    received,
)

pytestmark = pytest.mark.django_db
GRANT, REFUSAL = DecisionKind.GRANT, DecisionKind.REFUSAL


# --- what the law gives --------------------------------------------------------------------------


def test_a_person_alone_without_income_gets_the_whole_zasilek_staly() -> None:
    # 130 % of 1010 zł is 1313 zł, more than the most the act pays: 1229 zł
    decision = drafted(family(person(unable=True)), Benefit.PERMANENT, until=None)
    assert decision.amount_gr == 1229_00


def test_zasilek_staly_is_what_130_percent_of_the_criterion_leaves_above_income() -> None:
    one = person(unable=True)
    of = family(one)
    income(one, 700_00)
    decision = drafted(of, Benefit.PERMANENT, until=None)
    assert decision.amount_gr == 613_00  # 1313 − 700


def test_zasilek_okresowy_lies_between_half_of_the_gap_and_the_cap() -> None:
    of = family()
    # gap 1010 − 0: at least half, 505 zł; a person alone at most the criterion per person, 823 zł
    for amount in (504_99, 823_01):
        with pytest.raises(AmountOutOfRangeError, match="od 505,00\xa0zł do 823,00\xa0zł"):
            _prepare(of, amount_gr=amount)
    assert _prepare(of, amount_gr=505_00).amount_gr == 505_00


def test_help_that_begins_later_rests_on_the_month_before_the_application() -> None:
    """Art. 8 ust. 3: the income of February for an application of March, though help is for May."""
    one = person(unable=True)
    of = family(one)
    income(one, 700_00)
    income(one, 200_00, IncomeKind.OTHER, since=D(2025, 4, 1))
    decision = drafted(of, Benefit.PERMANENT, since=D(2025, 5, 1), until=None)
    assert decision.amount_gr == 613_00  # 1313 − 700; April's 900 would leave 413


def test_after_a_loss_of_income_the_month_of_the_application_counts() -> None:
    one = person(unable=True)
    of = family(one)
    IncomeRecord.objects.filter(pk=income(one, 900_00, IncomeKind.EMPLOYMENT).pk).update(
        until=D(2025, 2, 28)
    )
    income(one, 300_00, IncomeKind.UNEMPLOYMENT_BENEFIT, since=D(2025, 3, 1))
    decision = drafted(of, Benefit.PERMANENT, until=None)
    assert decision.amount_gr == 1013_00  # 1313 − 300, what came in March


def _prepare(of: Family, **wish: object) -> Decision:
    application = Application.objects.filter(family=of).first() or interviewed(of)
    wishes: Any = {"kind": GRANT, "since": D(2025, 3, 1), "until": D(2025, 5, 31)} | wish
    return prepare_decision(
        application=application, benefit=Benefit.PERIODIC, person=head(of),
        wish=Wish(**wishes), by="celina", at=AT,
    )  # fmt: skip


def test_a_person_able_to_work_gets_no_zasilek_staly_and_the_ground_is_proposed() -> None:
    of = family()
    application = interviewed(of, Benefit.PERMANENT)
    given: Any = {"application": application, "benefit": Benefit.PERMANENT, "person": head(of)}
    wish = Wish(kind=GRANT, since=D(2025, 3, 1), amount_gr=1229_00)
    with pytest.raises(NotEntitledError, match="niezdolna do pracy"):
        prepare_decision(**given, wish=wish, by="celina", at=AT)
    decision = prepare_decision(**given, wish=Wish(kind=REFUSAL), by="celina", at=AT)
    assert decision.ground == RefusalGround.NOT_UNABLE


@pytest.mark.parametrize(("amount", "entitled"), [(1009_99, True), (1010_00, False)])
def test_at_the_criterion_itself_there_is_no_zasilek_okresowy(amount: int, entitled: bool) -> None:
    one = person()
    of = family(one)
    income(one, amount)
    application = interviewed(of)
    refusal = Wish(kind=REFUSAL)
    given: Any = {"application": application, "benefit": Benefit.PERIODIC, "person": one}
    if entitled:
        with pytest.raises(ProcedureError, match="nie każą tu odmówić"):
            prepare_decision(**given, wish=refusal, by="celina", at=AT)
        with pytest.raises(GroundContradictedError):
            prepare_decision(
                **given, wish=Wish(kind=REFUSAL, ground=RefusalGround.INCOME), by="c", at=AT
            )  # fmt: skip
    else:
        decision = prepare_decision(**given, wish=refusal, by="celina", at=AT)
        assert decision.ground == RefusalGround.INCOME


def test_a_person_who_does_not_cooperate_may_be_refused_whatever_the_income() -> None:
    of = family()
    application = interviewed(of, cooperated=False)
    decision = prepare_decision(
        application=application, benefit=Benefit.PERIODIC, person=head(of),
        wish=Wish(kind=REFUSAL), by="celina", at=AT,
    )  # fmt: skip
    assert decision.ground == RefusalGround.NO_COOPERATION


# --- what may not be -----------------------------------------------------------------------------


def test_nothing_is_drafted_before_the_interview() -> None:
    of = family()
    application = received(of)
    with pytest.raises(WrongStateError, match="przyjęty"):
        prepare_decision(
            application=application, benefit=Benefit.PERIODIC, person=head(of),
            wish=Wish(kind=GRANT, since=D(2025, 3, 1), amount_gr=505_00), by="celina", at=AT,
        )  # fmt: skip


def test_help_begins_at_the_earliest_in_the_month_of_the_application() -> None:
    of = family()
    with pytest.raises(WrongDateError, match="miesiąca złożenia wniosku"):
        _prepare(of, since=D(2025, 2, 28), amount_gr=505_00)


def test_one_benefit_is_drafted_once_for_a_person_in_a_case() -> None:
    of = family()
    _prepare(of, amount_gr=505_00)
    with pytest.raises(ProcedureError, match="już decyzja albo projekt"):
        _prepare(of, amount_gr=505_00)


# --- issuing -------------------------------------------------------------------------------------


def test_an_issued_decision_has_a_number_a_grant_and_a_plan() -> None:
    decision = issued(family())
    assert decision.number == "D/2025/000001"
    assert decision.application is not None
    assert decision.application.number == "WS/2025/000001"
    grant = decision.grant
    assert (grant.status, grant.monthly_gr, grant.amount_gr) == ("granted", 505_00, 1515_00)
    months = [(row.month, row.amount_gr, row.due_on) for row in grant.payments.order_by("month")]
    assert months == [
        (D(2025, 3, 1), 505_00, D(2025, 3, 25)),
        (D(2025, 4, 1), 505_00, D(2025, 4, 25)),
        (D(2025, 5, 1), 505_00, D(2025, 5, 23)),  # the 25th is a Sunday
    ]
    decision.application.refresh_from_db()
    assert decision.application.state == ApplicationState.DECIDED


def test_an_issued_decision_is_frozen_by_the_database() -> None:
    decision = issued(family())
    for change in (
        lambda: Decision.objects.filter(pk=decision.pk).update(amount_gr=1),
        lambda: Decision.objects.filter(pk=decision.pk).delete(),
        lambda: Decision.objects.filter(pk=decision.pk).update(state=DecisionState.DRAFT),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_decision_is_issued_once() -> None:
    decision = issued(family())
    with pytest.raises(WrongStateError):
        issue_decision(decision=decision, decided_on=D(2025, 3, 10), by="dorota", at=AT)


def test_facts_that_changed_after_the_draft_stop_the_signature_until_it_is_revised() -> None:
    of = family()
    draft = drafted(of)
    income(head(of), 400_00)
    with pytest.raises(FactsChangedError):
        issue_decision(decision=draft, decided_on=D(2025, 3, 10), by="dorota", at=AT)
    assert Decision.objects.get().state == DecisionState.DRAFT
    # gap 1010 − 400 = 610: at least 305 zł, at most 610 zł
    wish = Wish(kind=GRANT, since=D(2025, 3, 1), until=D(2025, 5, 31), amount_gr=305_00)
    revised = revise_decision(decision=draft, wish=wish, by="celina", at=AT)
    decision = issue_decision(decision=revised, decided_on=D(2025, 3, 10), by="dorota", at=AT)
    assert decision.grant.monthly_gr == 305_00


def test_a_decision_runs_again_to_the_grosz_after_the_register_has_changed() -> None:
    of = family()
    decision = issued(of)
    income(head(of), 400_00)
    ReasonRecord.objects.filter(family=of).delete()
    assert agrees(decision.calculation)


def test_a_calculation_that_was_tampered_with_does_not_agree() -> None:
    stored = issued(family()).calculation
    stored["entitlement"]["minimum_gr"] += 1
    assert not agrees(stored)


def test_a_refusal_leaves_a_refused_grant_and_no_payment() -> None:
    one = person()
    of = family(one)
    income(one, 2000_00)
    decision = issued(of, kind=REFUSAL, since=None, until=None, amount_gr=None)
    assert decision.grant.status == GrantStatus.REFUSED
    assert not decision.grant.payments.exists()


def test_an_application_for_two_benefits_waits_for_both_decisions() -> None:
    one = person(unable=True)
    of = family(one)
    application = interviewed(of, Benefit.PERIODIC, Benefit.PERMANENT)
    for benefit, amount in ((Benefit.PERMANENT, None), (Benefit.PERIODIC, 505_00)):
        application.refresh_from_db()
        assert application.state == ApplicationState.INTERVIEWED
        draft = prepare_decision(
            application=application, benefit=benefit, person=one, by="celina", at=AT,
            wish=Wish(kind=GRANT, since=D(2025, 3, 1), until=D(2025, 5, 31), amount_gr=amount),
        )  # fmt: skip
        issue_decision(decision=draft, decided_on=D(2025, 3, 10), by="dorota", at=AT)
    application.refresh_from_db()
    assert application.state == ApplicationState.DECIDED


# --- partial months ------------------------------------------------------------------------------


def test_a_month_begun_in_its_middle_is_paid_by_days() -> None:
    # 16-31 March: 16 of 31 days of 505 zł = 260,645… → 260,65; 1-10 May: 10 of 31 = 162,903…
    grant = issued(family(), since=D(2025, 3, 16), until=D(2025, 5, 10)).grant
    amounts = [row.amount_gr for row in grant.payments.order_by("month")]
    assert amounts == [260_65, 505_00, 162_90]


def test_a_single_benefit_is_one_payment() -> None:
    grant = issued(
        family(), Benefit.PURPOSIVE, one_off=True, until=None, amount_gr=300_00
    ).grant  # fmt: skip
    assert [row.amount_gr for row in grant.payments.all()] == [300_00]
    assert (grant.monthly_gr, grant.amount_gr) == (None, 300_00)
    assert (grant.since, grant.until) == (D(2025, 3, 1), D(2025, 3, 31))


def test_help_without_an_end_is_planned_a_year_ahead() -> None:
    of = family(person(unable=True))
    grant = issued(of, Benefit.PERMANENT, until=None).grant
    assert grant.amount_gr is None
    assert grant.payments.count() == 13  # March 2025 and twelve months after it


# --- change and stop (art. 106 ust. 5) -----------------------------------------------------------


def _later(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def test_a_change_ends_the_old_grant_the_day_before_and_begins_a_new_one() -> None:
    of = family()
    old = issued(of).grant
    income(head(of), 410_00, since=D(2025, 3, 1))
    # April 2025: gap 1010 − 410 = 600, at least 300 zł
    wish = Wish(
        kind=DecisionKind.CHANGE, since=D(2025, 4, 11), until=D(2025, 5, 31), amount_gr=300_00
    )
    draft = prepare_change(grant=old, wish=wish, by="celina", at=_later(D(2025, 4, 9)))
    issue_decision(decision=draft, decided_on=D(2025, 4, 9), by="dorota", at=_later(D(2025, 4, 9)))
    old.refresh_from_db()
    new = Grant.objects.get(decision=draft)
    assert (old.until, old.status) == (D(2025, 4, 10), "granted")
    # 505 × 10/30 = 168,33…; 300 × 20/30 = 200
    assert [row.amount_gr for row in _open(old)] == [505_00, 168_33]
    assert [row.amount_gr for row in _open(new)] == [200_00, 300_00]
    assert old.amount_gr == 505_00 + 168_33


def _open(grant: Grant) -> list[Payment]:
    return list(grant.payments.exclude(state=PaymentState.CANCELLED).order_by("month"))


def test_what_was_paid_too_much_counts_towards_the_new_grant() -> None:
    of = family()
    old = issued(of).grant
    march, april = old.payments.order_by("month")[:2]
    at = _later(D(2025, 4, 28))
    mark_paid(payments=[march.pk, april.pk], paid_on=D(2025, 4, 25), by="celina", at=at)
    wish = Wish(
        kind=DecisionKind.CHANGE, since=D(2025, 4, 11), until=D(2025, 5, 31), amount_gr=823_00
    )
    draft = prepare_change(grant=old, wish=wish, by="celina", at=at)
    issue_decision(decision=draft, decided_on=D(2025, 4, 28), by="dorota", at=at)
    new = Grant.objects.get(decision=draft)
    # April by the new decision: 823 × 20/30 = 548,67; the old one paid 505 and owed 168,33
    assert [row.amount_gr for row in _open(new)] == [548_67 - (505_00 - 168_33), 823_00]


def test_a_stop_before_the_beginning_revokes_the_grant() -> None:
    of = family()
    old = issued(of).grant
    draft = prepare_change(
        grant=old, wish=Wish(kind=DecisionKind.STOP, since=D(2025, 3, 1)), by="celina", at=AT
    )
    issue_decision(decision=draft, decided_on=D(2025, 3, 12), by="dorota", at=AT)
    old.refresh_from_db()
    assert (old.status, old.amount_gr) == (GrantStatus.REVOKED, 0)
    assert set(old.payments.values_list("state", flat=True)) == {PaymentState.CANCELLED}
    assert Event.objects.filter(action="grant.revoked", subject=f"grant:{old.uuid}").exists()


def test_a_stop_in_the_middle_ends_the_grant_and_its_payments() -> None:
    old = issued(family()).grant
    draft = prepare_change(
        grant=old, wish=Wish(kind=DecisionKind.STOP, since=D(2025, 5, 1)), by="celina", at=AT
    )
    issue_decision(decision=draft, decided_on=D(2025, 3, 12), by="dorota", at=AT)
    old.refresh_from_db()
    assert (old.status, old.until) == (GrantStatus.GRANTED, D(2025, 4, 30))
    assert [row.amount_gr for row in _open(old)] == [505_00, 505_00]


def test_a_benefit_of_somebody_who_left_the_family_can_be_stopped() -> None:
    of = family(person(), person("Jan", "Kowalski"))
    old = issued(of, amount_gr=823_00).grant  # gap 2 × 823: at least 823 zł
    of.memberships.filter(person=old.person).update(until=D(2025, 3, 31))
    stop = Wish(kind=DecisionKind.STOP, since=D(2025, 4, 1))
    draft = prepare_change(grant=old, wish=stop, by="celina", at=_later(D(2025, 4, 9)))
    issue_decision(decision=draft, decided_on=D(2025, 4, 9), by="dorota", at=_later(D(2025, 4, 9)))
    old.refresh_from_db()
    assert old.until == D(2025, 3, 31)


def test_a_month_paid_in_full_before_is_not_planned_again_later() -> None:
    of = family(person(unable=True))
    old = issued(of, Benefit.PERMANENT, until=None).grant
    march = old.payments.order_by("month")[0]
    mark_paid(payments=[march.pk], paid_on=D(2025, 3, 20), by="celina", at=AT)
    income(head(of), 400_00)  # 1313 − 400 = 913 zł
    wish = Wish(kind=DecisionKind.CHANGE, since=D(2025, 3, 1))
    draft = prepare_change(grant=old, wish=wish, by="celina", at=AT)
    issue_decision(decision=draft, decided_on=D(2025, 3, 20), by="dorota", at=AT)
    new = Grant.objects.get(decision=draft)
    plan_payments(grant=new, through=D(2026, 6, 1), by="celina", at=AT)
    first, second = new.payments.order_by("month")[:2]
    assert (first.amount_gr, first.state) == (0, PaymentState.CANCELLED)  # 1229 zł paid already
    assert (second.amount_gr, second.state) == (913_00, PaymentState.PLANNED)


def test_help_for_longer_than_a_year_is_planned_to_its_end() -> None:
    of = family(person(unable=True))
    grant = issued(of, Benefit.PERMANENT, until=D(2027, 2, 28)).grant
    assert grant.payments.count() == 24
    assert grant.amount_gr == 24 * 1229_00


def test_a_decision_is_not_dated_before_its_interview() -> None:
    draft = drafted(family())  # interview of 5 March
    with pytest.raises(WrongDateError, match="sprzed wywiadu"):
        issue_decision(decision=draft, decided_on=D(2025, 3, 4), by="dorota", at=AT)
