"""A programme in Word or PDF is read as the same programme as its text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from miernik.intake.programme.blocks import TableBlock
from miernik.intake.programme.docx import docx_blocks
from miernik.intake.programme.files import recognise_programme_file
from miernik.intake.programme.plain import blocks_of_text
from miernik.intake.programme.public import public_programme
from miernik.intake.programme.recognise import DraftProgramme, recognise_programme
from miernik.kernel.office.gate import FileKind
from miernik.reports.texts.clean import TextFrame, docx_text, pdf_text
from miernik.strategy.models import Unit, UnitKind
from miernik.strategy.text.content import walk
from miernik.strategy.text.reading import Line, lines_of
from tests.intake.office_files import cell, row, table, write_docx

AT = dt.datetime(2016, 12, 19, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def draft() -> DraftProgramme:
    from tests.conftest import SHARED

    found = sorted((SHARED / "seeds").glob("000_*.txt"))
    if not found:
        pytest.skip("no documents of the city")
    draft = recognise_programme(blocks_of_text(found[0].read_text(encoding="utf-8")))
    for number, unit in enumerate(walk(draft.roots), 1):
        unit.unit = Unit(pk=number)
    return draft


def _printed(draft: DraftProgramme) -> tuple[list[Line], TextFrame]:
    """The units as the council printed them: the annex's heading stands before the title."""
    act, *lines = lines_of(draft.roots)
    at = next(number for number, line in enumerate(lines) if line.kind is UnitKind.TITLE)
    title = lines.pop(at)
    while lines[at].parent == title.code:
        at += 1
    lines.insert(at, title)
    return lines, TextFrame(act.text, "Urząd Miejski")


def _without_doubts(draft: DraftProgramme | None) -> dict[str, Any]:
    assert draft is not None
    return {name: value for name, value in public_programme(draft).items() if name != "doubts"}


@pytest.mark.parametrize(("suffix", "printer"), [("docx", docx_text), ("pdf", pdf_text)])
def test_word_and_pdf_hold_the_same_programme_as_the_text(
    draft: DraftProgramme, tmp_path: Path, suffix: str, printer: Any
) -> None:
    lines, frame = _printed(draft)
    path = tmp_path / f"program.{suffix}"
    path.write_bytes(printer(lines, frame=frame, at=AT))
    read = recognise_programme_file(path)
    expected = _without_doubts(draft)
    found = _without_doubts(read)
    assert found["diagnosis"]["table_2"]["year"] == 2015
    assert found == expected


def _p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
NUMBERING = (
    '<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
SECTION = (
    _p("GMINNY PROGRAM WSPIERANIA RODZINY NA LATA 2022-2024")
    + _p("1. Pomoc rodzinom")
    + _p("Adresaci")
    + _p("Rodziny z dziećmi.")
    + _p("Cel zadania")
    + _p("Trwałość rodzin.")
    + _p("Realizacja zadania")
    + _p("praca asystenta;", NUMBERED)
    + _p("grupy wsparcia.", NUMBERED)
)
CHANGED = (
    '<w:p><w:ins w:id="1" w:author="A" w:date="2022-01-01T10:00:00Z"><w:r><w:t>1. Liczba'
    " rodzin.</w:t></w:r></w:ins></w:p>"
)
CLOSING = _p("Wskaźniki") + CHANGED + _p("Realizatorzy") + _p("GOPS.")


def test_numbers_that_word_prints_itself_are_read(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", SECTION + CLOSING, numbering=NUMBERING)
    read = recognise_programme_file(path)
    assert read is not None
    (section,) = public_programme(read)["sections"]
    assert [(point["no"], point["text"]) for point in section["realizacja"]] == [
        ("1)", "praca asystenta;"),
        ("2)", "grupy wsparcia."),
    ]


def test_tracked_changes_are_read_as_accepted_with_one_doubt(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", SECTION + CLOSING, numbering=NUMBERING)
    read = recognise_programme_file(path)
    assert read is not None
    (section,) = public_programme(read)["sections"]
    assert section["wskazniki"] == [{"no": 1, "text": "Liczba rodzin."}]
    told = [doubt.reason for doubt in read.doubts if "nieprzyjęt" in doubt.reason]
    assert told == ["Dokument ma 1 nieprzyjętą zmianę: wczytano tekst tak, jakby je przyjęto."]


def test_a_document_without_changes_has_no_such_doubt(tmp_path: Path) -> None:
    plain = CLOSING.replace(CHANGED, _p("1. Liczba rodzin."))
    path = write_docx(tmp_path / "a.docx", SECTION + plain, numbering=NUMBERING)
    assert docx_blocks(path).doubts == []


def test_a_word_file_without_fields_is_no_programme(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", _p("Sprawozdanie za 2017 rok") + _p("Adresaci"))
    assert recognise_programme_file(path) is None


def test_a_damaged_file_is_left_to_the_reader_of_reports(tmp_path: Path) -> None:
    from miernik.intake.programme.reading import read_blocks

    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 broken")
    assert read_blocks(path, FileKind.PDF) is None


def test_a_header_of_two_rows_and_a_row_of_numbers_become_columns_and_a_note(
    tmp_path: Path,
) -> None:
    drawn = table(
        row(cell("Lp.", merge="restart"), cell("Powód", merge="restart"), cell("2015", span=2)),
        row(cell(merge="continue"), cell(merge="continue"), "Liczba rodzin", "Liczba osób"),
        row("1", "2", "3", "4"),
        row("1.", "Ubóstwo", "6 238", "11 616"),
        row("", "w tym: wielodzietność", "183", "988"),
        header=(),
    )
    (block,) = docx_blocks(write_docx(tmp_path / "a.docx", drawn)).blocks
    assert isinstance(block, TableBlock)
    assert block.table == {
        "columns": ["Lp.", "Powód", "Liczba rodzin", "Liczba osób"],
        "rows": [
            ["1.", "Ubóstwo", "6 238", "11 616"],
            ["", "w tym: wielodzietność", "183", "988"],
        ],
        "note": "2015",
    }
