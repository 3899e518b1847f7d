"""The desk of messages in a real Chromium: accessible, fitting a phone, nothing forbidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest

from tests.web.browsing import VARIANTS, Site, faults, site_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAGES = [
    "home", "log", "nothing found", "message", "templates", "template", "files", "waiting file",
    "refused file",
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The desk with an open campaign, its messages and returned files."""
    with site_of("tests.web.served_messages", tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_messages_is_accessible_fits_and_breaks_no_policy(
    desk: Site,
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    name: str,
    variant: tuple[Literal["light", "dark"], int],
) -> None:
    assert faults(desk, page, name, axe_violations, variant) == []
