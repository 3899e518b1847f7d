"""Reading a file as a programme, whatever its kind; runs in a process of its own."""

from __future__ import annotations

from pathlib import Path

from miernik.intake.programme.blocks import ReadBlocks
from miernik.intake.programme.plain import blocks_of_text
from miernik.intake.programme.recognise import looks_like_programme
from miernik.intake.readers.tabbed_text import decode, delimiter_of
from miernik.kernel.office.errors import UnreadableFileError
from miernik.kernel.office.gate import FileKind


def read_blocks(path: Path, kind: FileKind) -> ReadBlocks | None:
    """Return the blocks of a programme, or None when the file holds something else.

    A damaged file is None too: the reader of reports says what is wrong with it.
    """
    try:
        found = _read(path, kind)
    except MemoryError:
        raise
    except UnreadableFileError:
        return None
    except Exception:  # noqa: BLE001  # a damaged file can make a parser raise anything
        return None
    return found if found is not None and looks_like_programme(found.blocks) else None


def _read(path: Path, kind: FileKind) -> ReadBlocks | None:
    if kind is FileKind.DOCX:
        from miernik.intake.programme.docx import docx_blocks

        return docx_blocks(path)
    if kind is FileKind.PDF:
        from miernik.intake.programme.pdf import has_fields, pdf_blocks

        return pdf_blocks(path) if has_fields(path) else None
    if kind is FileKind.TEXT:
        text = decode(path.read_bytes())
        return None if delimiter_of(text) else ReadBlocks(blocks_of_text(text))
    return None
