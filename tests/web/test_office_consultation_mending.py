"""A consultation in preparation corrected and cleared by clicking; an announced one refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.audit.models import Event
from miernik.consultations.models import Consultation, Notice
from tests.accounts.base import consenting
from tests.web.desk_consultation_pages import mending_pages_of
from tests.web.reading import words
from tests.web.test_office_consultation_steps import CODE, begin, ready, track
from tests.web.test_office_consultations import client_of

pytestmark = pytest.mark.django_db
OVER = "a zmieniać je można tylko przed ogłoszeniem"


@pytest.fixture(autouse=True)
def archive(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of(Role.COORDINATOR)


@pytest.fixture
def of(coordinator: Client) -> Consultation:
    made = ready(coordinator)
    typed = {
        "kind": "board",
        "tracks": ["ngo"],
        "sentence": "wywieszenie na tablicy",
        "published_on": "2029-10-05",
        "places": "parter\npierwsze piętro",
    }
    coordinator.post(reverse("consultation-notice-add", args=[CODE]), typed)
    return made


def shown(client: Client, address: str) -> dict[str, Any]:
    """What stands in the fields of a form, as a browser would send it back unchanged."""
    form = client.get(address).context["form"]
    found = {name: form[name].value() for name in form.fields}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in found.items()
        if value is not None
    }


def overview(client: Client) -> str:
    response: Any = client.get(reverse("office-consultation", args=[CODE]))
    return str(response.content.decode())


def prepared(client: Client) -> str:
    """The page of the consultation from its drafts on, without what was just said."""
    page = overview(client)
    return page[page.index('id="projekty"') :]


def test_the_page_leads_to_every_correction_until_the_announcement(
    of: Consultation, coordinator: Client
) -> None:
    pages = mending_pages_of(of)
    before = overview(coordinator)
    assert [name for name, address in pages.items() if address not in before] == []
    coordinator.post(reverse("consultation-announce", args=[CODE]), {"sure": "on"})
    after = overview(coordinator)
    assert [name for name, address in pages.items() if address in after] == []


@pytest.mark.parametrize("name", ["change", "track-change", "draft-change", "notice-change"])
def test_a_form_sent_back_as_it_was_shown_changes_nothing(
    name: str, of: Consultation, coordinator: Client
) -> None:
    before, events = prepared(coordinator), Event.objects.count()
    address = mending_pages_of(of)[name]
    done: Any = coordinator.post(address, shown(coordinator, address), follow=True)
    assert "Zapisano poprawki." in words(done)
    assert prepared(coordinator) == before
    assert Event.objects.count() == events


def test_a_description_is_corrected_and_its_code_stays(
    of: Consultation, coordinator: Client
) -> None:
    address = mending_pages_of(of)["change"]
    typed = shown(coordinator, address)
    assert (typed["title"], typed["place"]) == ("Program 2030", "Białystok")
    assert "code" not in typed
    missing = coordinator.post(address, typed | {"title": " "})
    assert missing.status_code == 422
    assert "Podaj tytuł konsultacji." in words(missing)
    typed |= {"title": "Program 2031", "in_force_from": "2030-01-01", "code": "inny"}
    assert coordinator.post(address, typed).status_code == 302
    of.refresh_from_db()
    assert (of.title, of.code, of.in_force_from) == ("Program 2031", CODE, dt.date(2030, 1, 1))


def test_a_track_is_corrected_with_the_same_demands_as_when_added(
    of: Consultation, coordinator: Client
) -> None:
    address = mending_pages_of(of)["track-change"]
    typed = shown(coordinator, address)
    assert typed["legal_bases"] == "ustawy o działalności pożytku publicznego"
    assert typed["ways"] == "pocztą\nosobiście"
    short = coordinator.post(address, typed | {"ends": "2029-10-16"})
    assert "To 9 dni, a zasady wymagają co najmniej 10 dni." in words(short)
    typed |= {"ends": "2029-10-18", "ways": "pocztą"}
    assert coordinator.post(address, typed).status_code == 302
    one = of.tracks.get()
    assert (one.ends, one.ways) == (dt.date(2029, 10, 18), ["pocztą"])
    assert one.legal_bases == ["ustawy o działalności pożytku publicznego"]


def test_a_removal_is_shown_first_and_done_only_when_sent(
    of: Consultation, coordinator: Client
) -> None:
    coordinator.post(reverse("consultation-draft-add", args=[CODE]), {"title": "Drugi projekt"})
    address = mending_pages_of(of)["draft-remove"]
    said = words(coordinator.get(address))
    assert "1. Projekt uchwały" in said
    assert "Drugi projekt" not in said
    assert of.drafts.count() == 2
    assert coordinator.post(address).status_code == 302
    assert [(row.position, row.title) for row in of.drafts.all()] == [(1, "Drugi projekt")]
    assert coordinator.post(address).status_code == 404


def test_a_track_named_by_a_notice_says_why_it_stays(of: Consultation, coordinator: Client) -> None:
    pages = mending_pages_of(of)
    for refused in (
        coordinator.get(pages["track-remove"]),
        coordinator.post(pages["track-remove"]),
    ):
        assert "dotyczy zapisane ogłoszenie: „wywieszenie na tablicy”" in words(refused)
        assert "Usuń ścieżkę</button>" not in str(refused.content.decode())
    assert of.tracks.exists()
    assert coordinator.post(pages["notice-remove"]).status_code == 302
    assert coordinator.post(pages["track-remove"]).status_code == 302
    assert not of.tracks.exists()
    assert track(coordinator).status_code == 302


def test_a_track_added_twice_is_told_to_be_corrected(of: Consultation, coordinator: Client) -> None:
    refused = track(coordinator)
    assert refused.status_code == 422
    assert "popraw ją zamiast dodawać drugą" in words(refused)
    assert of.tracks.count() == 1


def test_a_notice_with_a_proof_is_corrected_but_not_removed(
    of: Consultation, coordinator: Client
) -> None:
    pages = mending_pages_of(of)
    file = SimpleUploadedFile("tablica.jpg", b"zdjecie")
    proof = reverse("consultation-evidence-add", args=[CODE, of.notices.get().uuid])
    coordinator.post(proof, {"file": file})
    for name in ("notice-remove", "discard"):
        refused = coordinator.post(pages[name])
        assert refused.status_code == 422
        assert "Dołączonych dowodów się nie usuwa" in words(refused)
    typed = shown(coordinator, pages["notice-change"])
    assert typed["places"] == "parter\npierwsze piętro"
    typed |= {"sentence": "wywieszenie na dwóch tablicach,", "kind": "other"}
    assert coordinator.post(pages["notice-change"], typed).status_code == 302
    notice = of.notices.get()
    assert (notice.kind, notice.sentence) == ("other", "wywieszenie na dwóch tablicach")
    assert notice.evidence.count() == 1


def test_of_a_letter_only_words_and_tracks_are_asked(coordinator: Client) -> None:
    of = ready(coordinator)
    consenting("Fundacja A", "a@example.org")
    letter = {"tracks": ["ngo"], "subject": "Konsultacje", "body": "Zapraszamy.", "krok": "wyslij"}
    coordinator.post(reverse("consultation-letter", args=[CODE]), letter)
    pages = mending_pages_of(of)
    typed = shown(coordinator, pages["notice-change"])
    assert set(typed) == {"tracks", "sentence"}
    before = Notice.objects.values("kind", "published_on", "addressees", "mailing").get()
    words_now = {"tracks": ["ngo"], "sentence": "list do 1 organizacji", "kind": "board"}
    assert coordinator.post(pages["notice-change"], words_now).status_code == 302
    assert of.notices.get().sentence == "list do 1 organizacji"
    assert Notice.objects.values("kind", "published_on", "addressees", "mailing").get() == before
    assert "nie da się jej cofnąć" in words(coordinator.post(pages["notice-remove"]))
    assert of.notices.exists()


def test_a_letter_sent_by_other_means_keeps_its_kind(of: Consultation, coordinator: Client) -> None:
    of.notices.update(kind="mailing")
    address = mending_pages_of(of)["notice-change"]
    typed = shown(coordinator, address) | {"published_on": "2029-10-04"}
    assert coordinator.post(address, typed).status_code == 302
    notice = of.notices.get()
    assert (notice.kind, notice.published_on) == ("mailing", dt.date(2029, 10, 4))


def test_a_mistaken_consultation_is_discarded_and_its_code_is_free(
    of: Consultation, coordinator: Client
) -> None:
    address = mending_pages_of(of)["discard"]
    said = words(coordinator.get(address))
    assert "organizacje pozarządowe, 8 października 2029 r. – 17 października 2029 r." in said
    done: Any = coordinator.post(address, follow=True)
    assert done.redirect_chain == [(reverse("consultation-list"), 302)]
    assert "Usunięto konsultacje." in words(done)
    assert not Consultation.objects.exists()
    begin(coordinator)


def test_after_the_announcement_every_correction_is_refused_in_a_sentence(
    of: Consultation, coordinator: Client
) -> None:
    pages = mending_pages_of(of)
    typed = {name: shown(coordinator, pages[name]) for name in pages if name.endswith("change")}
    coordinator.post(reverse("consultation-announce", args=[CODE]), {"sure": "on"})
    before, events = prepared(coordinator), Event.objects.count()
    for name, address in pages.items():
        assert OVER in words(coordinator.get(address)), name
        refused = coordinator.post(address, typed.get(name, {}))
        assert refused.status_code == 422, name
        assert OVER in words(refused), name
    assert prepared(coordinator) == before
    assert Event.objects.count() == events


@pytest.mark.parametrize("role", [Role.READER, Role.DIRECTOR])
def test_who_only_watches_sees_no_way_to_correct(role: Role, of: Consultation) -> None:
    watching = client_of(role)
    page = overview(watching)
    for name, address in mending_pages_of(of).items():
        assert address not in page, name
        assert watching.get(address).status_code == 403, name
        assert watching.post(address).status_code == 403, name
    assert of.notices.exists()


def test_a_thing_of_another_consultation_is_not_found(
    of: Consultation, coordinator: Client
) -> None:
    pages = mending_pages_of(of)
    typed = {"title": "Inne", "code": "inne", "responsible": "Biuro", "place": "Białystok"}
    coordinator.post(reverse("consultation-new"), typed)
    for name in ("draft-remove", "notice-remove", "track-remove"):
        other = pages[name].replace(f"/{CODE}/", "/inne/")
        assert coordinator.post(other).status_code == 404, name
    assert of.drafts.exists()
    assert of.notices.exists()
