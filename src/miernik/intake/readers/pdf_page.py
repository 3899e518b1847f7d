"""One PDF page → what stands on it from top to bottom: lines of text and ruled tables."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pdfplumber.page import Page
from pdfplumber.table import Table

from miernik.intake.readers.pdf_text import (
    PAGE_NUMBER,
    Char,
    TextLine,
    glyphs_of,
    is_turned,
    laid_down,
    lines_of,
    with_raised_digits,
)

Box = tuple[float, float, float, float]
#: Points within which two drawn lines are one.
TOLERANCE = 3.0
_FEWEST_SIDES = 3
#: Part of a page's characters that must lie on their side for the page to be turned.
_MOST = 0.75


@dataclass(slots=True)
class PdfCell:
    """One cell of a table piece: rows ``top`` to ``bottom`` (exclusive), its box and its lines."""

    top: int
    bottom: int
    box: Box
    page: int
    lines: list[TextLine] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def is_merged(self) -> bool:
        """Whether the cell covers more than one row."""
        return self.bottom - self.top > 1

    @property
    def text(self) -> str:
        """The lines, one after another."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class TablePiece:
    """That part of a table which lies on one page."""

    page: int
    box: Box
    cells: list[PdfCell]

    @property
    def height(self) -> int:
        """Number of rows."""
        return max((cell.bottom for cell in self.cells), default=0)


@dataclass(slots=True)
class PageContent:
    """Lines and tables in reading order; ``has_text`` is False for a picture of a page."""

    page: int
    height: float
    parts: list[TextLine | TablePiece]
    has_text: bool


def read_page(page: Page) -> PageContent:
    """Read one page, turned upright if its text stands on its side."""
    page = _upright(page)
    chars = with_raised_digits(page.chars)
    tables = [table for table in _tables(page) if len(table.cells) > 1]
    pieces = []
    outside = list(chars)
    for table in tables:
        piece, outside = _piece(table, outside, page.page_number)
        pieces.append(piece)
    lines = lines_of(glyphs_of(char for char in outside if not is_turned(char)), page.page_number)
    parts: list[TextLine | TablePiece] = [*lines, *pieces]
    parts.sort(key=lambda part: part.top if isinstance(part, TextLine) else part.box[1])
    return PageContent(page.page_number, float(page.height), parts, bool(chars))


def _upright(page: Page) -> Page:
    """The page, or the same page turned so that most of its text reads from left to right."""
    directions = Counter(_direction(char) for char in page.chars)
    turn, times = directions.most_common(1)[0] if directions else (0, 0)
    if turn == 0 or times < _MOST * sum(directions.values()):
        return page
    turned = (page.rotation + turn) % 360
    page.page_obj.rotate = turned
    page.page_obj.attrs["Rotate"] = turned
    return Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _direction(char: Char) -> int:
    """Degrees by which the paper must be turned clockwise to read the character."""
    across, up = char["matrix"][0], char["matrix"][1]
    if abs(across) >= abs(up):
        return 0 if across >= 0 else 180
    return 90 if up > 0 else 270


# --- tables --------------------------------------------------------------------------------------


def _tables(page: Page) -> list[Table]:
    settings: dict[str, Any] = {
        "vertical_strategy": "lines",
        "horizontal_strategy": "lines",
        "snap_tolerance": TOLERANCE,
        "join_tolerance": TOLERANCE,
        "intersection_tolerance": TOLERANCE,
        "explicit_horizontal_lines": _missing_closings(page.edges),
    }
    return list(page.find_tables(settings))


def _missing_closings(edges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines to close a table where columns run to the page's end and no line is drawn."""
    sides = [edge for edge in edges if edge["orientation"] == "v"]
    ends: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for side in sides:
        for y in (side["top"], side["bottom"]):
            ends[round(y / TOLERANCE)].append({"x": side["x0"], "y": y})
    closings = []
    for end in ends.values():
        y = end[0]["y"]
        xs = sorted(point["x"] for point in end)
        if len({round(x / TOLERANCE) for x in xs}) < _FEWEST_SIDES:
            continue
        drawn = any(
            edge["orientation"] == "h"
            and abs(edge["top"] - y) <= 2 * TOLERANCE
            and edge["x0"] < xs[-1]
            and edge["x1"] > xs[0]
            for edge in edges
        )
        if not drawn:
            closings.append(
                {
                    "object_type": "line",
                    "x0": xs[0],
                    "x1": xs[-1],
                    "top": y,
                    "bottom": y,
                    "width": xs[-1] - xs[0],
                    "height": 0,
                }
            )
    return closings


def _piece(table: Table, chars: list[Char], page: int) -> tuple[TablePiece, list[Char]]:
    """The table with the text of its cells, and the characters that lie outside it."""
    boxes = [(float(a), float(b), float(c), float(d)) for a, b, c, d in table.cells]
    across = edges_of([x for box in boxes for x in (box[0], box[2])])
    down = edges_of([y for box in boxes for y in (box[1], box[3])])
    owner: dict[tuple[int, int], int] = {}
    cells = []
    for number, box in enumerate(boxes):
        left, right = index_of(across, box[0]), index_of(across, box[2])
        top, bottom = index_of(down, box[1]), index_of(down, box[3])
        cells.append(PdfCell(top, bottom, box, page))
        for row in range(top, bottom):
            for column in range(left, right):
                owner[row, column] = number
    inside: dict[int, list[Char]] = defaultdict(list)
    outside = []
    before: Char | None = None
    cell: int | None = None
    for char in chars:
        if before is None or not _runs_on(before, char):
            x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
            cell = owner.get((bisect_right(down, y) - 1, bisect_right(across, x) - 1))
        before = char
        if cell is None:
            outside.append(char)
        else:
            inside[cell].append(char)
    for number, held in inside.items():
        cells[number].lines = _cell_lines(held, page)
    x0, top_edge, x1, bottom_edge = table.bbox
    return TablePiece(
        page, (float(x0), float(top_edge), float(x1), float(bottom_edge)), cells
    ), outside


def _runs_on(before: Char, char: Char) -> bool:
    """Whether two characters, one after the other in the file, touch in one word.

    A word too long for its column may run over the border; it belongs where it begins.
    """
    if not (before["text"].strip() and char["text"].strip()) or is_turned(char):
        return False
    near = abs(char["x0"] - before["x1"]) < 0.1 * char["size"]
    return bool(near and abs(char["bottom"] - before["bottom"]) < 0.1 * char["size"])


def _cell_lines(chars: list[Char], page: int) -> list[TextLine]:
    turned = [char for char in chars if is_turned(char)]
    mostly_turned = 2 * len(turned) > len(chars)
    glyphs = laid_down(turned) if mostly_turned else glyphs_of(c for c in chars if not is_turned(c))
    return [line for line in lines_of(glyphs, page) if not _is_footer(line.text)]


def _is_footer(text: str) -> bool:
    """Whether a line says "Strona 32 z 55"; a bare number in a cell is a value."""
    return text[:1].casefold() == "s" and PAGE_NUMBER.match(text) is not None


def edges_of(positions: Sequence[float]) -> list[float]:
    """Distinct positions in order; those within TOLERANCE of the one before are the same."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > TOLERANCE:
            edges.append(position)
    return edges


def index_of(edges: Sequence[float], position: float) -> int:
    """The number of the edge nearest to ``position``."""
    return min(range(len(edges)), key=lambda number: abs(edges[number] - position))
