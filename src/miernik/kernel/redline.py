"""What changed between two wordings, word by word; endings are never cut."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from miernik.kernel.quantities import Labelled

_TOKEN = re.compile(r"\s+|\w+(?:[-/’']\w+)*|[^\w\s]")


class Change(Labelled):
    """What became of a piece of text."""

    KEPT = "kept", "bez zmian"
    REMOVED = "removed", "usunięto"
    ADDED = "added", "dodano"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one fate."""

    change: Change
    text: str


def redline(old: str, new: str) -> list[Piece]:
    """Return the pieces that lead from ``old`` to ``new``.

    Kept and removed pieces joined give ``old``, kept and added ones ``new``, to the letter. A
    removed piece stands before the added one at its place; equal texts give one kept piece, two
    empty ones give none.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.KEPT, "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(Piece(Change.REMOVED, "".join(before[a:b])))
        if d > c:
            pieces.append(Piece(Change.ADDED, "".join(after[c:d])))
    return _without_islands(pieces)


def is_changed(old: str, new: str) -> bool:
    """Return whether two wordings differ in more than white space."""
    return old.split() != new.split()


def _without_islands(pieces: list[Piece]) -> list[Piece]:
    """Join changes that only white space keeps apart: one replaced phrase reads as one."""
    joined: list[Piece] = []
    run: list[Piece] = []
    for number, piece in enumerate(pieces):
        between = (
            piece.change is Change.KEPT
            and not piece.text.strip()
            and 0 < number < len(pieces) - 1
            and bool(run)
        )
        if piece.change is not Change.KEPT:
            run.append(piece)
        elif between:
            run += [Piece(Change.REMOVED, piece.text), Piece(Change.ADDED, piece.text)]
        else:
            joined += _collected(run)
            run = []
            joined.append(piece)
    return joined + _collected(run)


def _collected(run: list[Piece]) -> list[Piece]:
    removed = "".join(piece.text for piece in run if piece.change is Change.REMOVED)
    added = "".join(piece.text for piece in run if piece.change is Change.ADDED)
    found = [Piece(Change.REMOVED, removed), Piece(Change.ADDED, added)]
    return [piece for piece in found if piece.text]
