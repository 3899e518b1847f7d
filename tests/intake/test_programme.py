"""A programme of social assistance is read into its parts, sections, fields and tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from miernik.intake.programme.cells import cut_numbers
from miernik.intake.programme.plain import blocks_of_text
from miernik.intake.programme.public import public_programme
from miernik.intake.programme.recognise import (
    DraftProgramme,
    all_text,
    looks_like_programme,
    recognise_programme,
)
from miernik.strategy.models import UnitKind
from miernik.strategy.text.content import walk

FRAME = (
    "title", "title_printed", "period", "municipality", "resolution", "annex_heading",
    "legal_bases", "goal", "directions_intro", "directions", "diagnosis", "section_groups",
    "monitoring", "funding", "expected_effects",
)  # fmt: skip


@pytest.fixture(scope="module")
def text() -> str:
    from tests.conftest import SHARED

    found = sorted((SHARED / "seeds").glob("000_*.txt"))
    if not found:
        pytest.skip("no documents of the city")
    return found[0].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def draft(text: str) -> DraftProgramme:
    return recognise_programme(blocks_of_text(text))


@pytest.fixture
def expected(golden: Callable[[str], Any]) -> dict[str, Any]:
    found: dict[str, Any] = golden("programme_2017_2020_sections_1_to_2_3")
    return found


@pytest.mark.parametrize("name", FRAME)
def test_the_frame_is_what_a_careful_reader_finds(
    draft: DraftProgramme, expected: dict[str, Any], name: str
) -> None:
    assert public_programme(draft)[name] == expected[name]


def test_sections_1_to_2_3_are_what_a_careful_reader_finds(
    draft: DraftProgramme, expected: dict[str, Any]
) -> None:
    found = {section["code"]: section for section in public_programme(draft)["sections"]}
    for section in expected["sections"]:
        assert found[section["code"]] == section


def test_the_whole_document_has_11_sections_and_40_indicators(draft: DraftProgramme) -> None:
    sections = public_programme(draft)["sections"]
    assert [section["code"] for section in sections] == [
        "1", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1", "3.2", "3.3", "4", "5",
    ]  # fmt: skip
    assert [len(section["wskazniki"]) for section in sections] == [
        4, 6, 4, 3, 3, 2, 4, 4, 2, 5, 3,
    ]  # fmt: skip
    assert [len(section["realizacja"]) for section in sections] == [
        2, 6, 9, 5, 8, 4, 5, 8, 8, 8, 5,
    ]  # fmt: skip
    assert all(section["realizatorzy"] for section in sections)


def test_section_4_keeps_its_subtitle_and_is_doubtful(draft: DraftProgramme) -> None:
    section = next(s for s in public_programme(draft)["sections"] if s["code"] == "4")
    assert section["title"] == "POMOC RODZINOM Z PROBLEMAMI OPIEKUŃCZO-WYCHOWAWCZYMI"
    assert section["subtitle"] == "Wspieranie prawidłowego funkcjonowania dzieci i rodzin"
    assert section["adresaci"].startswith("Program skierowany jest do rodzin z dziećmi")
    reasons = [doubt.reason for doubt in draft.doubts if doubt.place.line_from in (598, 599)]
    assert len(reasons) == 2


def test_no_word_of_the_document_is_lost(draft: DraftProgramme, text: str) -> None:
    def words(of: str) -> Counter[str]:
        return Counter("".join(of.split()).replace("-", ""))

    lost = words(text) - words(all_text(draft.roots))
    # What is derived: dashes of indents, the numbering row of Tabela Nr 1, the "2015" once.
    assert sum(lost.values()) <= 20, lost


def test_a_report_is_no_programme() -> None:
    blocks = blocks_of_text("Raport z realizacji strategii za 2017 rok\n\nCel strategiczny A\n")
    assert not looks_like_programme(blocks)


def test_another_city_writes_colons_and_small_letters() -> None:
    text = (
        "GMINNY PROGRAM WSPIERANIA RODZINY NA LATA 2022-2024\n\n"
        "1. Pomoc rodzinom w kryzysie\n\nAdresaci: rodziny z dziećmi.\n\nCel: Trwałość rodzin.\n\n"
        "Działania:\n\n1) praca asystenta, w tym:\na) poradnictwo,\nb) spotkania;\n2) grupy "
        "wsparcia.\n\nMierniki:\n\n1) Liczba rodzin.\n\nRealizatorzy: GOPS, szkoły.\n"
    )
    draft = recognise_programme(blocks_of_text(text))
    (section,) = public_programme(draft)["sections"]
    assert section["adresaci"] == "rodziny z dziećmi."
    assert section["cel"] == "Trwałość rodzin."
    assert [point["text"] for point in section["realizacja"]] == [
        "praca asystenta, w tym:",
        "grupy wsparcia.",
    ]
    assert [letter["no"] for letter in section["realizacja"][0]["sub"]] == ["a)", "b)"]
    assert section["wskazniki"] == [{"no": 1, "text": "Liczba rodzin."}]
    assert section["realizatorzy"] == ["GOPS", "szkoły"]


def test_a_wrong_number_is_a_doubt() -> None:
    text = (
        "PROGRAM POMOCY NA LATA 2022-2024\n\n1. Pomoc\n\nAdresaci\n\nRodziny.\n\nCel zadania\n\n"
        "Wsparcie.\n\nRealizacja zadania\n\n1) praca;\n\n3) pomoc.\n\nWskaźniki\n\n1. Liczba.\n"
    )
    draft = recognise_programme(blocks_of_text(text))
    assert any("„3)”, a z kolejności wynika „2)”" in doubt.reason for doubt in draft.doubts)


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("3. Bezdomność 375 386", ["3.", "Bezdomność", "375", "386"]),
        ("5. Bezrobocie 5 103 10 556", ["5.", "Bezrobocie", "5 103", "10 556"]),
        ("w tym: wielodzietność 183 988", ["", "w tym: wielodzietność", "183", "988"]),
        ("2. Sieroctwo 4 8", ["2.", "Sieroctwo", "4", "8"]),
    ],
)
def test_figures_are_cut_into_cells(row: str, cells: list[str]) -> None:
    assert cut_numbers(row, 4) == (cells, "")


def test_figures_that_can_be_cut_in_two_ways_are_doubtful() -> None:
    cells, doubt = cut_numbers("1. Razem 1 234 567 891", 4)
    assert cells[:2] == ["1.", "Razem"]
    assert doubt


def test_kinds_of_units(draft: DraftProgramme) -> None:
    kinds = Counter(unit.kind for unit in walk(draft.roots))
    assert kinds[UnitKind.PART] == 5
    assert kinds[UnitKind.SECTION] == 8
    assert kinds[UnitKind.FIELD] == 55
    assert kinds[UnitKind.LETTER] == 4
    assert kinds[UnitKind.TABLE] == 2
    json.dumps(public_programme(draft))
