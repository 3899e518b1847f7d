"""Reading back what submitters send: the form or the programme's own text with tracked changes."""

from __future__ import annotations

import re
from pathlib import Path

from miernik.consultations.form_content import CODE_LABEL
from miernik.consultations.returned_changes import Op, Returned, ReturnedChange, Submitter
from miernik.consultations.returned_form import read_form, rest_of_form
from miernik.consultations.returned_text import read_text
from miernik.kernel.office.errors import TooLargeFileError
from miernik.kernel.office.tracked import read_tracked
from miernik.kernel.office.tracked_blocks import TrackedBlock, accepted
from miernik.kernel.text import squeeze
from miernik.strategy.text.reading import Line

__all__ = ["Op", "Returned", "ReturnedChange", "Submitter", "read_returned"]

#: Paragraphs and cells; a form of 200 units has about 1000.
MAX_BLOCKS = 20_000
_FORM_CODE = re.compile(rf"{re.escape(CODE_LABEL)}\s*(.+)")


def read_returned(path: Path, lines: list[Line]) -> Returned:
    """Read the changes of a returned form or text; ``lines`` are those of the consulted draft.

    Nothing that was added is lost: what has no certain place is a ``general`` change with a doubt.
    Raises a subclass of ``UnreadableFileError`` (one Polish sentence) for a file that is no DOCX,
    is damaged, or is not let in by ``kernel.office.gate``.
    """
    blocks = read_tracked(path)
    if len(blocks) > MAX_BLOCKS:
        raise TooLargeFileError(
            "Dokument ma za dużo akapitów jak na ankietę lub projekt: wyślij samą ankietę albo"
            " sam tekst projektu."
        )
    returned = Returned(form_code=_form_code(blocks))
    outside = read_form(blocks, lines, returned)
    if outside is None:
        read_text(blocks, lines, returned)
    else:
        rest_of_form(outside, returned)
    return returned


def _form_code(blocks: list[TrackedBlock]) -> str:
    found = (_FORM_CODE.search(accepted(block)) for block in blocks)
    return next((squeeze(match[1]) for match in found if match), "")
