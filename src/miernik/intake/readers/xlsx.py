"""XLSX: what each cell shows on the screen, with merged ranges, hidden parts and formulas."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from miernik.intake.errors import TooLargeFileError
from miernik.intake.readers.grid import Grid, GridCell, GridReader
from miernik.intake.rows import Fragment, Place, ReadDocument
from miernik.kernel.text import NBSP, squeeze

MAX_CELLS = 200_000
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
_DECIMALS = re.compile(r"[.](0+)")


def read_xlsx(path: Path) -> ReadDocument:
    """Read every sheet in order; the place of a cell is ``Arkusz!B7``.

    Numbers come as the cell shows them: 2659 under ``# ##0`` is "2 659", 0.0071 under ``0.00%`` is
    "0,71 %". Hidden sheets, rows and columns are read with a doubt; a formula that was never
    computed is a doubt and no value. Raises TooLargeFileError over MAX_CELLS cells.
    """
    shown = load_workbook(path, data_only=True, keep_links=False)
    formulas = load_workbook(path, data_only=False, keep_links=False)
    reader = GridReader()
    for sheet in shown.worksheets:
        if sheet.max_row * sheet.max_column > MAX_CELLS:
            raise TooLargeFileError(
                f"Arkusz „{sheet.title}” ma ponad 200 tysięcy komórek: zostaw w pliku samą tabelę"
                " sprawozdania."
            )
        if sheet.sheet_state != "visible":
            reader.doubts.append(f"Arkusz „{sheet.title}” jest ukryty; wczytano go mimo to.")
        reader.table(_grid(sheet, formulas[sheet.title]))
    return reader.document("xlsx")


def _grid(sheet: Worksheet, formulas: Worksheet) -> Grid:
    """The filled part of a sheet as a grid, blank rows left out of it."""
    spans = {(merged.min_row, merged.min_col): merged for merged in sheet.merged_cells.ranges}
    filled = [row for row in range(1, sheet.max_row + 1) if _is_filled(sheet, row)]
    index = {row: number for number, row in enumerate(filled)}
    cells = []
    for row in filled:
        for source in sheet[row]:
            if isinstance(source, MergedCell):
                continue
            merged = spans.get((row, source.column))
            last_row, last_column = (
                (merged.max_row, merged.max_col) if merged else (row, source.column)
            )
            bottom = 1 + max(index[other] for other in range(row, last_row + 1) if other in index)
            cell = GridCell(index[row], source.column - 1, bottom, last_column)
            _fill(cell, source, formulas.cell(row, source.column).value)
            cells.append(cell)
    return _without_blank_columns(Grid(sheet.max_column, cells))


def _is_filled(sheet: Worksheet, row: int) -> bool:
    """Whether the row has a text of its own or lies in a merged range under one."""
    return any(cell.value is not None for cell in sheet[row])


def _without_blank_columns(grid: Grid) -> Grid:
    """The grid with columns that hold no text at all left out (a margin, a spacer)."""
    used = sorted({cell.left for cell in grid.cells if cell.text and cell.right - cell.left == 1})
    if not used:
        return grid
    kept = []
    for cell in grid.cells:
        left, right = (sum(other < end for other in used) for end in (cell.left, cell.right))
        if right > left or cell.text:
            kept.append(replace(cell, left=left, right=max(right, left + 1)))
    return Grid(len(used), kept)


def _fill(cell: GridCell, source: SheetCell, formula: Any) -> None:
    sheet = cast("Worksheet", source.parent)
    name = f"{sheet.title}!{source.coordinate}"
    is_formula = isinstance(formula, str) and formula.startswith("=") and source.data_type != "s"
    if source.value is None:
        if is_formula:
            cell.doubts.append(
                f"Komórka {name} zawiera formułę bez obliczonego wyniku: otwórz plik w Excelu"
                " i zapisz go ponownie."
            )
        return
    if source.data_type == "e":
        cell.doubts.append(f"Komórka {name} zawiera błąd {source.value} zamiast wartości.")
    if _is_hidden(sheet, source):
        cell.doubts.append(f"Komórka {name} jest w ukrytym wierszu lub kolumnie.")
        cell.confidence = 0.8
    text = shown_text(source.value, source.number_format)
    place = Place(cell=name)
    gap = 0
    for line in text.split("\n"):
        if line.strip():
            cell.fragments.append(Fragment(squeeze(line), place, gap))
            gap = 0
        else:
            gap += 1


def _is_hidden(sheet: Worksheet, cell: SheetCell) -> bool:
    column = sheet.column_dimensions.get(cell.column_letter)
    row = sheet.row_dimensions.get(cell.row)
    return bool((column and column.hidden) or (row and row.hidden))


# --- number formats ------------------------------------------------------------------------------


def shown_text(value: Any, number_format: str) -> str:
    """The text that a Polish Excel shows for a cell's value under its number format."""
    if isinstance(value, bool):
        return "PRAWDA" if value else "FAŁSZ"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, datetime.date):
        return _date_text(value, number_format)
    if isinstance(value, int | float):
        return _number_text(value, number_format)
    return str(value)


def _date_text(value: datetime.date, number_format: str) -> str:
    if "d" not in number_format.lower() and "m" not in number_format.lower():
        return str(value.year)
    return value.strftime("%d.%m.%Y")


def _number_text(value: float, number_format: str) -> str:
    sections = (number_format or "General").split(";")
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    literal_after = "".join(
        found.group(1) or found.group(2) or "" for found in _QUOTED.finditer(section)
    )
    bare = _QUOTED.sub("", section)
    if "general" in bare.lower() or bare.strip() in ("@", ""):
        return _plain(Decimal(str(value)).normalize()) + literal_after
    percent = "%" in bare
    number = Decimal(str(value)) * (100 if percent else 1)
    decimals = _DECIMALS.search(bare)
    rounded = f"{abs(number):.{len(decimals.group(1)) if decimals else 0}f}"
    whole, _, fraction = rounded.partition(".")
    if "," in bare or "# #" in bare or "#\u00a0#" in bare:
        whole = f"{int(whole):,}".replace(",", NBSP)
    sign = "-" if number < 0 else ""
    text = sign + whole + (f",{fraction}" if fraction else "")
    return text + (" %" if percent else "") + literal_after


def _plain(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")
