"""Putting messages into the queue: one row each, once an occasion, in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from miernik.audit.services import record
from miernik.collection.links import issue_link
from miernik.collection.messages.templates import filled, names_link, words_of
from miernik.collection.messages.values import form_values, recipient_of
from miernik.collection.models import (
    AccessLink,
    Campaign,
    CampaignState,
    Message,
    MessageKind,
    Questionnaire,
)
from miernik.collection.states import OWING

#: Kinds that go to the institution's own address, and follow it when it is corrected.
TO_THE_INSTITUTION = frozenset(MessageKind) - {
    MessageKind.RECEIPT, MessageKind.FILE_REFUSED, MessageKind.SUMMARY
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch put into the queue, whom it could not write to, whom it had written to."""

    queued: list[Message] = field(default_factory=list)
    without_email: list[Questionnaire] = field(default_factory=list)
    already: int = 0


def owes(form: Questionnaire) -> bool:
    """Return whether an institution is still to answer."""
    return form.campaign.state == CampaignState.OPEN and form.state in OWING


def has_address(form: Questionnaire) -> bool:
    """Return whether the institution can be written to."""
    return _is_address(recipient_of(form))


def queue_for_form(
    *,
    form: Questionnaire,
    kind: MessageKind,
    occasion: str,
    by: str,
    at: dt.datetime,
    recipient: str = "",
    values: Mapping[str, str] | None = None,
    link: AccessLink | None = None,
    with_sheet: bool = False,
) -> Message | None:
    """Write a message to one institution; None where it was written before or has no address.

    A body with a place for the personal address gets the institution's present link, or a new
    one. To be called inside a transaction.
    """
    to = recipient or recipient_of(form)
    if not _is_address(to) or was_written(form, kind, occasion):
        return None
    subject, body = filled(
        words_of(kind), form_values(form, timezone.localdate(at)) | dict(values or {})
    )
    if link is None and (with_sheet or names_link(body)):
        link = link_to(form, to, by=by, at=at)
    return Message.objects.create(
        campaign=form.campaign,
        questionnaire=form,
        link=link,
        kind=kind,
        occasion=occasion,
        recipient=to,
        subject=subject,
        body=body,
        with_sheet=with_sheet,
        created_at=at,
        created_by=by,
        next_try_at=at,
    )


def was_written(form: Questionnaire, kind: MessageKind, occasion: str) -> bool:
    """Return whether this message to the institution stands in the log, whatever became of it."""
    return form.messages.filter(kind=kind, occasion=occasion).exists()


def link_to(form: Questionnaire, recipient: str, *, by: str, at: dt.datetime) -> AccessLink:
    """Return the newest link sent to this address that still opens the form, or a new one."""
    links = form.links.filter(sent_to=recipient, revoked_at__isnull=True, expires_at__gt=at)
    present = links.order_by("-id").first()
    return present or issue_link(
        questionnaire=form, person=form.contact_name, sent_to=recipient, by=by, at=at
    )


def record_batch(
    campaign: Campaign, kind: MessageKind, batch: Batch, *, by: str, at: dt.datetime
) -> None:
    """Leave one event for a batch that queued something."""
    if batch.queued:
        data = {
            "kind": kind.value,
            "messages": len(batch.queued),
            "without_email": len(batch.without_email),
        }
        subject = f"campaign:{campaign.uuid}"
        record(action="message.batch_queued", subject=subject, by=by, at=at, data=data)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
