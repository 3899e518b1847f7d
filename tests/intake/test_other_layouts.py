"""The same method on other documents: other widths, gaps and pages, and another municipality."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import hypothesis.strategies as st
import pytest

from miernik.intake.readers.extracted_text.blocks import HeadBlock, cut_blocks
from miernik.intake.readers.extracted_text.lines import read_lines
from miernik.intake.readers.plain_text import read_plain_text
from miernik.intake.recognise import recognise
from miernik.intake.rows import Column, Heading
from miernik.intake.serialize import public_goals
from miernik.intake.vocabulary import starting_vocabulary
from tests.intake.extraction import Layout, extracted_text
from tests.intake.reports import Json, plain, tasks

SENTENCE = "Sprawozdanie roczne składane do końca lutego"


def _indicator(name: str, value: str, footnote: str | None = None) -> Json:
    return {"name": name, "value_raw": value, "footnote": footnote}


def _task(
    code: str,
    title: str,
    implementers: str,
    funding: str,
    *indicators: Json,
    monitored: bool = True,
) -> Json:
    return {
        "code": code,
        "title": title,
        "implementers_text": implementers,
        "funding_text": funding,
        "monitoring": SENTENCE if monitored else None,
        "indicators": list(indicators),
    }


VILLAGE: list[Json] = [
    {
        "code": "1",
        "title": "Wsparcie rodzin i osób starszych w gminie",
        "priorities": [
            {
                "code": "1.1",
                "title": "Pomoc rodzinom w trudnej sytuacji",
                "tasks": [
                    _task(
                        "1.1.1",
                        "Zapewnienie pracy asystenta rodziny",
                        "GOPS, PCPR, szkoły podstawowe",
                        "Budżet gminy, dotacje z budżetu państwa",
                        _indicator("Liczba rodzin objętych wsparciem asystenta", "14"),
                        _indicator("Liczba godzin pracy asystenta", "1 920"),
                    ),
                    _task(
                        "1.1.2",
                        "Organizacja wypoczynku letniego dzieci",
                        "GOPS, parafie, organizacje pozarządowe",
                        "Budżet gminy, sponsorzy",
                        _indicator(
                            "Liczba dzieci, które wyjechały na kolonie",
                            "37*",
                            "w tym 5 dzieci z rodzin zastępczych",
                        ),
                        _indicator("Kwota wydana na wypoczynek (tys. zł)", "48,5 tys. zł"),
                    ),
                ],
            },
            {
                "code": "1.2",
                "title": "Samodzielność osób starszych",
                "tasks": [
                    _task(
                        "1.2.1",
                        "Prowadzenie klubu seniora",
                        "Gminny Ośrodek Pomocy Społecznej, biblioteka",
                        "Budżet gminy",
                        _indicator("Liczba uczestników zajęć", "62"),
                        _indicator(
                            "Rodzaje prowadzonych zajęć",
                            "- gimnastyka; - warsztaty rękodzieła; - nauka obsługi komputera",
                        ),
                        _indicator("Stopień zadowolenia uczestników", "wysoki"),
                    ),
                    _task(
                        "1.2.2",
                        "Usługi opiekuńcze w miejscu zamieszkania",
                        "GOPS",
                        "Budżet gminy, odpłatność",
                        _indicator("Liczba osób objętych usługami", "21"),
                    ),
                ],
            },
        ],
    },
    {
        "code": "2",
        "title": "Bezpieczna gmina",
        "priorities": [
            {
                "code": "2.1",
                "title": "Przeciwdziałanie uzależnieniom i przemocy",
                "tasks": [
                    _task(
                        "2.1.1",
                        "Prowadzenie punktu konsultacyjnego",
                        "Gminna Komisja Rozwiązywania Problemów Alkoholowych, policja",
                        "Budżet gminy",
                        _indicator("Liczba udzielonych porad", "118"),
                        _indicator("Liczba założonych Niebieskich Kart", "9"),
                    ),
                    _task(
                        "2.1.2",
                        "Kampanie profilaktyczne w szkołach",
                        "Szkoły, policja, Ośrodki Pomocy Społecznej",
                        "Budżet gminy, środki zewnętrzne",
                        _indicator("Ilość przeprowadzonych kampanii", "3"),
                        _indicator("Odsetek uczniów objętych kampanią", "64,2 %"),
                    ),
                ],
            },
        ],
    },
]

VILLAGE_HEAD = (
    "Lp.",
    "Zadanie",
    "Realizatorzy",
    "Źródło",
    "finansowania",
    "Wskaźnik",
    "Wartość",
    "za 2021 r.",
    "Monitoring",
    "Uwagi",
)
VILLAGE_LAYOUTS = [
    Layout(
        goal="Cel strategiczny {code}. {title}",
        priority="Cel operacyjny {code}. {title}",
        task="{code}.",
        head=VILLAGE_HEAD,
    ),
    Layout(
        widths=(28, 30, 22, 30, 34, 18, 28),
        page_height=21,
        gaps=(1,),
        goal="Cel {code}: {title}",
        priority="Cel szczegółowy {code} – {title}",
        head=VILLAGE_HEAD,
    ),
]


def _compared(goals: list[Json]) -> dict[str, Any]:
    """What was printed, field by field."""
    fields: dict[str, Any] = {}
    for code, task in tasks(goals).items():
        for key in ("title", "implementers_text", "funding_text"):
            fields[f"{code}/{key}"] = plain(task[key])
        for number, indicator in enumerate(task["indicators"], start=1):
            for key in ("name", "value_raw", "footnote"):
                fields[f"{code}/{number}/{key}"] = plain(indicator[key])
    return fields


def _recognised(text: str) -> list[Json]:
    return public_goals(recognise(read_plain_text(text)))


@pytest.mark.parametrize("layout", VILLAGE_LAYOUTS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_report_of_another_municipality_is_read_whole(layout: Layout, seed: int) -> None:
    goals = _recognised(extracted_text(VILLAGE, layout, seed))
    assert [goal["code"] for goal in goals] == ["1", "2"]
    assert [goal["title"] for goal in goals] == [goal["title"] for goal in VILLAGE]
    assert _compared(goals) == _compared(VILLAGE)


def test_its_year_units_and_lists_are_understood() -> None:
    report = recognise(read_plain_text(extracted_text(VILLAGE, VILLAGE_LAYOUTS[0], 4)))
    found = tasks(public_goals(report))
    assert report.year == 2021
    assert found["1.1.2"]["indicators"][1]["number"] == 48500
    assert found["1.2.1"]["indicators"][1]["kind"] == "list"
    assert found["2.1.2"]["indicators"][1]["kind"] == "percent"
    assert found["2.1.1"]["implementers"] == [
        "Gminna Komisja Rozwiązywania Problemów Alkoholowych",
        "policja",
    ]


LAYOUTS = [
    Layout(),
    Layout(widths=(24, 26, 20, 26, 30, 16, 24), page_height=40),
    Layout(gaps=(1,)),
    Layout(gaps=(1, 2, 4), monitoring_merged=True),
    Layout(widths=(18, 18, 14, 19, 22, 11, 30), page_height=25),
    Layout(widths=(30, 30, 25, 30, 35, 20, 30), page_height=20, gaps=(3,)),
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_city_s_report_printed_otherwise_keeps_nearly_every_field(
    layout: Layout, golden: Callable[[str], Any]
) -> None:
    printed = golden("report_2017_goals_ABC")
    expected = _compared(printed)
    got = _compared(_recognised(extracted_text(printed, layout, 7)))
    wrong = [path for path, value in expected.items() if got.get(path) != value]
    assert len(wrong) <= 0.05 * len(expected), wrong


def test_without_any_hint_of_gaps_the_city_s_report_keeps_nearly_every_field(
    seeds: Path, golden: Callable[[str], Any]
) -> None:
    text = (seeds / "001_3669f4ed6a721f0d.txt").read_text(encoding="utf-8")
    expected = _compared(golden("report_2017_goals_ABC"))
    for gaps, allowed in (((1,), 0.01), ((1, 1, 1, 3, 5), 0.04)):
        got = _compared(_recognised(_with_gaps(text, gaps)))
        wrong = [path for path, value in expected.items() if got.get(path) != value]
        assert len(wrong) <= allowed * len(expected), wrong


def _with_gaps(text: str, gaps: tuple[int, ...]) -> str:
    """The same lines with other numbers of blank lines between them; pages stay."""
    chance, gap = random.Random(5), 0
    lines: list[str] = []
    for line in text.split("\n"):
        if not line.strip():
            gap += 1
            continue
        lines += [""] * (chance.choice(gaps) if gap and lines else 0)
        lines.append(line)
        gap = 0
    return "\n".join(lines)


@hypothesis.settings(max_examples=40)
@hypothesis.given(st.data())
def test_whatever_lines_come_in_whatever_order_none_is_lost(data: st.DataObject) -> None:
    lines = extracted_text(VILLAGE, VILLAGE_LAYOUTS[0], 1).split("\n")
    chosen = data.draw(st.lists(st.sampled_from(lines), max_size=60))
    text = "\n".join(chosen)
    known = starting_vocabulary()
    sheet = read_lines(text)
    placed: list[str] = [word for line in sheet.furniture for word in line.words]
    for block in cut_blocks(sheet.lines, known.words):
        if isinstance(block, HeadBlock):
            placed += [word for line in block.lines for word in line.words]
    running = {line.text for line in sheet.running}
    for item in read_plain_text(text, known).items:
        if isinstance(item, Heading):
            placed += [] if item.text in running else item.text.split()
            continue
        for column, cell in item.cells.items():
            words = [word for part in cell.fragments for word in part.text.split()]
            placed += [f"{word}." for word in words] if column is Column.CODE else words
    assert sorted(placed) == sorted(text.split())
    recognise(read_plain_text(text, known))


@pytest.mark.parametrize("text", ["", "\n\n", "\f\f", "1.1.1.", "Lp.\nZadanie\nUwagi\n\n7"])
def test_text_without_a_table_gives_no_rows(text: str) -> None:
    assert not list(recognise(read_plain_text(text)).tasks())


def test_names_confirmed_by_people_help_to_cut_cells() -> None:
    vocabulary = starting_vocabulary().extended(
        implementers=["Kraina Otwartych Serc"], funding=["Norweski Mechanizm"]
    )
    text = "\n\n".join(
        [
            "Cel strategiczny A Rodzina",
            "Priorytet A.1. Opieka",
            "L.p.",
            "Zadania",
            "Realizatorzy",
            "Źródła finansowania",
            "Wskaźniki",
            "Wartość",
            "w 2020 r.",
            "Uwagi",
            "A.1.1",
            "Wsparcie",
            "rodzin",
            "Urząd Gminy Kraina",
            "Otwartych Serc",
            "Norweski Mechanizm",
            "Liczba rodzin",
            "12",
        ]
    )
    report = recognise(read_plain_text(text, vocabulary), vocabulary)
    task = next(report.tasks())
    assert task.implementers == ["Urząd Gminy", "Kraina Otwartych Serc"]
    assert task.funding == ["Norweski Mechanizm"]
    assert task.indicators[0].number == 12
