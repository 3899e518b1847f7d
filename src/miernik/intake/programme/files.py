"""A programme in a file: told from a report by its content."""

from __future__ import annotations

from pathlib import Path

from miernik.intake.programme.plain import blocks_of_text
from miernik.intake.programme.recognise import (
    DraftProgramme,
    looks_like_programme,
    recognise_programme,
)
from miernik.intake.readers.tabbed_text import decode
from miernik.kernel.office import gate
from miernik.kernel.office.gate import FileKind


def recognise_programme_file(path: Path) -> DraftProgramme | None:
    """Return the programme in a file, or None when the file holds something else.

    Raises a subclass of ``UnreadableFileError`` with one Polish sentence.
    """
    kind = gate.inspect(path)
    if kind is not FileKind.TEXT:
        return None
    blocks = blocks_of_text(decode(path.read_bytes()))
    return recognise_programme(blocks) if looks_like_programme(blocks) else None
