"""A site in a process of its own, and what every page of it must hold in a browser."""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHECKOUT = Path(__file__).parent.parent.parent
TARGET = 44  # px, the smallest side of what a finger must hit
VARIANTS: list[tuple[Literal["light", "dark"], int]] = [("light", 1280), ("dark", 390)]


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str
    pages: dict[str, str]
    session: str

    def open(self, page: Page, name: str) -> None:
        """Go to a page as the person who is logged in."""
        page.context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.url}])
        page.goto(self.url + self.pages[name])


@functools.cache
def empty_database() -> Path:
    """Return a database with every table and nothing in it, made once for this process."""
    home = Path(tempfile.mkdtemp(prefix="miernik-empty-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
        cwd=CHECKOUT, env=environment_of(home), check=True,
    )  # fmt: skip
    return home / "miernik.sqlite3"


def environment_of(home: Path) -> dict[str, str]:
    """Return what a process needs to run the program on a folder of its own."""
    environment = os.environ | {
        "MIERNIK_HOME": str(home),
        "PYTHONPATH": f"{CHECKOUT / 'src'}{os.pathsep}{CHECKOUT}",
        "DJANGO_SETTINGS_MODULE": "miernik.web.settings",
    }
    environment.pop("MIERNIK_DATABASE_URL", None)
    return environment


@contextmanager
def serving(module: str, home: Path) -> Iterator[dict[str, Any]]:
    """Run ``module`` on a free port, stopped by its own pid; yields what it told, with ``url``."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(empty_database(), home / "miernik.sqlite3")
    server = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=CHECKOUT, env=environment_of(home), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        told: dict[str, Any] = json.loads(server.stdout.readline())
        yield told | {"url": f"http://127.0.0.1:{told['port']}"}
    finally:
        server.terminate()
        server.communicate(timeout=20)


@contextmanager
def site_of(module: str, home: Path) -> Iterator[Site]:
    """Run ``module``, which tells its ``pages`` and a ``session``, as a site."""
    with serving(module, home) as told:
        yield Site(told["url"], told["pages"], told["session"])


def faults(
    site: Site,
    page: Page,
    name: str,
    axe_violations: Callable[[Page], list[str]],
    variant: tuple[Literal["light", "dark"], int],
) -> list[str]:
    """Open a page, everything folded in it too; return what is inaccessible, too wide or loud."""
    scheme, width = variant
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    site.open(page, name)
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    found += axe_violations(page)
    actual = page.evaluate("document.documentElement.scrollWidth")
    return [*found, f"{actual} px wide"] if actual > width else found
