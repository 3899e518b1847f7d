"""Joining the fragments of a cell into the text a person reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

from miernik.intake.draft import FieldSource
from miernik.intake.rows import Cell, Fragment
from miernik.kernel.text import DASHES, STARS, squeeze

_TIGHT_END = re.compile(rf"[^\s{DASHES}][/{DASHES}]$")
_SUSPENDED = re.compile(r"^(?:i|oraz|lub|albo|czy|a)\b")


def join(fragments: Iterable[Fragment]) -> str:
    """One line of text: a word or range cut after its hyphen, or grades cut after a slash, are
    put together without a space (``opiekuńczo-`` + ``wychowawcze``)."""
    text = ""
    for fragment in fragments:
        part = squeeze(fragment.text)
        tight = bool(_TIGHT_END.search(text)) and not _SUSPENDED.match(part)
        text = f"{text}{part}" if tight or not text or not part else f"{text} {part}"
    return text


def join_cell(cell: Cell | None) -> str:
    """The text of a cell; empty where there is none."""
    return join(cell.fragments) if cell is not None else ""


def source_of(cell: Cell) -> FieldSource:
    """Where a cell stands, with its fragments one a line, as the file holds them."""
    printed = "\n".join(fragment.text for fragment in cell.fragments)
    return FieldSource(cell.place, printed, cell.confidence)


def split_at_stars(cell: Cell) -> list[list[Fragment]]:
    """The remarks of one cell: a fragment that begins with a star begins a remark."""
    parts: list[list[Fragment]] = []
    for fragment in cell.fragments:
        if not parts or fragment.text.lstrip()[:1] in tuple(STARS):
            parts.append([])
        parts[-1].append(fragment)
    return parts
