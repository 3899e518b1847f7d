"""Volunteers and the organisations that work with the centre."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from miernik.accounts.models import Institution
from miernik.audit.services import record
from miernik.cases.help.checks import has_happened, in_order
from miernik.cases.help.errors import AlreadyEndedError, NoNameError
from miernik.cases.help.withdrawing import WithdrawalReason, withdraw
from miernik.cases.models import Partnership, Volunteer, VolunteerKind


@transaction.atomic
def add_volunteer(
    *,
    first_name: str,
    last_name: str,
    kind: VolunteerKind,
    since: dt.date,
    by: str,
    at: dt.datetime,
    until: dt.date | None = None,
) -> Volunteer:
    """Add a volunteer; raises NoNameError, DayInFutureError and WrongOrderError."""
    if not first_name.strip() or not last_name.strip():
        raise NoNameError
    has_happened(since, at=at)
    in_order(since, until)
    volunteer = Volunteer.objects.create(
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        kind=kind,
        since=since,
        until=until,
        recorded_at=at,
        recorded_by=by,
    )
    record(
        action="volunteer.added", subject=_subject(volunteer), by=by, at=at,
        data={"kind": kind.value, "since": since.isoformat()},
    )  # fmt: skip
    return volunteer


@transaction.atomic
def add_partnership(
    *,
    name: str,
    since: dt.date,
    by: str,
    at: dt.datetime,
    until: dt.date | None = None,
    institution: Institution | None = None,
) -> Partnership:
    """Add an organisation; raises NoNameError, DayInFutureError and WrongOrderError."""
    if not name.strip():
        raise NoNameError
    has_happened(since, at=at)
    in_order(since, until)
    partnership = Partnership.objects.create(
        name=name.strip(),
        institution=institution,
        since=since,
        until=until,
        recorded_at=at,
        recorded_by=by,
    )
    record(
        action="partnership.added", subject=_subject(partnership), by=by, at=at,
        data={"since": since.isoformat()},
    )  # fmt: skip
    return partnership


@transaction.atomic
def end_cooperation(*, row: Volunteer | Partnership, on: dt.date, by: str, at: dt.datetime) -> None:
    """End a volunteer's or an organisation's work; raises what dates may raise."""
    if row.until is not None:
        raise AlreadyEndedError
    has_happened(on, at=at)
    in_order(row.since, on)
    row.until = on
    row.save(update_fields=["until"])
    word = "volunteer" if isinstance(row, Volunteer) else "partnership"
    record(action=f"{word}.ended", subject=_subject(row), by=by, at=at, data={"on": on.isoformat()})


@transaction.atomic
def withdraw_cooperation(
    *, row: Volunteer | Partnership, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a wrong entry back."""
    word = "volunteer" if isinstance(row, Volunteer) else "partnership"
    withdraw(
        row, action=f"{word}.withdrawn", subject=_subject(row),
        facts={"since": row.since.isoformat()}, reason=reason, by=by, at=at,
    )  # fmt: skip


def _subject(row: Volunteer | Partnership) -> str:
    word = "volunteer" if isinstance(row, Volunteer) else "partnership"
    return f"{word}:{row.uuid}"
