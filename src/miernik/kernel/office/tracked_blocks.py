"""Paragraphs of a DOCX with their tracked changes: what stood before, what would stand after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from miernik.kernel.redline import Change


@dataclass(frozen=True, slots=True)
class TrackedPiece:
    """A run of text with one fate; kept text has no author."""

    change: Change
    text: str
    author: str = ""
    date: dt.datetime | None = None


@dataclass(frozen=True, slots=True, order=True)
class CellPlace:
    """A cell of a table: its table in reading order, row and grid column, all from 1."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark in the margin."""

    text: str
    author: str = ""
    date: dt.datetime | None = None


@dataclass(slots=True)
class TrackedBlock:
    """One paragraph, of the body or of a cell.

    ``mark`` is the fate of its end: an added end did not split the text before, a removed one
    joins it with the next paragraph. ``label`` is an automatic number, which is in no piece.
    """

    style: str = ""
    pieces: list[TrackedPiece] = field(default_factory=list)
    mark: Change = Change.KEPT
    mark_author: str = ""
    bookmarks: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    cell: CellPlace | None = None
    label: str = ""

    @property
    def is_tracked(self) -> bool:
        """Whether anything in the paragraph or its end came or went."""
        return self.mark is not Change.KEPT or any(
            piece.change is not Change.KEPT for piece in self.pieces
        )

    @property
    def author(self) -> str:
        """Who made the first change in it; "" where there is none."""
        authors = (piece.author for piece in self.pieces if piece.change is not Change.KEPT)
        return next(filter(None, authors), self.mark_author)


def accepted(block: TrackedBlock) -> str:
    """The text of a paragraph with all its changes accepted."""
    return "".join(piece.text for piece in block.pieces if piece.change is not Change.REMOVED)


def rejected(block: TrackedBlock) -> str:
    """The text of a paragraph with all its changes rejected."""
    return "".join(piece.text for piece in block.pieces if piece.change is not Change.ADDED)


def accepted_paragraphs(blocks: Iterable[TrackedBlock]) -> list[str]:
    """The paragraphs of a document with all changes accepted, in order."""
    return ["".join(map(accepted, run)) for run in paragraphs_without(blocks, Change.REMOVED)]


def rejected_paragraphs(blocks: Iterable[TrackedBlock]) -> list[str]:
    """The paragraphs of a document with all changes rejected, in order."""
    return ["".join(map(rejected, run)) for run in paragraphs_without(blocks, Change.ADDED)]


def paragraphs_without(
    blocks: Iterable[TrackedBlock], change: Change
) -> Iterator[list[TrackedBlock]]:
    """Runs of blocks that are one paragraph each where ends with this fate are not there.

    What is left of a cell or of the text before a table, when all of it came or went, is no
    paragraph.
    """
    run: list[TrackedBlock] = []
    for block, following in pairwise(chain(blocks, [None])):
        assert block is not None
        run.append(block)
        goes_on = following is not None and following.cell == block.cell
        if block.mark is change and goes_on:
            continue
        left = any(piece.change is not change for part in run for piece in part.pieces)
        if left or block.mark is not change:
            yield run
        run = []
