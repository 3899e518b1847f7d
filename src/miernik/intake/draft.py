"""The draft of a report: what was recognised, where it stands and what is doubtful.

Plain data, no database. ``as_json`` gives the public shape of ``miernik import --json``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from miernik.intake.rows import Place
from miernik.kernel.quantities import Kind, NoteKind, Status


@dataclass(slots=True)
class Doubt:
    """An uncertain reading: where (``A.1.3/2/value_raw``), and why, in Polish."""

    path: str
    reason: str
    place: Place = field(default_factory=Place)
    fragment: str = ""


@dataclass(slots=True)
class FieldSource:
    """Where one field of the draft was read, its source text and how sure the reading is."""

    place: Place
    fragment: str
    confidence: float = 1.0


@dataclass(slots=True)
class DraftNote:
    """A remark beside a value, understood as data."""

    text: str
    marker: str = ""
    kind: NoteKind = NoteKind.EXPLANATION
    number: Decimal | None = None
    as_of: str | None = None


@dataclass(slots=True)
class DraftIndicator:
    """One indicator with its value."""

    name: str
    value_raw: str
    kind: Kind
    status: Status = Status.VALUE
    number: Decimal | None = None
    unit: str | None = None
    unit_source: str | None = None
    entries: list[dict[str, Any]] = field(default_factory=list)
    notes: list[DraftNote] = field(default_factory=list)
    monitoring: str = ""
    sources: dict[str, FieldSource] = field(default_factory=dict)

    @property
    def footnote(self) -> str | None:
        """The remarks that belong to this value, without the star."""
        return "\n".join(note.text for note in self.notes) or None


@dataclass(slots=True)
class DraftTask:
    """One task with its row group."""

    code: str
    title: str
    implementers_text: str = ""
    implementers: list[str] = field(default_factory=list)
    funding_text: str = ""
    funding: list[str] = field(default_factory=list)
    indicators: list[DraftIndicator] = field(default_factory=list)
    monitoring: str = ""
    remarks: str | None = None
    place: Place = field(default_factory=Place)
    sources: dict[str, FieldSource] = field(default_factory=dict)


@dataclass(slots=True)
class DraftPriority:
    """One priority."""

    code: str
    title: str
    tasks: list[DraftTask] = field(default_factory=list)
    sources: dict[str, FieldSource] = field(default_factory=dict)


@dataclass(slots=True)
class DraftGoal:
    """One strategic goal."""

    code: str
    title: str
    priorities: list[DraftPriority] = field(default_factory=list)
    sources: dict[str, FieldSource] = field(default_factory=dict)


@dataclass(slots=True)
class DraftReport:
    """A whole recognised report for one year."""

    year: int | None
    title: str = ""
    period: tuple[int, int] | None = None
    goals: list[DraftGoal] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    closing: str = ""
    file_name: str = ""
    sha256: str = ""
    file_kind: str = ""

    def tasks(self) -> Iterator[DraftTask]:
        """Every task in the document's order."""
        for goal in self.goals:
            for priority in goal.priorities:
                yield from priority.tasks
