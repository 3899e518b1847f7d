"""A new person at the desk: from logging in to a printed decision, in a real Chromium."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber
import pytest

from miernik.kernel.dates import add_months, print_date
from tests.web.browsing import serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A site with an empty register."""
    with serving("tests.web.served_procedure", tmp_path / "home") as told:
        yield told


def test_a_new_person_gets_from_logging_in_to_a_printed_decision(
    desk: dict[str, str],
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    tmp_path: Path,
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    faults: list[str] = []

    def look() -> None:
        page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
        faults.extend(f"{page.url}: {fault}" for fault in axe_violations(page))

    page.goto(desk["url"] + "/biuro/")
    page.get_by_label("Nazwa użytkownika").fill(desk["name"])
    page.get_by_label("Hasło").fill(desk["password"])
    page.get_by_role("button", name="Zaloguj").click()

    # nobody waits yet; the family is not in the register
    page.get_by_role("link", name="Sprawy", exact=True).click()
    page.get_by_text("Nic nie czeka.").wait_for()
    look()
    page.get_by_role("link", name="Nowy wniosek").click()
    page.get_by_label("Nazwisko, PESEL, adres albo numer").fill("Kowalska")
    page.get_by_role("button", name="Szukaj").click()
    look()
    page.get_by_role("link", name="Wpisz nową rodzinę").click()

    # the family: who comes, where she lives, why she needs help
    page.get_by_label("Nazwisko").fill("Kowalska")
    page.get_by_label("Imię").fill("Anna")
    page.get_by_role("button", name="Dalej").click()
    page.get_by_label("Adres", exact=True).fill("ul. Wesoła 3 m. 4, 15-111 Białystok")
    page.get_by_role("button", name="Załóż rodzinę").click()
    page.get_by_role("link", name="Dodaj powody").click()
    page.get_by_label("Ubóstwo").check()
    page.get_by_label("Bezrobocie").check()
    page.get_by_role("button", name="Zapisz").or_(
        page.get_by_role("button", name="Dodaj")
    ).first.click()

    # the application
    page.get_by_role("link", name="Nowy wniosek").click()
    page.get_by_label("zasiłek okresowy", exact=True).check()
    page.get_by_label("Treść wniosku").fill("Straciłam pracę, nie mam dochodu.")
    look()
    page.get_by_role("button", name="Przyjmij wniosek").click()

    # the interview
    page.get_by_label("Ustalenia").fill("Mieszka sama, bez dochodu, szuka pracy.")
    look()
    page.get_by_role("button", name="Zapisz wywiad").click()

    # what the law gives: half of the criterion at least, explained
    proposal = page.get_by_role("article").filter(has_text="o to wnosi")
    proposal.get_by_text("Obliczenie krok po kroku").click()
    proposal.get_by_text("art. 38 ust. 3", exact=True).first.wait_for()
    look()
    proposal.get_by_role("link", name="Przygotuj decyzję").click()
    page.get_by_label("Kwota w złotych").fill("505")
    look()
    page.get_by_role("button", name="Zapisz projekt").click()

    # the draft is read, then signed
    page.get_by_role("heading", name="Projekt decyzji", level=1).wait_for()
    look()
    page.get_by_role("button", name="Wydaj decyzję").click()
    page.get_by_text("zgadza się co do grosza").wait_for()
    look()

    # the printed decision
    with page.expect_download() as download:
        page.get_by_role("link", name="Pismo PDF").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    today = dt.date.today()  # noqa: DTZ011  # the day in the office, as the server has it
    assert file.name == f"decyzja-D-{today.year}-000001.pdf"
    with pdfplumber.open(file) as pages:
        text = " ".join(" ".join(part.extract_text() for part in pages.pages).split())
    since = today.replace(day=1)
    until = add_months(since, 3) - dt.timedelta(days=1)
    for part in (
        f"Decyzja nr D/{today.year}/000001",
        f"Znak sprawy: WS/{today.year}/000001",
        "Anna Kowalska ul. Wesoła 3 m. 4 15-111 Białystok",
        "zasiłek okresowy w wysokości 505,00 zł miesięcznie (słownie: pięćset pięć złotych 00/100)",
        f"od {print_date(since)} do {print_date(until)}",
        "Nina Nowa",
        "odwołanie do Samorządowego Kolegium Odwoławczego",
    ):
        assert part in text

    # the payments stand in the plan
    page.get_by_role("link", name="Sprawy", exact=True).first.click()
    page.get_by_role("link", name="Wypłaty").click()
    page.get_by_text("Anna Kowalska").first.wait_for()
    look()
    assert faults == []
    assert said == []
