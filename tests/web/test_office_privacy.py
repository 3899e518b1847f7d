"""The data protection officer's pages: who gets in, what they say, that no name stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from miernik.accounts.models import Institution, Role
from miernik.audit import head
from miernik.audit.models import Event
from miernik.audit.services import record
from miernik.cases.models import Family
from miernik.web.event_words import EVENTS
from tests.web import city, register_city
from tests.web.browsing import VARIANTS, Site, faults, site_of
from tests.web.privacy_pages import NAMES, addresses

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def family(db: None, tmp_path: Path, settings: Any) -> Family:
    """The watched family of a small register, in an installation with keys of its own."""
    settings.REGISTER_KEYS = tmp_path / "register-keys.json"
    settings.AUDIT_HEAD = tmp_path / "audit-head.json"
    found = register_city.furnish()
    head.keep(Event.objects.count())  # a test's transaction never commits
    return found


def logged_in(*roles: Role, institution: Institution | None = None) -> Client:
    client = Client()
    client.force_login(city.person("-".join(roles) or "nikt", *roles, institution=institution))
    return client


@pytest.fixture
def officer(family: Family) -> Client:
    """A logged-in data protection officer."""
    return logged_in(Role.DATA_PROTECTION_OFFICER)


def text_of(client: Client, name: str) -> str:
    response = client.get(addresses()[name])
    assert response.status_code == (422 if name == "wrong question" else 200)
    return " ".join(response.content.decode().split())


# --- who gets in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.DATA_PROTECTION_OFFICER])
def test_no_other_role_gets_in(family: Family, role: Role, name: str) -> None:
    assert logged_in(role).get(addresses()[name]).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_an_officer_of_one_institution_only_and_a_stranger_stay_outside(
    family: Family, name: str
) -> None:
    school = Institution.objects.create(name="Szkoła nr 7")
    near = logged_in(Role.DATA_PROTECTION_OFFICER, institution=school)
    assert near.get(addresses()[name]).status_code == 403
    assert Client().get(addresses()[name]).status_code == 302


def test_only_the_officer_checks_the_log(family: Family) -> None:
    assert logged_in(Role.COORDINATOR).post(reverse("privacy-check")).status_code == 403
    assert logged_in(Role.DATA_PROTECTION_OFFICER).get(reverse("privacy-check")).status_code == 405


def test_the_general_log_shows_no_reads_and_no_changes_of_files(family: Family) -> None:
    client = logged_in(Role.COORDINATOR)
    for url in (reverse("events"), reverse("office-home")):
        shown = client.get(url).content.decode()
        assert "nadanie roli" in shown
        assert "odczyt akt" not in shown
        assert "zmiana danych osoby" not in shown
        assert "odmowa dostępu" not in shown


# --- what the pages say --------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_no_name_and_no_machine_word_stands_on_a_page(officer: Client, name: str) -> None:
    shown = text_of(officer, name)
    assert register_city.LAST_NAME not in shown
    assert not [tag for tag in EVENTS if tag in shown]
    assert "family:" not in shown
    assert str(register_city.WATCHED) not in shown


def test_the_first_page_tells_the_month_and_what_is_unusual(officer: Client) -> None:
    shown = text_of(officer, "privacy")
    assert "Dziennik jest nienaruszony" in shown
    assert "<dt>odczyty akt</dt> <dd> 64 </dd>" in shown  # 17 days of two families, then thirty
    assert "<dt>osoba czytała akta</dt> <dd> 1 </dd>" in shown
    assert "<dt>odmowy dostępu</dt> <dd> 3 </dd>" in shown
    assert "Akta 30 rodzin jednego dnia; zwykle 2." in shown
    assert "3 odmowy dostępu jednego dnia." in shown
    assert "odczyt akt, rodzina R/00030" in shown


def test_the_log_of_a_family_says_who_read_it_how_often_and_when(officer: Client) -> None:
    shown = text_of(officer, "log of a family")
    assert "Kto czytał akta rodziny R/00001" in shown
    assert '<th scope="row">anna</th> <td class="number" data-label="Odczyty">18</td>' in shown
    assert "R/00002" not in shown
    assert "osoba z rodziny R/00001" in shown  # a change of a member belongs to the file


def test_the_log_is_narrowed_by_person_field_and_day(officer: Client) -> None:
    shown = text_of(officer, "log refused")
    assert "<h2>3 wpisy</h2>" in shown
    assert "<strong>jan</strong>: odmowa dostępu do akt" in shown
    today = timezone.localdate().isoformat()
    response = officer.get(reverse("privacy-log"), {"since": today, "what": "accounts"})
    assert "<h2>1 wpis</h2>" in response.content.decode()


def test_a_wrong_question_is_answered_beside_the_field(officer: Client) -> None:
    shown = text_of(officer, "wrong question")
    assert "Nie ma rodziny o numerze R/99999." in shown
    assert "Podaj dzień, na przykład 2026-05-28." in shown
    assert "<h2>0 wpisów</h2>" in shown


def test_pages_of_the_log_keep_the_question(officer: Client) -> None:
    response = officer.get(reverse("privacy-log"), {"who": "anna", "what": "reads"})
    shown = response.content.decode()
    assert "<h2>64 wpisy</h2>" in shown
    assert "who=anna&amp;what=reads&amp;strona=2" in shown


def test_what_is_kept_too_long_is_told_by_case_numbers(officer: Client) -> None:
    shown = text_of(officer, "retention")
    assert "1 stycznia 2027 r." in shown
    assert "akta rodziny, której przyznano pomoc" in shown
    assert '<p class="small">R/00001</p>' in shown
    assert "art. 23a" in shown


def test_checking_the_whole_log_is_put_on_record(officer: Client) -> None:
    response = officer.post(reverse("privacy-check"), follow=True)
    assert "Sprawdzono cały dziennik: 69 wpisów, bez zastrzeżeń." in response.content.decode()
    event = Event.objects.get(action="audit.verified")
    assert event.data == {"count": 69, "fault": ""}
    assert "bez zastrzeżeń" in text_of(officer, "privacy")


def test_a_forged_log_is_told_on_the_first_page(officer: Client) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_event_forbid_update")
        else:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_event SET subject = 'family:x' WHERE id = 60")
    assert "Wpis nr 60" in text_of(officer, "privacy")
    response = officer.post(reverse("privacy-check"), follow=True)
    assert "Wpis nr 60" in response.content.decode()


def test_a_database_that_lets_the_log_be_changed_is_told_beside_a_sound_log(
    officer: Client,
) -> None:
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON audit_event"
        cursor.execute(f"DROP TRIGGER audit_event_forbid_delete{on}")
    shown = text_of(officer, "privacy")
    assert "Baza nie chroni dziennika" in shown
    assert "nie pozwala usuwać wpisów dziennika" in shown
    assert "jest nienaruszon" in shown  # the events themselves are
    officer.post(reverse("privacy-check"))
    found = Event.objects.get(action="audit.verified").data["fault"]
    assert "nie pozwala usuwać wpisów" in found


def test_a_file_that_is_gone_and_a_subject_of_no_kind_do_not_stop_the_log(officer: Client) -> None:
    for subject in ("family:0b0b0b0b-0000-4000-8000-000000000001", "family:nic", "cos:1", "x"):
        record(action="family.changed", subject=subject, by="anna", at=timezone.now())
    assert "(usunięta pozycja)" in text_of(officer, "log")


# --- in the browser ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The officer's pages over a small register."""
    with site_of("tests.web.served_privacy", tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_accessible_fits_and_breaks_no_policy(
    site: Site,
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    name: str,
    variant: tuple[Literal["light", "dark"], int],
) -> None:
    found = faults(site, page, name, axe_violations, variant)
    if name == "wrong question":  # Chromium itself reports the 422 and the day that is none
        found = [text for text in found if "422" not in text and "wczoraj" not in text]
    assert found == []


@pytest.mark.browser
def test_the_officer_goes_from_an_unusual_day_to_its_reads_and_checks_the_log(
    site: Site, page: Page
) -> None:
    site.open(page, "privacy")
    page.get_by_role("link", name="anna, ").first.click()
    expect(page.get_by_role("heading", name="30 wpisów")).to_be_visible()
    page.get_by_role("link", name="Dane osobowe").first.click()
    page.get_by_role("button", name="Sprawdź cały dziennik").click()
    expect(page.get_by_text("bez zastrzeżeń").first).to_be_visible()
