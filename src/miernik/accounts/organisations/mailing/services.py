"""Mailings: prepared with their recipients, sent by the job, never twice to the same organisation.

A message is claimed in a short transaction of its own and sent outside it, as the collection does
it: whoever dies in between leaves a claim that ends by itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection as database
from django.db import transaction

from miernik.accounts.organisations.errors import MailingError
from miernik.accounts.organisations.mailing.models import (
    Mailing,
    MailingRecipient,
    MailingState,
    RecipientState,
)
from miernik.accounts.organisations.mailing.unsubscribing import address_for
from miernik.accounts.organisations.models import NewsletterList
from miernik.accounts.organisations.selectors import addressees
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
from miernik.audit.services import record
from miernik.kernel.text import squeeze

LONGEST_SUBJECT, LONGEST_BODY = 200, 10_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
BY = "zadanie w tle"


def check_words(subject: str, body: str) -> tuple[str, str]:
    """Return the subject on one line and the body with its own line ends; raises MailingError."""
    if not squeeze(subject) or not body.strip():
        raise MailingError("Wiadomość musi mieć temat i treść.")
    if _CONTROL.search(subject):
        raise MailingError("Temat musi być jednym wierszem zwykłego tekstu.")
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        raise MailingError(
            f"Temat może mieć {LONGEST_SUBJECT} znaków, a treść {LONGEST_BODY}: skróć je."
        )
    return squeeze(subject), body.replace("\r\n", "\n").strip() + "\n"


@transaction.atomic
def prepare_mailing(
    *, subject: str, body: str, to: NewsletterList | None, by: str, at: dt.datetime
) -> Mailing:
    """Put a mailing together with everybody it would reach now; nothing leaves before it starts.

    ``body`` is plain text; the address of unsubscribing is added to each message. ``to`` None
    means all that consent. Raises MailingError without words or with nobody to write to.
    """
    subject, body = check_words(subject, body)
    found = list(addressees(to))
    if not found:
        where = f"Na liście „{to}” nie ma" if to is not None else "W bazie nie ma"
        raise MailingError(
            f"{where} ani jednej organizacji ze zgodą i adresem e-mail. Uzupełnij bazę i spróbuj "
            "ponownie."
        )
    mailing = Mailing.objects.create(
        subject=subject, body=body, list=to, created_at=at, created_by=by
    )
    MailingRecipient.objects.bulk_create(
        MailingRecipient(mailing=mailing, organisation=one, address=one.email, next_try_at=at)
        for one in found
    )
    _event("mailing.prepared", mailing, by, at, {"number": len(found)})
    return mailing


@transaction.atomic
def start_mailing(*, mailing: Mailing, by: str, at: dt.datetime) -> Mailing:
    """Let the messages leave; raises MailingError for a mailing that was started before."""
    mailing = _locked(mailing)
    if mailing.state != MailingState.PREPARED:
        raise MailingError("Ten mailing już wysłano albo jest w trakcie wysyłki.")
    mailing.state, mailing.started_at = MailingState.SENDING, at
    mailing.save(update_fields=["state", "started_at"])
    mailing.recipients.update(next_try_at=at)
    _event("mailing.started", mailing, by, at, {"number": mailing.recipients.count()})
    return mailing


@transaction.atomic
def discard_mailing(*, mailing: Mailing, by: str, at: dt.datetime) -> None:
    """Forget a mailing that was not started; raises MailingError for any other."""
    mailing = _locked(mailing)
    if mailing.state != MailingState.PREPARED:
        raise MailingError("Usunąć można tylko mailing, którego nie zaczęto wysyłać.")
    _event("mailing.discarded", mailing, by, at, {})
    mailing.delete()


@transaction.atomic
def retry_failed(*, mailing: Mailing, by: str, at: dt.datetime) -> int:
    """Try again those that failed, at their present addresses; returns how many.

    Raises MailingError when none failed.
    """
    mailing = _locked(mailing)
    failed = list(
        mailing.recipients.filter(state=RecipientState.FAILED).select_related("organisation")
    )
    if not failed:
        raise MailingError("Nie ma wiadomości, których nie udało się wysłać.")
    for one in failed:
        one.state, one.attempts, one.next_try_at = RecipientState.WAITING, 0, at
        one.address = one.organisation.email or one.address
        one.save(update_fields=["state", "attempts", "next_try_at", "address"])
    mailing.state = MailingState.SENDING
    mailing.save(update_fields=["state"])
    _event("mailing.retried", mailing, by, at, {"number": len(failed)})
    return len(failed)


def send_due(*, at: dt.datetime, limit: int) -> int:
    """Send up to ``limit`` messages whose time has come; returns how many left."""
    return send_round(at=at, limit=limit).sent


def send_round(*, at: dt.datetime, limit: int, stop: Callable[[], bool] = lambda: False) -> Sent:
    """Send up to ``limit`` messages of started mailings; never raises for what a server says.

    Who left since, or was put into the archive, is passed over. A refused recipient fails at
    once, anything passing is tried again after a growing pause; nothing is tried twice in one
    run. ``stop`` is asked before each message.
    """
    done, post = Sent(), Post()
    tried: set[int] = set()
    try:
        while len(tried) < limit and not done.stopped and not stop():
            one = _claim(at, tried)
            if one is None:
                break
            tried.add(one.pk)
            if _still_wanted(one):
                _send(post, one, at, done)
            else:
                _settle(one, RecipientState.PASSED_OVER, error="Nie chce już wiadomości.")
                done.cancelled += 1
    finally:
        post.close()
    _finish(at)
    return done


def _claim(at: dt.datetime, tried: set[int]) -> MailingRecipient | None:
    """Take the message that waits longest; its attempt is counted from here."""
    with transaction.atomic():
        waiting = MailingRecipient.objects.filter(
            state=RecipientState.WAITING, mailing__state=MailingState.SENDING, next_try_at__lte=at
        ).exclude(pk__in=tried)
        waiting = waiting.order_by("next_try_at", "id")
        if database.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        one = waiting.select_related("mailing__list", "organisation").first()
        if one is None:
            return None
        one.attempts, one.next_try_at = one.attempts + 1, at + CLAIM
        one.save(update_fields=["attempts", "next_try_at"])
    return one


def _still_wanted(one: MailingRecipient) -> bool:
    return addressees(one.mailing.list).filter(pk=one.organisation_id).exists()


def _send(post: Post, one: MailingRecipient, at: dt.datetime, done: Sent) -> None:
    handed = hand_over(post, lambda: _letter(one))
    if handed.fate == Fate.STOPPED:
        MailingRecipient.objects.filter(pk=one.pk).update(
            attempts=one.attempts - 1, next_try_at=at, error=handed.said[:300]
        )
        done.stopped = handed.said
    elif handed.fate == Fate.SENT:
        _settle(one, RecipientState.SENT, at=at)
        done.sent += 1
    elif handed.fate == Fate.REFUSED or one.attempts >= MAX_ATTEMPTS:
        _settle(one, RecipientState.FAILED, error=handed.said)
        done.failed += 1
    else:
        MailingRecipient.objects.filter(pk=one.pk).update(
            next_try_at=at + pause_after(one.attempts), error=handed.said[:300]
        )
        done.again += 1


def _letter(one: MailingRecipient) -> EmailMessage:
    """The e-mail itself: only here is the address of unsubscribing written out."""
    to = one.mailing.list
    subscription = one.organisation.subscriptions.filter(list=to).first() if to else None
    address = address_for(subscription or one.organisation)
    return EmailMessage(
        subject=one.mailing.subject,
        body=body_with(one.mailing.body, one.organisation.name, address),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[one.address],
        headers={
            **letter_headers(one.uuid),
            "List-Unsubscribe": f"<{address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def body_with(body: str, name: str, address: str) -> str:
    """Return the words of a message as one organisation reads them."""
    return (
        f"{body}\n-- \nTę wiadomość dostaje {name}, bo zgodziła się na wiadomości od miasta.\n"
        f"Jeśli nie chcesz następnych: {address}\n"
    )


def _settle(
    one: MailingRecipient, state: RecipientState, *, error: str = "", at: dt.datetime | None = None
) -> None:
    MailingRecipient.objects.filter(pk=one.pk).update(state=state, error=error[:300], sent_at=at)


def _finish(at: dt.datetime) -> None:
    """Close the mailings of which nothing waits any more."""
    with transaction.atomic():
        open_ones = Mailing.objects.select_for_update().filter(state=MailingState.SENDING)
        for mailing in open_ones.order_by("id"):
            if mailing.recipients.filter(state=RecipientState.WAITING).exists():
                continue
            mailing.state, mailing.sent_at = MailingState.SENT, at
            mailing.save(update_fields=["state", "sent_at"])
            number = mailing.recipients.filter(state=RecipientState.SENT).count()
            _event("mailing.sent", mailing, BY, at, {"number": number})


def _locked(mailing: Mailing) -> Mailing:
    found = Mailing.objects.select_for_update().filter(pk=mailing.pk).first()
    if found is None:
        raise MailingError("Tego mailingu już nie ma: usunięto go przed wysłaniem.")
    return found


def _event(action: str, mailing: Mailing, by: str, at: dt.datetime, data: dict[str, int]) -> None:
    record(action=action, subject=f"mailing:{mailing.uuid}", by=by, at=at, data=data)
