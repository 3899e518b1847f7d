"""What a person does with a message of the log: takes it back, or sends it again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from miernik.audit.services import record
from miernik.collection.errors import MessageStateError
from miernik.collection.messages.queueing import TO_THE_INSTITUTION, has_address, link_to
from miernik.collection.messages.values import recipient_of
from miernik.collection.models import Message, MessageState


@transaction.atomic
def cancel(*, message: Message, by: str, at: dt.datetime) -> Message:
    """Take a waiting message back. Raises MessageStateError for one that does not wait."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state != MessageState.QUEUED:
        raise MessageStateError("Wycofać można tylko wiadomość, która czeka na wysłanie.")
    message.state, message.last_error = MessageState.CANCELLED, "Wycofano w urzędzie."
    message.save(update_fields=["state", "last_error"])
    record(action="message.cancelled", subject=f"message:{message.uuid}", by=by, at=at)
    return message


@transaction.atomic
def requeue(*, message: Message, by: str, at: dt.datetime) -> Message:
    """Send a message again, to the institution's present address.

    Raises MessageStateError for one that waits anyway.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state == MessageState.QUEUED:
        raise MessageStateError("Ta wiadomość już czeka na wysłanie.")
    message.state, message.attempts, message.next_try_at = MessageState.QUEUED, 0, at
    message.last_error, message.sent_at = "", None
    _readdress(message, by, at)
    message.save(
        update_fields=[
            "state", "attempts", "next_try_at", "last_error", "sent_at", "recipient", "link",
        ]
    )  # fmt: skip
    record(action="message.requeued", subject=f"message:{message.uuid}", by=by, at=at)
    return message


def _readdress(message: Message, by: str, at: dt.datetime) -> None:
    """Follow an institution to its corrected address; a link goes where the message goes."""
    form = message.questionnaire
    if form is None or message.kind not in TO_THE_INSTITUTION or not has_address(form):
        return
    message.recipient = recipient_of(form)
    if message.link is not None:
        message.link = link_to(form, message.recipient, by=by, at=at)
