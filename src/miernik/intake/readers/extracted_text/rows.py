"""From the likeliest cells of each task to rows, with doubts where another reading is close."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from miernik.intake.readers.extracted_text.blocks import TaskBlock
from miernik.intake.readers.extracted_text.evidence import Evidence, monitoring_phrases
from miernik.intake.readers.extracted_text.preferences import COLUMNS, NO_WIDTHS, Widths
from miernik.intake.readers.extracted_text.search import Node, Reading, Search
from miernik.intake.rows import Cell, Column, Fragment, Place, Row
from miernik.intake.vocabulary import Vocabulary

_ENOUGH_LINES = 8
_SURE, _UNSURE = 0.95, 0.6

COLUMN_NAMES = {
    Column.TASK: "zadanie",
    Column.IMPLEMENTERS: "realizatorzy",
    Column.FUNDING: "źródła finansowania",
    Column.INDICATOR: "wskaźnik",
    Column.VALUE: "wartość",
    Column.MONITORING: "monitorowanie",
    Column.REMARKS: "uwagi",
}


@dataclass(slots=True)
class _Draft:
    """A cell being filled."""

    column: Column
    row: int
    fragments: list[Fragment] = field(default_factory=list)
    rivals: list[tuple[float, int] | None] = field(default_factory=list)

    def cell(self) -> Cell:
        margins = [rival[0] for rival in self.rivals if rival is not None]
        confidence = min([_SURE, *(_UNSURE + 0.1 * margin for margin in margins)])
        return Cell(tuple(self.fragments), round(confidence, 2), tuple(self._doubts()))

    def _doubts(self) -> Iterator[str]:
        """One doubt for each run of fragments that could stand in another column."""
        runs = groupby(
            zip(self.rivals, self.fragments, strict=True), lambda pair: pair[0] and pair[0][1]
        )
        for column, run in runs:
            if column is not None:
                fragments = [fragment for _, fragment in run]
                yield _doubt(fragments, COLUMN_NAMES[COLUMNS[column]])


def _doubt(fragments: Sequence[Fragment], column: str) -> str:
    first, last = fragments[0], fragments[-1]
    if len(fragments) == 1:
        said = f"Fragment „{first.text}” (wiersz {first.place.line_from}) może"
    else:
        lines = f"wiersze {first.place.line_from}–{last.place.line_from}"
        said = f"Fragmenty od „{first.text}” do „{last.text}” ({lines}) mogą"
    return f"{said} też należeć do kolumny „{column}”: w tekście nie ma granic komórek."


def build_rows(blocks: Sequence[TaskBlock], vocabulary: Vocabulary) -> list[list[Row]]:
    """Rows of each task. Read twice: the first reading measures the columns of each table."""
    phrases = monitoring_phrases((block.lines for block in blocks), vocabulary.words)
    evidence = [Evidence(block.lines, vocabulary, phrases) for block in blocks]
    first = [Search(known, NO_WIDTHS).run() for known in evidence]
    widths = _widths(zip((block.table for block in blocks), first, strict=True))
    second = [
        Search(known, widths.get(block.table, NO_WIDTHS)).run()
        for block, known in zip(blocks, evidence, strict=True)
    ]
    return [_rows(block, reading) for block, reading in zip(blocks, second, strict=True)]


def _widths(
    readings: Iterable[tuple[int, Reading]],
) -> dict[int, Widths]:
    """Width of each column of each table, from the lines read into it."""
    seen: defaultdict[int, defaultdict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for table, reading in readings:
        for node in reading.path:
            if node.piece is not None:
                seen[table][node.column].append(node.piece.width)
    return {
        table: tuple(_width(columns[column]) for column in range(len(COLUMNS)))
        for table, columns in seen.items()
    }


def _width(lengths: list[float]) -> float | None:
    if len(lengths) < _ENOUGH_LINES:
        return None
    ordered = sorted(lengths)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _rows(block: TaskBlock, reading: Reading) -> list[Row]:
    """Rows of one task; the cells before the first indicator stand in the first row."""
    cells = _cells(block, reading)
    count = 1 + max((cell.row for cell in cells), default=0)
    rows = []
    for number in range(count):
        own = {cell.column: cell.cell() for cell in cells if cell.row == number}
        if number == 0:
            own = {Column.CODE: _code_cell(block), **own}
        rows.append(Row(own, _place(block, own, first=number == 0, final=number == count - 1)))
    return rows


def _code_cell(block: TaskBlock) -> Cell:
    line = block.code_line
    place = Place(line.number, line.number, line.page)
    return Cell((Fragment(block.code, place, line.gap),))


def _place(block: TaskBlock, cells: dict[Column, Cell], *, first: bool, final: bool) -> Place:
    numbers = [
        fragment.place.line_from
        for cell in cells.values()
        for fragment in cell.fragments
        if fragment.place.line_from is not None
    ]
    begin = block.code_line.number if first or not numbers else min(numbers)
    end = block.last if final else max(numbers, default=begin)
    return Place(begin, end, block.code_line.page)


def _cells(block: TaskBlock, reading: Reading) -> list[_Draft]:
    cells: list[_Draft] = []
    open_cells: dict[int, _Draft] = {}
    for node in reading.path:
        if node.begins or node.column not in open_cells:
            draft = _Draft(COLUMNS[node.column], max(node.row, 0))
            cells.append(draft)
            open_cells[node.column] = draft
        _put(open_cells[node.column], node, block, reading)
    return cells


def _put(draft: _Draft, node: Node, block: TaskBlock, reading: Reading) -> None:
    assert node.piece is not None
    line = block.lines[node.piece.line]
    place = Place(line.number, line.number, line.page)
    draft.fragments.append(Fragment(node.piece.text, place, node.piece.gap))
    draft.rivals.append(reading.rivals.get(node.piece.line))
