"""A draft survives JSON unchanged."""

import json
from dataclasses import replace

import pytest

from miernik.intake.readers.plain_text import read_plain_text
from miernik.intake.recognise import recognise
from miernik.intake.rows import Cell, Column, Fragment, Heading, Place, ReadDocument, Row
from miernik.intake.serialize import dump_draft, load_draft, public_goals
from tests.intake.extraction import extracted_text
from tests.intake.test_other_layouts import VILLAGE, VILLAGE_LAYOUTS


def test_a_draft_written_as_json_is_read_back_unchanged() -> None:
    report = recognise(read_plain_text(extracted_text(VILLAGE, VILLAGE_LAYOUTS[0], 1)))
    report = replace(report, file_name="raport.txt", sha256="0" * 64, file_kind="plain_text")
    assert load_draft(json.loads(json.dumps(dump_draft(report)))) == report


def test_a_draft_in_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        load_draft({"format": 99})


def _cell(text: str, cell: str) -> Cell:
    return Cell((Fragment(text, Place(cell=cell)),))


def _sheet(value: str, remark: str | None = None) -> ReadDocument:
    cells = {
        Column.CODE: _cell("I.1.1.", "Arkusz!A3"),
        Column.TASK: _cell("Wsparcie rodzin", "Arkusz!B3"),
        Column.INDICATOR: _cell("Liczba rodzin", "Arkusz!E3"),
        Column.VALUE: _cell(value, "Arkusz!F3"),
    }
    if remark:
        cells[Column.REMARKS] = _cell(remark, "Arkusz!H3")
    return ReadDocument(
        "xlsx",
        (
            Heading("Cel strategiczny I. Rodzina", Place(cell="Arkusz!A1")),
            Heading("Priorytet I.1. Opieka", Place(cell="Arkusz!A2")),
            Row(cells, Place(cell="Arkusz!A3")),
        ),
        "Wartość wskaźnika w 2022 r.",
    )


def test_rows_of_a_spreadsheet_keep_their_cells_as_provenance() -> None:
    goals = public_goals(recognise(_sheet("7*", "* w tym 9 rodzin wielodzietnych")))
    task = goals[0]["priorities"][0]["tasks"][0]
    indicator = task["indicators"][0]
    assert task["code"] == "I.1.1"
    assert indicator["provenance"]["value_raw"]["cell"] == "Arkusz!F3"
    assert indicator["confidence"]["value_raw"] == 1.0
    assert indicator["footnote"] == "w tym 9 rodzin wielodzietnych"
    assert "więcej niż wartość" in goals[0]["doubts"][0]["reason"]


def test_a_row_before_the_first_task_becomes_a_doubt() -> None:
    document = _sheet("7")
    stray = Row({Column.REMARKS: _cell("zbłąkana uwaga", "Arkusz!H2")}, Place(cell="Arkusz!A2"))
    goals = public_goals(recognise(replace(document, items=(stray, *document.items))))
    assert any(doubt["text"] == "zbłąkana uwaga" for doubt in goals[0]["doubts"])


def test_a_spreadsheet_that_repeats_the_task_in_every_row_gives_one_task() -> None:
    document = _sheet("7")
    first = document.items[2]
    assert isinstance(first, Row)
    second = replace(first, cells={**first.cells, Column.VALUE: _cell("9", "Arkusz!F4")})
    report = recognise(replace(document, items=(*document.items, second)))
    task = next(report.tasks())
    assert task.title == "Wsparcie rodzin"
    assert [indicator.value_raw for indicator in task.indicators] == ["7", "9"]
