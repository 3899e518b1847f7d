"""Mailings: prepared, started, sent once; addresses of unsubscribing; failing in sight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from miernik.accounts.models import Mailing, MailingRecipient, NewsletterList
from miernik.accounts.organisations.errors import BadUnsubscribeLinkError, MailingError
from miernik.accounts.organisations.mailing.services import (
    discard_mailing,
    prepare_mailing,
    retry_failed,
    send_due,
    send_round,
    start_mailing,
)
from miernik.accounts.organisations.mailing.unsubscribing import (
    address_for,
    leave,
    open_unsubscribing,
    token_for,
)
from miernik.accounts.organisations.selectors import addressees
from miernik.accounts.organisations.services import save_list, subscribe, withdraw_consent
from miernik.accounts.post import CLAIM
from miernik.audit.models import Event
from miernik.web.email_settings import email_settings
from tests.accounts.base import AT, BY, consenting, on_list
from tests.collection.smtp_server import SmtpServer, smtp_server

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=1)


@pytest.fixture
def newsletter() -> NewsletterList:
    found = save_list(name="Konsultacje", description="", by=BY, at=AT)
    for letter in "abc":
        on_list(consenting(f"Fundacja {letter.upper()}", f"{letter}@example.org"), found)
    return found


@pytest.fixture
def server(settings: Any) -> Iterator[SmtpServer]:
    with smtp_server() as running:
        for name, value in email_settings(f"smtp://127.0.0.1:{running.port}", Path()).items():
            setattr(settings, name, value)
        settings.DEFAULT_FROM_EMAIL = "Miasto <miasto@example.org>"
        settings.SITE_URL = "https://dane.example.org"
        yield running


def prepared(to: NewsletterList | None = None) -> Mailing:
    return prepare_mailing(
        subject="Konsultacje programu", body="Zapraszamy do 14 czerwca.", to=to, by=BY, at=AT
    )


def started(to: NewsletterList | None = None) -> Mailing:
    return start_mailing(mailing=prepared(to), by=BY, at=AT)


def states() -> dict[str, str]:
    return dict(MailingRecipient.objects.values_list("address", "state"))


def test_a_prepared_mailing_counts_its_recipients_and_leaves_only_when_started(
    newsletter: NewsletterList,
) -> None:
    mailing = prepared()
    assert mailing.recipients.count() == 3
    assert send_due(at=LATER, limit=100) == 0
    start_mailing(mailing=mailing, by=BY, at=AT)
    assert send_due(at=AT, limit=100) == 3
    mailing.refresh_from_db()
    assert (mailing.state, mailing.sent_at) == ("sent", AT)
    events = Event.objects.filter(action__startswith="mailing.").order_by("id")
    assert [(event.action, event.data) for event in events] == [
        ("mailing.prepared", {"number": 3}),
        ("mailing.started", {"number": 3}),
        ("mailing.sent", {"number": 3}),
    ]


def test_no_message_leaves_twice(newsletter: NewsletterList) -> None:
    mailing = started()
    assert [send_due(at=at, limit=2) for at in (AT, AT, LATER, LATER)] == [2, 1, 0, 0]
    assert len({letter.to[0] for letter in mail.outbox}) == len(mail.outbox) == 3
    with pytest.raises(MailingError, match="już wysłano"):
        start_mailing(mailing=mailing, by=BY, at=LATER)


def test_every_message_says_how_to_leave_for_people_and_for_mail_programs(
    newsletter: NewsletterList, server: SmtpServer
) -> None:
    started(newsletter)
    assert send_due(at=AT, limit=100) == 3
    (letter,) = [one for one in server.received if one["To"] == "a@example.org"]
    subscription = newsletter.subscriptions.get(organisation__email="a@example.org")
    address = f"https://dane.example.org/wypisz/{token_for(subscription)}/"
    assert str(letter["List-Unsubscribe"]).replace("\n", "").replace(" ", "") == f"<{address}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Subject"] == "Konsultacje programu"
    text = " ".join(letter.get_content().split())
    assert text.startswith("Zapraszamy do 14 czerwca.")
    assert address in letter.get_content()
    del letter["Message-ID"]  # its letters are chance and may end in "b"
    assert "b@example.org" not in letter.as_string()


def test_a_mailing_without_words_or_without_anybody_is_refused() -> None:
    with pytest.raises(MailingError, match="W bazie nie ma ani jednej"):
        prepared()
    empty = save_list(name="Pusta", description="", by=BY, at=AT)
    consenting()
    with pytest.raises(MailingError, match="Na liście „Pusta” nie ma"):
        prepared(empty)
    with pytest.raises(MailingError, match="temat i treść"):
        prepare_mailing(subject="x", body=" ", to=None, by=BY, at=AT)
    with pytest.raises(MailingError, match="jednym wierszem"):
        prepare_mailing(subject="a\nBcc: obcy@example.org", body="x", to=None, by=BY, at=AT)
    assert not Mailing.objects.exists()


def test_who_left_after_the_mailing_was_prepared_is_passed_over(
    newsletter: NewsletterList,
) -> None:
    started(newsletter)
    first, second, _ = newsletter.subscriptions.order_by("organisation__name")
    withdraw_consent(organisation=first.organisation, by=BY, at=AT)
    leave(leaving=open_unsubscribing(token_for(second)), everything=False, reason="", at=AT)
    assert send_due(at=AT, limit=100) == 1
    assert states() == {
        "a@example.org": "passed_over", "b@example.org": "passed_over", "c@example.org": "sent"
    }  # fmt: skip


def test_a_prepared_mailing_is_discarded_and_a_started_one_is_not(
    newsletter: NewsletterList,
) -> None:
    discard_mailing(mailing=prepared(), by=BY, at=AT)
    assert not MailingRecipient.objects.exists()
    with pytest.raises(MailingError, match="Usunąć można tylko"):
        discard_mailing(mailing=started(), by=BY, at=AT)


def test_a_refused_address_fails_in_sight_and_is_tried_again_at_its_corrected_one(
    newsletter: NewsletterList, server: SmtpServer
) -> None:
    server.refused = {"b@example.org"}
    mailing = started()
    assert send_due(at=AT, limit=100) == 2
    failed = MailingRecipient.objects.get(state="failed")
    assert failed.error == "Serwer nie przyjął adresata (550 no such mailbox)."
    mailing.refresh_from_db()
    assert mailing.state == "sent"
    card = failed.organisation
    card.email = "biuro-b@example.org"
    card.save()
    assert retry_failed(mailing=mailing, by=BY, at=LATER) == 1
    assert send_due(at=LATER, limit=100) == 1
    assert sorted(server.recipients()) == [
        "a@example.org", "biuro-b@example.org", "c@example.org"
    ]  # fmt: skip
    with pytest.raises(MailingError, match="Nie ma wiadomości"):
        retry_failed(mailing=mailing, by=BY, at=LATER)


def test_a_deferred_address_waits_and_a_server_that_is_off_costs_no_attempt(
    newsletter: NewsletterList, server: SmtpServer, settings: Any
) -> None:
    server.deferred = {"b@example.org"}
    started()
    done = send_round(at=AT, limit=100)
    assert (done.sent, done.again) == (2, 1)
    assert send_due(at=AT + dt.timedelta(minutes=9), limit=100) == 0
    settings.EMAIL_USE_TLS = True
    assert "STARTTLS" in send_round(at=LATER, limit=100).stopped
    assert MailingRecipient.objects.get(state="waiting").attempts == 1
    settings.EMAIL_USE_TLS, server.deferred = False, set()
    assert send_due(at=LATER, limit=100) == 1


def test_a_message_claimed_by_a_process_that_died_leaves_later(
    newsletter: NewsletterList, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise SystemExit

    started()
    with monkeypatch.context() as patch:
        patch.setattr("miernik.accounts.organisations.mailing.services._letter", die)
        with pytest.raises(SystemExit):
            send_due(at=AT, limit=100)
    assert send_due(at=AT, limit=100) == 2
    assert send_due(at=AT + CLAIM, limit=100) == 1


# --- leaving -------------------------------------------------------------------------------------


def test_an_address_of_a_list_leaves_the_list_and_of_all_messages_withdraws_consent(
    newsletter: NewsletterList,
) -> None:
    subscription = newsletter.subscriptions.get(organisation__email="a@example.org")
    leave(leaving=open_unsubscribing(token_for(subscription)), everything=False, reason="", at=AT)
    assert addressees().count() == 3
    assert addressees(newsletter).count() == 2
    organisation = subscription.organisation
    assert address_for(organisation) != address_for(subscription)
    done = leave(
        leaving=open_unsubscribing(token_for(organisation)), everything=False, reason="", at=AT
    )
    assert done.done
    assert addressees().count() == 2


def test_leaving_twice_leaves_one_event(newsletter: NewsletterList) -> None:
    subscription = newsletter.subscriptions.order_by("id")[0]
    for _ in range(2):
        leaving = open_unsubscribing(token_for(subscription))
        leave(leaving=leaving, everything=True, reason="", at=AT)
    tags = ["newsletter.unsubscribed", "organisation.consent_withdrawn"]
    events = Event.objects.filter(action__in=tags).order_by("id")
    assert [event.action for event in events] == tags
    assert {event.by for event in events} == {"odbiorca (link w wiadomości)"}


def test_an_address_that_was_cut_forged_or_made_for_something_else_opens_nothing(
    newsletter: NewsletterList, settings: Any
) -> None:
    subscription = newsletter.subscriptions.order_by("id")[0]
    token = token_for(subscription)
    for damaged in (token[:-1], f"{token[:-1]}{'A' if token[-1] != 'A' else 'Q'}", "x", "ą"):
        with pytest.raises(BadUnsubscribeLinkError, match="niczego nie otwiera"):
            open_unsubscribing(damaged)
    settings.SECRET_KEY = "inny klucz"
    with pytest.raises(BadUnsubscribeLinkError):
        open_unsubscribing(token)


def test_coming_back_makes_the_old_address_good_again(newsletter: NewsletterList) -> None:
    subscription = newsletter.subscriptions.order_by("id")[0]
    leaving = open_unsubscribing(token_for(subscription))
    assert leave(leaving=leaving, everything=False, reason="", at=AT).done
    subscribe(organisation=subscription.organisation, to=newsletter, by=BY, at=LATER)
    assert not open_unsubscribing(token_for(subscription)).done
