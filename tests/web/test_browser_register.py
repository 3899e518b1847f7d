"""The register in a real Chromium: accessible, fitting, usable from a search to the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from tests.web.browsing import VARIANTS, Site, faults, site_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = [
    "register", "found", "nobody found", "new family", "duplicates", "duplicate", "file", "person",
    "change a person", "address", "assign", "split", "move", "close", "new member",
    "end a membership", "correct a membership", "new income", "end an income",
    "correct an income", "reasons", "end a reason", "correct a reason", "strike out",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with a register in it."""
    with site_of("tests.web.served_register", tmp_path_factory.mktemp("home")) as running:
        yield running


def test_the_list_of_pages_is_complete(site: Site) -> None:
    assert set(site.pages) == set(PAGES)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_fits_and_breaks_no_policy(
    site: Site,
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    name: str,
    variant: tuple[Literal["light", "dark"], int],
) -> None:
    assert faults(site, page, name, axe_violations, variant) == []


def test_a_worker_writes_a_new_family_with_a_child_and_an_income_without_javascript(
    site: Site, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="pl-PL")
    page = context.new_page()
    site.open(page, "register")
    page.fill("#szukaj", "Zawistowska")
    page.get_by_role("button", name="Szukaj").click()
    page.get_by_role("link", name="załóż rodzinę").click()
    page.get_by_label("PESEL").fill("02211307589")
    page.get_by_label("Nazwisko").fill("Zawistowska")
    page.get_by_label("Imię").fill("Ola")
    page.get_by_role("button", name="Dalej").click()
    expect(page.get_by_label("Data urodzenia")).to_have_value("2002-01-13")
    expect(page.get_by_label("Płeć")).to_have_value("f")
    page.get_by_label("Adres", exact=True).fill("ul. Miła 3 m. 1")
    page.get_by_role("button", name="Załóż rodzinę").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ola Zawistowska")
    page.get_by_role("link", name="Dodaj osobę").click()
    page.get_by_label("Nazwisko").fill("Zawistowski")
    page.get_by_label("Imię").fill("Staś")
    page.get_by_label("Data urodzenia").fill("2024-02-01")
    page.get_by_role("button", name="Dalej").click()
    page.get_by_label("Kim jest w rodzinie").select_option("dziecko")
    page.get_by_role("button", name="Dodaj do rodziny").click()
    expect(page.get_by_role("heading", name="2 osoby w dniu")).to_be_visible()
    page.get_by_role("link", name="Dodaj dochód").click()
    page.get_by_label("Kto otrzymuje").select_option("Staś Zawistowski")
    page.get_by_label("Rodzaj").select_option("świadczenie wychowawcze (500+, 800+)")
    page.get_by_label("Kwota", exact=True).fill("800")
    page.get_by_label("Od dnia").fill("2024-02-01")
    page.get_by_role("button", name="Zapisz").click()
    expect(page.get_by_text("Razem przed odliczeniami: 800,00 zł")).to_be_visible()
    context.close()


def test_paper_gets_the_file_without_the_controls(site: Site, page: Page) -> None:
    site.open(page, "file")
    page.emulate_media(media="print")
    expect(page.get_by_role("cell", name="dziecko")).to_be_visible()
    expect(page.get_by_text("skreśl").first).not_to_be_visible()
    expect(page.locator("#dzien")).not_to_be_visible()
    expect(page.get_by_role("link", name="Dodaj osobę")).not_to_be_visible()
