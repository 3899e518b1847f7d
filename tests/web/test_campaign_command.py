"""``miernik campaign`` and ``miernik jobs``: the year from the command line."""

from __future__ import annotations

import datetime as dt
import json
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from miernik.accounts.models import InstitutionKind, Role
from miernik.collection.errors import CollectionError, UnknownCampaignError
from miernik.collection.finding import campaign_of_year, form_named
from miernik.collection.links import open_link
from miernik.collection.models import AccessLink, Campaign, JobRun, Message
from miernik.collection.services.review import accept_forms
from miernik.web.cli import main
from tests.collection.campaigns import (
    CENTRE,
    FIRST_SCHOOL,
    MONEY,
    NGO,
    NOW,
    YEAR,
    a_city,
    a_draft,
    an_open_one,
    everything,
    number,
)
from tests.collection.test_mail_import import signed_sheet
from tests.web import city as people

pytestmark = pytest.mark.django_db
TODAY = NOW + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands run on 21 January 2026."""
    monkeypatch.setattr(timezone, "now", lambda: TODAY)


class Told:
    """Runs a command and returns what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object, status: int = 0) -> str:
        self._capsys.readouterr()
        assert main([str(one) for one in arguments]) == status
        printed = self._capsys.readouterr()
        return printed.err if status == 2 else printed.out


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    return Told(capsys)


def test_a_year_from_the_first_command_to_invitations(told: Told) -> None:
    a_city()
    assert "Nie ma jeszcze żadnej kampanii" in told("campaign", "list")
    made = told("campaign", "create", YEAR, "--works", "srps-testowa", "--email", "k@example.org")
    assert "Przygotowano kampanię „Dane za 2025 r.”." in made
    assert "termin dla instytucji 27 lutego 2026 r." in made
    assert "Przydzielono pytań:" in told("campaign", "assign", YEAR)
    opened = told("campaign", "open", YEAR, "--invite", "--with-sheet")
    assert "jest otwarta: 4 formularze." in opened
    assert "W kolejce do wysłania: 4 zaproszenia." in opened
    assert "2025  otwarta, termin 27 lutego 2026 r." in told("campaign", "list")
    assert "wysłano 4 wiadomości" in told("jobs", "run", "--once", "outbox")
    assert [len(letter.attachments) for letter in mail.outbox] == [1, 1, 1, 1]
    assert "Zaproszono już wcześniej: 4." in told("campaign", "invite", YEAR)


def test_the_next_year_is_prepared_like_the_last(told: Told) -> None:
    city = an_open_one()
    made = told("campaign", "create", YEAR + 1, "--works", "srps-testowa", "--from", YEAR)
    assert "Pytania jak za 2025 r.:" in made
    campaign = Campaign.objects.get(year=YEAR + 1)
    assert campaign.copied_from == city.campaign
    assert campaign.contact_email == "koordynator@example.org"
    assert campaign.assignments.count() == city.campaign.assignments.count()


def test_the_state_of_a_campaign_for_people_and_for_programs(told: Told) -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())
    form = city.form(NGO)
    form.contact_email = form.institution.contact_email = ""
    form.save()
    form.institution.save()
    printed = told("campaign", "status", YEAR)
    assert "przekazany: 1" in printed
    assert f"Bez adresu e-mail: 1\n  {NGO}" in printed
    state = json.loads(told("campaign", "status", YEAR, "--json", "-"))
    assert state["institutions"] == 4
    assert state["forms"]["submitted"] == 1
    assert state["without_email"] == [NGO]
    assert state["late"] == []
    assert state["messages"] == {"queued": 1, "sent": 0, "failed": 0, "cancelled": 0}


def test_a_reminder_is_tried_dry_first(told: Told) -> None:
    an_open_one()
    dry = told("campaign", "remind", YEAR, "--dry-run")
    assert "Przypomnienie dostałoby: 4." in dry
    assert not Message.objects.exists()
    assert "4 przypomnienia" in told("campaign", "remind", YEAR)
    assert "0 przypomnień" in told("campaign", "remind", YEAR)


