"""What readers of tables share: a ruled grid with merged cells → headings and rows.

A reader of a file only draws the grid: which cell covers which rows and columns, and what it
says. Here the header is found and dropped wherever it repeats, full-width lines become headings,
and each remaining line of the grid becomes one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from miernik.intake.readers.header import PRINTED_ORDER, Header, column_of, read_header
from miernik.intake.rows import Cell, Column, Fragment, Heading, Place, ReadDocument, Row
from miernik.kernel.text import STARS, squeeze

CODE = re.compile(r"^(?:[A-Z]|\d{1,2}|[IVX]{1,5})(?:[.\s]+\d{1,2}){0,4}[.)]?$")
_NOTE = re.compile(rf"^([{STARS}]+)\s*[^\W_]")
_PRINTED_COLUMNS = len(PRINTED_ORDER)
_FRAME_COLUMNS = 2


@dataclass(slots=True)
class GridCell:
    """One cell: rows from ``top``, columns from ``left``, counted from 0; the ends exclusive."""

    top: int
    left: int
    bottom: int
    right: int
    fragments: list[Fragment] = field(default_factory=list)
    confidence: float = 1.0
    doubts: list[str] = field(default_factory=list)
    #: Texts of footnotes called in the cell; the n-th has n stars in the text.
    notes: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that the cell says, on one line."""
        return squeeze(" ".join(fragment.text for fragment in self.fragments))


@dataclass(slots=True)
class Grid:
    """One table: its cells, the empty ones too; all texts stand before ``lines`` is called."""

    columns: int
    cells: list[GridCell]
    _lines: list[list[GridCell]] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        self.cells.sort(key=lambda cell: (cell.top, cell.left))

    @property
    def height(self) -> int:
        """Number of rows."""
        return max((cell.bottom for cell in self.cells), default=0)

    def lines(self) -> list[list[GridCell]]:
        """For each row the cells that begin in it, from left to right."""
        if not self._lines:
            self._lines.extend([] for _ in range(self.height))
            for cell in self.cells:
                self._lines[cell.top].append(cell)
        return self._lines

    def stacks(self, top: int, bottom: int) -> list[list[str]]:
        """For each column the non-empty texts of the cells that cover it in the given rows."""
        stacks: list[list[str]] = [[] for _ in range(self.columns)]
        for cell in self.cells:
            if cell.top < bottom and cell.bottom > top and cell.text:
                for column in range(cell.left, min(cell.right, self.columns)):
                    stacks[column].append(cell.text)
        return stacks


