"""The pages of rules in a real Chromium: accessible, fitting, tried by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from tests.web.browsing import VARIANTS, Site, faults, site_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A city with a campaign and two answered forms."""
    with site_of("tests.web.served_rules", tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", ["rules", "rule", "rule-new", "rule-range"])
def test_a_page_is_accessible_fits_and_breaks_no_policy(
    site: Site,
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    name: str,
    variant: tuple[Literal["light", "dark"], int],
) -> None:
    assert faults(site, page, name, axe_violations, variant) == []


def test_a_rule_is_tried_before_it_is_saved(
    site: Site, page: Page, axe_violations: Callable[[Page], list[str]]
) -> None:
    site.open(page, "rule-range")
    page.get_by_label("Nazwa", exact=True).fill("Mała kwota")
    page.get_by_label("Objaśnienie").fill("Na próbę.")
    page.get_by_label("Zdanie dla instytucji").fill("Kwota {wartość} jest mała.")
    page.get_by_label("Najmniejsza wartość").fill("1 000")
    page.get_by_label("kwota", exact=True).check()
    page.get_by_role("button", name="Wypróbuj bez zapisu").press("Enter")
    tried = page.get_by_role("region", name="Próba, nic nie zapisano")
    expect(tried).to_contain_text("Zapytałaby w 1 z 2 formularzy (1 odpowiedź).")
    assert axe_violations(page) == []
    expect(page.get_by_label("Najmniejsza wartość")).to_have_value("1 000")
