"""Lines of a cell → running text, with words put together that a narrow column broke.

A word too long for its column is cut at the edge without a hyphen, on a line of its own. Such a
place looks the same as a short line that happens to fill the column. Pieces are joined for certain
if the document has the whole word elsewhere or a piece can be no word; two pieces that both stand
as words elsewhere stay apart; in between the likelier reading is taken with a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from miernik.intake.readers.pdf_page import PdfCell
from miernik.intake.readers.pdf_text import TextLine
from miernik.intake.rows import Fragment, Place
from miernik.kernel.text import STARS

#: Polish words of one and two letters; any other piece so short is no word.
_SHORT = frozenset(
    "a i o u w z ad al am be bo by ci co da do ew go ha hm im ja je ją ku ma mi my na nr od oj on"
    " ot oz pa pł po są ta te to tu ty uz we wy wg za ze zł że ak ul in np".split()
)
_VOWELS = frozenset("aąeęioóuy")
_SOFT = "\u00ad"
_HYPHENS = f"-\u2010{_SOFT}"
_WORD = re.compile(r"[^\W\d_]+")
#: Room between lines, in parts of the type size, that parts paragraphs, and that a blank line has.
_PARAGRAPH, _BLANK = 0.75, 1.1


@dataclass(slots=True)
class Words:
    """What the document itself tells of its words.

    ``known`` are words that stand whole somewhere; ``ends``, ``begins`` and ``inside`` the letters
    with which they end (3), begin (3), and which stand within them (4); ``hyphenates`` whether
    words are broken with a hyphen at the ends of lines, ``repeats`` whether a hyphen of the word
    itself is set again on the next line, as Polish typography asks.
    """

    known: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    begins: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    hyphenates: bool = False
    repeats: bool = False

    @classmethod
    def of(cls, cells: list[PdfCell]) -> Words:
        """Learn from all cells of a document."""
        words = cls()
        for cell in cells:
            words.known.update(_whole_words(cell))
        for word in words.known:
            words.ends.add(word[-3:])
            words.begins.add(word[:3])
            words.inside.update(word[at : at + 4] for at in range(len(word) - 3))
        breaks = [
            (line, below)
            for cell in cells
            for line, below in pairwise(cell.lines)
            if _is_hyphenated(line)
        ]
        words.repeats = any(_is_repeated(line, below) for line, below in breaks)
        broken = [
            _piece_before(line) + _piece_after(below) in words.known for line, below in breaks
        ]
        words.hyphenates = sum(broken) > 1
        return words

    def evidence(self, head: str, tail: str) -> tuple[bool, bool]:
        """Whether other words hold such letters together, and whether words end and begin so."""
        seam = head[-2:] + tail[:2] if len(tail) > 1 else (head + tail)[-4:]
        return seam in self.inside, head[-3:] in self.ends and tail[:3] in self.begins


def fragments_of(cell: PdfCell, words: Words) -> list[Fragment]:
    """The cell's paragraphs, each one fragment, as is a remark that a star opens.

    Adds to ``cell.doubts`` what stays uncertain.
    """
    fragments: list[Fragment] = []
    text, first, gap = "", 0, 0
    for number, line in enumerate(cell.lines):
        before = cell.lines[number - 1] if number else None
        room = _room(before, line) if before else 0.0
        if before and (room > _PARAGRAPH * line.size or line.text[0] in STARS):
            fragments.append(Fragment(text, _place(cell, cell.lines[first]), gap))
            text, first, gap = line.text, number, int(room > _BLANK * line.size)
        elif before:
            text = _joined(text, before, line, cell, words)
        else:
            text = line.text
    if text:
        fragments.append(Fragment(text.replace(_SOFT, ""), _place(cell, cell.lines[first]), gap))
    return fragments


#: An address on the Web that goes on in the next line: nothing else ends so.
_CUT_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S*[.\-_=?&]$|\bwww\.$")


def paragraphs(lines: Iterable[TextLine]) -> list[list[TextLine]]:
    """Lines outside tables put together while they follow closely in the same type size."""
    groups: list[list[TextLine]] = []
    for line in lines:
        before = groups[-1][-1] if groups else None
        close = before is not None and _room(before, line) <= _PARAGRAPH * line.size
        alike = before is not None and abs(before.size - line.size) < 1
        if before and close and alike and before.page == line.page and line.text[0] not in STARS:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


# --- between two lines ---------------------------------------------------------------------------


def _joined(text: str, before: TextLine, line: TextLine, cell: PdfCell, words: Words) -> str:
    if _is_repeated(before, line):
        return text + line.text[1:]
    if _is_hyphenated(before):
        return _join_hyphenated(text, before, line, cell, words)
    if line.text[0] in ",;.:)!?" or re.search(r"\w/$", before.text):
        return text + line.text
    if _CUT_ADDRESS.search(before.text) and line.text[0].islower():
        return text + line.text
    if not _may_be_cut(before, line, cell):
        return f"{text} {line.text}"
    cut = _is_cut(_piece_before(before), _piece_after(line), cell, words)
    return text + ("" if cut else " ") + line.text


def _is_cut(head: str, tail: str, cell: PdfCell, words: Words) -> bool:
    """Whether two pieces at a place where a word may be cut are one word."""
    if head + tail in words.known or _is_no_word(head) or _is_no_word(tail):
        return True
    together, apart = words.evidence(head, tail)
    if (head in words.known and tail in words.known) or (apart and not together):
        return False
    cell.doubts.append(
        f"Nie wiadomo, czy „{head} {tail}” to dwa słowa, czy jedno przełamane: „{head}{tail}”."
    )
    return together and not apart


def _is_no_word(piece: str) -> bool:
    """Whether no Polish word is written so: too short, or without a vowel."""
    return piece not in _SHORT if len(piece) <= 2 else not _VOWELS & set(piece)


def _join_hyphenated(
    text: str, before: TextLine, line: TextLine, cell: PdfCell, words: Words
) -> str:
    """A hyphen at the line's end either belongs to the word or was put there to break it."""
    head, tail = _piece_before(before), _piece_after(line)
    known = head + tail in words.known
    soft = before.text.endswith(_SOFT) or (words.hyphenates and (words.repeats or known))
    if soft or not words.hyphenates:
        return (text[:-1] if soft else text) + line.text
    # Compounds such as "opiekuńczo-wychowawcze" have an "o" before their hyphen.
    soft = not (head.endswith("o") and tail in words.known)
    cell.doubts.append(f"Nie wiadomo, czy łącznik w „{head}-{tail}” dzieli wyraz, czy wiersz.")
    return (text[:-1] if soft else text) + line.text


