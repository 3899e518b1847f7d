"""Consultations in a real Chromium: accessible, fitting a phone, an opinion sent by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from tests.web.browsing import VARIANTS, Site, faults, site_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAGES = [
    "list", "consultation", "draft", "compared", "change", "add", "opinion", "closed", "receipt",
    "results", "effects",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An open consultation with an opinion in the making, and one with results."""
    with site_of("tests.web.served_consultations", tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_consultations_is_accessible_fits_and_breaks_no_policy(
    site: Site,
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    name: str,
    variant: tuple[Literal["light", "dark"], int],
) -> None:
    assert faults(site, page, name, axe_violations, variant) == []


def test_a_resident_sends_an_opinion_by_keyboard(
    site: Site, page: Page, axe_violations: Callable[[Page], list[str]]
) -> None:
    page.goto(site.url + site.pages["draft"])
    page.get_by_role("link", name="Zaproponuj zmianę").nth(1).press("Enter")
    box = page.locator(".unit").get_by_label("Proponowany zapis")
    box.wait_for()
    expect(box).to_be_focused()
    assert axe_violations(page) == []
    box.fill("Zapis po mojemu")
    page.get_by_role("button", name="Dopisz do opinii").press("Enter")
    page.get_by_text("Twoja opinia: 1 zmiana").first.wait_for()
    page.get_by_role("link", name="Sprawdź i wyślij opinię").first.press("Enter")
    page.get_by_role("radio", name="mieszkanka lub mieszkaniec").press("Space")
    page.get_by_label("Imię i nazwisko", exact=True).fill("Barbara Zawadzka")
    page.get_by_role("button", name="Wyślij opinię").press("Enter")
    page.get_by_role("heading", name="Potwierdzenie: opinia przyjęta").wait_for()
    assert axe_violations(page) == []
    expect(page.locator("main")).not_to_contain_text("Barbara")
    expect(page.locator("main")).to_contain_text("Zapis po mojemu")
