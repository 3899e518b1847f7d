"""Rows of a returned form's tables, and which table is which."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from miernik.consultations.form_content import (
    COLUMNS,
    CONSENT_NO,
    CONSENT_YES,
    GENERAL_TITLE,
    PLACEHOLDERS,
    SUBMITTER_FIELDS,
    UNIT_CODE_LABEL,
)
from miernik.consultations.form_marks import GENERAL_TAG, unit_named
from miernik.consultations.returned_changes import Submitter
from miernik.kernel.office.tracked_blocks import (
    TrackedBlock,
    accepted,
    accepted_paragraphs,
    rejected_paragraphs,
)
from miernik.kernel.text import squeeze

_CODE = re.compile(rf"{re.escape(UNIT_CODE_LABEL)}\s*([0-9a-f]{{8}})(\+?)")

#: The rows of one table by their number in it.
Rows = dict[int, "Row"]


@dataclass(slots=True)
class Row:
    """The blocks of one row by their column."""

    cells: dict[int, list[TrackedBlock]] = field(default_factory=lambda: defaultdict(list))

    def text(self, place: int) -> str:
        """The accepted text of a cell (from 0), grey prompts left out."""
        return text_of(self.blocks(place))

    def blocks(self, place: int) -> list[TrackedBlock]:
        """The blocks of a cell, counted from 0."""
        columns = sorted(self.cells)
        return self.cells[columns[place]] if place < len(columns) else []

    def all(self) -> list[TrackedBlock]:
        """Every block of the row."""
        return [block for blocks in self.cells.values() for block in blocks]


def is_section(rows: Rows) -> bool:
    """Whether a table is one of proposals: by its header, or by the codes in it."""
    texts = [squeeze(accepted(block)) for block in _first(rows)]
    named = all(any(text.startswith(name) for text in texts) for name in COLUMNS[1:3])
    return named or any(
        len(row.cells) >= len(COLUMNS) and code_of_row(row)[0] for row in rows.values()
    )


def places_in(rows: Rows) -> tuple[int, int, int] | None:
    """Where a table that is not the form's own has its columns; None for the form's own.

    The last place is -1 where there is no column of reasons.
    """
    if any(code_of_row(row)[0] for row in rows.values()):
        return None
    first = next(iter(rows.values()))
    names = [first.text(place) for place in range(len(first.cells))]
    found = [
        next((n for n, text in enumerate(names) if text.startswith(name)), -1)
        for name in COLUMNS[1:]
    ]
    return found[0], found[1], found[2]


def is_submitter(rows: Rows) -> bool:
    """Whether a table asks who sends the form."""
    questions = tuple(question for _, question, _ in SUBMITTER_FIELDS)
    return any(row.text(0).startswith(questions) for row in rows.values())


def is_general(rows: Rows, blocks: list[TrackedBlock]) -> bool:
    """The box for general remarks: by its tag, else the table after its title."""
    first = _first(rows)[0]
    if GENERAL_TAG in first.tags:
        return True
    before = blocks[: next(number for number, block in enumerate(blocks) if block is first)]
    titles = [squeeze(accepted(block)) for block in before if accepted(block).strip()]
    return bool(titles) and titles[-1] == GENERAL_TITLE


def _first(rows: Rows) -> list[TrackedBlock]:
    return next(iter(rows.values())).all()


def submitter_of(rows: Rows) -> Submitter:
    """What the form says of its submitter."""
    name, krs, representative, email, consent = (
        next((row.text(1) for row in rows.values() if row.text(0).startswith(question)), "")
        for _, question, _ in SUBMITTER_FIELDS
    )
    return Submitter(name, krs, representative, email, agreed(consent))


def agreed(answer: str) -> bool | None:
    """What was answered about consent; None where it is no answer."""
    answers = {CONSENT_YES: True, "tak": True, CONSENT_NO: False, "nie": False}
    return answers.get(squeeze(answer).casefold().strip(" ."))


def code_of_row(row: Row) -> tuple[str, bool]:
    """The code of a row, and whether it is the place for a new unit; printed codes come first."""
    for paragraph in map(squeeze, rejected_paragraphs(row.blocks(0))):
        match = _CODE.search(paragraph)
        if match:
            return match[1], bool(match[2])
    names = [name for block in row.all() for name in (*block.tags, *block.bookmarks)]
    after = next((name for name in names if name.startswith("after_")), "")
    return (after.removeprefix("after_"), True) if after else (unit_named(names) or "", False)


def text_of(blocks: Iterable[TrackedBlock]) -> str:
    """The accepted paragraphs of a cell, a line each, grey prompts left out."""
    paragraphs = (_without_prompts(text).strip() for text in accepted_paragraphs(blocks))
    return "\n".join(filter(None, paragraphs))


def _without_prompts(text: str) -> str:
    """Some programs keep the grey prompts as text that people write beside."""
    for grey in PLACEHOLDERS:
        text = text.replace(grey, "")
    return text
