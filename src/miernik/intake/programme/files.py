"""A programme in a file: told from a report by its content."""

from __future__ import annotations

from pathlib import Path

from miernik.intake.draft import Doubt
from miernik.intake.programme.recognise import DraftProgramme, recognise_programme
from miernik.intake.readers.isolation import blocks_in_bounds
from miernik.kernel.office import gate


def recognise_programme_file(path: Path) -> DraftProgramme | None:
    """Return the programme in a DOCX, PDF or text file, or None when it holds something else.

    The file is read in a process of its own with bounded time and memory. Raises a subclass of
    ``UnreadableFileError`` with one Polish sentence.
    """
    read = blocks_in_bounds(path, gate.inspect(path))
    if read is None:
        return None
    draft = recognise_programme(read.blocks)
    draft.doubts[:0] = [Doubt("", reason) for reason in read.doubts]
    return draft
