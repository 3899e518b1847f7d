"""Messages with returned forms: one message taken apart, and the folders they are fetched from.

A message is hostile material: nothing of it is opened here, only what looks like a workbook is
handed on, within limits. ``MIERNIK_MAILBOX`` is a folder or ``imaps://user@host/INBOX``.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import imaplib
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from miernik.kernel.errors import MiernikError
from miernik.kernel.text import squeeze

MEGABYTE = 1024 * 1024
MAX_MESSAGE = 25 * MEGABYTE
MAX_ATTACHMENT = 5 * MEGABYTE
MAX_ATTACHMENTS = 10
MAX_PARTS = 200
_SHEET_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
)
_SHEET_NAMES = (".xlsx", ".xls", ".ods", ".xlsm")
_BULK = ("bulk", "junk", "list", "auto_reply")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f]")


class MailboxError(MiernikError):
    """The mailbox cannot be read; the message says what to set."""


class MessageError(MiernikError):
    """A message is not taken apart; the message says why."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached workbook, unopened; ``name`` is the sender's, without folders."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """One message. ``sender`` is the bare address; ``date`` is aware, or None where unreadable.

    ``automatic``: nobody wrote it (an out-of-office reply, a bounce, a list), so it must not be
    answered. ``refused`` says in Polish which attachments were left out and why.
    """

    sender: str
    subject: str
    date: dt.datetime | None
    message_id: str
    attachments: tuple[Attachment, ...]
    automatic: bool
    refused: tuple[str, ...] = ()


def parse_message(raw: bytes) -> IncomingMail:
    """Take one message apart; raises MessageError where it is too large or no message."""
    if len(raw) > MAX_MESSAGE:
        raise MessageError(
            f"Wiadomość ma ponad {MAX_MESSAGE // MEGABYTE} MB: poproś o sam plik formularza."
        )
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        parts = _parts(message)
        attachments, refused = _attachments(parts)
        return IncomingMail(
            sender=parseaddr(_header(message, "From"))[1].casefold(),
            subject=_header(message, "Subject"),
            date=_date(_header(message, "Date")),
            message_id=_header(message, "Message-ID"),
            attachments=attachments,
            automatic=_is_automatic(message),
            refused=refused,
        )
    except MessageError:
        raise
    except Exception as error:
        # The parser of headers raises anything on hostile ones; the office needs one sentence.
        raise MessageError(
            "Wiadomości nie da się odczytać, bo jest uszkodzona: poproś o jej ponowne wysłanie."
        ) from error


def _parts(message: EmailMessage) -> list[EmailMessage]:
    parts = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > MAX_PARTS:
            raise MessageError("Wiadomość ma zbyt wiele części: poproś o sam plik formularza.")
    return parts


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = message.get(name, "")
    except Exception:  # noqa: BLE001 - the parser of the standard library raises on broken headers
        return ""
    return squeeze(_UNPRINTED.sub(" ", str(value)))


def _date(text: str) -> dt.datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)


def _attachments(parts: list[EmailMessage]) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    taken: list[Attachment] = []
    refused: list[str] = []
    for part in parts:
        name = _file_name(part)
        if part.is_multipart() or not _looks_like_a_sheet(part, name):
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content:
            refused.append(f"Załącznik „{name}” jest pusty.")
        elif len(content) > MAX_ATTACHMENT:
            refused.append(f"Załącznik „{name}” ma ponad {MAX_ATTACHMENT // MEGABYTE} MB.")
        elif len(taken) == MAX_ATTACHMENTS:
            refused.append(f"Załącznik „{name}” jest ponad {MAX_ATTACHMENTS} czytanych z jednej.")
        else:
            taken.append(Attachment(name, content))
    return tuple(taken), tuple(refused)


def _file_name(part: EmailMessage) -> str:
    try:
        given = part.get_filename() or ""
    except Exception:  # noqa: BLE001 - see _header
        given = ""
    base = re.split(r"[/\\]", given)[-1]
    return squeeze(_UNPRINTED.sub("", base))[:200] or "bez nazwy"


