"""Sending what waits in the queue: every attempt is written down before it is made.

A message is claimed in a short transaction of its own and sent outside it. Whoever dies in
between leaves a claim that ends by itself, so the message goes out at the next run: at least
once, with the same Message-ID, by which mail programs know a repeated one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection as database
from django.db import transaction

from miernik.accounts.post import (
    CLAIM,
    MAX_ATTEMPTS,
    Fate,
    Post,
    Sent,
    hand_over,
    letter_headers,
    pause_after,
)
from miernik.collection.messages.queueing import owes
from miernik.collection.messages.templates import body_with, names_link
from miernik.collection.messages.values import address_of
from miernik.collection.models import (
    CampaignState,
    Message,
    MessageKind,
    MessageState,
    QuestionnaireState,
)

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FOR_THOSE_WHO_OWE = (
    MessageKind.INVITATION,
    MessageKind.REMINDER_BEFORE,
    MessageKind.REMINDER_AFTER,
    MessageKind.EXTENSION,
    MessageKind.FRESH_LINK,
)


def send_queued(*, limit: int, at: dt.datetime, stop: Callable[[], bool] = lambda: False) -> Sent:
    """Send up to ``limit`` messages whose time has come; never raises for what a server says.

    One that no longer makes sense (nothing is owed, the link was revoked) is cancelled. A refused
    recipient fails at once, anything passing is tried again after a growing pause. Nothing is
    tried twice in one run. ``stop`` is asked before each message.
    """
    done, post = Sent(), Post()
    tried: set[int] = set()
    try:
        while len(tried) < limit and not done.stopped and not stop():
            message = _claim(at, tried)
            if message is None:
                break
            tried.add(message.pk)
            reason = _pointless(message, at)
            if reason:
                _settle(message, MessageState.CANCELLED, error=reason)
                done.cancelled += 1
            else:
                _send(post, message, at, done)
    finally:
        post.close()
    return done


def _claim(at: dt.datetime, tried: set[int]) -> Message | None:
    """Take the oldest message whose time has come; its attempt is counted from here."""
    with transaction.atomic():
        waiting = Message.objects.filter(state=MessageState.QUEUED, next_try_at__lte=at)
        waiting = waiting.exclude(pk__in=tried).order_by("next_try_at", "id")
        if database.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        message = waiting.select_related(
            "campaign", "questionnaire__campaign", "questionnaire__institution",
            "link__questionnaire__campaign",
        ).first()  # fmt: skip
        if message is None:
            return None
        seen = message.attempts
        message.attempts, message.next_try_at = seen + 1, at + CLAIM
        claimed = Message.objects.filter(pk=message.pk, attempts=seen, state=MessageState.QUEUED)
        if not claimed.update(attempts=message.attempts, next_try_at=message.next_try_at):
            return None
    return message


def _pointless(message: Message, at: dt.datetime) -> str:
    """Why a message need not leave any more; "" when it should."""
    form, link = message.questionnaire, message.link
    if form is not None and message.kind in _FOR_THOSE_WHO_OWE and not owes(form):
        return "Instytucja niczego już nie zalega."
    if message.kind == MessageKind.RETURNED and (
        form is None or form.state != QuestionnaireState.RETURNED
    ):
        return "Formularz nie czeka już na poprawki."
    if message.kind == MessageKind.QUESTION and message.campaign.state != CampaignState.OPEN:
        return "Kampania nie jest już otwarta."
    if link is not None and (link.revoked_at is not None or at >= link.expires_at):
        return "Link w tej wiadomości unieważniono albo wygasł."
    return ""


def _send(post: Post, message: Message, at: dt.datetime, done: Sent) -> None:
    """Hand one message over and write down what became of it."""
    handed = hand_over(post, lambda: _letter(message))
    if handed.fate == Fate.STOPPED:
        _stop(message, at, handed.said, done)
    elif handed.fate == Fate.SENT:
        message.message_id = handed.message_id
        _settle(message, MessageState.SENT, at=at)
        done.sent += 1
    else:
        _postpone(message, at, handed.said, done, permanent=handed.fate == Fate.REFUSED)


def _stop(message: Message, at: dt.datetime, error: str, done: Sent) -> None:
    """End the run for a fault of the installation: it costs the message no attempt."""
    Message.objects.filter(pk=message.pk).update(
        attempts=message.attempts - 1, next_try_at=at, last_error=error[:300]
    )
    done.stopped = error


def _letter(message: Message) -> EmailMessage:
    """The e-mail itself: only here is the personal address written out."""
    link = address_of(message.link) if message.link else ""
    replies = message.campaign.contact_email
    letter = EmailMessage(
        subject=message.subject,
        body=body_with(message.body, link if names_link(message.body) else ""),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient],
        reply_to=[replies] if replies and not settings.MAILBOX else None,
        headers=letter_headers(message.uuid),
    )
    if message.with_sheet and message.questionnaire is not None:
        # late: workbooks stand on answering, which writes receipts
        from miernik.collection.services.taking import form_workbook

        content = form_workbook(questionnaire=message.questionnaire, link=link or None)
        letter.attach(f"formularz-{message.campaign.year}.xlsx", content, _SHEET_TYPE)
    return letter


def _postpone(
    message: Message, at: dt.datetime, error: str, done: Sent, *, permanent: bool = False
) -> None:
    if permanent or message.attempts >= MAX_ATTEMPTS:
        _settle(message, MessageState.FAILED, error=error)
        done.failed += 1
        return
    pause = pause_after(message.attempts)
    Message.objects.filter(pk=message.pk).update(next_try_at=at + pause, last_error=error[:300])
    done.again += 1


def _settle(
    message: Message, state: MessageState, *, error: str = "", at: dt.datetime | None = None
) -> None:
    Message.objects.filter(pk=message.pk).update(
        state=state, last_error=error[:300], sent_at=at, message_id=message.message_id
    )
