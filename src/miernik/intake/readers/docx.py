"""DOCX: tables walked in the XML, since python-docx repeats merged text and loses changes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from lxml import etree

from miernik.intake.readers.docx_text import DocxText, W, blocks, read_notes
from miernik.intake.readers.grid import Grid, GridCell, GridReader
from miernik.intake.rows import Fragment, Place, ReadDocument
from miernik.kernel.office.docx_numbering import Numbering
from miernik.kernel.office.errors import CorruptFileError
from miernik.kernel.office.ooxml import main_part, read_part, relations
from miernik.kernel.text import plural, squeeze

#: A table of Word has at most 63 columns; a span over that is a broken or hostile file.
MAX_COLUMNS = 63
#: Parts beside the document itself that are read; others may be pictures.
_USED = ("footnotes", "endnotes", "numbering", "styles")


def read_docx(path: Path) -> ReadDocument:
    """Read a document: paragraphs between tables as headings, rows with merged cells undone.

    The place of a cell is ``Tabela 3, wiersz 5, kolumna 6``, of a paragraph ``akapit 12``.
    Raises CorruptFileError where the package or its XML is broken.
    """
    body, text = opened(path)
    reader = _Document(text)
    reader.read(body)
    return reader.grids.document("docx")


def opened(path: Path) -> tuple[etree._Element, DocxText]:
    """Return the body of a document and the reader of its paragraphs.

    Raises CorruptFileError where the package or its XML is broken.
    """
    with zipfile.ZipFile(path) as package:
        name = main_part(package, "word/document.xml")
        main = read_part(package, name)
        body = main.find(f"{W}body") if main is not None else None
        if body is None:
            raise CorruptFileError(
                "Dokument Worda nie ma treści: otwórz go w Wordzie i zapisz jeszcze raz."
            )
        parts = {
            kind: read_part(package, part)
            for kind, part in relations(package, name).values()
            if kind in _USED
        }
    text = DocxText(
        read_notes(parts.get("footnotes"), "footnote"),
        read_notes(parts.get("endnotes"), "endnote"),
        Numbering(parts.get("numbering"), parts.get("styles")),
    )
    return body, text


class _Document:
    """One walk over the body."""

    def __init__(self, text: DocxText) -> None:
        self.text = text
        self.grids = GridReader()
        self._contents = Contents()
        self._tables = 0
        self._paragraphs = 0

    def read(self, body: etree._Element) -> None:
        """Walk the body's paragraphs and tables in order."""
        for is_table, run in groupby(blocks(body), lambda block: block.tag == f"{W}tbl"):
            for table in run if is_table else ():
                self._tables += 1
                self.grids.table(DocxTables(self.text).grid(table, f"Tabela {self._tables}"))
            if not is_table:
                self._headings([block for block in run if not self._contents.holds(block)])
        self.grids.doubts.extend(told_changes(self.text))

    def _headings(self, elements: Iterable[etree._Element]) -> None:
        for paragraph in self.text.paragraphs(elements):
            self._paragraphs += 1
            self.grids.heading(paragraph.text, Place(cell=f"akapit {self._paragraphs}"))
            self.grids.doubts.extend(
                f"Przypis stoi poza tabelą i nie został przypisany do wskaźnika: „{note}”."
                for note in paragraph.notes
            )