class GridReader:
    """Collects the headings and rows of one document, table after table."""

    def __init__(self) -> None:
        self.items: list[Heading | Row] = []
        self.doubts: list[str] = []
        self.value_header = ""
        self._header: Header | None = None
        self._width = 0
        self._table_start = 0

    def document(self, kind: str) -> ReadDocument:
        """All that was collected."""
        return ReadDocument(
            kind, tuple(self.items), self.value_header, tuple(dict.fromkeys(self.doubts))
        )

    def heading(self, text: str, place: Place) -> None:
        """Add a line that stands outside the table, or across the whole of it.

        A line with a star below a table explains the values with that star there.
        """
        line = squeeze(text)
        if line and not (_NOTE.match(line) and self._explains(line, place)):
            self.items.append(Heading(line, place))

    def table(self, grid: Grid) -> None:
        """Add a table; without a header of its own it goes on under the last one."""
        self._table_start = len(self.items)
        self._inherit_header(grid)
        lines = grid.lines()
        if self._header is None and not _has_header(grid):
            self._strange_table(grid)
            return
        number = 0
        while number < len(lines):
            line = lines[number]
            below = header_bottom(grid, number)
            if below:
                self._take_header(grid, number, below)
                number = below
                continue
            number += 1
            self.doubts.extend(doubt for cell in line if not cell.text for doubt in cell.doubts)
            if not any(cell.text for cell in line) or is_numbering(line):
                continue
            if self._header is None or _is_full_width(line, grid):
                for cell in line:
                    self._heading_cell(cell, line)
            else:
                self._row(line)

    def _explains(self, line: str, place: Place) -> bool:
        """Give a line below the table to its rows with the same star and no remark of it."""
        found = _NOTE.match(line)
        stars = found.group(1) if found else ""
        taken = False
        for number in range(self._table_start, len(self.items)):
            row = self.items[number]
            if not isinstance(row, Row) or not _calls(row, stars, place.page):
                continue
            doubt = "Przypis spod tabeli przypisano wartości z taką samą gwiazdką."
            remark = Cell((Fragment(line, place),), 0.8, (doubt,))
            before = row.cells.get(Column.REMARKS)
            joined = _joined(before, remark) if before else remark
            self.items[number] = replace(row, cells={**row.cells, Column.REMARKS: joined})
            taken = True
        return taken

    # --- header ----------------------------------------------------------------------------------

    def _inherit_header(self, grid: Grid) -> None:
        firsts = [cell.text for cell in grid.cells if cell.left == 0 and cell.right == 1]
        only_codes = all(not text or CODE.match(text) for text in firsts)
        has_header = _has_header(grid)
        if self._header and (grid.columns != self._width or not (has_header or only_codes)):
            self._header = None
        if self._header or has_header or grid.columns != _PRINTED_COLUMNS:
            return
        if only_codes and any(firsts):
            self._header = Header(dict(enumerate(PRINTED_ORDER)))
            self._width = grid.columns
            self.doubts.append(
                "Tabela nie ma nagłówka: przyjęto zwykłą kolejność ośmiu kolumn sprawozdania."
            )

    def _take_header(self, grid: Grid, top: int, bottom: int) -> None:
        header = read_header(grid.stacks(top, bottom))
        assert header is not None
        self._header, self._width = header, grid.columns
        self.value_header = self.value_header or header.value_header
        self.doubts.extend(header.doubts)

    def _strange_table(self, grid: Grid) -> None:
        """A table of other things: a frame for a title is read, a list of something else is not."""
        skipped = ""
        for line in grid.lines():
            filled = [cell for cell in line if cell.text]
            if grid.columns <= _FRAME_COLUMNS or len(filled) == 1:
                for cell in filled:
                    self._heading_cell(cell, line)
            elif filled:
                skipped = skipped or ", ".join(cell.text for cell in filled)
        if skipped:
            shown = skipped if len(skipped) <= 80 else f"{skipped[:80].rstrip()}…"
            self.doubts.append(f"Pominięto tabelę, która nie jest tabelą wskaźników: „{shown}”.")

    # --- lines -----------------------------------------------------------------------------------

    def _heading_cell(self, cell: GridCell, line: list[GridCell]) -> None:
        """A code and a title in two cells are one heading; paragraphs of a cell are several."""
        filled = [other for other in line if other.text]
        if len(filled) == 2 and CODE.match(filled[0].text):
            if cell is filled[1]:
                self.heading(f"{filled[0].text} {cell.text}", filled[0].fragments[0].place)
            return
        for fragment in cell.fragments:
            self.heading(fragment.text, fragment.place)

    def _row(self, line: list[GridCell]) -> None:
        assert self._header is not None
        cells: dict[Column, Cell] = {}
        for grid_cell in line:
            if not grid_cell.text:
                continue
            columns = _columns_under(grid_cell, self._header)
            if not columns and grid_cell.left in self._header.passed_over:
                continue
            if not columns:
                self.doubts.append(f"Pominięto tekst spoza znanych kolumn: „{grid_cell.text}”.")
                continue
            cell = _as_cell(grid_cell, columns)
            before = cells.get(columns[0])
            cells[columns[0]] = _joined(before, cell) if before else cell
        if not cells:
            return
        self._add_notes(line, cells)
        if not self._goes_on(cells):
            place = next(iter(cells.values())).place
            self.items.append(Row(cells, place))

    def _add_notes(self, line: list[GridCell], cells: dict[Column, Cell]) -> None:
        """Footnotes called in the line become its remarks, each with its stars."""
        called = [(note, cell.fragments[0].place) for cell in line for note in cell.notes]
        for number, (note, place) in enumerate(called, start=1):
            remark = Cell((Fragment(f"{'*' * number} {note}", place),))
            before = cells.get(Column.REMARKS)
            cells[Column.REMARKS] = _joined(before, remark) if before else remark

    def _goes_on(self, cells: dict[Column, Cell]) -> bool:
        """Add a line without indicator and value to the row above, where one stands."""
        above = self.items[-1] if self.items else None
        if cells.keys() & {Column.CODE, Column.INDICATOR, Column.VALUE} or not isinstance(
            above, Row
        ):
            return False
        task = cells.get(Column.TASK)
        if task and not task.fragments[0].text.strip()[:1].islower():
            return False
        merged = dict(above.cells)
        for column, cell in cells.items():
            merged[column] = _joined(merged[column], cell) if column in merged else cell
        self.items[-1] = Row(merged, above.place, above.doubts)
        return True


