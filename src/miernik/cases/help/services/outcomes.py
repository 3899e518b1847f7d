"""What changed in a person's life thanks to help."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.help.checks import has_happened, member_on
from miernik.cases.help.withdrawing import WithdrawalReason, withdraw
from miernik.cases.models import Family, Outcome, OutcomeKind, Person


@transaction.atomic
def record_outcome(
    *,
    family: Family,
    person: Person,
    kind: OutcomeKind,
    happened_on: dt.date,
    by: str,
    at: dt.datetime,
    note: str = "",
) -> Outcome:
    """Write an outcome down; raises NotInFamilyError and DayInFutureError."""
    has_happened(happened_on, at=at)
    member_on(family, person, happened_on)
    outcome = Outcome.objects.create(
        family=family,
        person=person,
        kind=kind,
        happened_on=happened_on,
        note=note.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    record(
        action="outcome.recorded", subject=f"outcome:{outcome.uuid}", by=by, at=at,
        data=_facts(outcome),
    )  # fmt: skip
    return outcome


@transaction.atomic
def withdraw_outcome(
    *, outcome: Outcome, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a wrong entry back."""
    withdraw(
        outcome, action="outcome.withdrawn", subject=f"outcome:{outcome.uuid}",
        facts=_facts(outcome), reason=reason, by=by, at=at,
    )  # fmt: skip


def _facts(outcome: Outcome) -> dict[str, Any]:
    return {
        "family": str(outcome.family.uuid),
        "person": str(outcome.person.uuid),
        "kind": str(outcome.kind),
        "since": outcome.happened_on.isoformat(),
    }
