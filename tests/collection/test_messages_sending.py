"""Sending through a real SMTP conversation: nothing lost, nothing sent twice in one run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from miernik.accounts.post import CLAIM, MAX_ATTEMPTS
from miernik.collection.links import revoke_link, token_of
from miernik.collection.messages.inviting import invite
from miernik.collection.messages.sending import send_queued
from miernik.collection.models import Message, MessageKind, MessageState
from miernik.collection.services.review import return_form
from miernik.collection.spreadsheet import Identity, read_identity
from miernik.web.email_settings import email_settings
from tests.collection.campaigns import (
    BY,
    FIRST_SCHOOL,
    NGO,
    NOW,
    City,
    an_open_one,
    everything,
)
from tests.collection.smtp_server import SmtpServer, smtp_server

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def server(settings: Any) -> Iterator[SmtpServer]:
    with smtp_server() as running:
        for name, value in email_settings(f"smtp://127.0.0.1:{running.port}", Path()).items():
            setattr(settings, name, value)
        settings.DEFAULT_FROM_EMAIL = "Miasto <dane@example.org>"
        settings.SITE_URL = "https://dane.example.org"
        yield running


@pytest.fixture
def town() -> City:
    city = an_open_one()
    invite(campaign=city.campaign, by=BY, at=NOW)
    return city


def states() -> dict[str, str]:
    return dict(Message.objects.order_by("id").values_list("recipient", "state"))


def test_every_invitation_leaves_once_with_its_own_link(server: SmtpServer, town: City) -> None:
    done = send_queued(limit=100, at=NOW)
    assert (done.sent, done.sentence()) == (4, "wysłano 4 wiadomości")
    assert sorted(server.recipients()) == [
        "droga@example.org", "mopr@example.org", "sp1@example.org", "sp2@example.org"
    ]  # fmt: skip
    assert server.connections == 1
    message = Message.objects.get(recipient="droga@example.org")
    assert message.link is not None
    (letter,) = [one for one in server.received if one["To"] == "droga@example.org"]
    address = f"https://dane.example.org/odpowiedz/{token_of(message.link)}/"
    assert address in letter.get_content()
    assert letter["Message-ID"] == message.message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Reply-To"] == "koordynator@example.org"
    assert not send_queued(limit=100, at=LATER)
    assert len(server.received) == 4


def test_a_refused_recipient_fails_in_sight_and_the_others_are_served(
    server: SmtpServer, town: City
) -> None:
    server.refused = {"sp1@example.org"}
    done = send_queued(limit=100, at=NOW)
    assert (done.sent, done.failed) == (3, 1)
    message = Message.objects.get(recipient="sp1@example.org")
    assert message.state == MessageState.FAILED
    assert message.last_error == "Serwer nie przyjął adresata (550 no such mailbox)."


def test_a_deferred_recipient_waits_longer_and_longer_and_is_given_up(
    server: SmtpServer, town: City
) -> None:
    server.deferred = {"sp1@example.org"}
    at, pauses = NOW, []
    for _ in range(MAX_ATTEMPTS - 1):
        assert send_queued(limit=100, at=at).again == 1
        due = Message.objects.get(recipient="sp1@example.org").next_try_at
        assert not send_queued(limit=100, at=due - dt.timedelta(seconds=1))
        pauses.append(due - at)
        at = due
    assert pauses[:3] == [dt.timedelta(minutes=minutes) for minutes in (10, 20, 40)]
    assert send_queued(limit=100, at=at).failed == 1
    assert states()["sp1@example.org"] == MessageState.FAILED


def test_a_connection_lost_midway_loses_nothing_and_repeats_nothing_in_the_run(
    server: SmtpServer, town: City
) -> None:
    server.hang_up_after = 1
    done = send_queued(limit=100, at=NOW)
    assert (done.sent, done.again) == (3, 1)
    assert len(server.received) == len(set(server.recipients())) == 3
    assert send_queued(limit=100, at=LATER).sent == 1
    assert sorted(server.recipients()) == sorted(states())


def test_a_server_without_starttls_stops_the_run_and_costs_no_attempt(
    server: SmtpServer, town: City, settings: Any
) -> None:
    settings.EMAIL_USE_TLS = True
    done = send_queued(limit=100, at=NOW)
    assert "STARTTLS" in done.stopped
    assert server.received == []
    assert set(Message.objects.values_list("state", "attempts")) == {("queued", 0)}
    settings.EMAIL_USE_TLS = False
    assert send_queued(limit=100, at=NOW).sent == 4


def test_a_server_that_is_off_stops_the_run(town: City, settings: Any) -> None:
    with smtp_server() as gone:
        port = gone.port
    for name, value in email_settings(f"smtp://127.0.0.1:{port}", Path()).items():
        setattr(settings, name, value)
    assert "Nie można połączyć" in send_queued(limit=100, at=NOW).stopped
    assert set(states().values()) == {"queued"}


def test_a_message_claimed_by_a_process_that_died_leaves_later(
    server: SmtpServer, town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("miernik.collection.messages.sending._letter", die)
        with pytest.raises(SystemExit):
            send_queued(limit=100, at=NOW)
    assert send_queued(limit=100, at=NOW).sent == 3
    assert send_queued(limit=100, at=NOW + CLAIM).sent == 1
    assert len(set(server.recipients())) == 4


def test_the_run_stops_between_messages_when_told_to(server: SmtpServer, town: City) -> None:
    assert send_queued(limit=100, at=NOW, stop=lambda: len(server.received) == 2).sent == 2
    assert send_queued(limit=1, at=NOW).sent == 1


def test_an_invitation_to_one_who_has_handed_in_is_withdrawn(
    server: SmtpServer, town: City
) -> None:
    town.hand_in(FIRST_SCHOOL, everything())
    done = send_queued(limit=100, at=NOW)
    assert done.cancelled == 1
    kinds = [row.kind for row in Message.objects.filter(state="sent", recipient="sp1@example.org")]
    assert kinds == [MessageKind.RECEIPT]


def test_a_returned_form_mended_meanwhile_and_a_revoked_link_send_nothing(
    server: SmtpServer, town: City
) -> None:
    town.hand_in(FIRST_SCHOOL, everything())
    send_queued(limit=100, at=NOW)
    return_form(questionnaire=town.form(FIRST_SCHOOL), reason="Sprawdź", by=BY, at=NOW)
    town.hand_in(FIRST_SCHOOL, everything(meals=140))
    assert send_queued(limit=100, at=NOW).cancelled == 1
    Message.objects.filter(recipient="droga@example.org").update(state="queued")
    link = Message.objects.get(recipient="droga@example.org").link
    assert link is not None
    revoke_link(link=link, by=BY, at=NOW)
    assert send_queued(limit=100, at=LATER).cancelled == 1
    assert Message.objects.get(recipient="droga@example.org").last_error == (
        "Link w tej wiadomości unieważniono albo wygasł."
    )


def test_the_sheet_goes_with_the_invitation_when_asked_for(server: SmtpServer) -> None:
    city = an_open_one()
    invite(campaign=city.campaign, by=BY, at=NOW, forms=[city.form(NGO)], with_sheet=True)
    assert send_queued(limit=1, at=NOW).sent == 1
    (attached,) = server.received[0].iter_attachments()
    assert attached.get_filename() == "formularz-2025.xlsx"
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    identity = read_identity(content)
    assert isinstance(identity, Identity)
    assert identity.form == city.form(NGO).uuid


def test_one_message_that_cannot_be_put_together_stops_no_other(
    server: SmtpServer, town: City
) -> None:
    Message.objects.filter(recipient="sp1@example.org").update(subject="a\nBcc: obcy@example.org")
    done = send_queued(limit=100, at=NOW)
    assert (done.sent, done.failed) == (3, 1)
    assert "obcy@example.org" not in str([letter.as_string() for letter in server.received])


# --- MIERNIK_EMAIL_URL ---------------------------------------------------------------------------


def test_addresses_of_mail_servers() -> None:
    home = Path("/dane")
    plain = email_settings("smtp://ala%40um:ha%3Aslo@poczta.um:2525/?tls=1", home)
    assert plain == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "poczta.um",
        "EMAIL_PORT": 2525,
        "EMAIL_HOST_USER": "ala@um",
        "EMAIL_HOST_PASSWORD": "ha:slo",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
    }
    secure = email_settings("smtps://poczta.um", home)
    assert (secure["EMAIL_PORT"], secure["EMAIL_USE_SSL"], secure["EMAIL_USE_TLS"]) == (
        465, True, False
    )  # fmt: skip
    assert email_settings("smtp://poczta.um", home)["EMAIL_USE_TLS"] is False
    assert email_settings("", home)["EMAIL_FILE_PATH"] == "/dane/poczta"
    assert email_settings("file:///tmp/listy", home)["EMAIL_FILE_PATH"] == "/tmp/listy"
    assert email_settings("console:", home)["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize("url", ["poczta.um", "http://poczta.um", "smtp://", "file:"])
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MIERNIK_EMAIL_URL"):
        email_settings(url, Path())


def test_by_default_letters_become_files(town: City, settings: Any, tmp_path: Path) -> None:
    for name, value in email_settings("", tmp_path).items():
        setattr(settings, name, value)
    assert send_queued(limit=100, at=NOW).sent == 4
    text = "".join(file.read_text("utf-8") for file in (tmp_path / "poczta").iterdir())
    assert text.count("Auto-Submitted: auto-generated") == 4