def test_closing_asks_for_yes_then_approving_for_a_director(told: Told) -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())
    accept_forms(questionnaires=city.campaign.questionnaires.all(), by="k", at=NOW)
    asked = told("campaign", "close", YEAR, status=1)
    assert "czeka na sprawdzenie: 0, nie przekazało: 3" in asked
    assert campaign_of_year(YEAR).state == "open"
    assert "jest zamknięta" in told("campaign", "close", YEAR, "--yes")
    people.person("anna", Role.COORDINATOR)
    assert "potrzebna jest rola dyrektora" in told(
        "campaign", "approve", YEAR, "--by", "anna", status=2
    )
    assert campaign_of_year(YEAR).state == "closed"


def test_a_form_goes_out_as_a_file_and_comes_back(told: Told, tmp_path: Path) -> None:
    city = an_open_one()
    target = tmp_path / "droga.xlsx"
    assert NGO in told("campaign", "form", "droga", "--out", target)
    assert target.read_bytes().startswith(b"PK")
    filled = tmp_path / "sp1.xlsx"
    filled.write_bytes(signed_sheet(city, FIRST_SCHOOL, everything()))
    assert "Niczego nie zapisano." in told("campaign", "take", filled, "--dry-run")
    assert city.form(FIRST_SCHOOL).state == "not_started"
    assert "Kod potwierdzenia:" in told("campaign", "take", filled)
    assert city.form(FIRST_SCHOOL).state == "submitted"
    assert "nie można go teraz zmieniać" in told("campaign", "take", filled, status=2)


def test_an_unfinished_file_is_saved_and_says_what_it_lacks(told: Told, tmp_path: Path) -> None:
    city = an_open_one()
    filled = tmp_path / "mopr.xlsx"
    filled.write_bytes(signed_sheet(city, CENTRE, {MONEY: number(5)}))
    assert "nie jest jeszcze przekazany" in told("campaign", "take", filled, status=1)
    assert city.form(CENTRE).state == "in_progress"


def test_a_file_that_is_no_form_is_refused(told: Told, tmp_path: Path) -> None:
    filled = tmp_path / "x.xlsx"
    filled.write_bytes(b"PK")
    told("campaign", "take", filled, status=2)
    assert "nie ma takiego pliku" in told("campaign", "take", tmp_path / "brak.xlsx", status=2)


def test_a_fresh_link_is_printed_and_opens_the_form(told: Told) -> None:
    city = an_open_one()
    address = told("campaign", "link", NGO).splitlines()[0]
    token = address.rstrip("/").rsplit("/", 1)[-1]
    assert open_link(token, TODAY).questionnaire == city.form(NGO)
    assert AccessLink.objects.count() == 1


def test_names_that_fit_several_or_none_are_asked_again() -> None:
    city = an_open_one()
    with pytest.raises(CollectionError, match="pasuje do kilku"):
        form_named(city.campaign, "szkoła podstawowa")
    with pytest.raises(CollectionError, match="nie ma instytucji"):
        form_named(city.campaign, "przedszkole")
    assert city.form(FIRST_SCHOOL).institution.kind == InstitutionKind.SCHOOL
    with pytest.raises(UnknownCampaignError, match="2025"):
        campaign_of_year(1999)


def test_a_draft_cannot_be_reminded(told: Told) -> None:
    a_draft()
    assert "nie jest otwarta" in told("campaign", "remind", YEAR, status=2)


# --- jobs ----------------------------------------------------------------------------------------


def test_jobs_are_listed_with_what_they_last_did(told: Told) -> None:
    an_open_one()
    assert "jeszcze nie wykonano" in told("jobs", "run", "--list")
    assert told("jobs", "run") == ""  # nothing to do: cron sends no mail
    assert JobRun.objects.count() == 6
    assert "outbox: wysłanie wiadomości z kolejki" in told("jobs", "run", "--list")


def test_a_failed_job_is_told_by_the_status(told: Told, settings: Any) -> None:
    settings.MAILBOX = "/nie/ma"
    told("jobs", "run", status=1)
    assert "Nie ma zadania" in told("jobs", "run", "--once", "poczta", status=2)


def test_the_worker_stops_when_told_to(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    an_open_one()
    kept = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    rounds: list[float] = []

    def wait(_: threading.Event, seconds: float) -> bool:
        rounds.append(seconds)
        if len(rounds) == 2:
            signal.raise_signal(signal.SIGTERM)
        return False

    monkeypatch.setattr(threading.Event, "wait", wait)
    try:
        assert "zatrzymano" in told("jobs", "run", "--watch", "60")
    finally:
        signal.signal(signal.SIGTERM, kept[0])
        signal.signal(signal.SIGINT, kept[1])
    assert rounds == [60, 60]
