"""Niebieska Karta: the procedure, its group and the group's meetings.

The events name the card and never the family, so that whoever reads the log learns of no family
that it has one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.errors import RegisterError
from miernik.cases.help.checks import has_happened, in_order
from miernik.cases.help.errors import AlreadyEndedError, HasPartsError
from miernik.cases.help.terms import group_on
from miernik.cases.help.withdrawing import WithdrawalReason, withdraw
from miernik.cases.models import BlueCard, BlueCardMeeting, Family


class AlreadyConvenedError(RegisterError):
    """A group is called once for a procedure."""

    def __init__(self) -> None:
        super().__init__(
            "Grupę w tej procedurze już powołano. Wpisz to spotkanie bez „powołania grupy”."
        )


@transaction.atomic
def open_blue_card(
    *, family: Family, started_on: dt.date, document: str, by: str, at: dt.datetime
) -> BlueCard:
    """Write a procedure down with its document (stored encrypted); raises DayInFutureError."""
    has_happened(started_on, at=at)
    card = BlueCard.objects.create(
        family=family,
        started_on=started_on,
        document=document.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    _log(card, "blue_card.opened", by=by, at=at, on=started_on.isoformat())
    return card


@transaction.atomic
def write_document(*, card: BlueCard, document: str, by: str, at: dt.datetime) -> BlueCard:
    """Replace the text of the document."""
    card.document = document.strip()
    card.save(update_fields=["document"])
    _log(card, "blue_card.written", by=by, at=at)
    return card


@transaction.atomic
def record_meeting(
    *,
    card: BlueCard,
    held_on: dt.date,
    by: str,
    at: dt.datetime,
    convened: bool = False,
    note: str = "",
) -> BlueCardMeeting:
    """Write a meeting of the group down; ``convened`` says the group was called on that day.

    Raises AlreadyConvenedError, DayInFutureError and WrongOrderError.
    """
    has_happened(held_on, at=at)
    in_order(card.started_on, held_on)
    if convened and card.meetings.filter(convened=True).exists():
        raise AlreadyConvenedError
    meeting = BlueCardMeeting.objects.create(
        blue_card=card,
        held_on=held_on,
        convened=convened,
        note=note.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    _log(card, "blue_card.met", by=by, at=at, **_meeting_facts(meeting))
    return meeting


@transaction.atomic
def close_blue_card(*, card: BlueCard, on: dt.date, by: str, at: dt.datetime) -> BlueCard:
    """End a procedure; raises AlreadyEndedError, DayInFutureError and WrongOrderError."""
    if card.ended_on is not None:
        raise AlreadyEndedError
    has_happened(on, at=at)
    in_order(card.started_on, on)
    card.ended_on = on
    card.save(update_fields=["ended_on"])
    _log(card, "blue_card.closed", by=by, at=at, on=on.isoformat())
    return card


@transaction.atomic
def withdraw_meeting(
    *, meeting: BlueCardMeeting, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a wrong meeting back."""
    withdraw(
        meeting, action="blue_card.meeting_withdrawn",
        subject=f"blue_card:{meeting.blue_card.uuid}", facts=_meeting_facts(meeting),
        reason=reason, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def withdraw_blue_card(
    *, card: BlueCard, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a wrong procedure back; raises HasPartsError while it has meetings."""
    if card.meetings.exists():
        raise HasPartsError("spotkania grupy")
    withdraw(
        card, action="blue_card.withdrawn", subject=f"blue_card:{card.uuid}",
        facts={"on": card.started_on.isoformat()}, reason=reason, by=by, at=at,
    )  # fmt: skip


def _meeting_facts(meeting: BlueCardMeeting) -> dict[str, Any]:
    return {
        "on": meeting.held_on.isoformat(),
        "group": group_on(meeting.held_on).value,
        "convened": meeting.convened,
    }


def _log(card: BlueCard, action: str, *, by: str, at: dt.datetime, **facts: Any) -> None:
    record(action=action, subject=f"blue_card:{card.uuid}", by=by, at=at, data=facts)
