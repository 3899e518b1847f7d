"""Help without a decision: given on a day or over a period, to a person or a whole family."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from miernik.accounts.models import Institution
from miernik.audit.services import record
from miernik.cases.help.checks import has_happened, in_order, member_on
from miernik.cases.help.errors import AlreadyEndedError, NothingCountedError
from miernik.cases.help.withdrawing import WithdrawalReason, withdraw
from miernik.cases.models import Family, Person, Service, ServiceKind


@transaction.atomic
def record_service(
    *,
    family: Family,
    person: Person | None,
    kind: ServiceKind,
    since: dt.date,
    by: str,
    at: dt.datetime,
    until: dt.date | None = None,
    ongoing: bool = False,
    quantity: int = 1,
    institution: Institution | None = None,
    note: str = "",
) -> Service:
    """Write help down; ``person`` None means the whole family.

    Without ``until`` the help was given on the day ``since``, unless it is ``ongoing``. Raises
    NotInFamilyError, DayInFutureError, WrongOrderError and NothingCountedError.
    """
    has_happened(since, at=at)
    in_order(since, until)
    member_on(family, person, since)
    if quantity < 1:
        raise NothingCountedError
    service = Service.objects.create(
        family=family,
        person=person,
        kind=kind,
        since=since,
        until=until or (None if ongoing else since),
        quantity=quantity,
        institution=institution,
        note=note.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    record(
        action="service.recorded", subject=f"service:{service.uuid}", by=by, at=at,
        data=_facts(service),
    )  # fmt: skip
    return service


@transaction.atomic
def end_service(*, service: Service, until: dt.date, by: str, at: dt.datetime) -> Service:
    """End ongoing help. Raises AlreadyEndedError, DayInFutureError and WrongOrderError."""
    if service.until is not None:
        raise AlreadyEndedError
    has_happened(until, at=at)
    in_order(service.since, until)
    service.until = until
    service.save(update_fields=["until"])
    record(
        action="service.ended", subject=f"service:{service.uuid}", by=by, at=at,
        data=_facts(service),
    )  # fmt: skip
    return service


@transaction.atomic
def withdraw_service(
    *, service: Service, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a wrong entry back."""
    withdraw(
        service, action="service.withdrawn", subject=f"service:{service.uuid}",
        facts=_facts(service), reason=reason, by=by, at=at,
    )  # fmt: skip


def _facts(service: Service) -> dict[str, Any]:
    return {
        "family": str(service.family.uuid),
        "person": str(service.person.uuid) if service.person else None,
        "kind": str(service.kind),
        "since": service.since.isoformat(),
        "until": service.until.isoformat() if service.until else None,
        "quantity": service.quantity,
    }
