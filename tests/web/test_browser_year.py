"""The year of a collection in a real Chromium: from a new campaign to the year on the portal.

Three institutions answer (by link, by account, by a workbook), one of them is returned and
corrects, one stays silent though it was reminded; the director approves and publishes.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from email import message_from_string
from email.message import EmailMessage
from email.policy import default as default_policy
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.collection.campaigns import (
    CAUSES,
    CENTRE,
    EVENTS,
    FIRST_SCHOOL,
    MEALS,
    NGO,
    SECOND_SCHOOL,
)
from tests.web.browsing import CHECKOUT, serving
from tests.web.person import Person
from tests.web.served_year import COORDINATOR, DIRECTOR, REPORTER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

YEAR = 2025


@pytest.fixture
def city(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A city before its collection."""
    with serving("tests.web.served_year", tmp_path / "home") as told:
        yield told | {"home": str(tmp_path / "home")}


def test_a_year_from_the_questions_to_the_portal(
    city: dict[str, str],
    chromium: Browser,
    axe_violations: Callable[[Page], list[str]],
    tmp_path: Path,
) -> None:
    anna, school, other, ngo, director, resident = (
        Person(chromium, city["url"], axe_violations) for _ in range(6)
    )
    anna.log_in(COORDINATOR, "/biuro/kampanie/")
    _prepare_and_open(anna)
    board = anna.page.url
    link = _link(anna, board, FIRST_SCHOOL)
    _answer_by_link(school, link)
    _answer_by_account(other)
    _answer_by_workbook(ngo, _link(anna, board, NGO), tmp_path)
    _return_and_correct(anna, board, school)
    _remind(anna, board, city)
    _accept(anna, board)
    _close(anna, board)
    _explain_the_jump(anna, board)
    _approve_and_publish(director, resident, board, city["work"])
    _look_at_the_portal(resident, city["work"])
    assert [fault for person in (anna, school, other, ngo, director, resident)
            for fault in person.faults] == []  # fmt: skip


def _prepare_and_open(anna: Person) -> None:
    anna.see("Nie ma jeszcze żadnej kampanii")
    anna.look()
    anna.go("/biuro/kampanie/nowa/")
    anna.look()
    anna.page.get_by_label("Rok danych").fill(str(YEAR))
    anna.page.get_by_label("Strategia Rozwiązywania Problemów").check()
    today = dt.date.today()  # noqa: DTZ011  # the browser's own day
    days = {"opens_on": 0, "deadline": 3, "review_until": 30, "approve_by": 60, "publish_on": 90}
    for name, after in days.items():
        anna.page.locator(f"[name={name}]").fill((today + dt.timedelta(after)).isoformat())
    anna.press("Przygotuj kampanię")
    anna.look()
    anna.follow("Przygotowanie")
    anna.look()
    anna.page.locator("a[href$='/otworz/']").first.click()
    anna.look()
    anna.press("Otwórz kampanię")
    anna.see("otwarta")
    anna.look()


def _link(anna: Person, board: str, institution: str) -> str:
    anna.go(board)
    anna.follow(institution)
    anna.page.get_by_text("Wydaj nowy link").click()
    anna.press("Wydaj link")
    anna.look()
    return anna.page.get_by_label("Adres do przekazania tylko tej instytucji").input_value()


def _answer_by_link(school: Person, link: str) -> None:
    school.go(link)
    school.see(FIRST_SCHOOL)
    school.look()
    school.press("Otwórz formularz")
    school.look()
    meals = school.question(MEALS)
    assert "110" in meals.inner_text()  # last year's value stands beside
    _fill_everything(school, meals="1300")
    # ten times as many as last year: the form asks, and takes an explanation
    school.press("Sprawdź i przekaż")
    school.see("12 razy więcej")
    school.look()
    school.page.get_by_label("Jeśli tak ma być, napisz dlaczego").fill("Doszła nowa stołówka.")
    school.press("Sprawdź i przekaż")
    school.page.get_by_text(re.compile("[Kk]od potwierdzenia")).first.wait_for()
    school.look()


def _answer_by_account(other: Person) -> None:
    other.log_in(REPORTER, "/formularz/")
    other.follow(f"Dane za {YEAR}")
    assert SECOND_SCHOOL in (other.page.text_content("main") or "")
    _fill_everything(other, meals="95")
    other.press("Sprawdź i przekaż")
    other.page.get_by_text(re.compile("[Kk]od potwierdzenia")).first.wait_for()


def _answer_by_workbook(ngo: Person, link: str, folder: Path) -> None:
    ngo.go(link)
    ngo.press("Otwórz formularz")
    ngo.page.get_by_text("Wolę wypełnić w Excelu").click()
    with ngo.page.expect_download() as download:
        ngo.follow("Pobierz arkusz XLSX")
    file = folder / "formularz.xlsx"
    download.value.save_as(file)
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    sheet = book["Odpowiedzi"]
    for row in sheet.iter_rows():
        for cell in row:
            if not str(cell.value or "").startswith("Wybierz z listy"):
                continue
            answer = sheet.cell(cell.row or 0, (cell.column or 0) + 2)
            assert not answer.protection.locked
            answer.value = "nie dotyczy nas"
    book.save(file)
    ngo.page.get_by_label("Wypełniony arkusz").set_input_files(file)
    ngo.press("Sprawdź arkusz")
    ngo.look()
    ngo.press("Zapisz i przekaż")
    ngo.page.get_by_text(re.compile("[Kk]od potwierdzenia")).first.wait_for()


