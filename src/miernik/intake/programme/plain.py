"""Lines of extracted text → paragraphs and tables: wrapped lines joined, page breaks healed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from miernik.intake.programme.blocks import Block, Paragraph, TableBlock
from miernik.intake.programme.cells import cut_numbers, trailing_numbers
from miernik.intake.programme.marks import TABLE_TITLE, field_heading, opens_unit
from miernik.intake.readers.extracted_text.lines import Line, read_lines
from miernik.intake.rows import Place
from miernik.kernel.text import squeeze
from miernik.strategy.text.content import Table

_NUMBERING = re.compile(r"^1(?: \d+)+$")
_ROW = re.compile(r"^(?:\d{1,2}\.\s|w tym\b)")
_HEAD_LINES = 20
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_FIRST_COLUMN = re.compile(r"^(Rok|Lp\.?|L\.p\.)\s+(?=\S)")
_COUNTED = re.compile(r"\s+(?=(?:Liczba|Ilość|Odsetek|Wskaźnik)\b)")


def blocks_of_text(text: str) -> list[Block]:
    """Return the paragraphs and tables of a text extracted from a page layout."""
    return list(blocks_of_lines([line for line in read_lines(text).lines if line.text.strip()]))


def blocks_of_lines(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield the paragraphs and flattened tables of lines that carry text."""
    at = 0
    while at < len(lines):
        end = _paragraph_end(lines, at)
        paragraph = _paragraph(lines[at:end])
        yield paragraph
        at = end
        if TABLE_TITLE.match(paragraph.text):
            table_end = _table_end(lines, at)
            if table_end > at:
                yield _table(lines[at:table_end])
                at = table_end


def _paragraph_end(lines: Sequence[Line], at: int) -> int:
    end = at + 1
    while end < len(lines) and not _opens(lines[end - 1], lines[end]):
        end += 1
    return end


def _opens(before: Line, line: Line) -> bool:
    if line.gap > 0 or opens_unit(line.text):
        return True
    found = field_heading(before.text)
    if found is not None and not found[2]:
        return True
    return line.opens_page and before.text.rstrip().endswith((".", ";", ":"))


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    glued = any(line.opens_page and line.gap == 0 for line in lines)
    return Paragraph(_joined(lines), _place(lines), glued)


def _joined(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines:
        piece = squeeze(line.text)
        compound = len(text) > 1 and text[-1] == "-" and text[-2].isalpha()
        text = f"{text}{piece}" if compound or not text else f"{text} {piece}"
    return text


def _place(lines: Sequence[Line]) -> Place:
    return Place(lines[0].number, lines[-1].number, lines[0].page)


def _table_end(lines: Sequence[Line], start: int) -> int:
    """The line after the last row: a row ends with numbers, and may begin lines before them."""
    end = start
    seen = False
    for at in range(start, len(lines)):
        text = squeeze(lines[at].text)
        if _is_row_end(text):
            seen, end = True, at + 1
        elif _ends_table(lines[at], text, seen) or (not seen and at - start > _HEAD_LINES):
            break
    return end


def _ends_table(line: Line, text: str, seen: bool) -> bool:
    return seen and not _ROW.match(text) and (line.gap > 0 or opens_unit(text))


def _is_row_end(text: str) -> bool:
    if _NUMBERING.match(text) or _YEAR.match(text):
        return False
    words = text.split()
    return bool(trailing_numbers(text)) and (len(words) > 2 or words[0].isdigit())


def _table(lines: Sequence[Line]) -> TableBlock:
    first = next(at for at, line in enumerate(lines) if _is_row_end(squeeze(line.text)))
    while first > 0 and _ROW.match(squeeze(lines[first - 1].text)):
        first -= 1
    numbering = [
        len(squeeze(line.text).split())
        for line in lines[:first]
        if _NUMBERING.match(squeeze(line.text))
    ]
    head = [line for line in lines[:first] if not _is_numbering(line)]
    columns, above = _columns(head, numbering[0] if numbering else 0)
    rows, doubts = _rows(lines[first:], len(columns))
    table = Table(columns=columns, rows=rows, note=above)
    return TableBlock(table, _place(lines), tuple(doubts))


def _is_numbering(line: Line) -> bool:
    return bool(_NUMBERING.match(squeeze(line.text)))


def _columns(head: Sequence[Line], wanted: int) -> tuple[list[str], str]:
    """The headings of the columns, and a year that stands over them ("" without one)."""
    above = ""
    lines = list(head)
    if lines and _YEAR.match(squeeze(lines[0].text)):
        above = squeeze(lines.pop(0).text)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and (line.gap == 0 or not squeeze(line.text)[:1].isupper()):
            groups[-1].append(line)
        else:
            groups.append([line])
    columns: list[str] = []
    for group in groups:
        text = _joined(group)
        found = _FIRST_COLUMN.match(text)
        if found:
            columns.append(found[1])
            text = text[found.end() :]
        if wanted and len(groups) + bool(columns) >= wanted:
            columns.append(text)
        else:
            columns += _COUNTED.split(text) if not wanted else [text]
    return columns, above


def _rows(lines: Sequence[Line], width: int) -> tuple[list[list[str]], list[str]]:
    rows: list[list[str]] = []
    doubts: list[str] = []
    pending = ""
    for line in lines:
        text = f"{pending} {squeeze(line.text)}".strip()
        if not _is_row_end(text):
            pending = text
            continue
        pending = ""
        cells, doubt = cut_numbers(text, width)
        rows.append(cells)
        if doubt:
            doubts.append(doubt)
    return rows, doubts
