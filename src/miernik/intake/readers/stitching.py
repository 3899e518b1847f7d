"""Pieces of a table on consecutive pages → one table: what a page break cut is put together.

A page may cut a merged cell, a row, or both; the piece on the next page begins with the header
again. Nothing in the file says whether the first row there is new or the rest of the last one, so
it is judged from what the two halves say; where that is not conclusive, a doubt is left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from miernik.intake.readers.grid import Grid, GridCell, header_bottom, is_numbering
from miernik.intake.readers.header import read_header
from miernik.intake.readers.pdf_page import TOLERANCE, PdfCell, TablePiece, edges_of, index_of
from miernik.intake.rows import Column, Fragment, Place
from miernik.kernel.text import STARS, comparable

GROUPED = (Column.CODE, Column.TASK, Column.IMPLEMENTERS, Column.FUNDING)
SINGLE = (Column.INDICATOR, Column.VALUE, Column.MONITORING, Column.REMARKS)
_SAME_WIDTH = 3 * TOLERANCE
_NUMBER = re.compile(rf"^\d[\d\s.,]*[%{STARS}]?$")


@dataclass(slots=True)
class Columns:
    """Where on the page each named column lies."""

    spans: list[tuple[float, float, Column]] = field(default_factory=list)

    def of(self, cell: PdfCell) -> Column | None:
        """The column the cell stands in; None where it covers several or none."""
        covered = {
            column
            for x0, x1, column in self.spans
            if cell.box[0] - TOLERANCE < (x0 + x1) / 2 < cell.box[2] + TOLERANCE
        }
        return covered.pop() if len(covered) == 1 else None


@dataclass(slots=True)
class StitchedTable:
    """A table as one, over all its pages."""

    cells: list[PdfCell]
    last_page: int
    box: tuple[float, float, float, float]

    @property
    def height(self) -> int:
        """Number of rows."""
        return max((cell.bottom for cell in self.cells), default=0)


class Stitcher:
    """Puts pieces together in the order of the pages."""

    def __init__(self) -> None:
        self._columns = Columns()
        self._headings: set[str] = set()
        self._sentences: Counter[str] = Counter()

    def begin(self, piece: TablePiece) -> StitchedTable:
        """Start a table with its first piece."""
        self._learn(piece.cells)
        return StitchedTable(piece.cells, piece.page, piece.box)

    def follows(self, table: StitchedTable, piece: TablePiece) -> bool:
        """Whether the piece has the width of the table and stands on the next page."""
        same = all(abs(table.box[side] - piece.box[side]) <= _SAME_WIDTH for side in (0, 2))
        return same and piece.page == table.last_page + 1

    def extend(self, table: StitchedTable, piece: TablePiece) -> None:
        """Add the piece to the table, joining what the page break cut."""
        cells = self._without_repeated_head(piece.cells)
        table.last_page = piece.page
        if not cells:
            return
        offset = table.height
        if self._same_group(table, cells):
            row_goes_on = self._row_goes_on(table, cells)
            offset -= row_goes_on
            cells = self._joined(table, cells, offset, row_goes_on)
        self._learn(cells)
        for cell in cells:
            cell.top += offset
            cell.bottom += offset
        table.cells.extend(cells)

    # --- what is known of the table --------------------------------------------------------------

    def _learn(self, cells: Sequence[PdfCell]) -> None:
        """Remember where the columns lie, full-width lines, and how sentences repeat."""
        grid, across = outline(cells)
        for top in range(grid.height):
            bottom = header_bottom(grid, top)
            header = read_header(grid.stacks(top, bottom)) if bottom else None
            if header:
                self._columns = Columns(
                    [(across[n], across[n + 1], column) for n, column in header.columns.items()]
                )
        for cell in cells:
            if self._columns.of(cell) is Column.MONITORING and cell.text:
                self._sentences[_plain(cell.text)] += 1
            if _is_wide(cell, across):
                self._headings.add(_plain(cell.text))

    def _without_repeated_head(self, cells: list[PdfCell]) -> list[PdfCell]:
        """The cells below a header that repeats at the top, with lines of goals repeated there."""
        grid, across = outline(cells)
        lines = grid.lines()
        cut = 0
        for top, line in enumerate(lines):
            if top < cut:
                continue
            texts = [cell for cell in line if cell.text]
            bottom = header_bottom(grid, top)
            if bottom:
                cut = bottom
            elif (cut and is_numbering(line)) or self._is_repeated(texts, across):
                cut = top + 1
            else:
                break
        if not any(header_bottom(grid, top) for top in range(cut)):
            cut = 0
        kept = [cell for cell in cells if cell.top >= cut]
        for cell in kept:
            cell.top -= cut
            cell.bottom -= cut
        return kept

    def _is_repeated(self, texts: Sequence[GridCell], across: Sequence[float]) -> bool:
        wide = len(texts) == 1 and texts[0].right - texts[0].left >= len(across) - 2
        return wide and _plain(texts[0].text) in self._headings

    # --- what the break cut ----------------------------------------------------------------------

    def _ends(self, table: StitchedTable) -> dict[Column, PdfCell]:
        """The cells that reach the end of the table, by column."""
        height = table.height
        return self._by_column(cell for cell in table.cells if cell.bottom == height)

    def _by_column(self, cells: Iterable[PdfCell]) -> dict[Column, PdfCell]:
        named = ((self._columns.of(cell), cell) for cell in cells)
        return {column: cell for column, cell in named if column}

    def _starts(self, cells: Sequence[PdfCell]) -> dict[Column, PdfCell]:
        return self._by_column(cell for cell in cells if cell.top == 0)

    def _same_group(self, table: StitchedTable, cells: Sequence[PdfCell]) -> bool:
        """Whether the first row of the next page belongs to the task that the page broke off."""
        ends, starts = self._ends(table), self._starts(cells)
        if Column.INDICATOR not in ends or Column.INDICATOR not in starts:
            return False
        for column in (Column.CODE, Column.TASK):
            if column in ends and column in starts and starts[column].text:
                end, start = ends[column].text, starts[column].text
                if column is Column.CODE:
                    return not end or _plain(end) == _plain(start)
                return not end or start[:1].islower() or _plain(end) == _plain(start)
        return True

    def _row_goes_on(self, table: StitchedTable, cells: Sequence[PdfCell]) -> bool:
        """Whether the first row of the next page is the rest of the last row of this one."""
        ends, starts = self._ends(table), self._starts(cells)
        above = {column: ends[column].text if column in ends else "" for column in SINGLE}
        below = {column: starts[column].text if column in starts else "" for column in SINGLE}
        if not below[Column.INDICATOR]:
            return True
        halves = ends.get(Column.MONITORING), starts.get(Column.MONITORING)
        by_sentence = self._judge_by_sentence(*halves)
        if by_sentence is not None:
            return by_sentence
        begins_small = _begins_small(below[Column.INDICATOR])
        if below[Column.VALUE] and above[Column.VALUE]:
            is_number = _NUMBER.match(below[Column.VALUE]) is not None
            return begins_small and not is_number and _begins_small(below[Column.MONITORING])
        goes_on = begins_small or not (below[Column.MONITORING] or below[Column.VALUE])
        if goes_on and not begins_small:
            starts[Column.INDICATOR].doubts.append(
                "Wiersz jest przecięty końcem strony: sprawdź, czy to jeden wskaźnik, czy dwa."
            )
        return goes_on

    def _judge_by_sentence(self, above: PdfCell | None, below: PdfCell | None) -> bool | None:
        """The monitoring sentence repeats in most rows: two halves of it are one row.

        A cell that is merged over several rows tells nothing of them.
        """
        if above is None or below is None or above.is_merged or below.is_merged:
            return None
        repeated = {sentence for sentence, times in self._sentences.items() if times > 1}
        whole = {
            one for one in repeated if not any(one != other and one in other for other in repeated)
        }
        first, second = _plain(above.text), _plain(below.text)
        if first and second and first + second in whole:
            return True
        return False if first in whole and second in whole else None

    def _joined(
        self, table: StitchedTable, cells: list[PdfCell], offset: int, row_goes_on: bool
    ) -> list[PdfCell]:
        """Join cut cells into the table; return the cells that begin on the new page."""
        ends, starts = self._ends(table), self._starts(cells)
        taken = []
        for column, start in starts.items():
            end = ends.get(column)
            if end is None:
                continue
            is_new = column in SINGLE and not row_goes_on
            if is_new and not _is_overflow(column, end, start):
                continue
            if column in SINGLE or _plain(end.text) != _plain(start.text):
                end.lines.extend(start.lines)
            end.doubts.extend(start.doubts)
            end.bottom = max(end.bottom, start.bottom + offset)
            taken.append(start)
        return [cell for cell in cells if not any(cell is other for other in taken)]


def _is_overflow(column: Column, end: PdfCell, start: PdfCell) -> bool:
    """Whether a text merged over several rows runs on beside a row that is new."""
    if not start.text:
        return end.is_merged
    may_run_on = column in (Column.MONITORING, Column.REMARKS) and bool(end.text)
    goes_on = may_run_on and _begins_small(start.text) and end.text[-1] not in ".;"
    if goes_on:
        start.doubts.append("Tekst przechodzi na następną stronę: sprawdź, czego dotyczy.")
    return goes_on


def outline(cells: Sequence[PdfCell]) -> tuple[Grid, list[float]]:
    """The cells as a grid with bare texts, and the horizontal positions of its columns' edges."""
    drawn, across = grid_cells(cells)
    for cell, source in zip(drawn, cells, strict=True):
        cell.fragments = [Fragment(line.text, Place(page=line.page)) for line in source.lines]
    return Grid(max(len(across) - 1, 1), drawn), across


def grid_cells(cells: Sequence[PdfCell]) -> tuple[list[GridCell], list[float]]:
    """A cell of the grid for each cell, in the same order, and the positions of column edges."""
    across = edges_of([x for cell in cells for x in (cell.box[0], cell.box[2])])
    drawn = []
    for cell in cells:
        left, right = index_of(across, cell.box[0]), index_of(across, cell.box[2])
        drawn.append(GridCell(cell.top, left, cell.bottom, max(right, left + 1)))
    return drawn, across


def _is_wide(cell: PdfCell, across: Sequence[float]) -> bool:
    return bool(cell.text) and cell.box[2] - cell.box[0] > 0.8 * (across[-1] - across[0])


def _begins_small(text: str) -> bool:
    """Whether a text begins in the middle of a sentence: with a small letter, or a closing sign."""
    begun = text.lstrip("„\"'(")
    return not begun[:1].isupper() and not begun[:1].isdigit()


def _plain(text: str) -> str:
    return comparable(text).replace(" ", "")
