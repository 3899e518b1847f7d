"""Issuing a decision: from here on it never changes, and what it does is done."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Sum

from miernik.audit.services import record
from miernik.cases.models import (
    Application,
    Decision,
    DecisionKind,
    Grant,
    GrantStatus,
    PaymentState,
)
from miernik.cases.numbering import next_number
from miernik.cases.procedure import calculating
from miernik.cases.procedure.errors import FactsChangedError, WrongDateError
from miernik.cases.procedure.partial import due_for_month
from miernik.cases.procedure.services.checks import (
    locked_application,
    locked_decision,
    locked_grant,
    not_in_future,
)
from miernik.cases.procedure.services.payments import (
    cancel_payments,
    plan_payments,
    shorten_plan,
)
from miernik.cases.procedure.snapshot import family_as_json
from miernik.cases.procedure.states import Thing, follow
from miernik.kernel.dates import first_of_month, last_of_month
from miernik.rules.benefits import Benefit
from miernik.rules.law import LawError

#: The series of decisions: "D/2025/000045".
DECISION_NUMBER = "D"
_ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def issue_decision(
    *, decision: Decision, decided_on: dt.date, by: str, at: dt.datetime
) -> Decision:
    """Sign a draft: number, grant, payment plan; the row is frozen by the database from now on.

    ``decided_on`` is the date on the decision. Raises WrongStateError when it is issued already,
    FutureDateError, WrongDateError before the application or the interview, and FactsChangedError
    when the register no longer holds what the draft was calculated from.
    """
    decision = locked_decision(decision)
    step = follow(Thing.DECISION, "issue_decision", decision.state)
    not_in_future(decided_on, at)
    application = locked_application(decision.application) if decision.application else None
    if application is not None:
        _check_order(application, decided_on)
    if not facts_agree(decision):
        raise FactsChangedError
    decision.number = next_number(DECISION_NUMBER, decided_on.year, digits=6)
    decision.state = step.target or ""
    decision.decided_on = decided_on
    decision.issued_at, decision.issued_by = at, by
    decision.save()
    data = {"number": decision.number, "kind": decision.kind, "benefit": decision.benefit}
    record(action=step.event, subject=f"decision:{decision.uuid}", by=by, at=at, data=data)
    _act(decision, by=by, at=at)
    if application is not None:
        _close(application, by=by, at=at)
    return decision


def _check_order(application: Application, decided_on: dt.date) -> None:
    """The application comes first, then the interview, then the decision."""
    if decided_on < application.received_on:
        raise WrongDateError("Decyzja nie może mieć daty sprzed wpływu wniosku.")
    held = application.interviews.filter(held_on__isnull=False).order_by("held_on").first()
    if held is not None and held.held_on is not None and decided_on < held.held_on:
        raise WrongDateError("Decyzja nie może mieć daty sprzed wywiadu (art. 106 ust. 4).")


def facts_agree(decision: Decision) -> bool:
    """Return whether the register still holds what the draft was calculated from.

    A stop may rest on no calculation: the person has left the family.
    """
    if not decision.calculation:
        return True
    basis = calculating.basis_from_json(decision.calculation)
    try:
        now = calculating.assess_family(decision.family, basis).family
    except LawError:
        return False
    agree: bool = family_as_json(now) == decision.calculation["family"]
    return agree


def _act(decision: Decision, *, by: str, at: dt.datetime) -> None:
    """Do what the decision says."""
    kind = DecisionKind(decision.kind)
    if kind is DecisionKind.REFUSAL:
        issue_refusal(decision, by=by, at=at)
        return
    credit: dict[dt.date, int] = {}
    if decision.changes is not None:
        assert decision.since is not None
        credit = end_grant(grant=decision.changes, since=decision.since, by=by, at=at)
    if kind is not DecisionKind.STOP:
        grant = issue_grant(decision, by=by, at=at)
        if decision.amount_gr is not None and Benefit(decision.benefit).is_cash:
            plan_payments(grant=grant, by=by, at=at, already_paid=credit)
            _set_total(grant)


def issue_grant(decision: Decision, *, by: str, at: dt.datetime) -> Grant:
    """Create what the decision awards: what statistics count."""
    step = follow(Thing.GRANT, "issue_grant", None)
    assert decision.since is not None
    until = decision.until
    if decision.one_off and until is None:
        until = last_of_month(decision.since)
    monthly = None if decision.one_off else decision.amount_gr
    grant = _grant(
        decision, step.target or "", decision.since, until,
        monthly_gr=monthly, amount_gr=decision.amount_gr if decision.one_off else None,
    )  # fmt: skip
    data = {"decision": decision.number, "benefit": decision.benefit}
    record(action=step.event, subject=f"grant:{grant.uuid}", by=by, at=at, data=data)
    return grant


def issue_refusal(decision: Decision, *, by: str, at: dt.datetime) -> Grant:
    """Keep the refusal beside the grants, where statistics look for it."""
    step = follow(Thing.GRANT, "issue_refusal", None)
    assert decision.decided_on is not None
    day = decision.decided_on
    grant = _grant(decision, step.target or "", day, day)
    data = {"decision": decision.number, "benefit": decision.benefit, "ground": decision.ground}
    record(action=step.event, subject=f"grant:{grant.uuid}", by=by, at=at, data=data)
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, since: dt.date, by: str, at: dt.datetime) -> dict[dt.date, int]:
    """Let a grant end on the day before ``since`` (art. 106 ust. 5); revoke it when it never began.

    Returns, by month, the grosze paid for days the grant no longer covers: they count towards what
    replaces it, or were paid unduly (art. 98).
    """
    grant = locked_grant(grant)
    service = "end_grant" if since > grant.since else "revoke_grant"
    step = follow(Thing.GRANT, service, grant.status)
    grant.status = step.target or ""
    if service == "end_grant":
        grant.until = since - _ONE_DAY
        grant.save(update_fields=["status", "until"])
        shorten_plan(grant=grant, by=by, at=at)
    else:
        grant.save(update_fields=["status"])
        cancel_payments(grant=grant, after=None, by=by, at=at)
    _set_total(grant)
    data = {"since": since.isoformat()}
    record(action=step.event, subject=f"grant:{grant.uuid}", by=by, at=at, data=data)
    return overpaid(grant)


def overpaid(grant: Grant) -> dict[dt.date, int]:
    """Return, by month, the grosze paid beyond what the grant still covers."""
    revoked = grant.status == GrantStatus.REVOKED
    over = {}
    for payment in grant.payments.filter(state=PaymentState.PAID).order_by("month"):
        due = 0
        if not revoked and (grant.until is None or payment.month <= grant.until):
            due = due_for_month(grant, payment.month)
        if payment.amount_gr > due:
            over[first_of_month(payment.month)] = payment.amount_gr - due
    return over


def _grant(
    decision: Decision,
    status: str,
    since: dt.date,
    until: dt.date | None,
    *,
    monthly_gr: int | None = None,
    amount_gr: int | None = None,
) -> Grant:
    return Grant.objects.create(
        decision=decision,
        family=decision.family,
        person=decision.person,
        benefit=decision.benefit,
        decided_on=decision.decided_on,
        since=since,
        until=until,
        status=status,
        monthly_gr=monthly_gr,
        amount_gr=amount_gr,
    )


def _set_total(grant: Grant) -> None:
    """Store the amount of the whole period: planned, or for a revoked grant what was paid."""
    if grant.until is None:
        return
    rows = grant.payments.exclude(state=PaymentState.CANCELLED)
    total = rows.order_by().aggregate(total=Sum("amount_gr"))["total"] or 0
    if grant.monthly_gr is not None or grant.status == GrantStatus.REVOKED:
        grant.amount_gr = total
        grant.save(update_fields=["amount_gr"])


def _close(application: Application, *, by: str, at: dt.datetime) -> None:
    """Decide the application once every benefit asked for has its decision and no draft waits."""
    rows = application.decisions.order_by("id").values_list("benefit", "state")
    waiting = [benefit for benefit, state in rows if state != "issued"]
    decided = {benefit for benefit, state in rows if state == "issued"}
    if waiting or not set(application.benefits) <= decided:
        return
    step = follow(Thing.APPLICATION, "issue_decision", application.state)
    application.state = step.target or ""
    application.save(update_fields=["state"])
    subject = f"application:{application.uuid}"
    record(action=step.event, subject=subject, by=by, at=at, data={"number": application.number})
