"""Reminders: only to those who owe something, on days counted from each form's own deadline."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from miernik.collection.messages.inviting import forms_to_invite, must_be_open
from miernik.collection.messages.queueing import Batch, has_address, queue_for_form, record_batch
from miernik.collection.messages.values import deadline_of_form
from miernik.collection.models import Campaign, CampaignState, Message, MessageKind, Questionnaire

#: How many days a reminder may be late when nothing ran on its day.
GRACE = 3
_KINDS = (MessageKind.REMINDER_BEFORE, MessageKind.REMINDER_AFTER)


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is to be written: to whom, for which day, before or after the deadline."""

    form: Questionnaire
    day: dt.date
    kind: MessageKind


def reminders_due(campaign: Campaign, on: dt.date, *, everyone: bool = False) -> list[Due]:
    """Return the reminders of ``on``; ``everyone``: whoever owes, whatever the plan of days.

    Nobody is reminded before the campaign opened or on that day, nor twice for one day. A day on
    which nothing ran is made up for within ``GRACE`` days.
    """
    if campaign.state != CampaignState.OPEN or on < campaign.opens_on:
        return []
    reminded = _last_days(campaign)
    invited = _opened_on(campaign)
    due = []
    for form in forms_to_invite(campaign):
        deadline = deadline_of_form(form)
        day = on if everyone else _planned(campaign, deadline, on)
        if day is None or reminded.get(form.pk, dt.date.min) >= day:
            continue
        if day < campaign.opens_on or (day <= invited and not everyone):
            continue
        kind = MessageKind.REMINDER_BEFORE if on <= deadline else MessageKind.REMINDER_AFTER
        due.append(Due(form, day, kind))
    return due


@transaction.atomic
def remind(
    *, campaign: Campaign, on: dt.date, by: str, at: dt.datetime, everyone: bool = False
) -> Batch:
    """Queue the reminders of a day. Raises CollectionError when the campaign is not open."""
    must_be_open(campaign)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    batches = {kind: Batch([], [], 0) for kind in _KINDS}
    for item in reminders_due(campaign, on, everyone=everyone):
        batch = batches[item.kind]
        if not has_address(item.form):
            batch.without_email.append(item.form)
            continue
        message = queue_for_form(
            form=item.form, kind=item.kind, occasion=item.day.isoformat(), by=by, at=at
        )
        if message is not None:
            batch.queued.append(message)
    for kind, batch in batches.items():
        record_batch(campaign, kind, batch, by=by, at=at)
    before, after = (batches[kind] for kind in _KINDS)
    return Batch(before.queued + after.queued, before.without_email + after.without_email)


def _planned(campaign: Campaign, deadline: dt.date, on: dt.date) -> dt.date | None:
    """The last planned day that has come and is not too long ago."""
    days = [deadline + dt.timedelta(days=number) for number in campaign.reminder_days]
    come = [day for day in days if dt.timedelta(0) <= on - day <= dt.timedelta(days=GRACE)]
    return max(come, default=None)


def _last_days(campaign: Campaign) -> dict[int, dt.date]:
    """The day of the last reminder by form: its planned day or, if later, when it was written."""
    rows = Message.objects.filter(campaign=campaign, kind__in=_KINDS, questionnaire__isnull=False)
    found: dict[int, dt.date] = {}
    for form, occasion, written in rows.values_list("questionnaire_id", "occasion", "created_at"):
        day = max(dt.date.fromisoformat(occasion), timezone.localdate(written))
        if form is not None:
            found[form] = max(day, found.get(form, dt.date.min))
    return found


def _opened_on(campaign: Campaign) -> dt.date:
    return timezone.localdate(campaign.opened_at) if campaign.opened_at else dt.date.min