def _looks_like_a_sheet(part: EmailMessage, name: str) -> bool:
    return name.casefold().endswith(_SHEET_NAMES) or part.get_content_type() in _SHEET_TYPES


def _is_automatic(message: EmailMessage) -> bool:
    """Whether a program sent it (RFC 3834), a mail server returned it or a list spread it."""
    submitted = _header(message, "Auto-Submitted").casefold()
    return (
        (submitted not in ("", "no"))
        or _header(message, "Precedence").casefold() in _BULK
        or _header(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
        or any(message[name] is not None for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or parseaddr(_header(message, "From"))[1].casefold().startswith("mailer-daemon@")
    )


# --- where messages lie --------------------------------------------------------------------------


class MessageSource(Protocol):
    """A place messages are fetched from; reading changes nothing there."""

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """Pairs (name that stays the same, whole message)."""
        ...


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A folder of .eml files, or a Maildir (told by its ``cur`` and ``new``)."""

    path: Path

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """Messages by name; what is larger than a message may be is passed as its beginning."""
        if (self.path / "cur").is_dir() and (self.path / "new").is_dir():
            folder = mailbox.Maildir(self.path, create=False)
            for key in sorted(folder.keys()):
                with folder.get_file(key) as stream:
                    yield key, stream.read(MAX_MESSAGE + 1)
            return
        for file in sorted(self.path.glob("*.eml")):
            if file.is_file() and not file.is_symlink():
                with file.open("rb") as stream:
                    yield file.name, stream.read(MAX_MESSAGE + 1)


class ImapConnection(Protocol):
    """The few calls of ``imaplib.IMAP4_SSL`` that are needed."""

    def select(self, mailbox: str, readonly: bool) -> tuple[str, list[bytes | None]]: ...

    def uid(self, command: str, *args: str) -> tuple[str, list[object]]: ...


@dataclass(frozen=True, slots=True)
class ImapSource:
    """A folder of an IMAP server, read without marking anything as seen."""

    connection: ImapConnection
    folder: str = "INBOX"

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """Messages by UID; raises MailboxError where the folder is not there."""
        answer, _ = self.connection.select(self.folder, True)
        if answer != "OK":
            raise MailboxError(
                f"Na serwerze poczty nie ma folderu „{self.folder}”: popraw MIERNIK_MAILBOX."
            )
        _, found = self.connection.uid("SEARCH", "ALL")
        listed = found[0] if found and isinstance(found[0], bytes) else b""
        for number in listed.decode("ascii").split():
            _, content = self.connection.uid("FETCH", number, f"(BODY.PEEK[]<0.{MAX_MESSAGE + 1}>)")
            for item in content:
                if isinstance(item, tuple) and len(item) > 1:
                    yield number, bytes(item[1])


def open_mailbox(address: str, *, password: str = "") -> MessageSource:
    """Return the source that ``MIERNIK_MAILBOX`` names; raises MailboxError with advice."""
    parts = urlsplit(address)
    if parts.scheme == "imaps":
        try:
            connection = imaplib.IMAP4_SSL(parts.hostname or "", parts.port or 993, timeout=30)
            connection.login(unquote(parts.username or ""), password)
        except (OSError, imaplib.IMAP4.error) as error:
            raise MailboxError(
                "Nie można połączyć się ze skrzynką: sprawdź adres, nazwę użytkownika i hasło."
            ) from error
        return ImapSource(_Ssl(connection), unquote(parts.path.strip("/")) or "INBOX")
    if "://" in address:
        raise MailboxError("MIERNIK_MAILBOX musi być folderem albo adresem imaps://…")
    path = Path(address)
    if not path.is_dir():
        raise MailboxError(f"Nie ma folderu „{path.name}”: popraw MIERNIK_MAILBOX.")
    return FolderSource(path)


@dataclass(frozen=True, slots=True)
class _Ssl:
    """The standard library's connection behind the interface above."""

    connection: imaplib.IMAP4_SSL

    def select(self, mailbox: str, readonly: bool) -> tuple[str, list[bytes | None]]:
        return self.connection.select(mailbox, readonly)

    def uid(self, command: str, *args: str) -> tuple[str, list[object]]:
        return self.connection.uid(command, *args)
