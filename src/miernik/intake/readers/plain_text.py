"""Reader of plain text extracted from a PDF: one short line per fragment, no cell limits."""

from __future__ import annotations

from miernik.intake.readers.extracted_text.blocks import (
    HeadBlock,
    HeadingBlock,
    TaskBlock,
    cut_blocks,
)
from miernik.intake.readers.extracted_text.lines import read_lines
from miernik.intake.readers.extracted_text.rows import build_rows
from miernik.intake.rows import Heading, Place, ReadDocument, Row
from miernik.intake.vocabulary import Vocabulary, starting_vocabulary

KIND = "plain_text"


def read_plain_text(text: str, vocabulary: Vocabulary | None = None) -> ReadDocument:
    """Read a report whose table was flattened into lines; see the package ``extracted_text``.

    Every line goes into a cell, a heading or the table's head, except page numbers and debris of
    links; a running head or foot stands once, as the first heading.
    """
    known = vocabulary or starting_vocabulary()
    sheet = read_lines(text)
    blocks = cut_blocks(sheet.lines, known.words)
    tasks = [block for block in blocks if isinstance(block, TaskBlock)]
    rows = iter(build_rows(tasks, known))
    items: list[Heading | Row] = [
        Heading(line.text, Place(line.number, line.number, line.page)) for line in sheet.running
    ]
    header = ""
    for block in blocks:
        if isinstance(block, TaskBlock):
            items.extend(next(rows))
        elif isinstance(block, HeadBlock):
            header = header or block.value_header(known.words)
        else:
            items.append(_heading(block))
    return ReadDocument(KIND, tuple(items), header)


def _heading(block: HeadingBlock) -> Heading:
    first, last = block.lines[0], block.lines[-1]
    text = " ".join(line.text for line in block.lines)
    return Heading(text, Place(first.number, last.number, first.page))
