"""XLSX: what a cell shows is what is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from miernik.intake.readers.xlsx import read_xlsx
from miernik.intake.rows import Column, ReadDocument, Row
from miernik.kernel.office.xlsx_formats import shown_number
from tests.intake.office_files import SHORT_HEADER, cell_doubts, headings, texts

Fill = Callable[[Worksheet], None]


def _read(tmp_path: Path, fill: Fill) -> ReadDocument:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Cel A"
    sheet.append(list(SHORT_HEADER))
    fill(sheet)
    path = tmp_path / "plik.xlsx"
    book.save(path)
    return read_xlsx(path)


@pytest.mark.parametrize(
    ("stored", "number_format", "shown"),
    [
        ("2659", "General", "2659"),
        ("2659", "#,##0", "2\u00a0659"),
        ("2659", "# ##0", "2\u00a0659"),
        ("281310", "0", "281310"),
        ("7.1000000000000004E-3", "0.00%", "0,71 %"),
        ("0.71", "General", "0,71"),
        ("28.480000000000001", "General", "28,48"),
        ("17898.8", "#,##0.00", "17\u00a0898,80"),
        ("1129.1", '#,##0.0" tys. zł"', "1\u00a0129,1 tys. zł"),
        ("5292507", '#,##0\\ "zł"', "5\u00a0292\u00a0507 zł"),
        ("107407", "_-* #,##0\\ [$zł-415]_-;\\-* #,##0\\ [$zł-415]_-", "107\u00a0407 zł"),
        ("-3", "0;-0", "-3"),
        ("1200", "General", "1200"),
        ("43100", "dd.mm.yyyy", "31.12.2017"),
        ("43100", "yyyy", "2017"),
    ],
)
def test_a_number_is_read_as_the_cell_shows_it(stored: str, number_format: str, shown: str) -> None:
    assert shown_number(stored, number_format) == shown


def test_a_raised_note_digit_is_no_digit_of_the_value(tmp_path: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    value = CellRichText("2659", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    document = _read(tmp_path, lambda sheet: sheet.append(["A.1.1", "Zadanie", "Liczba", value]))
    assert texts(document)[0][Column.VALUE] == "2659¹"


def test_a_stray_cell_far_away_does_not_stretch_the_table(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["A.1.1", "Zadanie", "Liczba", 25, ""])
        sheet["XFD1048576"].number_format = "0.00"

    assert len(texts(_read(tmp_path, fill))) == 1


def test_merged_ranges_stand_in_their_first_row(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Priorytet A.1. Opieka"])
        sheet.merge_cells("A2:E2")
        sheet.append(["A.1.1", "Zadanie", "Pierwszy", 25, None])
        sheet.append([None, None, "Drugi", 26, "uwaga"])
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("B3:B4")

    document = _read(tmp_path, fill)
    assert headings(document) == ["Priorytet A.1. Opieka"]
    assert [found.get(Column.TASK) for found in texts(document)] == ["Zadanie", None]
    assert [found[Column.VALUE] for found in texts(document)] == ["25", "26"]


def test_a_cell_tells_its_sheet_and_address(tmp_path: Path) -> None:
    document = _read(tmp_path, lambda sheet: sheet.append(["A.1.1", "Zadanie", "Liczba", 25, ""]))
    [found] = [item for item in document.items if isinstance(item, Row)]
    assert found.cells[Column.VALUE].place.cell == "Cel A!D2"


def test_hidden_rows_columns_and_sheets_are_read_with_a_doubt(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["A.1.1", "Zadanie", "Liczba", 25, ""])
        sheet.row_dimensions[2].hidden = True
        assert sheet.parent is not None
        other = sheet.parent.create_sheet("Cel B")
        other.append(list(SHORT_HEADER))
        other.append(["B.1.1", "Inne", "Liczba", 1, ""])
        other.sheet_state = "hidden"

    document = _read(tmp_path, fill)
    assert [found[Column.CODE] for found in texts(document)] == ["A.1.1", "B.1.1"]
    assert any("ukrytym wierszu" in doubt for doubt in cell_doubts(document))
    assert any("„Cel B” jest ukryty" in doubt for doubt in document.doubts)


def test_a_formula_that_was_never_computed_is_a_doubt_and_no_value(tmp_path: Path) -> None:
    document = _read(
        tmp_path, lambda sheet: sheet.append(["A.1.1", "Zadanie", "Liczba", "=12+13", ""])
    )
    assert Column.VALUE not in texts(document)[0]
    assert any("Cel A!D2" in doubt and "formułę" in doubt for doubt in document.doubts)


def test_an_empty_margin_column_and_blank_rows_change_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for line in (
        [],
        [None, *SHORT_HEADER],
        [],
        [None, "A.1.1", "Zadanie", "Liczba", 25, None],
        [],
        [None, None, None, "Druga", 26, None],
    ):
        sheet.append(line)
    book.save(tmp_path / "plik.xlsx")
    found = texts(read_xlsx(tmp_path / "plik.xlsx"))
    assert [one[Column.VALUE] for one in found] == ["25", "26"]
    assert Column.CODE not in found[1]
