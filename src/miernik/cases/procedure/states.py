"""The procedure as one table: what, which service, from, to, audit tag.

A source of None is a new row, a target of None a row that is gone. Each line is one line of
``docs/procedure.md``; a test runs every service in every state from this table.
"""

from __future__ import annotations

from typing import NamedTuple

from miernik.cases.models import ApplicationState, DecisionState, GrantStatus, PaymentState
from miernik.cases.procedure.errors import WrongStateError
from miernik.kernel.quantities import Labelled


class Thing(Labelled):
    """What goes through states."""

    APPLICATION = "application", "wniosek"
    DECISION = "decision", "decyzja"
    GRANT = "grant", "świadczenie"
    PAYMENT = "payment", "wypłata"


class Step(NamedTuple):
    """One allowed step and the tag it leaves in the event log."""

    thing: Thing
    service: str
    source: str | None
    target: str | None
    event: str


_A, _D, _G, _P = ApplicationState, DecisionState, GrantStatus, PaymentState

STEPS = (
    Step(Thing.APPLICATION, "receive_application", None, _A.RECEIVED, "application.received"),
    Step(Thing.APPLICATION, "hold_interview", _A.RECEIVED, _A.INTERVIEWED, "interview.held"),
    Step(Thing.APPLICATION, "hold_interview", _A.INTERVIEWED, _A.INTERVIEWED, "interview.held"),
    Step(Thing.APPLICATION, "issue_decision", _A.INTERVIEWED, _A.DECIDED, "application.decided"),
    Step(
        Thing.APPLICATION, "withdraw_application", _A.RECEIVED, _A.WITHDRAWN,
        "application.withdrawn",
    ),
    Step(
        Thing.APPLICATION, "withdraw_application", _A.INTERVIEWED, _A.WITHDRAWN,
        "application.withdrawn",
    ),
    Step(Thing.DECISION, "prepare_decision", None, _D.DRAFT, "decision.prepared"),
    Step(Thing.DECISION, "revise_decision", _D.DRAFT, _D.DRAFT, "decision.revised"),
    Step(Thing.DECISION, "discard_decision", _D.DRAFT, None, "decision.discarded"),
    Step(Thing.DECISION, "issue_decision", _D.DRAFT, _D.ISSUED, "decision.issued"),
    Step(Thing.GRANT, "issue_grant", None, _G.GRANTED, "grant.created"),
    Step(Thing.GRANT, "issue_refusal", None, _G.REFUSED, "grant.refused"),
    Step(Thing.GRANT, "end_grant", _G.GRANTED, _G.GRANTED, "grant.ended"),
    Step(Thing.GRANT, "revoke_grant", _G.GRANTED, _G.REVOKED, "grant.revoked"),
    Step(Thing.PAYMENT, "plan_payments", None, _P.PLANNED, "payment.planned"),
    Step(Thing.PAYMENT, "plan_payments", None, _P.CANCELLED, "payment.planned"),
    Step(Thing.PAYMENT, "mark_paid", _P.PLANNED, _P.PAID, "payment.paid"),
    Step(Thing.PAYMENT, "withhold", _P.PLANNED, _P.WITHHELD, "payment.withheld"),
    Step(Thing.PAYMENT, "release", _P.WITHHELD, _P.PLANNED, "payment.released"),
    Step(Thing.PAYMENT, "set_off", _P.PLANNED, _P.PLANNED, "payment.set_off"),
    Step(Thing.PAYMENT, "cancel_payments", _P.PLANNED, _P.CANCELLED, "payment.cancelled"),
    Step(Thing.PAYMENT, "cancel_payments", _P.WITHHELD, _P.CANCELLED, "payment.cancelled"),
)  # fmt: skip


def sources(thing: Thing, service: str) -> list[str | None]:
    """Return the states from which a service may take a thing on, in the table's order."""
    return [step.source for step in STEPS if (step.thing, step.service) == (thing, service)]


def follow(thing: Thing, service: str, source: str | None) -> Step:
    """Return the step a service takes from a state; raises WrongStateError when there is none."""
    for step in STEPS:
        if (step.thing, step.service, step.source) == (thing, service, source):
            return step
    raise WrongStateError(thing.label, _word(thing, source))


def _word(thing: Thing, state: str | None) -> str:
    kinds: dict[Thing, type[Labelled]] = {
        Thing.APPLICATION: ApplicationState,
        Thing.DECISION: DecisionState,
        Thing.GRANT: GrantStatus,
        Thing.PAYMENT: PaymentState,
    }
    return kinds[thing](state).label if state is not None else "nowy"
