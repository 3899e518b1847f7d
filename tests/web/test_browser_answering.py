"""The reporter's form in a real Chromium: saving itself, without a network, with two people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.collection.campaigns import (
    CENTRE,
    EVENTS,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NGO,
    SECOND_SCHOOL,
)
from tests.web.answering_pages import TYPED
from tests.web.browsing import TARGET, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('miernik:odpowiedzi:')).length"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """An open campaign."""
    with serving("tests.web.served_answering", tmp_path_factory.mktemp("home")) as told:
        yield told


def _open(site: dict[str, Any], page: Page, name: str) -> None:
    page.goto(site["url"] + site["links"][name])
    page.get_by_role("button", name="Otwórz formularz").click()
    page.get_by_role("button", name="Sprawdź i przekaż").wait_for()


def _field(site: dict[str, Any], page: Page, name: str, field: str = "number") -> Locator:
    return page.locator(f"[name='{site['prefixes'][name]}-{field}']")


def _state(page: Page, words: str) -> None:
    page.locator("[data-state]").filter(has_text=words).wait_for(timeout=8000)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_pages_are_accessible_and_fit_a_phone(
    site: dict[str, Any],
    page: Page,
    axe_violations: Callable[[Page], list[str]],
    scheme: Any,
    width: int,
) -> None:
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    def look() -> None:
        page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
        faults.extend(axe_violations(page))
        actual = page.evaluate("document.documentElement.scrollWidth")
        if actual > width:
            faults.append(f"{page.url}: {actual} px wide")

    page.goto(site["url"] + site["links"][SECOND_SCHOOL])
    look()
    _open(site, page, SECOND_SCHOOL)
    look()
    _field(site, page, MONEY).fill("1.234")
    page.get_by_role("button", name="Sprawdź i przekaż").click()
    page.locator("#do-poprawy").wait_for()
    look()
    page.goto(site["url"] + "/formularz/")
    look()
    page.goto(site["url"] + "/odpowiedz/uciety/")
    look()
    # the browser's own line about the status 410 of the last page
    assert [fault for fault in faults if "410" not in fault] == []


def test_buttons_and_fields_are_large_enough_for_a_finger(site: dict[str, Any], page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    _open(site, page, SECOND_SCHOOL)
    boxes = page.locator("main .button:visible, main input[type=text]:visible")
    heights = [box["height"] for one in boxes.all() if (box := one.bounding_box())]
    assert heights
    # the button that Enter presses is there for the keyboard only
    assert min(height for height in heights if height > 1) >= TARGET


def test_what_is_typed_saves_itself_and_counts(site: dict[str, Any], page: Page) -> None:
    _open(site, page, NGO)
    first = _field(site, page, EVENTS, "entry-0-label")
    first.fill("Dzień Rodziny")
    _field(site, page, EVENTS, "entry-1-label").fill("Piknik")
    _field(site, page, EVENTS, "entry-2-label").fill("Festyn")
    _field(site, page, EVENTS, "entry-3-label").fill("Bal")  # a row that grew
    _state(page, "Zapisano")
    expect(page.locator("[data-answered]")).to_have_text("1")
    assert page.evaluate(KEPT) == 0
    page.reload()
    expect(_field(site, page, EVENTS, "entry-3-label")).to_have_value("Bal")


def test_a_number_in_doubt_is_told_at_once_and_kept(site: dict[str, Any], page: Page) -> None:
    _open(site, page, CENTRE)
    _field(site, page, MONEY).fill("1.234")
    prefix = site["prefixes"][MONEY]
    error = page.locator(f"[data-error='{prefix}-number']")
    error.filter(has_text="na dwa sposoby").wait_for()
    assert _field(site, page, MONEY).get_attribute("aria-invalid") == "true"
    page.reload()
    expect(_field(site, page, MONEY)).to_have_value("1.234")
    _field(site, page, MONEY).fill("1 234,50")
    error.wait_for(state="hidden")


def test_a_lost_connection_loses_nothing(site: dict[str, Any], page: Page) -> None:
    _open(site, page, CENTRE)
    page.context.set_offline(True)
    _field(site, page, MEALS).fill("77")
    _state(page, "Brak połączenia")
    assert page.evaluate(KEPT) == 1
    page.context.set_offline(False)
    _state(page, "Zapisano")
    assert page.evaluate(KEPT) == 0
    # typed without a network, and the page is closed before it comes back
    page.context.set_offline(True)
    _field(site, page, MEALS).fill("78")
    _state(page, "Brak połączenia")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(site["url"] + site["forms"][CENTRE])
    _state(page, "Zapisano")
    expect(_field(site, page, MEALS)).to_have_value("78")
    page.reload()
    expect(_field(site, page, MEALS)).to_have_value("78")


def test_two_people_see_both_answers_and_choose(
    site: dict[str, Any], page: Page, chromium: Browser
) -> None:
    _open(site, page, FIRST_SCHOOL)
    context = chromium.new_context(locale="pl-PL")
    other = context.new_page()
    _open(site, other, FIRST_SCHOOL)
    _field(site, page, MEALS).fill("100")
    _state(page, "Zapisano")
    _field(site, other, MEALS).fill("200")
    _state(other, "Wybierz, która ma zostać")
    section = other.locator(f"#pytanie-{site['prefixes'][MEALS]}")
    expect(section).to_contain_text("weź tamtą: 100")
    expect(_field(site, other, MEALS)).to_have_value("200")
    section.get_by_label("weź tamtą").check()
    _state(other, "Zapisano")
    expect(_field(site, other, MEALS)).to_have_value("100")
    # and the other way round
    _field(site, other, MEALS).fill("300")
    _state(other, "Zapisano")
    _field(site, page, MEALS).fill("400")
    _state(page, "Wybierz, która ma zostać")
    page.get_by_label("zostaw moją").check()
    _state(page, "Zapisano")
    page.reload()
    expect(_field(site, page, MEALS)).to_have_value("400")
    assert page.evaluate(KEPT) == 0
    context.close()


def test_a_school_answers_with_the_keyboard_and_gets_a_receipt(
    site: dict[str, Any], page: Page, axe_violations: Callable[[Page], list[str]]
) -> None:
    _open(site, page, FIRST_SCHOOL)
    for name, fields in TYPED.items():
        for field, value in fields.items():
            target = _field(site, page, name, field).first
            if target.get_attribute("type") == "checkbox":
                target.focus()
                page.keyboard.press("Space")
            elif target.get_attribute("type") == "text":
                target.focus()
                page.keyboard.press("Control+A")
                page.keyboard.type(value)
    _state(page, "Zapisano")
    page.get_by_role("button", name="Sprawdź i przekaż").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    for box in page.locator("textarea[name*=-explain-]").all():
        box.fill("Tak wynika z naszej ewidencji, sprawdzone.")
    if page.locator("#do-poprawy").count():
        page.get_by_role("button", name="Sprawdź i przekaż").click()
    page.get_by_text("Dziękujemy, odpowiedzi przekazane").wait_for()
    assert page.evaluate(KEPT) == 0
    assert axe_violations(page) == []
    expect(page.get_by_role("button", name="Drukuj")).to_be_visible()
    page.get_by_role("button", name="Cofnij przekazanie").click()
    page.get_by_role("button", name="Sprawdź i przekaż").wait_for()


def test_leaving_a_shared_computer_empties_it(site: dict[str, Any], page: Page) -> None:
    _open(site, page, NGO)
    page.context.set_offline(True)
    _field(site, page, EVENTS, "entry-0-label").fill("Inna impreza")
    _state(page, "Brak połączenia")
    assert page.evaluate(KEPT) == 1
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Zakończ na tym komputerze").click()
    assert page.evaluate(KEPT) == 1  # the person was warned and stayed
    page.context.set_offline(False)
    _state(page, "Zapisano")
    page.get_by_role("button", name="Zakończ na tym komputerze").click()
    page.get_by_text("Formularz zamknięty na tym komputerze").wait_for()
    assert page.evaluate(KEPT) == 0
    page.goto(site["url"] + site["forms"][NGO])
    page.get_by_text("Formularz się nie otworzył").wait_for()
