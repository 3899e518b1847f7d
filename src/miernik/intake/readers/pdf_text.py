"""Characters of a PDF page → lines of text: raised stars, turned text, doubled characters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from miernik.kernel.text import squeeze

Char = Mapping[str, Any]
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Part of the type size: a gap that parts words, a baseline's play, a rise that makes an index.
_SPACE, _PLAY, _RISE, _SMALL = 0.22, 0.35, 0.12, 0.8
_NARROW = 0.75
PAGE_NUMBER = re.compile(
    r"^(?:strona|str\.?)?\s*[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:z|/)\s*\d{1,4})?$", re.I
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as it lies when the text is read from left to right; points from top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point that decides which cell the character belongs to."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(slots=True)
class TextLine:
    """One printed line on a page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    first_width: float = field(default=0.0)


def glyphs_of(chars: Iterable[Char]) -> list[Glyph]:
    """Characters with text; those that are turned a quarter are laid down where they stand."""
    seen: set[tuple[str, int, int]] = set()
    glyphs = []
    for char in chars:
        key = (char["text"], round(char["x0"]), round(char["top"]))
        if key in seen and char["text"].strip():
            continue  # printed twice to look bold
        seen.add(key)
        glyphs.append(
            Glyph(char["text"], char["x0"], char["x1"], char["top"], char["bottom"], char["size"])
        )
    return glyphs


def is_turned(char: Char) -> bool:
    """Whether the character stands on its side."""
    return bool(abs(char["matrix"][1]) > abs(char["matrix"][0]))


def with_raised_digits(chars: Sequence[Char]) -> list[Char]:
    """The characters, digits drawn as small raised ones by the font itself told by their width.

    All digits of a font are as good as always equally wide; a much narrower one is another glyph.
    """
    widest: dict[tuple[str, float], float] = defaultdict(float)
    for char in chars:
        if char["text"].isdigit():
            font = char["fontname"], round(char["size"], 1)
            widest[font] = max(widest[font], char["x1"] - char["x0"])
    marked: list[Char] = []
    for char in chars:
        font = char["fontname"], round(char["size"], 1)
        narrow = char["x1"] - char["x0"] < _NARROW * widest[font] and not is_turned(char)
        is_raised = narrow and char["text"].isdigit()
        marked.append({**char, "text": char["text"].translate(_RAISED)} if is_raised else char)
    return marked


def laid_down(chars: Iterable[Char]) -> list[Glyph]:
    """Turned characters of one cell as if the paper were turned until they stand upright."""
    glyphs = []
    for char in chars:
        x0, x1, top, bottom = char["x0"], char["x1"], char["top"], char["bottom"]
        if char["matrix"][1] > 0:  # read upwards
            glyphs.append(Glyph(char["text"], -bottom, -top, x0, x1, x1 - x0))
        else:
            glyphs.append(Glyph(char["text"], top, bottom, -x1, -x0, x1 - x0))
    return glyphs


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[TextLine]:
    """Lines from top to bottom; small raised characters join the line beside which they stand."""
    visible = [glyph for glyph in glyphs if glyph.text.strip()]
    spaces = [glyph for glyph in glyphs if not glyph.text.strip()]
    if not visible:
        return []
    usual = median(glyph.size for glyph in visible)
    rows: list[list[Glyph]] = []
    small = []
    for glyph in sorted(visible, key=lambda glyph: glyph.bottom):
        if glyph.size < _SMALL * usual:
            small.append(glyph)
        elif rows and abs(glyph.bottom - rows[-1][0].bottom) < _PLAY * glyph.size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    for glyph in sorted(small, key=lambda glyph: glyph.bottom):
        row = _beside(glyph, rows)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    rows.sort(key=lambda row: max(glyph.bottom for glyph in row))
    return [line for line in (_line(row, spaces, page) for row in rows) if line.text]


def _beside(glyph: Glyph, rows: list[list[Glyph]]) -> list[Glyph] | None:
    middle = (glyph.top + glyph.bottom) / 2
    for row in rows:
        first = row[0]
        if first.top - _PLAY * first.size <= middle <= first.bottom + _PLAY * first.size / 2:
            return row
    return None


def _line(row: list[Glyph], spaces: list[Glyph], page: int) -> TextLine:
    base = row[0]
    on_line = [space for space in spaces if abs(space.bottom - base.bottom) < _PLAY * base.size]
    pieces = []
    before: Glyph | None = None
    for glyph in sorted([*row, *on_line], key=lambda glyph: glyph.x0):
        if before and glyph.x0 - before.x1 > _SPACE * base.size:
            pieces.append(" ")
        raised = glyph.size < _SMALL * base.size and base.bottom - glyph.bottom > _RISE * base.size
        pieces.append(glyph.text.translate(_RAISED) if raised else glyph.text)
        before = glyph if glyph.text.strip() or before is None else before
    ordered = sorted(row, key=lambda glyph: glyph.x0)
    return TextLine(
        squeeze("".join(pieces)),
        ordered[0].x0,
        max(glyph.x1 for glyph in row),
        min(glyph.top for glyph in row),
        max(glyph.bottom for glyph in row),
        base.size,
        page,
        ordered[0].x1 - ordered[0].x0,
    )
