"""Lines of a cell → running text, with words put together that a narrow column broke.

A word too long for its column is cut at the edge without a hyphen, on a line of its own. Such a
place looks the same as a short line that happens to fill the column, so two pieces are joined only
if the document has the whole word elsewhere; where it has not, a doubt says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from miernik.intake.readers.pdf_page import PdfCell
from miernik.intake.readers.pdf_text import TextLine, bare_word
from miernik.intake.rows import Fragment, Place

_SOFT = "\u00ad"
_HYPHENS = f"-\u2010{_SOFT}"
#: Room between lines, in parts of the type size, that parts paragraphs, and that a blank line has.
_PARAGRAPH, _BLANK = 0.75, 1.1


def known_words(cells: Iterable[PdfCell]) -> set[str]:
    """Words that stand whole somewhere: all but those at places where a word may be cut."""
    known: set[str] = set()
    for cell in cells:
        cut_before = False
        for number, line in enumerate(cell.lines):
            words = line.text.split()
            below = cell.lines[number + 1] if number + 1 < len(cell.lines) else None
            cut_after = below is not None and (_fills(line, below, cell) or _hyphenated(line))
            whole = words[cut_before : len(words) - cut_after]
            known.update(bare_word(word) for word in whole)
            cut_before = cut_after
    known.discard("")
    return known


def fragments_of(cell: PdfCell, known: set[str]) -> list[Fragment]:
    """The cell's paragraphs, each one fragment; adds to ``cell.doubts`` what stays uncertain."""
    fragments: list[Fragment] = []
    text, first, gap = "", 0, 0
    for number, line in enumerate(cell.lines):
        before = cell.lines[number - 1] if number else None
        room = _room(before, line) if before else 0.0
        if before and room > _PARAGRAPH * line.size:
            fragments.append(Fragment(text, _place(cell, cell.lines[first]), gap))
            text, first, gap = line.text, number, int(room > _BLANK * line.size)
        elif before:
            text = _joined(text, before, line, cell, known)
        else:
            text = line.text
    if text:
        fragments.append(Fragment(text.replace(_SOFT, ""), _place(cell, cell.lines[first]), gap))
    return fragments


def _joined(text: str, before: TextLine, line: TextLine, cell: PdfCell, known: set[str]) -> str:
    head, tail = before.text.split()[-1], line.text.split()[0]
    if _hyphenated(before):
        return _join_hyphenated(text, head, tail, line.text, cell, known)
    if not _fills(before, line, cell):
        return f"{text} {line.text}"
    whole = bare_word(head + tail)
    if whole in known:
        return text + line.text
    if not {bare_word(head), bare_word(tail)} <= known:
        cell.doubts.append(
            f"Nie wiadomo, czy „{head} {tail}” to dwa słowa, czy jedno przełamane: „{head}{tail}”."
        )
    return f"{text} {line.text}"


def _join_hyphenated(
    text: str, head: str, tail: str, rest: str, cell: PdfCell, known: set[str]
) -> str:
    """A hyphen at the line's end either belongs to the word or was put there to break it."""
    if head.endswith(_SOFT) or bare_word(head[:-1] + tail) in known:
        return text[:-1] + rest
    if bare_word(head + tail) not in known and bare_word(head[:-1]) not in known:
        cell.doubts.append(f"Nie wiadomo, czy łącznik w „{head}{tail}” dzieli wyraz, czy wiersz.")
    return text + rest


def _hyphenated(line: TextLine) -> bool:
    return re.search(rf"\w[{_HYPHENS}]$", line.text) is not None


def _fills(line: TextLine, below: TextLine, cell: PdfCell) -> bool:
    """Whether a word may be cut between the lines: one word fills the first to the edge."""
    if " " in line.text or line.page != below.page:
        return False
    if not line.text[-1].isalpha() or not below.text[0].islower():
        return False
    margin = line.x0 - cell.box[0]
    room = cell.box[2] - margin - line.x1
    return room < below.first_width + 0.5


def _room(before: TextLine, line: TextLine) -> float:
    return line.top - before.bottom if before.page == line.page else 0.0


def _place(cell: PdfCell, line: TextLine) -> Place:
    x0, top, x1, bottom = (round(side) for side in cell.box)
    return Place(page=line.page, cell=f"strona {cell.page}, ramka {x0},{top},{x1},{bottom} pt")


def paragraphs(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines outside tables put together while they follow closely in the same type size."""
    groups: list[list[TextLine]] = []
    for line in lines:
        before = groups[-1][-1] if groups else None
        close = before is not None and _room(before, line) <= _PARAGRAPH * line.size
        if before and close and before.page == line.page and abs(before.size - line.size) < 1:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
