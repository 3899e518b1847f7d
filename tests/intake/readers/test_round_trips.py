"""The city's report set as DOCX, XLSX and PDF and read back: every cell equal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from miernik.intake.readers import read_file
from miernik.intake.recognise.report import recognise
from miernik.intake.rows import Column, ReadDocument
from miernik.kernel.text import comparable
from tests.intake.office_files import headings, texts
from tests.intake.replica import (
    Block,
    headings_of,
    lines_of,
    printed,
    write_docx,
    write_pdf,
    write_xlsx,
)

GOLDEN = Path(__file__).parents[2] / "golden" / "report_2017_goals_DEFG.json"
WRITERS: dict[str, Callable[[list[Block], Path], None]] = {
    "docx": lambda blocks, path: write_docx(blocks, path),
    "paragraphs": lambda blocks, path: write_docx(blocks, path, headings_in_table=False),
    "xlsx": lambda blocks, path: write_xlsx(blocks, path),
    "pdf": lambda blocks, path: write_pdf(blocks, path),
    "hyphenated pdf": lambda blocks, path: write_pdf(blocks, path, hyphenate=True),
}
#: In a hyphenating PDF nothing tells "e-" + "learning" from a word cut in two.
UNDECIDABLE = {"hyphenated pdf": "e-learning"}


@pytest.fixture(scope="module")
def goals_d_to_g() -> list[Block]:
    content = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return printed(content if isinstance(content, list) else content["goals"])


@pytest.mark.parametrize("form", WRITERS)
def test_goals_d_to_g_come_back_cell_for_cell(
    form: str, goals_d_to_g: list[Block], tmp_path: Path
) -> None:
    path = tmp_path / "plik"
    WRITERS[form](goals_d_to_g, path)
    document = read_file(path, isolated=False)
    _assert_same(document, goals_d_to_g, UNDECIDABLE.get(form, ""))


@pytest.mark.seeds
@pytest.mark.parametrize("form", WRITERS)
def test_goals_a_to_c_come_back_cell_for_cell(
    form: str, golden: Callable[[str], Any], tmp_path: Path
) -> None:
    blocks = printed(golden("report_2017_goals_ABC"))
    path = tmp_path / "plik"
    WRITERS[form](blocks, path)
    _assert_same(read_file(path, isolated=False), blocks)


@pytest.mark.seeds
@pytest.mark.parametrize("form", WRITERS)
def test_goals_a_to_c_are_recognised_as_a_careful_reader_does(
    form: str, golden: Callable[[str], Any], tmp_path: Path
) -> None:
    goals = golden("report_2017_goals_ABC")
    path = tmp_path / "plik"
    WRITERS[form](printed(goals), path)
    report = recognise(read_file(path, isolated=False))
    assert report.year == 2017
    assert report.period == (2011, 2020)
    tasks = [
        task for goal in goals for priority in goal["priorities"] for task in priority["tasks"]
    ]
    for found, wanted in zip(report.tasks(), tasks, strict=True):
        assert found.code == wanted["code"]
        assert [_plain(name) for name in found.implementers] == [
            _plain(name) for name in wanted["implementers"]
        ]
        for one, other in zip(found.indicators, wanted["indicators"], strict=True):
            assert _plain(one.name) == _plain(other["name"])
            assert one.number == other["number"]
            assert _plain(one.footnote or "") == _plain(other["footnote"] or "")


def _assert_same(document: ReadDocument, blocks: list[Block], but_for: str = "") -> None:
    found = [_plainly(row, but_for) for row in texts(document)]
    wanted = [_plainly(row, but_for) for row in lines_of(blocks)]
    assert found == wanted
    titles = [_plain(text) for text in headings(document)]
    assert [_plain(text) for text in headings_of(blocks)] == titles[-len(headings_of(blocks)) :]
    assert document.value_header == "Wartość wskaźnika w 2017 r."


def _plainly(row: dict[Column, str], but_for: str) -> dict[Column, str]:
    joined = but_for.replace("-", "")
    return {
        column: _plain(text).replace(but_for, joined) if but_for else _plain(text)
        for column, text in row.items()
    }


def _plain(text: str) -> str:
    """White space and dash spacing set aside."""
    return comparable(text).replace(" ", "")
