"""What every test may ask for, and which tests run where.

`./dev test` makes two rounds: everything on SQLite, then whatever touches the database once more
on PostgreSQL (MIERNIK_TEST_ROUND=storage). A test need not know which database it runs on.
"""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.core.cache import caches

from tests import strict

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHECKOUT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("MIERNIK_SHARED") or CHECKOUT.parent / "shared")
POSTGRES_URL = os.environ.get("MIERNIK_TEST_POSTGRES_URL")
CHROMIUM = os.environ.get("MIERNIK_TEST_CHROMIUM")
STORAGE_ROUND = os.environ.get("MIERNIK_TEST_ROUND") == "storage"

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}

# Speed is measured by ./dev bench; a slow machine must not fail a test.
hypothesis.settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("house")


def pytest_configure() -> None:
    strict.install()


# --- which test runs where -----------------------------------------------------------------------


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = []
    for item in items:
        if _is_storage(item):
            item.add_marker(pytest.mark.storage)
        if _runs_in_other_round(item):
            elsewhere.append(item)
        elif reason := _missing(item):
            item.add_marker(pytest.mark.skip(reason=reason))
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def _is_storage(item: pytest.Item) -> bool:
    """A test that touches the database, unless it is about pages (tests/web): those say so."""
    if item.path.is_relative_to(CHECKOUT / "tests" / "web") or item.get_closest_marker("browser"):
        return False
    uses = set(getattr(item, "fixturenames", ())) & DATABASE_FIXTURES
    return bool(uses or item.get_closest_marker("django_db"))


def _runs_in_other_round(item: pytest.Item) -> bool:
    only_postgres = item.get_closest_marker("postgres") is not None
    if STORAGE_ROUND:
        return not (only_postgres or item.get_closest_marker("storage"))
    return only_postgres and POSTGRES_URL is not None


def _missing(item: pytest.Item) -> str | None:
    if item.get_closest_marker("postgres") and not POSTGRES_URL:
        return "no PostgreSQL: ./dev test starts one where it is installed"
    if item.get_closest_marker("browser") and not CHROMIUM:
        return "no Chromium: ./dev test finds one where it is installed"
    if item.get_closest_marker("seeds") and not (SHARED / "seeds").is_dir():
        return f"no documents of the city in {SHARED}: set MIERNIK_SHARED"
    return None


# --- the city's documents ------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hash passwords at once: a safe hash takes half a second, and the suite makes hundreds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Forget what an earlier test's database was counted to."""
    caches["default"].clear()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder; a test that asks for it is skipped where it is absent."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip(f"no documents of the city in {SHARED}: set MIERNIK_SHARED")
    return SHARED


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Path:
    """The folder of the four real documents of Białystok, as text."""
    return shared / "seeds"


@pytest.fixture(scope="session")
def golden(shared: Path) -> Callable[[str], Any]:
    """What a careful reader finds in a document: golden("report_2017_goals_ABC") → parsed JSON."""

    def load(name: str) -> Any:
        return json.loads((shared / "golden" / f"{name}.json").read_text(encoding="utf-8"))

    return load


# --- databases and browser -----------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """Address of a running PostgreSQL, for code that connects by itself (Ibis, a command)."""
    if not POSTGRES_URL:
        pytest.skip("no PostgreSQL: ./dev test starts one where it is installed")
    return POSTGRES_URL


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One Chromium for the session; it reaches this machine only, so a page from a CDN fails."""
    if not CHROMIUM:
        pytest.skip("no Chromium: ./dev test finds one where it is installed")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=25_000)  # a machine under load still answers in time
    # Playwright keeps an event loop in this thread; Django would take every query for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: "Browser") -> Iterator["Page"]:
    """A fresh page in Polish, 1280 px wide; narrow it with page.set_viewport_size."""
    context = chromium.new_context(locale="pl-PL", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe_violations() -> Callable[["Page"], list[str]]:
    """Accessibility faults of a page as lines "rule: element"; an empty list is a pass."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def run(page: "Page") -> list[str]:
        found = axe.run(page).response["violations"]
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

    return run
