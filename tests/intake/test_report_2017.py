"""The report for 2017, read from text, against careful readings and facts checked by hand."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from miernik.intake.draft import DraftReport
from miernik.intake.readers.extracted_text.blocks import HeadBlock, cut_blocks
from miernik.intake.readers.extracted_text.lines import read_lines
from miernik.intake.readers.plain_text import read_plain_text
from miernik.intake.recognise import recognise
from miernik.intake.rows import Heading, ReadDocument
from miernik.intake.serialize import public_goals
from miernik.intake.vocabulary import starting_vocabulary
from miernik.kernel.quantities import NoteKind
from tests.conftest import CHECKOUT
from tests.intake.reports import Json, differences, tasks


@pytest.fixture(scope="module")
def text(seeds: Path) -> str:
    return (seeds / "001_3669f4ed6a721f0d.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def document(text: str) -> ReadDocument:
    return read_plain_text(text)


@pytest.fixture(scope="module")
def report(document: ReadDocument) -> DraftReport:
    return recognise(document)


@pytest.fixture(scope="module")
def goals(report: DraftReport) -> list[Json]:
    return public_goals(report)


def test_goals_a_to_c_equal_the_golden_reading(
    goals: list[Json], golden: Callable[[str], Any]
) -> None:
    assert list(differences(goals[:3], golden("report_2017_goals_ABC"))) == []


def test_goals_d_to_g_equal_the_careful_reading(goals: list[Json]) -> None:
    path = CHECKOUT / "tests" / "golden" / "report_2017_goals_DEFG.json"
    assert list(differences(goals[3:], json.loads(path.read_text(encoding="utf-8")))) == []


def test_there_are_7_goals_28_priorities_88_tasks_and_175_indicators(report: DraftReport) -> None:
    found = list(report.tasks())
    assert len(report.goals) == 7
    assert sum(len(goal.priorities) for goal in report.goals) == 28
    assert len(found) == 88
    assert sum(len(task.indicators) for task in found) == 175


def test_year_period_title_and_closing_words_are_found(report: DraftReport) -> None:
    assert report.year == 2017
    assert report.period == (2011, 2020)
    assert report.title.startswith("Raport ze „Strategii Rozwiązywania Problemów Społecznych")
    assert report.closing.startswith("Powyższe pozwala stwierdzić")


def test_pages_are_counted_as_the_document_counts_them(text: str) -> None:
    assert max(line.page for line in read_lines(text).lines) == 55  # "Strona 32 z 55"


def test_no_line_is_lost(text: str, document: ReadDocument) -> None:
    sheet = read_lines(text)
    blocks = cut_blocks(sheet.lines, starting_vocabulary().words)
    placed: list[str] = []
    for block in blocks:
        if isinstance(block, HeadBlock):
            placed += [word for line in block.lines for word in line.words]
    running = {line.text for line in sheet.running}
    for item in document.items:
        if isinstance(item, Heading):
            placed += [] if item.text in running else item.text.split()
        else:
            for cell in item.cells.values():
                placed += [word for part in cell.fragments for word in part.text.split()]
    placed += [word for line in sheet.furniture for word in line.words]
    assert sorted(placed) == sorted(text.split())


@pytest.mark.parametrize(
    ("path", "number", "unit"),
    [
        ("D.1.3/2", 83191, None),
        ("D.2.2/1", 1096145, None),
        ("E.1.1/1", 0.71, "%"),
        ("E.3.1/1", 39.35, "%"),
        ("F.1.1/2", 129, None),
        ("F.1.1/4", 2906, None),
        ("F.1.1/5", 107407, "zł"),
        ("F.2.1/2", 30702, None),
        ("F.2.2/1", 5292507, "zł"),
        ("F.3.2/5", 8393, None),
        ("G.1.1/1", 12473, None),
        ("G.3.1/1", 1020, "osoby"),
        ("G.3.4/4", 538, None),
        ("G.6.3/3", 27, None),
        ("G.7.1/3", 0, None),
    ],
)
def test_numbers_read_by_hand(
    goals: list[Json], path: str, number: float, unit: str | None
) -> None:
    code, position = path.split("/")
    indicator = tasks(goals)[code]["indicators"][int(position) - 1]
    assert (indicator["number"], indicator["unit"]) == (number, unit)


def test_a_remark_interleaved_with_the_next_indicator_is_whole(goals: list[Json]) -> None:
    task = tasks(goals)["C.1.3"]
    first, second = task["indicators"]
    assert first["footnote"] is None
    assert second["value_raw"] == "1.129,1 tys. zł*"
    assert second["footnote"].startswith("podane kwoty dotyczą Miasta Białystok")
    assert second["footnote"].endswith("wydzielenia dwóch odrębnych budżetów)")


def test_a_value_interrupted_by_monitoring_and_a_page_is_whole(goals: list[Json]) -> None:
    task = tasks(goals)["G.6.2"]
    value = task["indicators"][0]
    assert value["kind"] == "text"
    assert value["value_raw"].startswith("MOPR realizował Program")
    assert value["value_raw"].endswith("społecznej MOPR na zasadach ogólnych.")
    assert task["monitoring"] == "Analiza bieżących danych pod kątem zachodzących zmian"


def test_causes_of_disability_are_a_breakdown_that_meets_the_total(goals: list[Json]) -> None:
    total, causes = tasks(goals)["G.3.1"]["indicators"][:2]
    numbers = [entry["number"] for entry in causes["entries"]]
    assert numbers == [40, 154, 41, 141, 300, 30, 87, 14, 31, 60, 122]
    assert sum(numbers) == total["number"] == 1020


def test_the_four_kinds_of_nothing_differ(goals: list[Json]) -> None:
    found = tasks(goals)
    assert found["G.4.1"]["indicators"][0]["status"] == "true_zero"
    assert found["G.3.1"]["indicators"][3]["status"] == "no_data"
    assert found["G.6.2"]["indicators"][0]["status"] == "value"
    assert found["G.3.3"]["funding"] == []


def test_notes_are_data(report: DraftReport) -> None:
    found = {
        f"{task.code}/{number}": note
        for task in report.tasks()
        for number, indicator in enumerate(task.indicators, start=1)
        for note in indicator.notes
    }
    assert found["A.1.3/1"].kind is NoteKind.DUPLICATE_COUNT
    assert found["A.1.3/1"].number == 4
    assert found["A.1.4/3"].kind is NoteKind.SUB_VALUE
    assert found["A.1.4/3"].number == 1921
    assert (found["B.3.3/1"].kind, found["B.3.3/1"].as_of) == (NoteKind.AS_OF, "2017-12-31")
    assert found["C.4.2/1"].kind is NoteKind.TERRITORY
    assert found["G.1.1/1"].kind is NoteKind.COUNTED_UNIT
    assert found["G.2.2/1"].marker == "*"
    assert found["G.2.2/1"].text.endswith("świadczonymi w DPS ul. Baranowicka 203")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("C.1.3/1/value_raw", "ta sama liczba"),  # 250 and 1.129,1 stand in C.1.4 too
        ("D.2.2/1/value_raw", "Kwota bez jednostki"),
        ("E.1.1/1/value_raw", "bez znaku „%”"),
        ("F.1.1/2/value_raw", "tę samą wartość 129"),
        ("F.2.3/1/value_raw", "zadania F.2.3, F.3.1"),
        ("G.6.2/1/value_raw", "nie dotyczy"),
        ("G.7.1/2/name", "dwie wielkości"),
    ],
)
def test_what_a_careful_reader_would_ask_is_a_doubt(
    report: DraftReport, path: str, words: str
) -> None:
    assert any(doubt.path == path and words in doubt.reason for doubt in report.doubts)


def test_sums_that_hold_are_no_doubt(report: DraftReport) -> None:
    assert not [doubt for doubt in report.doubts if "dają" in doubt.reason]


def test_every_doubt_stands_at_its_goal(goals: list[Json]) -> None:
    for goal in goals:
        for doubt in goal["doubts"]:
            assert doubt["path"].startswith(goal["code"]) or not doubt["path"]


def test_names_learned_from_the_report_do_not_change_its_reading(
    text: str, goals: list[Json]
) -> None:
    found = tasks(goals).values()
    learned = starting_vocabulary().extended(
        implementers=[name for task in found for name in task["implementers"]],
        funding=[name for task in found for name in task["funding"]],
    )
    again = public_goals(recognise(read_plain_text(text, learned), learned))
    for code, task in tasks(again).items():
        before = tasks(goals)[code]
        for field in ("implementers", "funding", "remarks"):
            assert task[field] == before[field], code
        for one, other in zip(task["indicators"], before["indicators"], strict=True):
            assert (one["name"], one["value_raw"]) == (other["name"], other["value_raw"])
