"""DOCX → paragraphs with their automatic numbers, and tables, in the document's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from lxml import etree

from miernik.intake.programme.blocks import Block, Paragraph, ReadBlocks
from miernik.intake.programme.grids import table_of_grid
from miernik.intake.readers.docx import Contents, DocxTables, opened, told_changes
from miernik.intake.readers.docx_text import DocxText, W, blocks
from miernik.intake.rows import Place
from miernik.kernel.text import squeeze


def docx_blocks(path: Path) -> ReadBlocks:
    """Return the paragraphs and tables of a document as if its tracked changes were accepted.

    The place of a paragraph is ``akapit 12``, of a table ``Tabela 3``. Tracked changes and hidden
    text make one doubt each. Raises CorruptFileError where the package is broken.
    """
    body, text = opened(path)
    found = list(_Walk(text).read(body))
    return ReadBlocks(found, told_changes(text))


class _Walk:
    """One walk over the body that counts paragraphs and tables."""

    def __init__(self, text: DocxText) -> None:
        self._text = text
        self._contents = Contents()
        self._paragraphs = 0
        self._tables = 0

    def read(self, body: etree._Element) -> Iterator[Block]:
        """Yield what the body holds, in order."""
        for is_table, run in groupby(blocks(body), lambda block: block.tag == f"{W}tbl"):
            if is_table:
                yield from (self._table(table) for table in run)
            else:
                yield from self._lines([item for item in run if not self._contents.holds(item)])

    def _table(self, table: etree._Element) -> Block:
        self._tables += 1
        name = f"Tabela {self._tables}"
        return table_of_grid(DocxTables(self._text).grid(table, name), Place(cell=name))

    def _lines(self, elements: Iterable[etree._Element]) -> Iterator[Block]:
        for paragraph in self._text.paragraphs(elements):
            self._paragraphs += 1
            place = Place(cell=f"akapit {self._paragraphs}")
            for line in (paragraph.text, *paragraph.notes):
                if squeeze(line):
                    yield Paragraph(squeeze(line), place)
