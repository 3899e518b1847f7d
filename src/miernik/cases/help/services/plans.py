"""Kontrakt socjalny, IPWzB and IPI: signing, reviewing, ending."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.errors import RegisterError
from miernik.cases.help.checks import has_happened, in_order, member_on
from miernik.cases.help.errors import AlreadyEndedError
from miernik.cases.help.plan_rules import PlanDoubt, plan_doubts
from miernik.cases.help.withdrawing import WithdrawalReason, withdraw
from miernik.cases.models import Family, Person, Plan, PlanKind


class DoubtfulPlanError(RegisterError):
    """The plan does not fit the law as far as the register knows; ``doubts`` says where."""

    def __init__(self, doubts: tuple[PlanDoubt, ...]) -> None:
        super().__init__(" ".join(doubt.label for doubt in doubts))
        self.doubts = doubts


@transaction.atomic
def sign_plan(
    *,
    family: Family,
    person: Person,
    kind: PlanKind,
    signed_on: dt.date,
    by: str,
    at: dt.datetime,
    until: dt.date | None = None,
    goals: str = "",
    duties: str = "",
    protection_on: dt.date | None = None,
    applied_on: dt.date | None = None,
    despite_doubts: bool = False,
) -> Plan:
    """Write a signed plan down.

    Raises DoubtfulPlanError when the law speaks against it and nobody said to go on all the same
    (``despite_doubts``; the event names the doubts); NotInFamilyError, DayInFutureError and
    WrongOrderError. ``protection_on`` and ``applied_on`` matter to an IPI.
    """
    has_happened(signed_on, at=at)
    in_order(signed_on, until)
    member_on(family, person, signed_on)
    doubts = plan_doubts(
        family=family, person=person, kind=kind, signed_on=signed_on, until=until,
        protection_on=protection_on, applied_on=applied_on,
    )  # fmt: skip
    if doubts and not despite_doubts:
        raise DoubtfulPlanError(doubts)
    plan = Plan.objects.create(
        family=family,
        person=person,
        kind=kind,
        signed_on=signed_on,
        until=until,
        goals=goals.strip(),
        duties=duties.strip(),
        protection_on=protection_on,
        applied_on=applied_on,
        recorded_at=at,
        recorded_by=by,
    )
    _log(plan, "plan.signed", by=by, at=at, despite=[doubt.value for doubt in doubts])
    return plan


@transaction.atomic
def review_plan(*, plan: Plan, on: dt.date, by: str, at: dt.datetime) -> Plan:
    """Write down that the plan was looked at; earlier reviews stay in the event log.

    Raises AlreadyEndedError, DayInFutureError and WrongOrderError.
    """
    if plan.ended_on is not None:
        raise AlreadyEndedError
    has_happened(on, at=at)
    in_order(plan.reviewed_on or plan.signed_on, on)
    plan.reviewed_on = on
    plan.save(update_fields=["reviewed_on"])
    _log(plan, "plan.reviewed", by=by, at=at, on=on.isoformat())
    return plan


@transaction.atomic
def end_plan(*, plan: Plan, on: dt.date, result: str, by: str, at: dt.datetime) -> Plan:
    """End a plan with its result; raises AlreadyEndedError, DayInFutureError, WrongOrderError."""
    if plan.ended_on is not None:
        raise AlreadyEndedError
    has_happened(on, at=at)
    in_order(plan.signed_on, on)
    plan.ended_on = on
    plan.result = result.strip()
    plan.save(update_fields=["ended_on", "result"])
    _log(plan, "plan.ended", by=by, at=at, on=on.isoformat())
    return plan


@transaction.atomic
def withdraw_plan(*, plan: Plan, reason: WithdrawalReason, by: str, at: dt.datetime) -> None:
    """Take a wrong entry back."""
    withdraw(
        plan, action="plan.withdrawn", subject=f"plan:{plan.uuid}", facts=_facts(plan),
        reason=reason, by=by, at=at,
    )  # fmt: skip


def _log(plan: Plan, action: str, *, by: str, at: dt.datetime, **more: Any) -> None:
    record(action=action, subject=f"plan:{plan.uuid}", by=by, at=at, data={**_facts(plan), **more})


def _facts(plan: Plan) -> dict[str, Any]:
    return {
        "family": str(plan.family.uuid),
        "person": str(plan.person.uuid),
        "kind": str(plan.kind),
        "since": plan.signed_on.isoformat(),
        "until": plan.until.isoformat() if plan.until else None,
    }
