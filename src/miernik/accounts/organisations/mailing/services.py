"""Mailings: prepared with their recipients, sent by the job, never twice to one organisation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet

from miernik.accounts import letter_queue
from miernik.accounts.letter_queue import LetterQueue, LetterState
from miernik.accounts.organisations.errors import MailingError
from miernik.accounts.organisations.mailing.models import (
    Mailing,
    MailingRecipient,
    MailingState,
)
from miernik.accounts.organisations.mailing.unsubscribing import address_for
from miernik.accounts.organisations.models import NewsletterList
from miernik.accounts.organisations.selectors import addressees
from miernik.accounts.post import Sent, letter_headers
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
        mailing.recipients.filter(state=LetterState.FAILED).select_related("organisation")
    )
    if not failed:
        raise MailingError("Nie ma wiadomości, których nie udało się wysłać.")
    for one in failed:
        one.state, one.attempts, one.next_try_at = LetterState.WAITING, 0, at
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

    Who left since, or was put into the archive, is passed over; the rest is as in
    ``letter_queue.send_round``.
    """
    done = letter_queue.send_round(_Recipients(), at=at, limit=limit, stop=stop)
    _finish(at)
    return done


class _Recipients(LetterQueue[MailingRecipient]):
    """The messages of started mailings."""

    def open_rows(self) -> QuerySet[MailingRecipient]:
        found = MailingRecipient.objects.filter(mailing__state=MailingState.SENDING)
        return found.select_related("mailing__list", "organisation")

    def pointless(self, row: MailingRecipient) -> str:
        wanted = addressees(row.mailing.list).filter(pk=row.organisation_id).exists()
        return "" if wanted else "Nie chce już wiadomości."

    def compose(self, row: MailingRecipient, at: dt.datetime) -> EmailMessage:  # noqa: ARG002
        return _letter(row)


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


def _finish(at: dt.datetime) -> None:
    """Close the mailings of which nothing waits any more."""
    with transaction.atomic():
        open_ones = Mailing.objects.select_for_update().filter(state=MailingState.SENDING)
        for mailing in open_ones.order_by("id"):
            if mailing.recipients.filter(state=LetterState.WAITING).exists():
                continue
            mailing.state, mailing.sent_at = MailingState.SENT, at
            mailing.save(update_fields=["state", "sent_at"])
            number = mailing.recipients.filter(state=LetterState.SENT).count()
            _event("mailing.sent", mailing, BY, at, {"number": number})


def _locked(mailing: Mailing) -> Mailing:
    found = Mailing.objects.select_for_update().filter(pk=mailing.pk).first()
    if found is None:
        raise MailingError("Tego mailingu już nie ma: usunięto go przed wysłaniem.")
    return found


def _event(action: str, mailing: Mailing, by: str, at: dt.datetime, data: dict[str, int]) -> None:
    record(action=action, subject=f"mailing:{mailing.uuid}", by=by, at=at, data=data)
