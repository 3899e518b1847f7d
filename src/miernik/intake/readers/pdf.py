"""PDF with ruled tables: pages read one by one, their tables stitched together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from miernik.intake.errors import NoTableError
from miernik.intake.readers.grid import Grid, GridReader
from miernik.intake.readers.pdf_page import PageContent, PdfCell, TablePiece, read_page
from miernik.intake.readers.pdf_text import PAGE_NUMBER, TextLine
from miernik.intake.readers.stitching import StitchedTable, Stitcher, grid_cells
from miernik.intake.readers.word_breaks import Words, fragments_of, paragraphs
from miernik.intake.rows import Place, ReadDocument
from miernik.kernel.office.errors import EncryptedFileError, ScannedFileError, TooLargeFileError

MAX_PAGES = 500
#: A line that stands at the same height on so many pages is a running head or foot.
_RUNNING = 3
_TITLES = re.compile(r"^(cel|priorytet|obszar|kierunek)\b", re.I)
_CONTENTS = re.compile(r"^spis treści", re.I)
_DOTTED = re.compile(r"(?:[.…·_]\s?){4,}\s*\d{1,4}$")
_DIGITS = re.compile(r"\d+")

#: Lines outside tables, or a table as one.
PageBlock = list[TextLine] | StitchedTable


def read_pdf(path: Path) -> ReadDocument:
    """Read a PDF whose tables have drawn lines; lines outside them are headings.

    The place of a cell is its page and box in points from the top left. Raises EncryptedFileError
    (a password is needed), ScannedFileError (no text), TooLargeFileError (over MAX_PAGES pages).
    """
    blocks, doubts = page_blocks(path)
    if not any(isinstance(block, StitchedTable) for block in blocks):
        raise NoTableError(
            "W pliku PDF nie ma tabeli z narysowanymi liniami: poproś o sprawozdanie w pliku DOCX"
            " lub XLSX."
        )
    words = words_of(blocks)
    reader = GridReader()
    for block in blocks:
        if isinstance(block, StitchedTable):
            reader.table(grid_of(block, words))
        else:
            for lines in paragraphs(block):
                reader.heading(" ".join(line.text for line in lines), Place(page=lines[0].page))
    reader.doubts.extend(doubts)
    return reader.document("pdf")


def page_blocks(path: Path) -> tuple[list[PageBlock], list[str]]:
    """Return runs of lines and whole tables in reading order, and doubts about pages left out.

    Contents, page numbers and running lines are dropped. Raises what ``read_pdf`` does.
    """
    pages = _read_pages(path)
    without_text = [page.page for page in pages if not page.has_text]
    if len(without_text) == len(pages):
        raise ScannedFileError(
            "Plik PDF zawiera same obrazy stron (skan) bez tekstu: poproś o plik z tekstem albo"
            " rozpoznaj go programem OCR."
        )
    _drop_contents(pages)
    _drop_running_lines(pages)
    doubts = []
    if without_text:
        listed = ", ".join(str(page) for page in without_text)
        doubts.append(f"Strony bez tekstu (obrazy lub puste) nie zostały wczytane: {listed}.")
    return _blocks(pages), doubts


def words_of(blocks: list[PageBlock]) -> Words:
    """Return the words of all tables, which tell how cells break them."""
    return Words.of([cell for block in blocks for cell in _cells(block)])


def _read_pages(path: Path) -> list[PageContent]:
    try:
        with pdfplumber.open(path) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise TooLargeFileError(
                    f"Plik PDF ma ponad {MAX_PAGES} stron: zostaw w nim samo sprawozdanie."
                )
            contents = []
            for page in pdf.pages:
                contents.append(read_page(page))
                page.close()
            return contents
    except PdfminerException as error:
        if any(
            isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in error.args
        ):
            raise EncryptedFileError(
                "Plik PDF otwiera się tylko z hasłem: zapisz go bez hasła i wskaż ponownie."
            ) from error
        raise


def _drop_contents(pages: list[PageContent]) -> None:
    """Remove a table of contents: its dotted lines repeat the headings."""
    for page in pages:
        lines = [part for part in page.parts if isinstance(part, TextLine)]
        dotted = [number for number, line in enumerate(lines) if _DOTTED.search(line.text)]
        if len(dotted) < _RUNNING:
            continue
        titles = [number for number, line in enumerate(lines) if _CONTENTS.match(line.text)]
        dropped = {id(line) for line in lines[min(titles, default=0) : dotted[-1] + 1]}
        page.parts = [part for part in page.parts if id(part) not in dropped]


def _drop_running_lines(pages: list[PageContent]) -> None:
    """Remove page numbers and lines that run through the pages at one height."""
    seen: dict[tuple[str, int], list[TextLine]] = defaultdict(list)
    for page in pages:
        for part in page.parts:
            if isinstance(part, TextLine):
                seen[_DIGITS.sub("#", part.text), round(part.top / 5)].append(part)
    dropped: set[int] = set()
    for lines in seen.values():
        on_pages = {line.page for line in lines}
        if len(on_pages) >= max(_RUNNING, len(pages) // 2):
            is_title = _TITLES.match(lines[0].text) is not None
            first_of_text = {line.text: line for line in reversed(lines)} if is_title else {}
            kept = {id(line) for line in first_of_text.values()}
            dropped.update(id(line) for line in lines if id(line) not in kept)
    for page in pages:
        page.parts = [
            part
            for part in page.parts
            if isinstance(part, TablePiece) or not (id(part) in dropped or _is_number(part, page))
        ]


def _is_number(line: TextLine, page: PageContent) -> bool:
    at_edge = line.top < 0.12 * page.height or line.bottom > 0.88 * page.height
    return at_edge and PAGE_NUMBER.match(line.text) is not None


def _blocks(pages: list[PageContent]) -> list[PageBlock]:
    """Runs of lines and whole tables in reading order."""
    blocks: list[PageBlock] = []
    stitcher = Stitcher()
    for page in pages:
        for part in page.parts:
            last = blocks[-1] if blocks else None
            if isinstance(part, TextLine):
                if isinstance(last, list):
                    last.append(part)
                else:
                    blocks.append([part])
            elif isinstance(last, StitchedTable) and stitcher.follows(last, part):
                stitcher.extend(last, part)
            else:
                blocks.append(stitcher.begin(part))
    return blocks


def _cells(block: PageBlock) -> Iterator[PdfCell]:
    if isinstance(block, StitchedTable):
        yield from block.cells


def grid_of(table: StitchedTable, words: Words) -> Grid:
    """Return the grid of a whole table, its cells as fragments."""
    drawn, across = grid_cells(table.cells)
    for source, cell in zip(table.cells, drawn, strict=True):
        cell.fragments = fragments_of(source, words)
        cell.doubts = list(dict.fromkeys(source.doubts))
    return Grid(max(len(across) - 1, 1), drawn)
