"""Pseudonyms in a real Chromium: the same as the command's, and nothing else leaves the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from miernik.collection.pseudonyms.file import make_file, parse_file
from miernik.collection.pseudonyms.identifiers import read_numbers
from miernik.collection.pseudonyms.key import PseudonymKey, print_key
from miernik.collection.pseudonyms.key_text import key_text, parse_key
from miernik.collection.pseudonyms.lists import read_list
from tests.collection.persons import pesel
from tests.web.browsing import Site, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
KEY = PseudonymKey(bytes(32), 2026, "Białystok")  # that of the gallery
SCHOOL = "Szkoła Podstawowa nr 1"
LISTS = [
    "44051401359\n02211307589\n44051401359\n",
    '\ufeffimię;PESEL\r\nZażółć;440514-01359\r\n\r\n"Nowak; Anna";02211307589\r\n',
    "\n".join(pesel(number) for number in range(1200)),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The office with the gallery."""
    with serving("tests.web.served", tmp_path_factory.mktemp("home")) as told:
        yield Site(told["url"], told["office"], told["session"])


def _part(page: Page, name: str) -> Locator:
    return page.locator(f"[data-pseudonyms-{name}]")


def _press(page: Page, *, people: str, key: str) -> str:
    """Paste, press, and return what the page says in the end."""
    _part(page, "list").fill(people)
    _part(page, "key").fill(key)
    _part(page, "make").click()
    said = _part(page, "said")
    said.filter(has_text=re.compile("^(?!Liczę…$).+")).wait_for()
    return said.inner_text()


@pytest.mark.parametrize("people", LISTS, ids=["plain", "table", "many"])
def test_the_browser_makes_the_same_pseudonyms_as_the_command(
    desk: Site, page: Page, people: str
) -> None:
    desk.open(page, "gallery")
    _part(page, "without").fill("3")
    _press(page, people=people, key=key_text(KEY))
    numbers = read_numbers(read_list(people.encode())).numbers
    expected = make_file(numbers, key=KEY, indicator="A.1.3", institution=SCHOOL, without_pesel=3)
    assert parse_file(_part(page, "result").input_value().encode()) == expected


def test_a_file_in_the_old_polish_encoding_is_read(desk: Site, page: Page, tmp_path: Path) -> None:
    people = tmp_path / "lista.csv"
    people.write_bytes("imię;PESEL\nŻaneta;44051401359\n".encode("cp1250"))
    desk.open(page, "gallery")
    _part(page, "file").set_input_files(people)
    assert "Gotowe: 1 osoba." in _press(page, people="", key=print_key(KEY.secret).lower())
    expected = KEY.pseudonym("44051401359", indicator="A.1.3")
    assert parse_file(_part(page, "result").input_value().encode()).values == (expected,)


def test_faults_are_those_of_the_command_and_nothing_is_ready(desk: Site, page: Page) -> None:
    people = "44051401358\n4405140135\n44143101350\npaszport AB1234567\n12\n44051401359\n"
    desk.open(page, "gallery")
    assert _press(page, people=people, key=print_key(KEY.secret)).startswith("Błędy na liście: 5.")
    told = _part(page, "faults").locator("li").all_inner_texts()
    faults = read_numbers(read_list(people.encode())).faults
    assert told == [fault.sentence for fault in faults]
    expect(_part(page, "result")).to_have_value("")


def test_dates_are_judged_as_the_command_judges_them(desk: Site, page: Page) -> None:
    # each with its right control digit: only the date decides
    firsts = ["9002290001", "0002290001", "0022290001", "9013010001", "9092310001", "0080010001"]
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
    people = "\n".join(
        first + str(-sum(w * int(d) for w, d in zip(weights, first, strict=True)) % 10)
        for first in firsts
    )
    desk.open(page, "gallery")
    _press(page, people=people, key=print_key(KEY.secret))
    told = _part(page, "faults").locator("li").all_inner_texts()
    assert told == [fault.sentence for fault in read_numbers(read_list(people.encode())).faults]
    assert 0 < len(told) < len(firsts)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (PseudonymKey(bytes(32), 2025, "Białystok"), None),
        (PseudonymKey(b"\x01" * 32, 2026, "Białystok"), "To nie jest klucz tej kampanii"),
    ],
)
def test_a_key_of_another_campaign_is_refused(
    desk: Site, page: Page, key: PseudonymKey, says: str | None
) -> None:
    desk.open(page, "gallery")
    said = _press(page, people="44051401359", key=key_text(key))
    # the same secret is the campaign's key whatever year the pasted file names
    assert said.startswith(says or "Gotowe")


def test_a_mistyped_key_is_noticed(desk: Site, page: Page) -> None:
    typed = print_key(KEY.secret)
    wrong = typed[:10] + ("1" if typed[10] != "1" else "2") + typed[11:]
    desk.open(page, "gallery")
    assert "suma kontrolna" in _press(page, people="44051401359", key=wrong)


def test_neither_list_nor_key_is_sent(desk: Site, page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    desk.open(page, "gallery")
    _press(page, people="44051401359", key=print_key(KEY.secret))
    expect(_part(page, "list")).to_have_value("")
    expect(_part(page, "key")).to_have_value("")
    _part(page, "list").fill("02211307589")
    _part(page, "key").fill("MK1-SECRET")
    with page.expect_navigation():
        page.eval_on_selector("[data-sample=pseudonyms]", "form => form.submit()")
    everything = " ".join(sent)
    assert KEY.pseudonym("44051401359", indicator="A.1.3").hex() in everything
    assert not [
        part for part in ("44051401359", "02211307589", "MK1", "SECRET") if part in everything
    ]


def test_a_key_made_in_the_browser_is_one_the_command_reads_and_is_not_sent(
    desk: Site, page: Page, axe_violations: Callable[[Page], list[str]]
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    desk.open(page, "gallery")
    page.locator("[data-pseudonym-key-make]").click()
    page.locator("[data-pseudonym-key-made]").wait_for()
    text = page.locator("[data-pseudonym-key-text]").inner_text()
    key = parse_key(text, year=2026)
    expect(page.locator("[data-pseudonym-key-fingerprint]")).to_have_value(key.fingerprint)
    assert key_text(key).strip() == text.strip()
    with page.expect_download() as download:
        page.locator("[data-pseudonym-key-file]").click()
    assert Path(download.value.path()).read_text(encoding="utf-8") == key_text(key)
    assert axe_violations(page) == []
    with page.expect_navigation():
        page.eval_on_selector("[data-sample=pseudonym-key]", "form => form.submit()")
    everything = " ".join(sent)
    assert key.fingerprint in everything
    assert "MK1" not in everything


def test_without_javascript_the_command_is_advised(desk: Site, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="pl-PL")
    page = context.new_page()
    desk.open(page, "gallery")
    expect(_part(page, "advice")).to_contain_text("miernik pseudonyms make")
    expect(_part(page, "work")).not_to_be_visible()
    context.close()
