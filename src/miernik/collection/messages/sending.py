"""Sending what waits in the queue: every attempt is written down before it is made.

A message is claimed in a short transaction of its own and sent outside it. Whoever dies in
between leaves a claim that ends by itself, so the message goes out at the next run: at least
once, with the same Message-ID, by which mail programs know a repeated one.
"""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction

from miernik.collection.errors import MailServerError
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
from miernik.kernel.text import plural, squeeze

MAX_ATTEMPTS = 8
FIRST_PAUSE = dt.timedelta(minutes=10)
#: After this time a message claimed by a process that died may be sent by another one.
CLAIM = dt.timedelta(minutes=30)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FOR_THOSE_WHO_OWE = (
    MessageKind.INVITATION,
    MessageKind.REMINDER_BEFORE,
    MessageKind.REMINDER_AFTER,
    MessageKind.EXTENSION,
    MessageKind.FRESH_LINK,
)
_PERMANENT = range(500, 600)


@dataclass(slots=True)
class Sent:
    """What a run did. ``stopped`` is the sentence why it ended early, "" when it did not."""

    sent: int = 0
    cancelled: int = 0
    again: int = 0
    failed: int = 0
    stopped: str = ""

    def __bool__(self) -> bool:
        return bool(self.sent or self.cancelled or self.again or self.failed or self.stopped)

    def sentence(self) -> str:
        """Return what was done, in Polish; "" when nothing."""
        counted = (
            (self.sent, "wysłano {} {}", ("wiadomość", "wiadomości", "wiadomości")),
            (self.cancelled, "wycofano {} {}", ("zbędną", "zbędne", "zbędnych")),
            (self.again, "do ponowienia {} {}", ("wiadomość", "wiadomości", "wiadomości")),
            (self.failed, "nie uda się wysłać {} {}", ("wiadomości", "wiadomości", "wiadomości")),
        )
        told = [
            text.format(count, plural(count, *words)) for count, text, words in counted if count
        ]
        return "; ".join([*told, *([self.stopped] if self.stopped else [])])


def send_queued(*, limit: int, at: dt.datetime, stop: Callable[[], bool] = lambda: False) -> Sent:
    """Send up to ``limit`` messages whose time has come; never raises for what a server says.

    One that no longer makes sense (nothing is owed, the link was revoked) is cancelled. A refused
    recipient fails at once, anything passing is tried again after a growing pause. Nothing is
    tried twice in one run. ``stop`` is asked before each message.
    """
    done, post = Sent(), _Post()
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


class _Post:
    """The connection to the mail server: opened when first needed, again after a break."""

    def __init__(self) -> None:
        self._mail: BaseEmailBackend | None = None

    def send(self, letter: EmailMessage) -> None:
        """Hand a letter over; raises MailServerError, or what the server says to this letter."""
        if self._mail is None:
            self._mail = get_connection()
            self._open(self._mail)
        self._mail.send_messages([letter])

    def close(self) -> None:
        """End the conversation, whatever state it is in."""
        mail, self._mail = self._mail, None
        if mail is not None:
            with suppress(OSError, smtplib.SMTPException):
                mail.close()

    @staticmethod
    def _open(mail: BaseEmailBackend) -> None:
        try:
            mail.open()
        except smtplib.SMTPAuthenticationError as error:
            raise MailServerError(
                "Serwer poczty nie przyjmuje nazwy albo hasła: popraw MIERNIK_EMAIL_URL."
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailServerError(
                "Serwer poczty nie umie szyfrować połączenia (STARTTLS) albo logować: popraw "
                "MIERNIK_EMAIL_URL."
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailServerError(
                "Nie można połączyć się z serwerem poczty: sprawdź MIERNIK_EMAIL_URL i czy "
                "serwer działa."
            ) from error


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


def _send(post: _Post, message: Message, at: dt.datetime, done: Sent) -> None:
    """Hand one message over and write down what became of it."""
    try:
        letter = _letter(message)
        post.send(letter)
    except MailServerError as error:
        _stop(post, message, at, str(error), done)
        return
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()), (0, b""))
        said = f"Serwer nie przyjął adresata ({code} {_plain(words)})."
        _postpone(message, at, said, done, permanent=code in _PERMANENT)
        return
    except smtplib.SMTPSenderRefused as error:
        said = f"Serwer nie przyjął nadawcy ({error.smtp_code}): popraw MIERNIK_EMAIL_FROM."
        _stop(post, message, at, said, done)
        return
    except smtplib.SMTPResponseException as error:
        post.close()
        said = f"Serwer odmówił przyjęcia ({error.smtp_code} {_plain(error.smtp_error)})."
        _postpone(message, at, said, done, permanent=error.smtp_code in _PERMANENT)
        return
    except (OSError, smtplib.SMTPException):
        post.close()
        _postpone(message, at, "Połączenie z serwerem poczty zerwało się.", done)
        return
    except Exception as error:  # noqa: BLE001 - one unsendable message must not stop the others
        said = f"Tej wiadomości nie dało się złożyć ({type(error).__name__})."
        _postpone(message, at, said, done, permanent=True)
        return
    message.message_id = str(letter.extra_headers["Message-ID"])
    _settle(message, MessageState.SENT, at=at)
    done.sent += 1


def _stop(post: _Post, message: Message, at: dt.datetime, error: str, done: Sent) -> None:
    """End the run for a fault of the installation: it costs the message no attempt."""
    post.close()
    Message.objects.filter(pk=message.pk).update(
        attempts=message.attempts - 1, next_try_at=at, last_error=error[:300]
    )
    done.stopped = error


def _letter(message: Message) -> EmailMessage:
    """The e-mail itself: only here is the personal address written out."""
    link = address_of(message.link) if message.link else ""
    sender = settings.DEFAULT_FROM_EMAIL
    domain = sender.rsplit("@", 1)[-1].strip("> ") or "localhost"
    headers = {
        "Message-ID": f"<{message.uuid}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    replies = message.campaign.contact_email
    letter = EmailMessage(
        subject=message.subject,
        body=body_with(message.body, link if names_link(message.body) else ""),
        from_email=sender,
        to=[message.recipient],
        reply_to=[replies] if replies and not settings.MAILBOX else None,
        headers=headers,
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
    pause = FIRST_PAUSE * 2 ** (message.attempts - 1)
    Message.objects.filter(pk=message.pk).update(next_try_at=at + pause, last_error=error[:300])
    done.again += 1


def _settle(
    message: Message, state: MessageState, *, error: str = "", at: dt.datetime | None = None
) -> None:
    Message.objects.filter(pk=message.pk).update(
        state=state, last_error=error[:300], sent_at=at, message_id=message.message_id
    )


def _plain(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return squeeze(text)[:150]
