"""What of a suppressed value may be shown: that it is suppressed, and nothing that leads to it."""

from __future__ import annotations

from miernik.kernel.quantities import Status
from miernik.observations import selectors as store
from miernik.observations.models import Note, Observation

SIGN = "#"


def is_hidden(value: Observation) -> bool:
    """Whether statistical confidentiality covers the value."""
    return value.status == Status.SUPPRESSED


def shown(value: Observation) -> str:
    """What the document prints, or the sign of confidentiality."""
    return SIGN if is_hidden(value) else value.printed


def notes(value: Observation) -> list[Note]:
    """The remarks of a value; of a suppressed one only those without a number."""
    found = list(value.notes.all())
    if not is_hidden(value):
        return found
    return [note for note in found if not any(letter.isdigit() for letter in note.text)]


def history(value: Observation) -> list[Observation]:
    """Every version of a value, the newest first; of a suppressed one only the newest."""
    versions = store.history(value)
    return versions[:1] if is_hidden(versions[0]) else versions
