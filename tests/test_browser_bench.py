"""The browser of the tests: it shows pages, judges them, and stays on this machine."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_axe_names_a_picture_without_words(
    page: "Page", axe_violations: Callable[["Page"], list[str]]
) -> None:
    page.set_content("<html lang=pl><title>t</title><main><h1>h</h1><img src='data:,'></main>")
    assert [line.split(":")[0] for line in axe_violations(page)] == ["image-alt"]


def test_axe_passes_a_plain_page(
    page: "Page", axe_violations: Callable[["Page"], list[str]]
) -> None:
    page.set_content("<html lang=pl><title>t</title><main><h1>Wskaźniki</h1></main>")
    assert axe_violations(page) == []


def test_a_page_cannot_load_from_elsewhere(page: "Page") -> None:
    from playwright.sync_api import Error

    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
