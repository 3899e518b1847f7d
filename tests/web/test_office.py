"""The office: who gets in, and what each step does, all of it without JavaScript."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Institution, Role
from miernik.audit.models import Event
from miernik.intake.models import Import, ImportState
from miernik.observations.models import BreakState, ComparabilityBreak, Observation
from miernik.reports.models import Edition
from miernik.strategy.models import Work
from miernik.web.login import FAILURES
from miernik.web.office.permissions import ALLOWED, Action
from miernik.web.public.door import short
from tests.web import city, pages

ADDRESSES = [
    "desk", "imports", "import", "import field", "import confirm", "breaks", "break",
    "find an indicator", "indicator at the desk", "correct", "editions at the desk", "publish",
    "events", "gallery",
]  # fmt: skip
COORDINATOR_ONLY = {"import field", "import confirm", "correct"}


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_page_of_the_office_renders(coordinator: Client, name: str) -> None:
    assert coordinator.get(pages.office()[name]).status_code == 200


def test_the_list_of_pages_is_complete(work: Work) -> None:
    assert list(pages.office()) == ADDRESSES


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_stranger_is_sent_to_log_in(work: Work, client: Client, name: str) -> None:
    response = client.get(pages.office()[name])
    assert response.status_code == 302
    assert response["Location"].startswith("/logowanie/?next=/biuro/")


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_reporter_of_one_institution_stays_outside(work: Work, name: str) -> None:
    """The near miss: a logged-in person, even a coordinator, but of one institution only."""
    school = Institution.objects.get(name="szkoły i przedszkola")
    client = Client()
    client.force_login(city.person("szkola", Role.COORDINATOR, institution=school))
    response = client.get(pages.office()[name])
    assert response.status_code == 403
    assert "Nie masz uprawnień" in response.content.decode()


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_internal_reader_looks_and_does_not_touch(
    desk_of: Callable[..., Client], name: str
) -> None:
    status = desk_of(Role.READER).get(pages.office()[name]).status_code
    assert status == (403 if name in COORDINATOR_ONLY | {"publish"} else 200)


def test_only_a_director_publishes_and_a_director_does_not_correct() -> None:
    assert ALLOWED[Action.PUBLISH] == (Role.DIRECTOR,)
    assert Role.DIRECTOR not in ALLOWED[Action.CORRECT]
    assert set(ALLOWED) == set(Action)


WRITES = [
    ("imports", {}),
    ("import-step", {"name": "odrzuc"}),
    ("import-step", {"name": "dobrze"}),
    ("import-confirm", {}),
    ("import-field", {}),
    ("break", {}),
    ("break-reopen", {}),
    ("look-for-breaks", {}),
    ("correct", {}),
    ("publish", {}),
]


@pytest.mark.parametrize(("view", "more"), WRITES)
def test_no_write_is_open_to_a_reader(
    desk_of: Callable[..., Client], work: Work, view: str, more: dict[str, str]
) -> None:
    item = ComparabilityBreak.objects.get()
    given: dict[str, dict[str, Any]] = {
        "import-step": {"identity": Import.objects.get().uuid},
        "import-confirm": {"identity": Import.objects.get().uuid},
        "import-field": {"identity": Import.objects.get().uuid},
        "break": {"identity": item.uuid},
        "break-reopen": {"identity": item.uuid},
        "correct": {"beginning": short(item.indicator.uuid), "year": 2019},
        "publish": {"code": work.code, "year": 2019},
    }
    before = Observation.objects.count()
    response = desk_of(Role.READER).post(reverse(view, kwargs={**given.get(view, {}), **more}))
    assert response.status_code == 403
    assert Import.objects.get().state == ImportState.DRAFT
    assert ComparabilityBreak.objects.get().state == BreakState.PROPOSED
    assert (Observation.objects.count(), Edition.objects.count()) == (before, 0)


def test_an_import_that_is_not_there_is_a_404(coordinator: Client) -> None:
    assert coordinator.get(reverse("import", args=[uuid.uuid4()])).status_code == 404


def test_many_wrong_passwords_bring_a_pause_even_for_the_right_one(
    work: Work, client: Client
) -> None:
    city.person("anna", Role.COORDINATOR)
    path = reverse("login")
    for _ in range(FAILURES.allowed):
        response = client.post(path, {"username": "anna", "password": "nie to"})
        assert response.status_code == 200
    right = {"username": "anna", "password": city.PASSWORD}
    response = client.post(path, right)
    assert response.status_code == 429
    assert "za 15 minut" in response.content.decode()
    (event,) = Event.objects.filter(action="login.paused")
    assert event.subject == "user:anna"
    caches["pauses"].clear()
    assert client.post(path, right)["Location"] == reverse("office-home")


# --- import --------------------------------------------------------------------------------------


@pytest.fixture
def address(work: Work) -> Callable[..., str]:
    identity = Import.objects.get().uuid
    return lambda view, *more: reverse(view, args=[identity, *more])


def test_the_preview_shows_the_doubt_beside_its_source_and_the_difference_of_words(
    coordinator: Client, address: Callable[..., str]
) -> None:
    page = coordinator.get(address("import")).content.decode()
    assert city.DOUBT in page
    assert "bezradności … 6361" in page
    assert "rodzinnych" in page.split("<del>")[1].split("</del>")[0]
    assert "rodziny" in page.split("<ins>")[1].split("</ins>")[0]
    assert page.index('id="watpliwosci"') < page.index('id="calosc"')


def test_a_field_is_corrected_and_the_correction_undone(
    coordinator: Client, address: Callable[..., str]
) -> None:
    field = {"path": "A.1.1/2/value_raw", "new": "2700", "reason": "zły wiersz"}
    response = coordinator.post(address("import-field"), field)
    assert response["Location"] == address("import") + "#zadanie-A.1.1"
    assert "2700" in coordinator.get(address("import")).content.decode()
    coordinator.post(address("import-step", "cofnij"))
    assert "2700" not in coordinator.get(address("import")).content.decode()


def test_a_correction_that_cannot_stand_says_why_beside_the_field(
    coordinator: Client, address: Callable[..., str]
) -> None:
    response = coordinator.post(address("import-field"), {"path": "A.1.1/2/value_raw", "new": " "})
    assert response.status_code == 422
    assert "to pole nie może być puste" in response.content.decode()


def test_a_doubt_is_looked_at_and_comes_back(
    coordinator: Client, address: Callable[..., str]
) -> None:
    doubt = {"path": "A.1.1/2/value_raw", "reason": city.DOUBT}
    coordinator.post(address("import-step", "dobrze"), doubt)
    assert "Nie ma otwartych wątpliwości" in coordinator.get(address("import")).content.decode()
    coordinator.post(address("import-step", "watpliwosc"), doubt)
    assert "Nie ma otwartych" not in coordinator.get(address("import")).content.decode()


def test_rejecting_stores_nothing_and_can_be_taken_back(
    coordinator: Client, address: Callable[..., str]
) -> None:
    before = Observation.objects.count()
    coordinator.post(address("import-step", "odrzuc"))
    assert Import.objects.get().state == ImportState.REJECTED
    assert Observation.objects.count() == before
    coordinator.post(address("import-step", "przywroc"))
    assert Import.objects.get().state == ImportState.DRAFT


def test_confirming_says_first_what_will_be_stored_and_then_stores_it(
    coordinator: Client, address: Callable[..., str]
) -> None:
    coordinator.post(
        address("import-field"), {"path": "A.1.1/1/value_raw", "new": "33", "reason": ""}
    )
    summary = coordinator.get(address("import-confirm")).content.decode()
    assert "„31” → „33”" in summary
    assert Observation.objects.filter(printed="33").count() == 0
    assert coordinator.post(address("import-confirm")).status_code == 302
    assert Observation.objects.get(printed="33").version == 2
    assert Import.objects.get().state == ImportState.CONFIRMED


def test_an_unknown_step_is_a_404(coordinator: Client, address: Callable[..., str]) -> None:
    assert coordinator.post(address("import-step", "wymaz")).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("pusty.docx", b"", "Plik jest pusty"),
        ("zepsuty.docx", b"to nie jest docx", "."),
        ("notatki.txt", b"Zakupy: mleko, chleb.", "nie znaleziono tabeli"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence_and_nothing_is_kept(
    coordinator: Client, name: str, content: bytes, sentence: str
) -> None:
    response = coordinator.post(reverse("imports"), {"file": ContentFile(content, name=name)})
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count('class="field__error"') == 1
    assert sentence in page
    assert Import.objects.count() == 1


def test_no_file_at_all_is_said_too(coordinator: Client) -> None:
    assert "Wybierz plik" in coordinator.post(reverse("imports")).content.decode()


# --- breaks and corrections ----------------------------------------------------------------------


def test_a_break_is_decided_with_an_explanation_and_reopened(coordinator: Client) -> None:
    path = pages.office()["break"]
    decision = {"action": "confirm", "type": "counting_rule", "note": "Od 2018 r. inaczej."}
    assert coordinator.post(path, decision)["Location"] == path
    item = ComparabilityBreak.objects.get()
    assert (item.state, item.type) == (BreakState.CONFIRMED, "counting_rule")
    coordinator.post(reverse("break-reopen", args=[item.uuid]), {"note": "pomyłka"})
    assert ComparabilityBreak.objects.get().state == BreakState.PROPOSED


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        ({"action": "reject", "note": ""}, "Napisz wyjaśnienie"),
        ({"action": "", "note": "x"}, "Wybierz, co się stało"),
        ({"action": "confirm", "type": "unexplained", "note": "x"}, "Wskaż, co się zmieniło"),
    ],
)
def test_a_decision_without_its_reasons_is_not_taken(
    coordinator: Client, decision: dict[str, str], sentence: str
) -> None:
    response = coordinator.post(pages.office()["break"], decision)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert ComparabilityBreak.objects.get().state == BreakState.PROPOSED


def test_a_real_change_lets_the_difference_be_said_in_the_portal(coordinator: Client) -> None:
    coordinator.post(pages.office()["break"], {"action": "reject", "note": "Nowy program."})
    page = coordinator.get(pages.indicator_path("bezradności")).content.decode()
    assert "badge--rise" in page


def test_a_correction_keeps_the_note_and_shows_both_values_in_the_history(
    coordinator: Client,
) -> None:
    card = pages.indicator_named("bezradności")
    path = reverse("correct", args=[short(card.indicator.uuid), 2017])
    coordinator.post(path, {"value": "2 660", "reason": "Błąd przepisania."})
    page = coordinator.get(pages.indicator_path("bezradności")).content.decode()
    assert "Błąd przepisania." in page
    assert "2659*" in page
    assert "* w tym 4 rodziny objęte wsparciem dwukrotnie" in page


@pytest.mark.parametrize(
    ("value", "reason", "sentence"),
    [
        ("dużo", "x", "potrzebna jest jedna liczba"),
        ("1.129", "x", "potrzebna jest jedna liczba"),
        ("32", "", "Podaj powód"),
        ("32", "   ", "Podaj powód"),
    ],
)
def test_a_correction_needs_a_certain_number_and_a_reason(
    coordinator: Client, value: str, reason: str, sentence: str
) -> None:
    response = coordinator.post(pages.office()["correct"], {"value": value, "reason": reason})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Observation.objects.filter(version=2).exists()


# --- editions ------------------------------------------------------------------------------------


def test_a_coordinator_may_preview_an_edition_and_not_publish_it(coordinator: Client) -> None:
    path = pages.office()["publish"]
    assert "Publikuje dyrektor" in coordinator.get(path).content.decode()
    assert coordinator.post(path).status_code == 403
    assert Edition.objects.count() == 0


def test_a_published_edition_stands_in_the_portal_and_a_later_correction_makes_an_erratum(
    desk_of: Callable[..., Client], coordinator: Client
) -> None:
    director = desk_of(Role.DIRECTOR)
    director.post(pages.office()["publish"])
    edition = Edition.objects.get()
    address = reverse("edition", args=[short(edition.uuid)])
    page = director.get(address).content.decode()
    names = [file.name for file in edition.files.all()]
    assert {name.rsplit(".")[-1] for name in names} >= {"pdf", "docx", "xlsx", "html", "json"}
    for name in names:
        response = director.get(reverse("edition-file", args=[short(edition.uuid), name]))
        assert response.status_code == 200
        assert len(b"".join(response)) > 100
    assert "Do tego wydania nie ma sprostowań" in page
    coordinator.post(pages.office()["correct"], {"value": "32", "reason": "Pominięto jednego."})
    assert (
        "Sprostowania, które czekają" in director.get(reverse("office-editions")).content.decode()
    )
    director.post(reverse("errata", args=[edition.uuid]))
    assert "Pominięto jednego." in director.get(address).content.decode()


def test_the_log_tells_in_words_who_did_what(coordinator: Client) -> None:
    coordinator.post(pages.office()["correct"], {"value": "32", "reason": "Pominięto jednego."})
    page = coordinator.get(reverse("events")).content.decode()
    assert "sprostowanie wartości" in page
    assert "coordinator" in page
