"""Jumps that an import would bring, told before it is stored: the analysis looks at both years."""

from __future__ import annotations

from dataclasses import dataclass

from miernik.analysis.compute.comparability import proposals
from miernik.analysis.compute.series import Point, Series
from miernik.intake.selectors import Preview, ValueComparison
from miernik.kernel.quantities import Kind, NoteKind, Status


@dataclass(frozen=True, slots=True)
class JumpShown:
    """One value of the document that the stored series does not explain, and why, in Polish."""

    path: str
    name: str
    reason: str


def jumps(preview: Preview) -> tuple[JumpShown, ...]:
    """Return the unexplained jumps between the stored values and the document's."""
    year = preview.draft.year
    if year is None:
        return ()
    return tuple(
        JumpShown(item.path, item.indicator.name, found.reason)
        for item in preview.values
        if item.previous is not None
        for found in proposals(_series(item, year))
    )


def _series(item: ValueComparison, year: int) -> Series:
    before, now = item.previous, item.indicator
    assert before is not None
    notes = list(before.notes.all())
    points = (
        Point(
            before.year,
            Status(before.status),
            number=before.number,
            printed=before.printed,
            notes=tuple(note.text for note in notes),
            note_kinds=tuple(NoteKind(note.kind) for note in notes),
        ),
        Point(
            year,
            now.status,
            number=now.number,
            printed=now.value_raw,
            notes=tuple(note.text for note in now.notes),
            note_kinds=tuple(note.kind for note in now.notes),
        ),
    )
    return Series(item.path, now.name, Kind(now.kind), points=points)