def _fill_everything(person: Person, *, meals: str) -> None:
    page = person.page
    boxes = page.locator("form[data-answers] input[inputmode=decimal]:not([data-row] input)")
    for box in boxes.all():
        if box.is_visible() and not box.input_value():
            one_in_ten = (box.get_attribute("name") or "").endswith("-numerator")
            box.fill("1" if one_in_ten else "10")
    page.locator(f"[id='{_prefix(person, CAUSES)}-number']").fill("20")
    page.locator(f"[id='{_prefix(person, MEALS)}-number']").fill(meals)
    for name in (EVENTS,):
        item = person.question(name).locator("input[type=text]").first
        item.fill("Dzień Rodziny")
    for level in page.locator("[id^=pytanie-] input[type=checkbox][name*=entry]").all()[:1]:
        level.check()


def _prefix(person: Person, name: str) -> str:
    return (person.question(name).get_attribute("id") or "").removeprefix("pytanie-")


def _return_and_correct(anna: Person, board: str, school: Person) -> None:
    anna.go(board)
    anna.follow(FIRST_SCHOOL)
    anna.see("Doszła nowa stołówka")
    anna.look()
    anna.follow("Zwróć do poprawy")
    anna.page.locator("textarea[name=reason]").fill("Czy na pewno 1300, a nie 130?")
    anna.look()
    anna.press("Zwróć formularz")
    school.follow("Zobacz odpowiedzi")
    school.see("Czy na pewno 1300, a nie 130?")
    school.page.locator(f"[id='{_prefix(school, MEALS)}-number']").fill("130")
    school.press("Sprawdź i przekaż")
    school.page.get_by_text(re.compile("[Kk]od potwierdzenia")).first.wait_for()


def _remind(anna: Person, board: str, city: dict[str, str]) -> None:
    anna.go(board)
    anna.page.get_by_role("link", name="Wiadomości", exact=True).last.click()
    anna.page.get_by_text("Przypomnienie teraz: 1 instytucja").click()
    anna.page.get_by_label("Na pewno wyślij 1 przypomnienie").check()
    anna.look()
    anna.press("Wyślij przypomnienia")
    anna.see("mopr@example.org")
    anna.look()
    environment = os.environ | {"MIERNIK_HOME": city["home"], "PYTHONPATH": str(CHECKOUT / "src")}
    environment.pop("MIERNIK_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "miernik", "jobs", "run"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    letters = _letters(Path(city["home"]) / "poczta")
    reminded = [letter["To"] for letter in letters if "Przypomnienie" in str(letter["Subject"])]
    assert reminded == ["mopr@example.org"], done.stdout
    receipts = {str(letter["To"]) for letter in letters if "przekazania" in str(letter["Subject"])}
    assert receipts == {"sp1@example.org", "sp2@example.org", "droga@example.org"}


def _letters(folder: Path) -> list[EmailMessage]:
    """What Django's file backend wrote: letters of one connection one after another."""
    texts = [
        text.strip()
        for file in sorted(folder.iterdir())
        for text in file.read_text(encoding="utf-8").split(f"\n{'-' * 79}\n")
    ]
    return [message_from_string(text, policy=default_policy) for text in texts if text]


def _accept(anna: Person, board: str) -> None:
    for institution in (FIRST_SCHOOL, SECOND_SCHOOL, NGO):
        anna.go(board)
        anna.follow(institution)
        anna.press("Przyjmij")
    anna.go(board)
    anna.look()


def _close(anna: Person, board: str) -> None:
    anna.go(board)
    anna.follow("Zakończenie")
    anna.see(CENTRE)  # the silent one, told before closing
    anna.look()
    anna.press("Zamknij zbieranie")
    anna.see("Teraz zatwierdza je dyrektor")
    anna.look()
    anna.follow("sprawozdanie z bieżącymi liczbami")
    anna.see(CENTRE)


def _explain_the_jump(anna: Person, board: str) -> None:
    anna.go(board + "zakonczenie/")
    anna.see("Zatwierdzenie wstrzymuje 1 niewyjaśniony skok")
    anna.follow(f"{MEALS}, 2024 → {YEAR}")
    anna.page.get_by_label("Zmieniło się to, co liczono").check()
    anna.page.locator("select[name=type]").select_option("coverage")
    anna.page.locator("textarea[name=note]").fill("Ośrodek nie przekazał danych, są same szkoły.")
    anna.page.locator("main form button[type=submit]").first.click()


def _approve_and_publish(director: Person, resident: Person, board: str, work: str) -> None:
    director.log_in(DIRECTOR, board.removeprefix(director.url) + "zakonczenie/")
    director.press(f"Zatwierdź dane za {YEAR} r.")
    director.see("Dane są zatwierdzone")
    director.look()
    resident.go(f"/strategie/{work}/")
    assert str(YEAR) not in resident.page.inner_text("main")
    director.press(f"Opublikuj rok {YEAR}")
    director.see("są w portalu")


def _look_at_the_portal(resident: Person, work: str) -> None:
    resident.go(f"/strategie/{work}/")
    assert str(YEAR) in resident.page.inner_text("main")
    resident.look()
    resident.page.goto(resident.url + f"/strategie/{work}/zmiany/?werdykt=wszystkie")
    told = resident.page.inner_text("main")
    assert "2024" in told
    assert str(YEAR) in told
    resident.go("/wydania/")
    resident.see(str(YEAR))
