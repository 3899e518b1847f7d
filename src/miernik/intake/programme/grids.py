"""A drawn table → a table of the text: header rows joined, the row that numbers columns dropped."""

from __future__ import annotations

import re

from miernik.intake.programme.blocks import TableBlock
from miernik.intake.readers.grid import Grid, GridCell
from miernik.intake.rows import Place
from miernik.kernel.text import comparable
from miernik.strategy.text.content import Table

_YEAR = re.compile(r"^(?:19|20)\d\d$")


def table_of_grid(grid: Grid, place: Place) -> TableBlock:
    """Return the table that a grid draws.

    The header is the first row and the rows that its merged cells reach; a year over several
    columns, or alone in its row, is the note. A merged cell stands where it begins.
    """
    top = 0
    note = ""
    alone = [cell for cell in grid.cells if cell.top == 0 and cell.text]
    if len(alone) == 1 and _YEAR.match(alone[0].text) and grid.height > 1:
        top, note = 1, alone[0].text
    bottom = _header_bottom(grid, top)
    header = [cell for cell in grid.cells if top <= cell.top < bottom and cell.text]
    for cell in header:
        if cell.right - cell.left > 1 and _YEAR.match(cell.text):
            note = cell.text
    named = [cell for cell in header if cell.text != note]
    columns = [
        " ".join(cell.text for cell in named if cell.left <= column < cell.right)
        for column in range(grid.columns)
    ]
    rows = [_row(grid, number) for number in range(bottom, grid.height)]
    kept = [row for row in rows if any(row) and not _is_head(row, columns)]
    doubts = [doubt for cell in grid.cells if cell.top >= bottom for doubt in cell.doubts]
    return TableBlock(Table(columns=columns, rows=kept, note=note), place, tuple(doubts))


def _is_head(row: list[str], columns: list[str]) -> bool:
    """A row that numbers the columns, or the header again on the next page."""
    numbering = [str(number) for number in range(1, len(columns) + 1)]
    if len(row) > 1 and [cell.rstrip(".") for cell in row] == numbering:
        return True
    return [comparable(cell) for cell in row] == [comparable(cell) for cell in columns]


def _header_bottom(grid: Grid, top: int) -> int:
    bottom = top + 1
    while True:
        reached = max((_end(cell) for cell in grid.cells if top <= cell.top < bottom), default=0)
        if reached <= bottom:
            return bottom
        bottom = reached


def _end(cell: GridCell) -> int:
    """Where the cell ends; one over several columns has its columns' names below."""
    split = cell.right - cell.left > 1 and bool(cell.text)
    return cell.bottom + split


def _row(grid: Grid, number: int) -> list[str]:
    row = [""] * grid.columns
    for cell in grid.cells:
        if cell.top == number:
            row[cell.left] = cell.text
    return row
