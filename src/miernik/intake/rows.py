"""What every reader gives the recogniser: headings and table rows, with provenance.

A reader knows one kind of file and nothing of indicators; the recogniser knows the report and
nothing of files. A row is one line of the printed table's finest division (one indicator); cells
that the document merges over several rows stand in the first of them, the others have None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Column(StrEnum):
    """The columns of the report's table."""

    CODE = "code"
    TASK = "task"
    IMPLEMENTERS = "implementers"
    FUNDING = "funding"
    INDICATOR = "indicator"
    VALUE = "value"
    MONITORING = "monitoring"
    REMARKS = "remarks"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file: lines from 1, pages from 1, cell as ``Arkusz!B7``."""

    line_from: int | None = None
    line_to: int | None = None
    page: int | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text as the file holds it, and how many blank lines stood before it."""

    text: str
    place: Place
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """The fragments of one cell in reading order, joined by the recogniser.

    ``confidence`` is 1.0 where the file draws the cell's limits (DOCX, XLSX, ruled PDF) and lower
    where the reader inferred them; ``doubts`` are its reasons in Polish.
    """

    fragments: tuple[Fragment, ...]
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """The span from the first fragment to the last."""
        first, last = self.fragments[0].place, self.fragments[-1].place
        return Place(first.line_from, last.line_to, first.page, first.cell)


@dataclass(frozen=True, slots=True)
class Heading:
    """A full-width line: the title page, a goal, a priority, a closing sentence."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator's line of the table."""

    cells: Mapping[Column, Cell]
    place: Place
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """All that a reader found, in reading order."""

    kind: str
    items: tuple[Heading | Row, ...]
    value_header: str = ""
    doubts: tuple[str, ...] = field(default=())
