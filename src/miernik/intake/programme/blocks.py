"""What a reader gives the recogniser of programmes: paragraphs and tables with their places."""

from __future__ import annotations

from dataclasses import dataclass, field

from miernik.intake.rows import Place
from miernik.strategy.text.content import Table


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its wrapped lines joined; ``glued`` says that a page break ran into it."""

    text: str
    place: Place = field(default_factory=Place)
    glued: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table whose cells the reader knows; its title is the paragraph before it."""

    table: Table
    place: Place = field(default_factory=Place)
    doubts: tuple[str, ...] = ()


Block = Paragraph | TableBlock


@dataclass(frozen=True, slots=True)
class ReadBlocks:
    """A document read as paragraphs and tables, with what is doubtful about it as a whole."""

    blocks: list[Block]
    doubts: list[str] = field(default_factory=list)
