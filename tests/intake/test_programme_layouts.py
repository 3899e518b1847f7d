"""Programmes of other towns: titles in small letters, numbered chapters, names in lines."""

from __future__ import annotations

from typing import Any

import pytest

from miernik.intake.programme.marks import number_of
from miernik.intake.programme.plain import blocks_of_text
from miernik.intake.programme.public import public_programme
from miernik.intake.programme.recognise import (
    DraftProgramme,
    looks_like_programme,
    recognise_programme,
)
from miernik.strategy.models import UnitKind

ACT = (
    "UCHWAŁA NR XXXI/210/2021\nRADY GMINY WIERZBNO\n\nz dnia 28 grudnia 2021 r.\n\n"
    "w sprawie przyjęcia Gminnego Programu Wspierania Rodziny.\n\n"
    "§ 1. Przyjmuje się program stanowiący załącznik.\n\n"
    "§ 2. Uchwała wchodzi w życie z dniem 1 stycznia 2022 r.\n\n"
)
ANNEX = "Załącznik do uchwały Nr XXXI/210/2021\n\nRady Gminy Wierzbno\n\n"
CAPITALS = "GMINNY PROGRAM WSPIERANIA RODZINY NA LATA 2022-2024\n\n"
SMALL = "Gminny Program Wspierania Rodziny na lata 2022-2024\n\n"
FIELDS = (
    "Adresaci\n\nRodziny z dziećmi.\n\nCel zadania\n\nTrwałość rodzin.\n\n"
    "Realizacja zadania\n\n1) praca asystenta;\n\n2) grupy wsparcia.\n\n"
    "Wskaźniki\n\n1. Liczba rodzin.\n\n2. Liczba grup.\n\nRealizatorzy\n\nGOPS, szkoły.\n\n"
)
TASK = f"1. POMOC RODZINOM\n\n{FIELDS}"


def read(text: str) -> DraftProgramme:
    blocks = blocks_of_text(text)
    assert looks_like_programme(blocks)
    return recognise_programme(blocks)


def shown(text: str) -> dict[str, Any]:
    return public_programme(read(text))


@pytest.mark.parametrize(
    "opening",
    [
        ACT + ANNEX + CAPITALS,
        ACT + ANNEX + SMALL,
        ACT + CAPITALS,
        ACT + SMALL,
        ACT + "Załącznik\n\ndo Uchwały Nr XXXI/210/2021\n\n" + CAPITALS,
        ACT + "ZAŁĄCZNIK DO UCHWAŁY NR XXXI/210/2021\n\nRADY GMINY WIERZBNO\n\n" + CAPITALS,
        ACT + ANNEX + "Gminny Program Wspierania Rodziny\n\nna lata 2022-2024\n\n",
        CAPITALS,
        SMALL,
    ],
)
def test_the_title_is_found_whatever_stands_before_it(opening: str) -> None:
    found = shown(f"{opening}Diagnoza\n\nGmina jest mała.\n\n{TASK}")
    assert found["title_printed"].casefold() == SMALL.strip().casefold()
    assert found["period"] == {"start": 2022, "end": 2024}
    assert [section["title"] for section in found["sections"]] == ["POMOC RODZINOM"]
    assert found["diagnosis"]["paragraphs"] == ["Gmina jest mała."]


def test_a_heading_of_a_task_is_no_title() -> None:
    draft = read(f"{ACT}{ANNEX}Plan pomocy w gminie\n\n{TASK}")
    assert any("Nie znaleziono tytułu" in doubt.reason for doubt in draft.doubts)
    (section,) = public_programme(draft)["sections"]
    assert section["title"] == "POMOC RODZINOM"


@pytest.mark.parametrize("numbers", [("1.", "2.", "3.", "4."), ("I.", "II.", "III.", "IV.")])
def test_numbered_chapters_are_chapters_with_their_numbers(numbers: tuple[str, ...]) -> None:
    one, two, three, four = numbers
    text = (
        f"{CAPITALS}{one} Diagnoza\n\nGmina jest mała.\n\n{two} CEL PROGRAMU\n\nCelem jest dobro."
        f"\n\n{three} Pomoc rodzinom\n\n{FIELDS}{four} Monitoring\n\nCo roku.\n"
    )
    draft = read(text)
    chapters = [root for root in draft.roots if root.kind is UnitKind.CHAPTER]
    assert [(unit.printed_label, unit.text) for unit in chapters] == [
        (one, "Diagnoza"),
        (two, "CEL PROGRAMU"),
        (four, "Monitoring"),
    ]
    found = public_programme(draft)
    assert found["goal"] == "Celem jest dobro."
    assert found["monitoring"]["paragraphs"] == ["Co roku."]
    (section,) = found["sections"]
    assert section["realizatorzy"] == ["GOPS", "szkoły"]
    assert [doubt.reason for doubt in draft.doubts] == [
        f"Wydrukowano oznaczenie „{three}”, a z kolejności wynika „1.”."
    ]


