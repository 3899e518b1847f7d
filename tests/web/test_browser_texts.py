"""Texts in a real Chromium: accessible, fitting a phone, edited in place by keyboard."""

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
    "list", "frozen", "draft", "changes", "unit", "table", "add", "freeze", "enact", "successor",
    "lineage", "link", "public text", "public project", "public changes",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A programme in force with a draft, and the next programme with its lineage."""
    with site_of("tests.web.served_texts", tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_texts_is_accessible_fits_and_breaks_no_policy(
    site: Site,
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    name: str,
    variant: tuple[Literal["light", "dark"], int],
) -> None:
    assert faults(site, page, name, axe_violations, variant) == []


def test_a_unit_is_edited_in_its_place(
    site: Site, page: Page, axe_violations: Callable[[Page], list[str]]
) -> None:
    site.open(page, "draft")
    unit = page.locator(".unit", has_text="kontynuacja współpracy z urzędami pracy").first
    identity = unit.get_attribute("id")
    page.locator(f"#{identity}").get_by_role("link", name="Zmień").press("Enter")
    box = page.locator(f"#{identity}").get_by_label("Treść")
    box.wait_for()
    expect(box).to_be_focused()
    assert axe_violations(page) == []
    page.locator(f"#{identity}").get_by_role("link", name="Zostaw bez zmian").press("Enter")
    box.wait_for(state="detached")
    page.locator(f"#{identity}").get_by_role("link", name="Zmień").press("Enter")
    box.fill("współpraca z urzędami pracy i pracodawcami;")
    page.locator(f"#{identity}").get_by_role("button", name="Zapisz").press("Enter")
    page.get_by_text("Zapisano: 2.1 / Realizacja zadania / 2).").wait_for()
    assert page.url.endswith(f"#{identity}")
    assert (
        "współpraca z urzędami pracy i pracodawcami;" in page.locator(f"#{identity}").inner_text()
    )
