"""Consultations at the desk in a real Chromium: accessible, fitting a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.web.browsing import VARIANTS, Site, faults, site_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAGES = [
    "list", "one", "prepared", "opinions", "opinion", "new", "track", "letter", "enter", "wording",
    "begun", "change", "track-change", "draft-change", "notice-change", "track-remove",
    "draft-remove", "notice-remove", "discard", "over", "kept",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The consultation of 2020 and one that has just begun."""
    assert shared.is_dir()
    with site_of("tests.web.served_desk_consultations", tmp_path_factory.mktemp("home")) as found:
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
