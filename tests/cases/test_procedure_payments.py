"""Plans of payments, set-offs and bulk paying."""

from __future__ import annotations

import datetime as dt

import pytest

from miernik.audit.models import Event
from miernik.cases.models import PaymentState
from miernik.cases.procedure.errors import (
    FutureDateError,
    ProcedureError,
    SetOffTooHighError,
    WrongStateError,
)
from miernik.cases.procedure.partial import explained_part
from miernik.cases.procedure.services import (
    Wish,
    WithholdingReason,
    mark_paid,
    plan_payments,
    prepare_decision,
    receive_application,
    set_off,
    withdraw_application,
    withhold,
)
from miernik.rules.benefits import Benefit
from tests.cases.procedure_cases import AT, D, family, head, issued, person, received

pytestmark = pytest.mark.django_db


def test_the_worked_example_of_august_2022_is_exact() -> None:
    # 776 zł, 22 of 31 days (art. 106 ust. 3): 17072/31 = 550,709… → 550,71 zł
    assert explained_part(776_00, 22, 31, D(2022, 8, 1)).result == 550_71


def test_a_plan_is_carried_on_once() -> None:
    grant = issued(family(person(unable=True)), Benefit.PERMANENT, until=None).grant
    known = grant.payments.count()
    through = D(2026, 5, 31)
    added = plan_payments(grant=grant, through=through, by="celina", at=AT)
    assert [row.month for row in added] == [D(2026, 4, 1), D(2026, 5, 1)]
    assert plan_payments(grant=grant, through=through, by="celina", at=AT) == []
    assert grant.payments.count() == known + 2


@pytest.mark.parametrize(("monthly", "allowed"), [(252_50, True), (252_51, False)])
def test_half_of_a_payment_may_be_set_off_and_not_a_grosz_more(monthly: int, allowed: bool) -> None:
    grant = issued(family()).grant  # 505 zł a month
    if allowed:
        assert set_off(grant=grant, monthly_gr=monthly, by="celina", at=AT) == 3
        assert grant.payments.order_by("month")[0].payable_gr == 252_50
    else:
        with pytest.raises(SetOffTooHighError):
            set_off(grant=grant, monthly_gr=monthly, by="celina", at=AT)
        assert set(grant.payments.values_list("set_off_gr", flat=True)) == {0}


def test_bulk_paying_is_all_or_nothing() -> None:
    grant = issued(family()).grant
    first, second, third = grant.payments.order_by("month").values_list("pk", flat=True)
    withhold(payments=[second], reason=WithholdingReason.ENTITLEMENT, by="celina", at=AT)
    event = Event.objects.filter(action="payment.withheld").latest("id")
    assert event.data == {"payments": [second], "reason": "uprawnienia"}
    with pytest.raises(WrongStateError, match="wstrzymana"):
        mark_paid(payments=[first, second, third], paid_on=D(2025, 3, 20), by="celina", at=AT)
    assert not grant.payments.filter(state=PaymentState.PAID).exists()
    assert mark_paid(payments=[first, third], paid_on=D(2025, 3, 20), by="celina", at=AT) == 2
    event = Event.objects.filter(action="payment.paid").latest("id")
    assert event.data["payments"] == [first, third]


def test_nothing_is_paid_tomorrow() -> None:
    grant = issued(family()).grant
    key = grant.payments.order_by("month").values_list("pk", flat=True)[0]
    tomorrow = AT.date() + dt.timedelta(days=1)
    with pytest.raises(FutureDateError):
        mark_paid(payments=[key], paid_on=tomorrow, by="celina", at=AT)


def test_numbers_of_a_year_follow_each_other_and_a_year_begins_anew() -> None:
    one = family()
    numbers = [
        receive_application(
            family=one, applicant=head(one), received_on=day, benefits=[Benefit.PERIODIC],
            by="celina", at=AT,
        ).number
        for day in (D(2024, 12, 30), D(2025, 1, 2), D(2024, 12, 31))
    ]  # fmt: skip
    assert numbers == ["WS/2024/000001", "WS/2025/000001", "WS/2024/000002"]


def test_a_form_sent_twice_opens_one_case() -> None:
    one = family()
    first = received(one)
    with pytest.raises(ProcedureError, match=first.number):
        received(one)
    assert received(one, Benefit.PURPOSIVE).number != first.number
    assert one.applications.count() == 2


def test_a_withdrawn_case_takes_its_drafts_along() -> None:
    from miernik.cases.models import DecisionKind
    from tests.cases.procedure_cases import interviewed

    of = family()
    application = interviewed(of)
    wish = Wish(
        kind=DecisionKind.GRANT, since=D(2025, 3, 1), until=D(2025, 4, 30), amount_gr=505_00
    )
    prepare_decision(
        application=application, benefit=Benefit.PERIODIC, person=head(of), wish=wish,
        by="celina", at=AT,
    )  # fmt: skip
    withdraw_application(application=application, on=D(2025, 3, 7), by="celina", at=AT)
    assert not application.decisions.exists()
    assert Event.objects.filter(action="decision.discarded").count() == 1
