"""Handing letters to the mail server: what its answers mean, how long to wait, when to stop.

It knows nothing of what is written to whom; rooms keep their own queues.
"""

from __future__ import annotations

import datetime as dt
import smtplib
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from miernik.accounts.errors import MailServerError
from miernik.kernel.quantities import Labelled
from miernik.kernel.text import plural, squeeze

MAX_ATTEMPTS = 8
FIRST_PAUSE = dt.timedelta(minutes=10)
#: After this time a letter claimed by a process that died may be sent by another one.
CLAIM = dt.timedelta(minutes=30)
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

    def __iadd__(self, other: Sent) -> Sent:
        self.sent += other.sent
        self.cancelled += other.cancelled
        self.again += other.again
        self.failed += other.failed
        self.stopped = other.stopped
        return self

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


class Fate(Labelled):
    """What became of one letter."""

    SENT = "sent", "wysłano"
    LATER = "later", "do ponowienia"
    REFUSED = "refused", "serwer nie przyjął"
    STOPPED = "stopped", "poczta nie działa"


@dataclass(frozen=True, slots=True)
class Handed:
    """The fate of a letter; ``said`` is a Polish sentence, "" for one that was sent."""

    fate: Fate
    said: str = ""
    message_id: str = ""


class Post:
    """The connection to the mail server: opened when first needed, again after a break."""

    def __init__(self) -> None:
        self._mail: BaseEmailBackend | None = None

    def ready(self) -> BaseEmailBackend:
        """Return an open connection; raises MailServerError."""
        if self._mail is None:
            self._mail = get_connection()
            self._open(self._mail)
        return self._mail

    def send(self, letter: EmailMessage) -> None:
        """Hand a letter over; raises MailServerError, or what the server says to this letter."""
        self.ready().send_messages([letter])

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


def hand_over(post: Post, compose: Callable[[], EmailMessage]) -> Handed:
    """Put a letter together and hand it over; never raises for what a server says.

    Nothing is put together, and no address read, before the server answers.
    A refused recipient is refused for good, anything passing is for later, a fault of the
    installation stops the run.
    """
    try:
        post.ready()
        letter = compose()
        post.send(letter)
    except MailServerError as error:
        post.close()
        return Handed(Fate.STOPPED, str(error))
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()), (0, b""))
        return _answered(code, f"Serwer nie przyjął adresata ({code} {_plain(words)}).")
    except smtplib.SMTPResponseException as error:
        post.close()
        return _refused(error)
    except (OSError, smtplib.SMTPException):
        post.close()
        return Handed(Fate.LATER, "Połączenie z serwerem poczty zerwało się.")
    except Exception as error:  # noqa: BLE001 - one unsendable message must not stop the others
        said = f"Tej wiadomości nie dało się złożyć ({type(error).__name__})."
        return Handed(Fate.REFUSED, said)
    return Handed(Fate.SENT, message_id=str(letter.extra_headers["Message-ID"]))


def pause_after(attempts: int) -> dt.timedelta:
    """Return how long to wait after so many attempts: ten minutes, twenty, forty…"""
    doubled: int = 2 ** (attempts - 1)
    return FIRST_PAUSE * doubled


def letter_headers(identity: uuid.UUID) -> dict[str, str]:
    """Return the headers of a letter written by the program; a repeated one has the same ID."""
    domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip("> ") or "localhost"
    return {"Message-ID": f"<{identity}@{domain}>", "Auto-Submitted": "auto-generated"}


def _refused(error: smtplib.SMTPResponseException) -> Handed:
    code = error.smtp_code
    if isinstance(error, smtplib.SMTPSenderRefused):
        said = f"Serwer nie przyjął nadawcy ({code}): popraw MIERNIK_EMAIL_FROM."
        return Handed(Fate.STOPPED, said)
    return _answered(code, f"Serwer odmówił przyjęcia ({code} {_plain(error.smtp_error)}).")


def _answered(code: int, said: str) -> Handed:
    return Handed(Fate.REFUSED if code in _PERMANENT else Fate.LATER, said)


def _plain(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return squeeze(text)[:150]
