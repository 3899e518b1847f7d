"""Lines of extracted text with their gaps and pages; what belongs to the page is set aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import quantiles

from miernik.intake.rows import Fragment, Place
from miernik.intake.vocabulary import load_dictionary
from miernik.kernel.text import squeeze

_NARROW = frozenset("iljtfrI.,;:'|()[]! ")
_WIDE = frozenset("mwMWŚŻŹĄĘĆÓŁŃABCDEGHKNOPQRSUVXYZ%–—")
_FULL_WIDTH = 1.5  # times the widest ordinary line
_FULL_WIDTH_AT_LEAST = 40
_REPEATED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    ``number`` counts from 1 in the file, ``gap`` is the number of blank lines before it,
    ``opens_page`` says that the line is the first of a page.
    """

    text: str
    number: int
    gap: int
    page: int
    opens_page: bool

    @property
    def words(self) -> list[str]:
        """The words of the line."""
        return self.text.split()

    def fragment(self) -> Fragment:
        """The line as a fragment of a cell."""
        return Fragment(self.text, Place(self.number, self.number, self.page), self.gap)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a file that carry text, and those that are page furniture.

    ``running`` are the running heads and feet, each once.
    """

    lines: tuple[Line, ...]
    furniture: tuple[Line, ...]
    running: tuple[Line, ...]


def visual_width(text: str) -> float:
    """Approximate width of ``text`` in a proportional font, in average characters."""
    return sum(0.6 if sign in _NARROW else 1.3 if sign in _WIDE else 1.0 for sign in text)


def read_lines(text: str) -> Sheet:
    """Cut ``text`` into lines; see :class:`Sheet`."""
    raw = text.splitlines() if "\f" not in text else text.replace("\f", "\n\f").split("\n")
    lines = list(_lines(raw))
    outside = _furniture(lines)
    furniture = tuple(line for line in lines if line.number in outside)
    marks = (*_patterns("page_number"), *_patterns("link"))
    running = {line.text: line for line in reversed(furniture) if not _any(marks, line.text)}
    return Sheet(tuple(_reopened(lines, outside)), furniture, tuple(reversed(running.values())))


def widest_ordinary(lines: Sequence[Line]) -> float:
    """Length in characters above which a line cannot stand in a cell of the table."""
    lengths = [len(line.text) for line in lines]
    if len(lengths) < 2:
        return _FULL_WIDTH_AT_LEAST
    return max(_FULL_WIDTH_AT_LEAST, _FULL_WIDTH * quantiles(lengths, n=50)[-2])


def _lines(raw: Sequence[str]) -> Iterator[Line]:
    """Non-blank lines. A page begins after a form feed, or (as some extractors print it) at a
    line indented by its form feed without a blank line before."""
    gap, page, fed = 0, 0, True
    for number, content in enumerate(raw, start=1):
        fed = fed or content.startswith("\f")
        text = squeeze(content.replace("\f", " "))
        if not text:
            gap += 1
            continue
        opens = fed or (gap == 0 and content[0].isspace())
        page += opens
        yield Line(text, number, gap, page, opens)
        gap, fed = 0, False


def _furniture(lines: Sequence[Line]) -> set[int]:
    """Numbers of lines that are footers, page numbers or debris of links."""
    page_number, link = _patterns("page_number"), _patterns("link")
    limit = widest_ordinary(lines)
    counts = Counter(re.sub(r"\d+", "#", line.text) for line in lines)
    found: set[int] = set()
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        if _any(page_number, line.text):
            found.add(line.number)
            if before is not None and len(before.text) > limit:
                found.add(before.number)
        elif len(line.text) > limit and counts[re.sub(r"\d+", "#", line.text)] >= _REPEATED:
            found.add(line.number)
    for index in range(len(lines) - 1, -1, -1):
        after = lines[index + 1] if index + 1 < len(lines) else None
        ends_page = after is None or after.opens_page or after.number in found
        if ends_page and _any(link, lines[index].text):
            found.add(lines[index].number)
    return found


def _reopened(lines: Sequence[Line], outside: set[int]) -> Iterator[Line]:
    """The lines that stay; the one after a footer opens a page."""
    pending, page = False, 0
    for line in lines:
        if line.number in outside:
            pending = True
            continue
        opens = line.opens_page or pending
        page += opens
        yield Line(line.text, line.number, line.gap, page, opens)
        pending = False


def _any(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(pattern.match(text) for pattern in patterns)


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text) for text in load_dictionary("page_furniture")[kind])
