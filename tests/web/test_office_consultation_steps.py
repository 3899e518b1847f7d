"""A consultation prepared, announced, told of and called off by clicking."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from miernik.accounts.models import Role
from miernik.consultations.models import Consultation, Evidence
from tests.accounts.base import consenting, organisation
from tests.web.reading import words
from tests.web.test_office_consultations import client_of

pytestmark = pytest.mark.django_db
CODE = "pps-2030"


@pytest.fixture(autouse=True)
def archive(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of(Role.COORDINATOR)


def begin(client: Client, **more: str) -> Consultation:
    typed = {
        "title": "Program 2030",
        "code": CODE,
        "responsible": "Departament",
        "place": "Białystok",
        **more,
    }
    assert client.post(reverse("consultation-new"), typed).status_code == 302
    return Consultation.objects.get(code=CODE)


def track(client: Client, **more: str) -> Any:
    typed = {
        "rule": "bialystok-ngo-2010",
        "starts": "2029-10-08",
        "ends": "2029-10-17",
        "legal_bases": "ustawy o działalności pożytku publicznego",
        "addressees": "organizacje",
        "ways": "pocztą\nosobiście",
        **more,
    }
    return client.post(reverse("consultation-track-add", args=[CODE, "ngo"]), typed)


def ready(client: Client) -> Consultation:
    of = begin(client)
    client.post(reverse("consultation-draft-add", args=[CODE]), {"title": "Projekt uchwały"})
    assert track(client).status_code == 302
    return of


def test_a_taken_code_is_told_and_nothing_is_lost(coordinator: Client) -> None:
    begin(coordinator)
    typed = {
        "title": "Inne",
        "code": CODE.upper(),
        "responsible": "Departament",
        "place": "Białystok",
    }
    again = coordinator.post(reverse("consultation-new"), typed)
    assert again.status_code == 422
    assert "mają już inne konsultacje" in words(again)
    assert 'value="Inne"' in again.content.decode()


def test_nine_days_are_too_few_and_ten_are_enough(coordinator: Client) -> None:
    begin(coordinator)
    refused = track(coordinator, ends="2029-10-16")
    assert refused.status_code == 422
    assert "To 9 dni, a zasady wymagają co najmniej 10 dni." in words(refused)
    assert track(coordinator).status_code == 302


def test_the_rules_fill_the_form_and_say_what_is_not_confirmed(coordinator: Client) -> None:
    begin(coordinator, in_force_from="2021-01-01")
    shown = coordinator.get(reverse("consultation-track-add", args=[CODE, "ngo"]))
    assert shown.context["form"].initial["starts"] == dt.date(2020, 10, 21)
    assert "Do potwierdzenia przez biuro prawne: liczba dni" in words(shown)


def test_a_day_that_has_passed_is_told_in_words(coordinator: Client) -> None:
    begin(coordinator, in_force_from="2021-01-01")
    track(coordinator)
    said = words(coordinator.get(reverse("office-consultation", args=[CODE])))
    assert "20 października 2020 r., wtorek termin już minął" in said
    assert "konsultacje zaczynają się później" in said


def test_an_announcement_needs_everything_and_a_confirmation(coordinator: Client) -> None:
    of = begin(coordinator)
    address = reverse("consultation-announce", args=[CODE])
    refused = coordinator.post(address, {"sure": "on"})
    assert refused.status_code == 422
    assert "projektu uchwały do konsultacji" in words(refused)
    coordinator.post(reverse("consultation-draft-add", args=[CODE]), {"title": "Projekt"})
    track(coordinator)
    assert coordinator.post(address, {}).status_code == 422
    of.refresh_from_db()
    assert of.state == "prepared"
    assert coordinator.post(address, {"sure": "on"}).status_code == 302
    of.refresh_from_db()
    assert of.state == "announced"


def test_an_announced_term_is_extended_only_later_and_with_a_reason(coordinator: Client) -> None:
    of = ready(coordinator)
    coordinator.post(reverse("consultation-announce", args=[CODE]), {"sure": "on"})
    address = reverse("consultation-extend", args=[CODE, "ngo"])
    same = {"ends": "2029-10-17", "reason": "Święta.", "sure": "on"}
    assert coordinator.post(address, same).status_code == 422
    assert coordinator.post(address, same | {"ends": "2029-10-18"}).status_code == 302
    assert of.tracks.get().ends == dt.date(2029, 10, 18)


def test_calling_off_asks_for_a_reason(coordinator: Client) -> None:
    of = ready(coordinator)
    address = reverse("consultation-cancel", args=[CODE])
    assert coordinator.post(address, {"sure": "on", "reason": " "}).status_code == 422
    assert coordinator.post(address, {"sure": "on", "reason": "Zmiana planów."}).status_code == 302
    of.refresh_from_db()
    assert of.state == "cancelled"


def test_a_notice_and_its_proof_stand_on_the_page(coordinator: Client) -> None:
    of = ready(coordinator)
    typed = {
        "kind": "website",
        "tracks": ["ngo"],
        "sentence": "zamieszczenie na stronie miasta,",
        "published_on": "2029-10-05",
        "places": "Konsultacje z NGO",
    }
    coordinator.post(reverse("consultation-notice-add", args=[CODE]), typed)
    notice = of.notices.get()
    assert notice.sentence == "zamieszczenie na stronie miasta"
    file = SimpleUploadedFile("strona.html", b"<html>ogloszenie</html>")
    address = reverse("consultation-evidence-add", args=[CODE, notice.uuid])
    assert coordinator.post(address, {"file": file}).status_code == 302
    kept = Evidence.objects.get()
    assert kept.sha256 in words(coordinator.get(reverse("office-consultation", args=[CODE])))
    response: Any = coordinator.get(reverse("consultation-evidence-file", args=[CODE, kept.uuid]))
    assert b"".join(response) == b"<html>ogloszenie</html>"
    response.close()
    assert response["Content-Disposition"].startswith("attachment")


def test_the_public_page_is_saved_whole_as_its_own_proof(coordinator: Client) -> None:
    of = ready(coordinator)
    address = reverse("consultation-own-page", args=[CODE])
    typed = {"tracks": ["ngo"], "sentence": "opublikowanie na stronie miasta."}
    early = coordinator.post(address, typed)
    assert early.status_code == 422
    assert "strona nie jest jeszcze publiczna" in words(early)
    assert not of.notices.exists()
    coordinator.post(reverse("consultation-announce", args=[CODE]), {"sure": "on"})
    of.refresh_from_db()
    assert of.announced_at is not None
    assert coordinator.post(address, typed).status_code == 302
    notice = of.notices.get()
    assert notice.sentence == "opublikowanie na stronie miasta"
    assert notice.published_on == timezone.localdate(of.announced_at)
    kept = notice.evidence.get()  # the draft has a title only: there is no text to save
    saved = (Path(settings.MEDIA_ROOT) / kept.stored_file).read_text(encoding="utf-8")
    assert hashlib.sha256(saved.encode()).hexdigest() == kept.sha256
    assert "Projekt uchwały" in saved
    assert "<style>" in saved
    assert "<script" not in saved
    assert 'rel="stylesheet"' not in saved
    assert 'href="/biuro/' not in saved  # what a visitor sees, not the clerk who saved it
    # once more: another proof of the same announcement
    assert coordinator.post(address, {}).status_code == 302
    assert of.notices.get().evidence.count() == 2


def test_the_page_tells_what_validity_still_depends_on(coordinator: Client) -> None:
    begin(coordinator)
    place = reverse("office-consultation", args=[CODE])
    assert "Brakuje jeszcze: projektu uchwały" in words(coordinator.get(place))
    coordinator.post(reverse("consultation-draft-add", args=[CODE]), {"title": "Projekt uchwały"})
    assert track(coordinator).status_code == 302
    page = words(coordinator.get(place))
    assert "Od tego zależy jeszcze ich ważność: zapisz ogłoszenie: strona internetowa" in page
    # nothing to decide or to report on yet
    assert "Rozstrzygnięcia" not in page
    assert "Sprawozdanie" not in page


def test_a_letter_with_nobody_to_reach_is_refused(coordinator: Client) -> None:
    of = ready(coordinator)
    typed = {"tracks": ["ngo"], "subject": "Konsultacje", "body": "Zapraszamy.", "krok": "wyslij"}
    refused = coordinator.post(reverse("consultation-letter", args=[CODE]), typed)
    assert refused.status_code == 422
    assert "ani jednej organizacji ze zgodą" in words(refused)
    assert not of.notices.exists()


def test_a_letter_is_counted_first_then_sent_and_recorded(coordinator: Client) -> None:
    of = ready(coordinator)
    consenting("Fundacja A", "a@example.org")
    consenting("Fundacja B", "b@example.org")
    organisation("Bez zgody", email="c@example.org")
    typed = {"tracks": ["ngo"], "subject": "Konsultacje", "body": "Zapraszamy."}
    address = reverse("consultation-letter", args=[CODE])
    counted = coordinator.post(address, typed | {"krok": "policz"})
    assert "Adresaci wiadomości: 2 organizacje." in words(counted)
    assert not of.notices.exists()
    assert coordinator.post(address, typed | {"krok": "wyslij"}).status_code == 302
    notice = of.notices.get()
    assert notice.mailing is not None
    assert (notice.addressees, notice.mailing.state) == (2, "sending")
