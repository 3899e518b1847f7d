"""Letters to submitters: only to who asked, each once, without a word of the opinion."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from miernik.accounts.post import CLAIM, MAX_ATTEMPTS
from miernik.audit.models import Event
from miernik.consultations.errors import SubmitterError
from miernik.consultations.models import (
    Channel,
    Consultation,
    LetterKind,
    Operation,
    Submission,
    SubmitterKind,
    SubmitterLetter,
    SubmitterPerson,
    Track,
    Verdict,
)
from miernik.consultations.procedure import TrackKind
from miernik.consultations.receipts import receipt_code, receipt_token
from miernik.consultations.services.deciding import approve, decide
from miernik.consultations.services.finishing import freeze_report, reopen_decisions
from miernik.consultations.services.posting import send_letters
from miernik.consultations.services.preparing import add_track
from miernik.consultations.services.submitting import (
    Asked,
    Submitter,
    register_at_desk,
    set_public_wording,
    submit_online,
)
from miernik.web.email_settings import email_settings
from tests.collection.smtp_server import SmtpServer, smtp_server
from tests.consultations.city_2020 import BY, City, act, moment

pytestmark = pytest.mark.django_db
ADDRESS = "zofia@example.org"
NAME, WORDING, REASONS = "Zofia Cicha", "udział w próbach chóru.", "Śpiew łączy pokolenia."
#: Thirty seconds after 12:05 in Warsaw, where it is two hours later than in Greenwich.
SENT_AT = dt.datetime(2020, 10, 20, 10, 5, 30, tzinfo=dt.UTC)
ASKING = Submitter(SubmitterKind.PERSON, full_name=NAME, email=ADDRESS, wants_letters=True)
SILENT = Submitter(SubmitterKind.PERSON, full_name="Jan Milczący", email="jan@example.org")


@pytest.fixture
def city(golden: Callable[[str], Any]) -> City:
    return act(golden("consultation_2020"))


@pytest.fixture
def server(settings: Any) -> Iterator[SmtpServer]:
    with smtp_server() as running:
        for name, value in email_settings(f"smtp://127.0.0.1:{running.port}", Path()).items():
            setattr(settings, name, value)
        yield running


def send(city: City, submitter: Submitter = ASKING, track: Track | None = None) -> Submission:
    change = Asked(
        draft=city.first.uuid,
        operation=Operation.REPLACE,
        code=city.lines["2.1 / Realizacja zadania / 5)"].code,
        text=WORDING,
        reasons=REASONS,
    )
    return submit_online(
        track=track or city.track, submitter=submitter, asked=[change], general="", at=SENT_AT
    )


def run(at: dt.datetime = SENT_AT) -> int:
    return send_letters(at=at, limit=100).sent


def decided(city: City) -> None:
    """Every change turned down, approved, and looked at before publication."""
    for of in city.consultation.submissions.order_by("number"):
        changes = list(of.changes.order_by("position"))
        made = decide(
            draft=city.first, changes=changes, verdict=Verdict.REJECTED,
            reasons="Zapis zostaje bez zmian.", by=BY, at=moment(30),
        )  # fmt: skip
        approve(decision=made, by="dyrektor", at=moment(30))
        for change in changes:
            set_public_wording(
                change=change, new_text=change.new_text, reasons=change.reasons, ground="",
                by=BY, at=moment(30),
            )  # fmt: skip


def frozen(track: Track, day: int = 10) -> None:
    freeze_report(track=track, report_day=dt.date(2020, 11, day), by=BY, at=moment(day, 11))


def outcomes() -> int:
    return SubmitterLetter.objects.filter(kind=LetterKind.OUTCOME).count()


def residents(city: City) -> Track:
    """A second track, as if it had been announced with the first."""
    Consultation.objects.filter(pk=city.consultation.pk).update(state="prepared")
    made = add_track(
        consultation=Consultation.objects.get(pk=city.consultation.pk), kind=TrackKind.RESIDENTS,
        starts=city.track.starts, ends=city.track.ends, ways=["na stronie"], by=BY, at=moment(1),
    )  # fmt: skip
    Consultation.objects.filter(pk=city.consultation.pk).update(state="announced")
    return made


# --- the receipt ---------------------------------------------------------------------------------


def test_who_asked_gets_one_receipt_however_often_the_job_runs(city: City) -> None:
    send(city)
    assert [run(), run(), run(SENT_AT + CLAIM)] == [1, 0, 0]
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    assert SubmitterLetter.objects.get().sent_at == SENT_AT


def test_who_did_not_ask_gets_nothing_although_the_address_is_known(city: City) -> None:
    send(city, SILENT)
    decided(city)
    frozen(city.track)
    assert run(moment(11, 11)) == 0
    assert not SubmitterLetter.objects.exists()


def test_letters_without_an_address_are_refused_and_nothing_is_stored(city: City) -> None:
    before = Submission.objects.count()
    with pytest.raises(SubmitterError, match="Wpisz adres e-mail") as refused:
        send(city, Submitter(SubmitterKind.PERSON, full_name=NAME, wants_letters=True))
    assert refused.value.field == "email"
    assert Submission.objects.count() == before


def test_a_receipt_says_number_code_second_and_term_and_nothing_of_the_opinion(
    city: City, settings: Any
) -> None:
    settings.SITE_URL = "https://dane.example.org"
    made = send(city)
    run()
    (letter,) = mail.outbox
    said = letter.body.splitlines()
    assert letter.subject == "Potwierdzenie: opinia nr 2 przyjęta"
    assert "Numer w rejestrze: 2" in said
    assert ("Wpłynęła: 20 października 2020 r., godz. 12:05:30 według zegara serwera") in said
    assert "Termin: złożono w terminie, do 21 października 2020 r." in said
    assert f"Kod potwierdzenia: {receipt_code(made)}" in said
    place = f"https://dane.example.org/konsultacje/potwierdzenie/{receipt_token(made)}/"
    assert place in said
    assert city.consultation.title in letter.body
    whole = letter.message().as_string() + letter.subject + letter.body
    for private in (NAME, "Zofia", "Cicha", WORDING, REASONS, "chór", "Śpiew"):
        assert private not in whole


def test_a_late_letter_from_the_desk_is_called_late_and_gives_only_its_day(city: City) -> None:
    register_at_desk(
        track=city.track, submitter=ASKING, asked=[], general="Popieramy.",
        channel=Channel.PAPER, received_at=moment(22), by=BY, at=moment(23),
    )  # fmt: skip
    assert run(moment(23)) == 1
    said = mail.outbox[0].body.splitlines()
    assert "Wpłynęła: 22 października 2020 r." in said
    assert "Termin: złożono po terminie, który minął 21 października 2020 r." in said


def test_the_address_lies_in_no_letter_and_every_reading_of_it_is_written_down(city: City) -> None:
    made = send(city)
    run()
    letter = SubmitterLetter.objects.get()
    columns = [str(getattr(letter, field.attname)) for field in letter._meta.concrete_fields]
    assert not [text for text in columns if "@" in text or NAME in text]
    events = Event.objects.filter(subject=f"submission:{made.uuid}").order_by("id")
    assert [(event.action, event.by) for event in events] == [
        ("submission.registered", "formularz"),
        ("submission.personal_read", "zadanie w tle"),
        ("submission.letter_sent", "zadanie w tle"),
    ]
    assert not [event for event in events if ADDRESS in str(event.data)]


# --- the outcome ---------------------------------------------------------------------------------


def test_the_outcome_leaves_only_after_the_report_and_once(city: City) -> None:
    made = send(city)
    run()
    decided(city)
    assert (outcomes(), run(moment(30))) == (0, 0)
    frozen(city.track)
    frozen(city.track, 12)
    assert [run(moment(12, 11)), run(moment(13, 11))] == [1, 0]
    letter = mail.outbox[-1]
    assert letter.subject == "Wynik konsultacji: opinia nr 2 rozpatrzona"
    assert f"/konsultacje/potwierdzenie/{receipt_token(made)}/" in letter.body
    assert NAME not in letter.body
    assert WORDING not in letter.body


def test_the_outcome_waits_for_the_report_of_every_track_with_an_opinion(city: City) -> None:
    send(city, track=residents(city))
    decided(city)
    frozen(city.track)
    assert outcomes() == 0
    frozen(Track.objects.get(kind=TrackKind.RESIDENTS))
    assert outcomes() == 1


def test_a_track_without_opinions_does_not_hold_the_outcome_back(city: City) -> None:
    residents(city)
    send(city)
    decided(city)
    frozen(city.track)
    assert outcomes() == 1


def test_while_decisions_are_open_again_the_outcome_waits(city: City) -> None:
    send(city)
    run()
    decided(city)
    frozen(city.track)
    reopen_decisions(consultation=city.consultation, reason="pomyłka", by=BY, at=moment(10, 11))
    assert run(moment(11, 11)) == 0
    frozen(city.track, 12)
    assert run(moment(12, 11)) == 1


def test_a_letter_of_a_kind_is_queued_once_an_opinion(city: City) -> None:
    made = send(city)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubmitterLetter.objects.create(
            submission=made, kind="receipt", queued_at=SENT_AT, next_try_at=SENT_AT
        )


# --- what goes wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize("removed", ["the row", "the address"])
def test_a_letter_whose_address_was_removed_is_withdrawn_and_did_not_fail(
    city: City, removed: str
) -> None:
    made = send(city)
    if removed == "the row":
        SubmitterPerson.objects.filter(submission=made).delete()
    else:
        SubmitterPerson.objects.filter(submission=made).update(email="")
    done = send_letters(at=SENT_AT, limit=100)
    assert (done.sent, done.cancelled, done.failed) == (0, 1, 0)
    letter = SubmitterLetter.objects.get()
    assert (letter.state, letter.sent_at) == ("passed_over", None)
    assert Event.objects.filter(action="submission.letter_passed_over").exists()
    assert not Event.objects.filter(action="submission.personal_read").exists()
    assert mail.outbox == []


def test_who_is_deferred_is_tried_again_after_growing_pauses_and_then_given_up(
    city: City, server: SmtpServer
) -> None:
    send(city)
    server.deferred = {ADDRESS}
    assert send_letters(at=SENT_AT, limit=100).again == 1
    assert not send_letters(at=SENT_AT + dt.timedelta(minutes=9), limit=100)
    tried = [SENT_AT]
    for _ in range(MAX_ATTEMPTS - 1):
        tried.append(SubmitterLetter.objects.get().next_try_at)
        send_letters(at=tried[-1], limit=100)
    letter = SubmitterLetter.objects.get()
    assert (letter.state, letter.attempts) == ("failed", MAX_ATTEMPTS)
    pauses = [later - sooner for sooner, later in pairwise(tried)]
    assert pauses == [dt.timedelta(minutes=m) for m in (10, 20, 40, 80, 160, 320, 640)]
    assert letter.error == "Serwer nie przyjął adresata (451 try later)."


def test_what_a_refusing_server_says_is_kept_without_the_address(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, letters: list[Any]) -> None:
        raise smtplib.SMTPRecipientsRefused({ADDRESS: (550, f"<{ADDRESS}> unknown".encode())})

    send(city)
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    assert send_letters(at=SENT_AT, limit=100).failed == 1
    error = SubmitterLetter.objects.get().error
    assert error == "Serwer nie przyjął adresata (550 [adres] unknown)."


def test_a_server_that_is_off_costs_no_attempt_and_reads_no_address(
    city: City, server: SmtpServer, settings: Any
) -> None:
    send(city)
    settings.EMAIL_USE_TLS = True
    assert "STARTTLS" in send_letters(at=SENT_AT, limit=100).stopped
    assert SubmitterLetter.objects.get().attempts == 0
    assert not Event.objects.filter(action="submission.personal_read").exists()
    settings.EMAIL_USE_TLS = False
    assert run() == 1
    assert server.recipients() == [ADDRESS]
