"""XLSX: what each cell shows on the screen, with merged ranges, hidden parts and formulas."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

from miernik.intake.readers.grid import Grid, GridCell, GridReader
from miernik.intake.rows import Fragment, Place, ReadDocument
from miernik.kernel.office.xlsx_package import Sheet, SheetCell, read_sheets
from miernik.kernel.text import squeeze


def read_xlsx(path: Path) -> ReadDocument:
    """Read every sheet in order; the place of a cell is ``Arkusz!B7``.

    Numbers come as the cell shows them: 2659 under ``# ##0`` is "2 659", 0.0071 under ``0.00%`` is
    "0,71 %". Hidden sheets, rows and columns are read with a doubt; a formula that was never
    computed is a doubt and no value.
    """
    reader = GridReader()
    for sheet in read_sheets(path):
        if sheet.hidden and sheet.cells:
            reader.doubts.append(f"Arkusz „{sheet.title}” jest ukryty; wczytano go mimo to.")
        if sheet.cells:
            reader.table(_grid(sheet))
    return reader.document("xlsx")


def _grid(sheet: Sheet) -> Grid:
    """The filled rows and columns of a sheet; empty ones between them are left out.

    A column counts as filled if it has a cell of its own width: a margin under a wide merged
    title does not.
    """
    rows = sorted({row for row, _ in sheet.cells})
    narrow = {
        column
        for row, column in sheet.cells
        if sheet.merged.get((row, column), (row, column))[1] == column
    }
    columns = sorted(narrow or {column for _, column in sheet.cells})
    cells = []
    taken: set[tuple[int, int]] = set()
    for (row, column), source in sorted(sheet.cells.items()):
        if (row, column) in taken:
            continue
        last_row, last_column = sheet.merged.get((row, column), (row, column))
        top, left = bisect_left(rows, row), bisect_left(columns, column)
        bottom, right = bisect_left(rows, last_row + 1), bisect_left(columns, last_column + 1)
        cell = GridCell(top, left, max(bottom, top + 1), max(right, left + 1))
        _fill(cell, source, sheet)
        cells.append(cell)
        covered = {(rows[y], columns[x]) for y in range(top, bottom) for x in range(left, right)}
        taken |= covered - {(row, column)} if len(covered) > 1 else set()
    return Grid(len(columns), [*cells, *_empty_cells(cells, len(rows), len(columns))])


def _empty_cells(cells: list[GridCell], height: int, width: int) -> list[GridCell]:
    """Cells for the places that no filled cell covers."""
    covered = {
        (row, column)
        for cell in cells
        for row in range(cell.top, cell.bottom)
        for column in range(cell.left, cell.right)
    }
    return [
        GridCell(row, column, row + 1, column + 1)
        for row in range(height)
        for column in range(width)
        if (row, column) not in covered
    ]


def _fill(cell: GridCell, source: SheetCell, sheet: Sheet) -> None:
    name = f"{sheet.title}!{source.address}"
    if not source.text:
        cell.doubts.append(
            f"Komórka {name} zawiera formułę bez obliczonego wyniku: otwórz plik w Excelu"
            " i zapisz go ponownie."
        )
        return
    if source.is_error:
        cell.doubts.append(f"Komórka {name} zawiera błąd {source.text} zamiast wartości.")
    if source.row in sheet.hidden_rows or source.column in sheet.hidden_columns:
        cell.doubts.append(f"Komórka {name} jest w ukrytym wierszu lub kolumnie.")
        cell.confidence = 0.8
    gap = 0
    for line in source.text.split("\n"):
        if line.strip():
            cell.fragments.append(Fragment(squeeze(line), Place(cell=name), gap))
            gap = 0
        else:
            gap += 1
