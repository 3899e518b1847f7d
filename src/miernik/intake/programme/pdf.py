"""PDF → the lines of its pages put together into paragraphs, and its drawn tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import quantiles

import pdfplumber

from miernik.intake.programme.blocks import Block, ReadBlocks
from miernik.intake.programme.grids import table_of_grid
from miernik.intake.programme.marks import field_heading
from miernik.intake.programme.plain import blocks_of_lines
from miernik.intake.readers.extracted_text.lines import Line
from miernik.intake.readers.pdf import MAX_PAGES, PageBlock, grid_of, page_blocks, words_of
from miernik.intake.readers.pdf_text import TextLine
from miernik.intake.readers.stitching import StitchedTable
from miernik.intake.rows import Place
from miernik.strategy.models import FieldType

_REPORT = re.compile(r"warto[śs][ćc]\s+wska[źz]nik", re.IGNORECASE)
#: Part of the type size by which a new paragraph stands further off than a wrapped line.
_STANDS_OFF = 0.15


def pdf_blocks(path: Path) -> ReadBlocks:
    """Return the paragraphs and tables of a PDF; a place is a page and a line on all pages.

    Raises what ``page_blocks`` does.
    """
    parts, doubts = page_blocks(path)
    words = words_of(parts)
    usual = _usual_room(parts)
    found: list[Block] = []
    number = page = 0
    for part in parts:
        if isinstance(part, StitchedTable):
            place = Place(page=min((cell.page for cell in part.cells), default=None))
            found.append(table_of_grid(grid_of(part, words), place))
        else:
            lines = list(_lines(part, number, page, usual))
            number, page = lines[-1].number, lines[-1].page
            found += blocks_of_lines(lines)
    return ReadBlocks(found, doubts)


def has_fields(path: Path) -> bool:
    """Whether the pages name the fields of a programme; stops at the header of a report's table.

    It only looks at the words, so that a long report need not be read twice.
    """
    seen: set[FieldType] = set()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages[:MAX_PAGES]:
            text = page.extract_text()
            page.close()
            if _REPORT.search(text):
                return False
            fields = (field_heading(line.strip()) for line in text.splitlines())
            seen |= {opened[0] for opened in fields if opened}
            if {FieldType.ADDRESSEES, FieldType.ACTIONS} <= seen:
                return True
    return False


def _lines(run: list[TextLine], number: int, page: int, usual: float) -> Iterator[Line]:
    """Lines of a run, a gap before each that stands off; a new page alone is no gap."""
    before: TextLine | None = None
    for line in run:
        number += 1
        opens = line.page != page
        gap = before is None or abs(before.size - line.size) >= 1
        if before is not None and not opens:
            gap = gap or line.top - before.bottom > (usual + _STANDS_OFF) * line.size
        yield Line(line.text.strip(), number, int(gap), line.page, opens)
        before, page = line, line.page


def _usual_room(parts: list[PageBlock]) -> float:
    """The room between lines of one paragraph, in type sizes: the lowest quarter of all rooms."""
    rooms = [
        (line.top - before.bottom) / line.size
        for part in parts
        if not isinstance(part, StitchedTable)
        for before, line in pairwise(part)
        if before.page == line.page and abs(before.size - line.size) < 1
    ]
    return quantiles(rooms, n=4)[0] if len(rooms) > 1 else 0.0
