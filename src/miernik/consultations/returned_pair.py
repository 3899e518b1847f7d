"""A passage quoted twice, as it is and as it should be: the difference as tracked changes.

So the association filled in its form in 2020: a whole section in each of two cells.
"""

from __future__ import annotations

import difflib

from rapidfuzz import fuzz

from miernik.kernel.office.tracked_blocks import TrackedBlock, TrackedPiece
from miernik.kernel.redline import Change, redline
from miernik.kernel.text import comparable

#: Likeness (0 to 100) from which a paragraph is the other one reworded.
_ALIKE = 60


def changes_between(old: list[str], new: list[str], author: str) -> list[TrackedBlock]:
    """Return paragraphs that lead from ``old`` to ``new``, changes signed by ``author``."""
    before, after = ([text.strip() for text in texts if text.strip()] for texts in (old, new))
    matcher = difflib.SequenceMatcher(
        None, list(map(comparable, before)), list(map(comparable, after)), autojunk=False
    )
    found: list[TrackedBlock] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found += [_block(text, text, author) for text in before[a:b]]
        else:
            found += _reworded(before[a:b], after[c:d], author)
    return found


def _reworded(before: list[str], after: list[str], author: str) -> list[TrackedBlock]:
    """Pair paragraphs in order where they are alike; the others went or came."""
    found, start = [], 0
    for text in before:
        scores = [fuzz.ratio(comparable(text), comparable(other)) for other in after[start:]]
        best = max(scores, default=0)
        if best < _ALIKE:
            found.append(_block(text, None, author))
            continue
        place = start + scores.index(best)
        found += [_block(None, other, author) for other in after[start:place]]
        found.append(_block(text, after[place], author))
        start = place + 1
    return found + [_block(None, other, author) for other in after[start:]]


def _block(old: str | None, new: str | None, author: str) -> TrackedBlock:
    mark = Change.ADDED if old is None else Change.REMOVED if new is None else Change.KEPT
    pieces = [
        TrackedPiece(piece.change, piece.text, "" if piece.change is Change.KEPT else author)
        for piece in redline(old or "", new or "")
    ]
    return TrackedBlock(
        pieces=pieces, mark=mark, mark_author=author if mark is not Change.KEPT else ""
    )
