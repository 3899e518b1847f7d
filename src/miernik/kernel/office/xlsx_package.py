"""The parts of an XLSX package: sheets with their filled cells, shared texts, formats, merges.

Read directly because openpyxl makes every cell of a merged range, however large the file says it
is, and drops the raised digits of notes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from miernik.kernel.office.errors import CorruptFileError, TooLargeFileError
from miernik.kernel.office.ooxml import main_part, read_part, relations
from miernik.kernel.office.xlsx_formats import shown_number

_USED = ("sharedStrings", "styles")
MAX_CELLS = 200_000
_N = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERRORS = ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!")


@dataclass(slots=True)
class SheetCell:
    """One cell with a text or a formula; rows and columns from 1.

    ``text`` is what the cell shows; ``stored`` what the file holds: under ``kind`` "n" a number in
    full, however few places of it ``number_format`` shows.
    """

    row: int
    column: int
    address: str
    text: str
    is_formula: bool = False
    is_error: bool = False
    kind: str = "s"
    stored: str = ""
    number_format: str = "General"


@dataclass(slots=True)
class Sheet:
    """One sheet: filled cells by row and column, merged ranges, what is hidden.

    ``since_1904``: days of its dates are counted from 1904, as on old Macintoshes.
    """

    title: str
    hidden: bool
    since_1904: bool = False
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def read_sheets(source: Path | IO[bytes]) -> Iterator[Sheet]:
    """Read the sheets of a workbook in order.

    Raises TooLargeFileError over MAX_CELLS cells in one sheet, CorruptFileError where the workbook
    names a sheet that is not there.
    """
    with zipfile.ZipFile(source) as package:
        name = main_part(package, "xl/workbook.xml")
        workbook = read_part(package, name)
        if workbook is None:
            raise _corrupt()
        targets = relations(package, name)
        parts = {kind: read_part(package, part) for kind, part in targets.values() if kind in _USED}
        texts = _shared_texts(parts.get("sharedStrings"))
        formats = _formats(parts.get("styles"))
        properties = workbook.find(f"{_N}workbookPr")
        since_1904 = properties is not None and _is_true(properties, "date1904")
        for element in workbook.iter(f"{_N}sheet"):
            kind, target = targets.get(element.get(f"{_R}id", ""), ("", ""))
            if kind != "worksheet":
                continue  # a chart or a dialogue has no cells
            part = read_part(package, target)
            if part is None:
                raise _corrupt()
            hidden = element.get("state", "visible") != "visible"
            sheet = Sheet(element.get("name", ""), hidden, since_1904)
            _fill(sheet, part, texts, formats)
            yield sheet


def _shared_texts(part: etree._Element | None) -> list[str]:
    return [] if part is None else [_rich_text(item) for item in part.findall(f"{_N}si")]


def _rich_text(item: etree._Element) -> str:
    """The text of an item, raised digits as such, phonetic hints left out."""
    pieces = []
    for child in item:
        if child.tag == f"{_N}t":
            pieces.append(child.text or "")
        elif child.tag == f"{_N}r":
            raised = child.find(f"{_N}rPr/{_N}vertAlign[@val='superscript']") is not None
            text = "".join(found.text or "" for found in child.findall(f"{_N}t"))
            pieces.append(text.translate(_RAISED) if raised else text)
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), "".join(pieces))


def _formats(part: etree._Element | None) -> list[str]:
    """The number format of each cell style."""
    if part is None:
        return []
    own = {
        int(one.get("numFmtId", "0")): one.get("formatCode", "General")
        for one in part.iter(f"{_N}numFmt")
    }
    styles = part.find(f"{_N}cellXfs")
    numbers = [int(style.get("numFmtId", "0")) for style in styles] if styles is not None else []
    return [own.get(number) or BUILTIN_FORMATS.get(number, "General") for number in numbers]


def _fill(sheet: Sheet, part: etree._Element, texts: list[str], formats: list[str]) -> None:
    for column in part.iter(f"{_N}col"):
        if _is_true(column, "hidden"):
            first, last = int(column.get("min", "1")), int(column.get("max", "1"))
            sheet.hidden_columns.update(range(first, min(last, first + 1000) + 1))
    for line in part.iter(f"{_N}row"):
        if _is_true(line, "hidden"):
            sheet.hidden_rows.add(int(line.get("r", "0")))
        for element in line.findall(f"{_N}c"):
            cell = _cell(element, texts, formats, sheet.since_1904)
            if cell.text or cell.is_formula:
                sheet.cells[cell.row, cell.column] = cell
    if len(sheet.cells) > MAX_CELLS:
        raise TooLargeFileError(
            f"Arkusz „{sheet.title}” ma ponad 200 tysięcy komórek: zostaw w pliku samą tabelę"
            " sprawozdania."
        )
    for element in part.iter(f"{_N}mergeCell"):
        left, top, right, bottom = range_boundaries(element.get("ref", ""))
        if left and top and right and bottom:
            sheet.merged[int(top), int(left)] = (int(bottom), int(right))


def _cell(
    element: etree._Element, texts: list[str], formats: list[str], since_1904: bool
) -> SheetCell:
    address = element.get("r", "")
    row, column = coordinate_to_tuple(address)
    kind = element.get("t", "n")
    stored = element.findtext(f"{_N}v") or ""
    inline = element.find(f"{_N}is")
    style = int(element.get("s", "0"))
    number_format = formats[style] if style < len(formats) else "General"
    if kind == "s":
        text = texts[int(stored)] if stored else ""
    elif inline is not None:
        text = _rich_text(inline)
    elif kind == "b":
        text = {"1": "PRAWDA", "0": "FAŁSZ"}.get(stored, "")
    elif kind == "n" and stored:
        text = shown_number(stored, number_format, since_1904=since_1904)
    else:
        text = stored
    is_formula = element.find(f"{_N}f") is not None
    is_error = kind == "e" or text in _ERRORS
    return SheetCell(row, column, address, text, is_formula, is_error, kind, stored, number_format)


def _is_true(element: etree._Element, name: str) -> bool:
    return element.get(name, "0") in ("1", "true")


def _corrupt() -> CorruptFileError:
    return CorruptFileError(
        "Skoroszyt jest uszkodzony: otwórz go w Excelu i zapisz jeszcze raz jako XLSX."
    )
