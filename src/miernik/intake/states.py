"""The life of an import, as a table: from, to, who may, audit tag."""

from __future__ import annotations

from typing import NamedTuple

from miernik.intake.models import ImportState


class Transition(NamedTuple):
    """One allowed step and the tag it leaves in the event log."""

    source: ImportState
    target: ImportState
    event: str


TRANSITIONS = (
    Transition(ImportState.DRAFT, ImportState.CONFIRMED, "import.confirmed"),
    Transition(ImportState.DRAFT, ImportState.REJECTED, "import.rejected"),
    Transition(ImportState.REJECTED, ImportState.DRAFT, "import.reopened"),
)


def event_of(source: str, target: ImportState) -> str | None:
    """Return the audit tag of the step, or None when it is not allowed."""
    return next((t.event for t in TRANSITIONS if (t.source, t.target) == (source, target)), None)
