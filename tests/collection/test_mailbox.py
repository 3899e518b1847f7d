"""Messages with forms: what is taken from them, what is left, and who must not be answered."""

from __future__ import annotations

import datetime as dt
import mailbox
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from miernik.collection import mailbox as mail
from miernik.collection.mailbox import (
    FolderSource,
    ImapSource,
    MailboxError,
    MessageError,
    open_mailbox,
    parse_message,
)

SHEET = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _message(**headers: str) -> EmailMessage:
    message = EmailMessage()
    given = {
        "From": "Sekretariat SP5 <Sekretariat@SP5.example>",
        "Subject": "Odp: formularz za 2018 – ąęł",
        "Date": "Thu, 28 Feb 2019 12:00:00 +0100",
        "Message-ID": "<a1@sp5.example>",
    }
    for name, value in (given | {k.replace("_", "-"): v for k, v in headers.items()}).items():
        message[name] = value
    message.set_content("Dzień dobry, przesyłam formularz.")
    return message


def _attach(message: EmailMessage, name: str, content: bytes = b"PK\3\4") -> EmailMessage:
    message.add_attachment(content, maintype=SHEET[0], subtype=SHEET[1], filename=name)
    return message


def test_a_reply_gives_its_sender_subject_day_and_workbook() -> None:
    found = parse_message(_attach(_message(), "formularz wypełniony.xlsx").as_bytes())
    assert found.sender == "sekretariat@sp5.example"
    assert found.subject == "Odp: formularz za 2018 – ąęł"
    assert found.date == dt.datetime(2019, 2, 28, 11, tzinfo=dt.UTC)
    assert found.message_id == "<a1@sp5.example>"
    assert [(one.name, one.content) for one in found.attachments] == [
        ("formularz wypełniony.xlsx", b"PK\3\4")
    ]
    assert not found.automatic
    assert found.refused == ()


def test_pictures_of_a_signature_are_left_and_old_formats_are_handed_on_for_advice() -> None:
    message = _message()
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    _attach(message, "formularz.ods")
    assert [one.name for one in parse_message(message.as_bytes()).attachments] == ["formularz.ods"]


def test_a_workbook_sent_as_a_bare_file_is_known_by_its_name() -> None:
    message = _message()
    message.add_attachment(
        b"PK", maintype="application", subtype="octet-stream", filename="..\\..\\FORM.XLSX"
    )
    assert [one.name for one in parse_message(message.as_bytes()).attachments] == ["FORM.XLSX"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<lista.example>"},
        {"From": "MAILER-DAEMON@poczta.example"},
    ],
)
def test_what_a_program_sent_must_not_be_answered(headers: dict[str, str]) -> None:
    assert parse_message(_message(**headers).as_bytes()).automatic


def test_a_message_that_says_it_is_not_automatic_is_a_persons() -> None:
    headers = {"Auto_Submitted": "no", "Return_Path": "<sekretariat@sp5.example>"}
    assert not parse_message(_message(**headers).as_bytes()).automatic


def test_empty_and_too_large_and_too_many_attachments_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "MAX_ATTACHMENT", 100)
    monkeypatch.setattr(mail, "MAX_ATTACHMENTS", 1)
    message = _attach(_message(), "pusty.xlsx", b"")
    _attach(message, "dobry.xlsx", b"x" * 100)
    _attach(message, "wielki.xlsx", b"x" * 101)
    _attach(message, "drugi.xlsx")
    found = parse_message(message.as_bytes())
    assert [one.name for one in found.attachments] == ["dobry.xlsx"]
    assert [words.split("”")[0] for words in found.refused] == [
        "Załącznik „pusty.xlsx",
        "Załącznik „wielki.xlsx",
        "Załącznik „drugi.xlsx",
    ]


def test_a_message_too_large_or_of_too_many_parts_is_refused() -> None:
    with pytest.raises(MessageError, match="ponad 25 MB"):
        parse_message(b"x" * (mail.MAX_MESSAGE + 1))
    message = _message()
    for number in range(mail.MAX_PARTS):
        _attach(message, f"{number}.xlsx")
    with pytest.raises(MessageError, match="zbyt wiele części"):
        parse_message(message.as_bytes())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\0\0garbage",
        b"From: =?utf-8?b?!!!?= <>\r\nDate: never\r\n\r\n",
        b"Subject: =?x-unknown?q?a?=\r\nContent-Type: multipart/mixed\r\n\r\n--x",
        b"Content-Type: application/x; name*0*=utf-8''%ff; name=\"\x00.xlsx\"\r\n\r\nabc",
        b"From: a@b.example\r\nSubject: x\r\n\tBcc: all@example.com\r\n\r\n",
    ],
)
def test_a_damaged_message_raises_nothing_but_the_rooms_error(raw: bytes) -> None:
    try:
        found = parse_message(raw)
    except MessageError:
        return
    assert "\n" not in found.subject
    assert found.date is None


# --- folders and servers -------------------------------------------------------------------------


def test_a_folder_gives_its_eml_files_in_order_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "b.eml").write_bytes(b"2")
    (tmp_path / "a.eml").write_bytes(b"1")
    (tmp_path / "notatki.txt").write_bytes(b"3")
    (tmp_path / "c.eml").symlink_to(tmp_path / "notatki.txt")
    source = open_mailbox(str(tmp_path))
    assert list(source.messages()) == [("a.eml", b"1"), ("b.eml", b"2")]


def test_a_maildir_is_read_and_left_as_it_was(tmp_path: Path) -> None:
    folder = mailbox.Maildir(tmp_path / "poczta")
    folder.add(_attach(_message(), "a.xlsx").as_bytes())
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    [(_, raw)] = list(FolderSource(tmp_path / "poczta").messages())
    assert parse_message(raw).attachments[0].name == "a.xlsx"
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


class _Server:
    """A server with two messages."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []

    def select(self, mailbox: str, readonly: bool) -> tuple[str, list[bytes | None]]:
        assert readonly
        return ("OK" if mailbox == "INBOX" else "NO", [b"2"])

    def uid(self, command: str, *args: str) -> tuple[str, list[object]]:
        self.calls.append((command, *args))
        if command == "SEARCH":
            return "OK", [b"4 9"]
        return "OK", [(b"x BODY[]<0>", b"message " + args[0].encode()), b")"]


def test_a_server_is_read_by_uid_without_marking_anything_as_seen() -> None:
    server = _Server()
    assert list(ImapSource(server).messages()) == [("4", b"message 4"), ("9", b"message 9")]
    assert all("PEEK" in call[-1] for call in server.calls if call[0] == "FETCH")
    with pytest.raises(MailboxError, match="nie ma folderu „Formularze”"):
        list(ImapSource(server, "Formularze").messages())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (lambda path: str(path / "nie-ma"), "Nie ma folderu „nie-ma”"),
        (lambda path: "http://poczta.example", "imaps://"),
        (lambda path: "imaps://u@127.0.0.1:1/INBOX", "Nie można połączyć się"),
    ],
)
def test_a_mailbox_that_cannot_be_opened_says_what_to_mend(
    address: Callable[[Path], str], words: str, tmp_path: Path
) -> None:
    with pytest.raises(MailboxError, match=words):
        open_mailbox(address(tmp_path))
