"""The site in a real Chromium: accessible, fitting, quiet, usable by keyboard and without JS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from tests.web.browsing import TARGET, VARIANTS, Site, faults, serving
from tests.web.test_office import ADDRESSES as OFFICE
from tests.web.test_portal import ADDRESSES as PORTAL

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with a small city in it."""
    with serving("tests.web.served", tmp_path_factory.mktemp("home")) as told:
        yield Site(told["url"], told["portal"] | told["office"], told["session"])


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", [*PORTAL, "edition", *OFFICE])
def test_a_page_is_accessible_fits_and_breaks_no_policy(
    site: Site,
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    name: str,
    variant: tuple[Literal["light", "dark"], int],
) -> None:
    assert faults(site, page, name, axe_violations, variant) == []


def test_the_first_tab_leads_to_the_content(site: Site, page: Page) -> None:
    site.open(page, "indicator")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Przejdź do treści"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]  # it is on the page
    page.keyboard.press("Enter")
    expect(page.locator("#tresc")).to_be_focused()


@pytest.mark.parametrize("name", ["home", "changes", "import"])
def test_the_keyboard_reaches_everything_and_always_shows_where_it_is(
    site: Site, page: Page, name: str
) -> None:
    site.open(page, name)
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select,"
        " textarea, summary')].filter((item) => item.checkVisibility()).length"
    )
    seen = 0
    while seen <= wanted:
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "document.activeElement === document.body ? null"
            " : getComputedStyle(document.activeElement).outlineWidth"
        )
        if outline is None:
            break
        assert outline == "3px"
        seen += 1
    assert seen == wanted


@pytest.mark.parametrize("name", ["home", "changes", "import", "break"])
def test_what_a_finger_must_hit_is_large_enough(site: Site, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    site.open(page, name)
    small = page.evaluate(
        f"""[...document.querySelectorAll(
            '.site-nav a, .button, .link-button, select, .field input, summary')]
        .filter((item) => item.checkVisibility() && item.type !== 'radio'
            && item.getBoundingClientRect().height < {TARGET})
        .map((item) => item.outerHTML)"""
    )
    assert small == []


def test_search_answers_while_one_types_and_the_address_follows(site: Site, page: Page) -> None:
    site.open(page, "search")
    page.locator("#szukaj").press_sequentially("dozywianie")
    page.get_by_role("link", name="Liczba dzieci i młodzieży objętych dożywianiem").wait_for()
    assert page.url.endswith("?q=dozywianie")
    assert "Znaleziono 1 wskaźnik" in (page.locator("[data-announcer]").text_content() or "")


def test_changes_are_narrowed_in_place(site: Site, page: Page) -> None:
    site.open(page, "changes")
    page.select_option("#werdykt", "not_comparable")
    page.locator("#wyniki").get_by_text("Pokazano 1 wskaźnik").wait_for()
    assert "werdykt=not_comparable" in page.url


def test_a_field_is_corrected_where_it_stands(site: Site, page: Page) -> None:
    site.open(page, "import")
    page.locator(".doubt textarea").fill("6362")
    page.get_by_role("button", name="Zapisz poprawkę").click()
    page.locator("#podglad").get_by_text("Zapisano poprawkę").wait_for()
    assert page.evaluate("document.activeElement.hasAttribute('data-doubt')")
    expect(page.locator(".doubt textarea")).to_have_value("6362")
    assert page.url == site.url + site.pages["import"]


def test_everything_is_there_without_javascript(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="pl-PL")
    page = context.new_page()
    site.open(page, "home")
    page.fill("#szukaj", "dozywianie")
    page.locator(".hero").get_by_role("button", name="Szukaj").click()
    page.get_by_role("link", name="Liczba dzieci i młodzieży objętych dożywianiem").click()
    expect(page.get_by_role("cell", name="4648").first).to_be_visible()
    expect(page.locator("figure svg").first).to_be_visible()
    site.open(page, "changes")
    page.select_option("#werdykt", "not_comparable")
    page.get_by_role("button", name="Pokaż").click()
    expect(page.get_by_text("Pokazano 1 wskaźnik")).to_be_visible()
    context.close()


def test_the_language_changes_and_the_page_stays(site: Site, page: Page) -> None:
    site.open(page, "indicator")
    address = page.url
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Polski").wait_for()
    assert page.url == address
    assert page.locator("html").get_attribute("lang") == "en"


def test_paper_gets_the_content_without_the_controls(site: Site, page: Page) -> None:
    site.open(page, "changes")
    page.emulate_media(media="print")
    expect(page.locator(".site-nav")).not_to_be_visible()
    expect(page.locator(".filters")).not_to_be_visible()
    expect(page.get_by_text("Liczba asystentów rodzinnych").first).to_be_visible()