@dataclass(frozen=True, slots=True)
class DocxTables:
    """Draws the grid of a table with the reader of the document's paragraphs."""

    text: DocxText

    def grid(self, table: etree._Element, name: str) -> Grid:
        """Return the table's cells, merged ones as one; ``name`` begins their places."""
        cells: list[GridCell] = []
        open_cells: dict[int, GridCell] = {}
        rows = [row for row in _inside(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        for top, row in enumerate(rows):
            self.text.called = 0
            left = _span(row.find(f"{W}trPr/{W}gridBefore"), default=0)
            before: GridCell | None = None
            for element in _inside(row, "tc"):
                properties = element.find(f"{W}tcPr")
                right = left + _span(_child(properties, "gridSpan"), default=1)
                above = open_cells.get(left)
                if _goes_on(properties, "hMerge") and before:
                    before.right = right
                elif _goes_on(properties, "vMerge") and above and above.bottom == top:
                    above.bottom = top + 1
                else:
                    before = GridCell(top, left, top + 1, right)
                    cell_name = f"{name}, wiersz {top + 1}, kolumna {left + 1}"
                    self._fill(before, element, Place(cell=cell_name))
                    cells.append(before)
                    open_cells[left] = before
                left = right
        columns = max((cell.right for cell in cells), default=0)
        return Grid(columns, cells)

    def _fill(self, cell: GridCell, element: etree._Element, place: Place) -> None:
        """Paragraphs of a cell become fragments; a table inside it one fragment for each row."""
        gap = 0
        for is_table, run in groupby(blocks(element), lambda block: block.tag == f"{W}tbl"):
            for block in run if is_table else ():
                cell.doubts.append("W komórce stoi druga tabela: jej wiersze wczytano jako tekst.")
                cell.fragments.extend(
                    Fragment(text, place) for text in self._nested_rows(block) if text
                )
            for paragraph in () if is_table else self.text.paragraphs(run):
                cell.notes.extend(paragraph.notes)
                if not squeeze(paragraph.text):
                    gap += 1
                    continue
                for line in paragraph.text.split("\n"):
                    if squeeze(line):
                        cell.fragments.append(Fragment(squeeze(line), place, gap))
                        gap = 0

    def _nested_rows(self, table: etree._Element) -> Iterator[str]:
        for row in _inside(table, "tr"):
            paragraphs = self.text.paragraphs(row.iter(f"{W}p"))
            yield squeeze(" ".join(paragraph.text for paragraph in paragraphs))


def told_changes(text: DocxText) -> list[str]:
    """Return the doubts about tracked changes and hidden text of a document that was read."""
    told = []
    changes = text.insertions + text.deletions
    if changes:
        printed = plural(changes, "nieprzyjętą zmianę", "nieprzyjęte zmiany", "nieprzyjętych zmian")
        told.append(f"Dokument ma {changes} {printed}: wczytano tekst tak, jakby je przyjęto.")
    if text.hidden:
        printed = plural(text.hidden, "fragment ukryty", "fragmenty ukryte", "fragmentów ukrytych")
        told.append(f"Pominięto {text.hidden} {printed}, których Word nie drukuje.")
    return told


class Contents:
    """Follows the field that makes the table of contents, whose lines repeat the headings."""

    _STYLE = re.compile(r"(?:toc|spis(?:tre\S*?)?)\d", re.I)

    def __init__(self) -> None:
        self._fields: list[bool] = []

    def holds(self, paragraph: etree._Element) -> bool:
        """Whether the paragraph, next in the document's order, lies in a table of contents."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        inside = style is not None and self._STYLE.match(style.get(f"{W}val", "")) is not None
        inside = inside or any(self._fields)
        for element in paragraph.iter(f"{W}fldChar", f"{W}instrText"):
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                self._fields.append(False)
            elif kind == "end" and self._fields:
                self._fields.pop()
            elif self._fields and re.match(r"\s*TOC\b", element.text or ""):
                self._fields[-1] = inside = True
        return inside


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, through content controls."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _inside(content, name)
        elif child.tag in (f"{W}customXml", f"{W}ins"):
            yield from _inside(child, name)


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return element.find(f"{W}{name}") if element is not None else None


def _span(element: etree._Element | None, default: int) -> int:
    if element is None:
        return default
    return min(max(int(element.get(f"{W}val", default)), default), MAX_COLUMNS)


def _goes_on(properties: etree._Element | None, name: str) -> bool:
    """Whether the cell continues a merged one; without a value the mark means just that."""
    merge = _child(properties, name)
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"