def _calls(row: Row, stars: str, page: int | None) -> bool:
    """Whether the row's value ends with the stars and none of its remarks begins with them."""
    value = row.cells.get(Column.VALUE)
    if value is None or (page is not None and value.place.page not in (None, page)):
        return False
    ending = re.search(rf"[{STARS}]+$", value.fragments[-1].text.rstrip())
    remarks = row.cells[Column.REMARKS].fragments if Column.REMARKS in row.cells else ()
    explained = any(remark.text.lstrip().startswith(stars) for remark in remarks)
    return ending is not None and ending.group() == stars and not explained


def _has_header(grid: Grid) -> bool:
    return any(header_bottom(grid, number) for number in range(grid.height))


def header_bottom(grid: Grid, top: int) -> int:
    """The row below the header that begins in row ``top``, or 0 where none begins."""
    line = [cell for cell in grid.lines()[top] if cell.text]
    if sum(1 for cell in line if column_of(cell.text)) < 2:
        return 0
    bottom = max(cell.bottom for cell in line)
    if bottom - top > 3:
        return 0
    return bottom if read_header(grid.stacks(top, bottom)) else 0


def _columns_under(cell: GridCell, header: Header) -> list[Column]:
    """The different columns that the cell covers, from the left."""
    covered = (header.columns.get(number) for number in range(cell.left, cell.right))
    return list(dict.fromkeys(column for column in covered if column))


def _as_cell(cell: GridCell, columns: list[Column]) -> Cell:
    doubts = list(cell.doubts)
    if len(columns) > 1:
        doubts.append("Komórka jest scalona z sąsiednią kolumną: sprawdź, czego dotyczy.")
    shared = cell.bottom - cell.top
    if shared > 1 and columns[0] in (Column.VALUE, Column.REMARKS):
        what = "Wartość" if columns[0] is Column.VALUE else "Uwaga"
        doubts.append(
            f"{what} stoi w komórce wspólnej dla {shared} wierszy; przypisano ją do pierwszego."
        )
    confidence = cell.confidence if len(columns) == 1 else min(cell.confidence, 0.5)
    return Cell(tuple(cell.fragments), confidence, tuple(doubts))


def _joined(first: Cell, second: Cell) -> Cell:
    return Cell(
        first.fragments + second.fragments,
        min(first.confidence, second.confidence),
        first.doubts + second.doubts,
    )


def _is_full_width(line: Iterable[GridCell], grid: Grid) -> bool:
    """Whether one text takes the line: over (nearly) all columns, or alone in its own cells."""
    line = list(line)
    filled = [cell for cell in line if cell.text]
    own_width = sum(cell.right - cell.left for cell in line)
    if own_width < grid.columns or any(cell.bottom - cell.top > 1 for cell in filled):
        return False
    wide = [cell for cell in filled if 2 * (cell.right - cell.left) > grid.columns]
    if len(filled) == 1:
        only = filled[0]
        return bool(wide) or (only.left == 0 and not CODE.match(only.text))
    return len(filled) == 2 and bool(wide) and CODE.match(filled[0].text) is not None


def is_numbering(line: list[GridCell]) -> bool:
    """A line "1 2 3 4 …" that numbers the columns."""
    texts = [cell.text.rstrip(".") for cell in line if cell.text]
    return len(texts) >= 4 and texts == [str(number) for number in range(1, len(texts) + 1)]
