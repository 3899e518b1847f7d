"""The table of steps is the procedure: every service in every state, and every line in the docs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from miernik.accounts.models import User
from miernik.audit.models import Event
from miernik.cases.models import (
    Application,
    ApplicationState,
    Decision,
    DecisionKind,
    DecisionState,
    Grant,
    GrantStatus,
    InterviewKind,
    Payment,
    PaymentState,
)
from miernik.cases.procedure import services
from miernik.cases.procedure.errors import WrongStateError
from miernik.cases.procedure.services import Wish, WithholdingReason
from miernik.cases.procedure.states import STEPS, Thing, follow, sources
from tests.cases.procedure_cases import AT, D, drafted, family, interviewed, issued, received

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parent.parent.parent / "docs" / "procedure.md"
STATES = {
    Thing.APPLICATION: ApplicationState,
    Thing.DECISION: DecisionState,
    Thing.GRANT: GrantStatus,
    Thing.PAYMENT: PaymentState,
}
BY: Any = {"by": "celina", "at": AT}


# --- one row in each state -----------------------------------------------------------------------


def _application(state: ApplicationState) -> Application:
    if state is ApplicationState.RECEIVED:
        return received(family())
    if state is ApplicationState.DECIDED:
        decided = issued(family()).application
        assert decided is not None
        decided.refresh_from_db()
        return decided
    made = interviewed(family())
    if state is ApplicationState.WITHDRAWN:
        return services.withdraw_application(application=made, on=D(2025, 3, 6), **BY)
    return made


def _grant(status: GrantStatus) -> Grant:
    if status is GrantStatus.REFUSED:
        from tests.cases.procedure_cases import income, person

        one = person()
        of = family(one)
        income(one, 5000_00)
        return issued(of, kind=DecisionKind.REFUSAL, since=None, until=None, amount_gr=None).grant
    grant = issued(family()).grant
    if status is GrantStatus.REVOKED:
        services.end_grant(grant=grant, since=grant.since, **BY)
        grant.refresh_from_db()
    return grant


def _payment(state: PaymentState) -> Payment:
    payment = _grant(GrantStatus.GRANTED).payments.order_by("month")[0]
    match state:
        case PaymentState.PAID:
            services.mark_paid(payments=[payment.pk], paid_on=D(2025, 3, 20), **BY)
        case PaymentState.WITHHELD:
            services.withhold(payments=[payment.pk], reason=WithholdingReason.ENTITLEMENT, **BY)
        case PaymentState.CANCELLED:
            services.cancel_payments(grant=payment.grant, after=None, **BY)
    payment.refresh_from_db()
    return payment


def _decision(state: DecisionState) -> Decision:
    return drafted(family()) if state is DecisionState.DRAFT else issued(family())


# --- each service on a row -----------------------------------------------------------------------


def _worker() -> User:
    return User.objects.get_or_create(username="wanda")[0]


ON_APPLICATION: dict[str, Callable[[Application], object]] = {
    "hold_interview": lambda row: services.hold_interview(
        family=row.family, application=row, kind=InterviewKind.FIRST, worker=_worker(),
        held_on=D(2025, 3, 6), findings="Bez zmian.", **BY,
    ),
    "withdraw_application": lambda row: services.withdraw_application(
        application=row, on=D(2025, 3, 6), **BY
    ),
}  # fmt: skip
ON_DECISION: dict[str, Callable[[Decision], object]] = {
    "revise_decision": lambda row: services.revise_decision(
        decision=row,
        wish=Wish(
            kind=DecisionKind.GRANT, since=D(2025, 3, 1), until=D(2025, 4, 30), amount_gr=600_00
        ),
        **BY,
    ),
    "discard_decision": lambda row: services.discard_decision(decision=row, **BY),
    "issue_decision": lambda row: services.issue_decision(
        decision=row, decided_on=D(2025, 3, 10), **BY
    ),
}
ON_GRANT: dict[str, Callable[[Grant], object]] = {
    "end_grant": lambda row: services.end_grant(grant=row, since=D(2025, 5, 1), **BY),
    "revoke_grant": lambda row: services.end_grant(grant=row, since=row.since, **BY),
}
ON_PAYMENT: dict[str, Callable[[Payment], object]] = {
    "mark_paid": lambda row: services.mark_paid(payments=[row.pk], paid_on=D(2025, 3, 20), **BY),
    "withhold": lambda row: services.withhold(
        payments=[row.pk], reason=WithholdingReason.OTHER, **BY
    ),
    "release": lambda row: services.release(payments=[row.pk], **BY),
}
ROWS: dict[Thing, tuple[Callable[..., object], dict[str, Callable[..., object]]]] = {
    Thing.APPLICATION: (_application, ON_APPLICATION),
    Thing.DECISION: (_decision, ON_DECISION),
    Thing.GRANT: (_grant, ON_GRANT),
    Thing.PAYMENT: (_payment, ON_PAYMENT),
}
MATRIX = [
    (thing, service, state)
    for thing, (_, acts) in ROWS.items()
    for service in acts
    for state in STATES[thing]
]


@pytest.mark.parametrize(("thing", "service", "state"), MATRIX)
def test_every_service_in_every_state_does_what_the_table_says(
    thing: Thing, service: str, state: str
) -> None:
    make, acts = ROWS[thing]
    row = make(state)
    assert isinstance(row, Application | Decision | Grant | Payment)
    current = row.status if isinstance(row, Grant) else row.state
    assert current == state
    if state not in sources(thing, service):
        with pytest.raises(WrongStateError):
            acts[service](row)
        return
    step = follow(thing, service, state)
    before = Event.objects.filter(action=step.event).count()
    key, model = row.pk, type(row)
    acts[service](row)
    assert Event.objects.filter(action=step.event).count() == before + 1
    left = model.objects.filter(pk=key).first()
    after = None if left is None else left.status if isinstance(left, Grant) else left.state
    assert after == step.target


def test_the_matrix_knows_every_service_that_takes_a_row_on() -> None:
    elsewhere = {
        (Thing.APPLICATION, "issue_decision"),  # with the decision: test_procedure_decisions
        (Thing.PAYMENT, "set_off"),  # of a whole plan: test_procedure_payments
        (Thing.PAYMENT, "cancel_payments"),
    }
    known = {(thing, service) for thing, service, _ in MATRIX} | elsewhere
    assert {(s.thing, s.service) for s in STEPS if s.source is not None} == known


def test_every_step_is_a_line_of_the_documents() -> None:
    text = DOCS.read_text(encoding="utf-8")
    missing = [
        step
        for step in STEPS
        if f"| {step.thing} | `{step.service}` | {step.source or '–'} | {step.target or '–'} | "
        f"`{step.event}` |" not in text
    ]
    assert missing == []
