"""The help desk in a real Chromium: accessible, fitting a phone, few presses, keys only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from tests.web.browsing import TARGET, VARIANTS, Site, faults, site_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = [
    "home", "record", "coverage", "pick", "services", "service", "family", "family service",
    "family plan", "family referral", "plans", "plan", "referral", "activities", "new activity",
    "activity", "volunteers", "volunteer", "facilities", "facility", "map", "place", "street",
    "blue cards", "blue card",
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The help desk with a small neighbourhood."""
    with site_of("tests.web.served_help", tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_help_is_accessible_fits_and_breaks_no_policy(
    desk: Site,
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    name: str,
    variant: tuple[Literal["light", "dark"], int],
) -> None:
    assert faults(desk, page, name, axe_violations, variant) == []


def test_a_piece_of_advice_takes_a_name_and_two_enters(desk: Site, page: Page) -> None:
    desk.open(page, "record")
    page.select_option("[name=kind]", "poradnictwo_rodzinne")
    for name, written in (("kowalska", 1), ("kowalski piotr", 2), ("kowalska", 3)):
        page.keyboard.type(name) if written > 1 else page.fill("[name=q]", name)
        page.keyboard.press("Enter")
        expect(page.locator("[name=kto]").first).to_be_focused()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=f"Zapisane dzisiaj: {written}").wait_for()
        expect(page.locator("[name=q]")).to_be_focused()
        expect(page.locator("[name=kind]")).to_have_value("poradnictwo_rodzinne")
    page.get_by_role("button", name="Cofnij wpis").first.click()
    page.get_by_role("heading", name="Zapisane dzisiaj: 2").wait_for()


def test_people_appear_while_one_types_and_the_letters_stay_under_the_fingers(
    desk: Site, page: Page, axe_violations: Callable[[Page], list[str]]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    desk.open(page, "record")
    page.locator("[name=q]").press_sequentially("kowal")
    page.get_by_role("button", name="Kowalska Anna, ur. 1980").wait_for()
    expect(page.locator("[name=q]")).to_be_focused()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_visit_in_the_street_takes_two_taps_on_a_phone(
    desk: Site, page: Page, axe_violations: Callable[[Page], list[str]]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    desk.open(page, "street")
    page.locator("main summary", has_text="Altany przy torach").click()
    press = page.get_by_role("button", name="3", exact=True)
    size = press.bounding_box()
    assert size is not None
    assert min(size["width"], size["height"]) >= TARGET
    press.click()
    page.get_by_text("3 osoby. Zapisano.").wait_for()
    expect(page.get_by_role("heading", name="Dzisiejsze wizyty: 1")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Cofnij wizytę").click()
    page.get_by_role("heading", name="Dzisiejsze wizyty: 0").wait_for()


def test_the_map_draws_the_points_of_the_table_and_asks_nobody_outside(
    desk: Site, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    desk.open(page, "map")
    page.locator("[data-map] path.map-dot--unfit").click()
    popup = page.locator(".leaflet-popup a")
    expect(popup).to_have_text("Altany przy torach")
    assert page.locator("[data-map] path.map-dot").count() == 2
    assert page.locator("[data-map] .map-number").count() > 4
    assert [url for url in asked if not url.startswith(desk.url)] == []


def test_help_is_written_down_without_javascript(desk: Site, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="pl-PL")
    page = context.new_page()
    desk.open(page, "record")
    page.fill("[name=q]", "kowal")
    page.get_by_role("button", name="Szukaj").click()
    page.get_by_role("button", name="Kowalski Piotr, ur. 1980").click()
    expect(page.get_by_text("Zapisano: praca socjalna – Kowalski Piotr.")).to_be_visible()
    desk.open(page, "map")
    expect(page.locator("[data-map]")).not_to_be_visible()
    expect(page.get_by_role("cell", name="53,1325; 23,1688")).to_be_visible()
    context.close()
