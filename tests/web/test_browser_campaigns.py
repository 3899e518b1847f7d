"""Campaigns at the desk in a real Chromium: accessible, fitting a phone, live without a jolt."""

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
    "list", "new", "draft", "open", "board", "edit", "questions", "asked for", "bulk",
    "institutions", "institution", "contacts", "members", "indicators", "indicator", "form",
    "begun form", "return", "answer", "begun answer",
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A desk with a campaign in the middle of its way."""
    with site_of("tests.web.served_campaigns", tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_campaigns_is_accessible_fits_and_breaks_no_policy(
    desk: Site,
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    name: str,
    variant: tuple[Literal["light", "dark"], int],
) -> None:
    assert faults(desk, page, name, axe_violations, variant) == []


def test_fresh_figures_leave_the_focus_where_it_was(desk: Site, page: Page) -> None:
    desk.open(page, "board")
    page.focus("#f-czeka")
    with page.expect_response(lambda response: "kampanie" in response.url):
        page.evaluate("htmx.trigger('#liczby', 'miernik:odswiez')")
    expect(page.locator("#f-czeka")).to_be_focused()
    page.focus("#q")
    page.keyboard.type("szko")
    with page.expect_response(lambda response: "kampanie" in response.url):
        page.evaluate("htmx.trigger('#liczby', 'miernik:odswiez')")
    page.wait_for_timeout(300)
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("szko")


def test_one_tick_accepts_what_waits_on_the_page(desk: Site, page: Page) -> None:
    desk.open(page, "board")
    page.check("#wszystkie")
    page.get_by_role("button", name="Przyjmij zaznaczone").click()
    page.get_by_text("Przyjęto 1 formularz.").wait_for()
