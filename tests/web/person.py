"""Somebody at a browser, for the tests that play a whole process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

#: Everybody's password in the served cities.
PASSWORD = "dlugie-haslo-do-testow"


class Person:
    """Somebody at a browser of their own; every page looked at is judged by axe."""

    def __init__(self, browser: Browser, url: str, judge: Callable[[Page], list[str]]) -> None:
        self.page = browser.new_context(locale="pl-PL").new_page()
        self.page.set_default_timeout(25_000)
        self.url, self.judge, self.faults = url, judge, list[str]()

    def go(self, path: str) -> None:
        """Open an address of the site, or a whole address."""
        self.page.goto(path if path.startswith("http") else self.url + path)

    def log_in(self, name: str, path: str) -> None:
        """Log in on the way to a page."""
        self.go(path)
        self.page.get_by_label("Nazwa użytkownika").fill(name)
        self.page.get_by_label("Hasło").fill(PASSWORD)
        self.page.get_by_role("button", name="Zaloguj").click()

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=name).first.click()

    def see(self, text: str) -> None:
        """Wait for words on the page."""
        self.page.get_by_text(text).first.wait_for()

    def look(self) -> None:
        """Judge the page as it stands."""
        self.faults += [f"{self.page.url}: {fault}" for fault in self.judge(self.page)]

    def question(self, name: str) -> Locator:
        """The part of the form that asks for one indicator."""
        return self.page.locator("[id^=pytanie-]").filter(has_text=name).first