def test_a_chapter_of_another_name_is_kept_whole() -> None:
    found = shown(f"{CAPITALS}1. Wstęp\n\nTak.\n\n2. Opis gminy\n\nGmina jest mała.\n\n{TASK}")
    assert [chapter["heading"] for chapter in found["other_chapters"]] == ["Wstęp", "Opis gminy"]


def test_an_item_of_a_list_is_no_chapter() -> None:
    text = f"{CAPITALS}Cel programu\n\nCele to:\n\n1. Pomoc rodzinom\n\n2. Monitoring\n\n{TASK}"
    found = shown(text)
    assert [item["text"] for item in found["directions"]] == ["Pomoc rodzinom", "Monitoring"]
    assert found["monitoring"] is None


def test_roman_numbers_of_parts_agree_with_their_order() -> None:
    draft = read(f"{CAPITALS}I. POMOC RODZINOM\n\n{FIELDS}II. POMOC STARSZYM\n\n{FIELDS}")
    assert [section["code"] for section in public_programme(draft)["sections"]] == ["1", "2"]
    assert draft.doubts == []


@pytest.mark.parametrize(("label", "number"), [("IV.", "4"), ("IX.", "9"), ("2.1.", "2.1")])
def test_numbers_of_labels(label: str, number: str) -> None:
    assert number_of(label) == number


def test_headings_of_tasks_may_end_with_a_full_stop() -> None:
    found = shown(
        f"{CAPITALS}1. DZIAŁANIA\n\n1.1. Pomoc rodzinom.\n\n{FIELDS}"
        f"1.2. Pomoc starszym.\n\n{FIELDS}"
    )
    assert [section["code"] for section in found["sections"]] == ["1.1", "1.2"]
    assert [section["realizatorzy"] for section in found["sections"]] == [["GOPS", "szkoły"]] * 2


@pytest.mark.parametrize(
    "names",
    [
        "Gminny Ośrodek Pomocy Społecznej\n\nSzkoły podstawowe\n\nPolicja",
        "- Gminny Ośrodek Pomocy Społecznej;\n- Szkoły podstawowe;\n- Policja.",
    ],
)
def test_implementers_may_stand_each_in_a_line(names: str) -> None:
    text = f"{CAPITALS}{TASK.replace('GOPS, szkoły.', names)}Monitoring\n\nCo roku.\n"
    found = shown(text)
    (section,) = found["sections"]
    assert section["realizatorzy"] == [
        "Gminny Ośrodek Pomocy Społecznej",
        "Szkoły podstawowe",
        "Policja",
    ]
    assert found["monitoring"]["paragraphs"] == ["Co roku."]
    assert found["other_chapters"] == []


def test_implementers_in_lines_are_to_be_looked_at() -> None:
    draft = read(CAPITALS + TASK.replace("GOPS, szkoły.", "Szkoły podstawowe\n\nPolicja"))
    assert ["w kilku wierszach" in doubt.reason for doubt in draft.doubts] == [True]


def test_two_chapters_of_one_name_are_both_shown() -> None:
    found = shown(f"{CAPITALS}{TASK}Uwagi\n\nPierwsza.\n\nUwagi\n\nDruga.\n")
    assert [chapter["paragraphs"] for chapter in found["other_chapters"]] == [
        ["Pierwsza."],
        ["Druga."],
    ]


def test_effects_may_be_dashed() -> None:
    found = shown(f"{CAPITALS}{TASK}Zakładane efekty\n\n- lepsze życie,\n- mniej biedy.\n")
    assert [item["text"] for item in found["expected_effects"]["items"]] == [
        "lepsze życie,",
        "mniej biedy.",
    ]


def test_no_day_of_entry_into_force_is_a_doubt() -> None:
    later = ACT.replace("z dniem 1 stycznia 2022 r.", "po upływie 14 dni od dnia ogłoszenia.")
    assert [doubt.reason for doubt in read(later + ANNEX + CAPITALS + TASK).doubts] == [
        "Uchwała nie podaje dnia wejścia w życie: sprawdź, od kiedy program obowiązuje."
    ]
    assert read(ACT + ANNEX + CAPITALS + TASK).doubts == []


def test_a_report_that_quotes_a_programme_is_no_programme() -> None:
    quoted = f"Raport z konsultacji społecznych\nprojektu uchwały\n\n{TASK}"
    assert not looks_like_programme(blocks_of_text(quoted))
    assert looks_like_programme(blocks_of_text(CAPITALS + TASK))