def _may_be_cut(line: TextLine, below: TextLine, cell: PdfCell) -> bool:
    """Whether a word may be cut between the lines: one word fills the first to the edge."""
    if " " in line.text or not line.text[-1].isalpha() or not below.text[0].islower():
        return False
    margin = line.x0 - cell.box[0]
    room = cell.box[2] - margin - line.x1
    return room < below.first_width + 0.5


def _is_hyphenated(line: TextLine) -> bool:
    return re.search(rf"\w[{_HYPHENS}]$", line.text) is not None


def _is_repeated(line: TextLine, below: TextLine) -> bool:
    """Whether a hyphen at the line's end stands again, before a letter, on the next line."""
    again = below.text[0] in _HYPHENS and below.text[1:2].isalpha()
    return line.text[-1] in _HYPHENS and again


def _whole_words(cell: PdfCell) -> Iterator[str]:
    """Words of a cell but those beside a place where a word may be cut."""
    cut_before = False
    for number, line in enumerate(cell.lines):
        below = cell.lines[number + 1] if number + 1 < len(cell.lines) else None
        cut_after = below is not None and (_may_be_cut(line, below, cell) or _is_hyphenated(line))
        found = [word.casefold() for word in _WORD.findall(line.text)]
        yield from found[cut_before : len(found) - cut_after]
        cut_before = cut_after


def _piece_before(line: TextLine) -> str:
    """The letters with which a line ends."""
    found = _WORD.findall(line.text)
    return found[-1].casefold() if found else ""


def _piece_after(line: TextLine) -> str:
    """The letters with which a line begins."""
    found = _WORD.search(line.text)
    return found.group().casefold() if found else ""


def _room(before: TextLine, line: TextLine) -> float:
    return line.top - before.bottom if before.page == line.page else 0.0


def _place(cell: PdfCell, line: TextLine) -> Place:
    x0, top, x1, bottom = (round(side) for side in cell.box)
    return Place(page=line.page, cell=f"strona {cell.page}, ramka {x0},{top},{x1},{bottom} pt")
