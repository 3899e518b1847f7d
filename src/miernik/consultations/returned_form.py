"""The returned form: rows of its tables, by tag, bookmark or the code printed beside a unit."""

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
    STRIKE_WORDS,
    SUBMITTER_FIELDS,
    UNIT_CODE_LABEL,
    where_of,
)
from miernik.consultations.form_marks import GENERAL_TAG, is_fixed, unit_named
from miernik.consultations.returned import (
    Returned,
    ReturnedChange,
    Submitter,
    author_of,
    cut_label,
    is_current,
    own_wording,
    remarks,
    shortened,
)
from miernik.kernel.office.tracked_blocks import (
    TrackedBlock,
    accepted,
    accepted_paragraphs,
    rejected_paragraphs,
)
from miernik.kernel.redline import Change
from miernik.kernel.text import squeeze
from miernik.strategy.text.reading import Line

_CODE = re.compile(rf"{re.escape(UNIT_CODE_LABEL)}\s*([0-9a-f]{{8}})(\+?)")


@dataclass(slots=True)
class _Row:
    """The blocks of one row by their column."""

    cells: dict[int, list[TrackedBlock]] = field(default_factory=lambda: defaultdict(list))

    def text(self, place: int) -> str:
        """The accepted text of a cell (from 0), grey prompts left out."""
        return _text(self.blocks(place))

    def blocks(self, place: int) -> list[TrackedBlock]:
        """The blocks of a cell, counted from 0."""
        columns = sorted(self.cells)
        return self.cells[columns[place]] if place < len(columns) else []

    def all(self) -> list[TrackedBlock]:
        """Every block of the row."""
        return [block for blocks in self.cells.values() for block in blocks]


def read_form(
    blocks: list[TrackedBlock], lines: list[Line], returned: Returned
) -> list[TrackedBlock] | None:
    """Read the form's tables into ``returned``; None where the document is no form.

    Returns the blocks outside the tables that are the form's.
    """
    tables: dict[int, dict[int, _Row]] = defaultdict(lambda: defaultdict(_Row))
    for block in blocks:
        if block.cell:
            tables[block.cell.table][block.cell.row].cells[block.cell.column].append(block)
    sections = [number for number, rows in tables.items() if _is_section(rows)]
    if not sections:
        return None
    reader = _Reader({line.code: line for line in lines}, returned)
    read: set[int] = set(sections)
    for number, rows in tables.items():
        if number in sections:
            for row in list(rows.values())[1:]:
                reader.row(row)
        elif _is_submitter(rows):
            returned.submitter = _submitter(rows)
            read.add(number)
        elif _is_general(rows, blocks):
            read.add(number)
            for row in rows.values():
                reader.general(row.all())
    return [block for block in blocks if block.cell is None or block.cell.table not in read]


def rest_of_form(blocks: list[TrackedBlock], returned: Returned) -> None:
    """Keep what was written outside the form's places, as general changes with a doubt."""
    for block in blocks:
        text = squeeze(accepted(block))
        if is_fixed(block.bookmarks, text) and not block.comments:
            continue
        comment = remarks([block])
        added = any(piece.change is Change.ADDED and piece.text.strip() for piece in block.pieces)
        if (text and not is_fixed(block.bookmarks, text)) or added or comment:
            returned.changes.append(
                ReturnedChange("general", "", text, author=author_of([block]), comment=comment)
            )
            returned.doubts.append(
                f"Poza miejscami na odpowiedzi napisano „{shortened(text or comment)}”: sprawdź,"
                " czego to dotyczy."
            )


class _Reader:
    """Turns rows into changes."""

    def __init__(self, lines: dict[str, Line], returned: Returned) -> None:
        self._lines = lines
        self._returned = returned
        self._seen: set[str] = set()

    def row(self, row: _Row) -> None:
        code, is_new = _code_of(row)
        line = self._lines.get(code)
        if line is None:
            self._unplaced(row)
        elif is_new:
            self._insertions(row, line)
        elif line.code in self._seen:
            self._repeated(row, line)
        else:
            self._seen.add(line.code)
            self._unit(row, line)
        if line is not None:
            self._beside(row, line)

    def general(self, blocks: list[TrackedBlock]) -> None:
        """A remark on the whole draft."""
        text, comment = _text(blocks), remarks(blocks)
        if text == GENERAL_TITLE:
            return
        if text or comment:
            self._add(ReturnedChange("general", "", text, "", author_of(blocks), comment))

    def _unit(self, row: _Row, line: Line) -> None:
        proposal, shown = row.text(2), row.text(1)
        reasons, comment = row.text(3), remarks(row.all())
        author = author_of(row.all())
        if not is_current(proposal, line):
            self._changed(proposal, row, line)
        elif not is_current(shown, line) and shown:
            self._add(
                ReturnedChange("replace", line.code, own_wording(shown, line), reasons, author,
                               comment)
            )  # fmt: skip
            self._doubt(
                f"Przy jednostce {where_of(line)} zmieniono kolumnę „{COLUMNS[1]}” zamiast"
                f" kolumny „{COLUMNS[2]}”: sprawdź, czy to jest propozycja."
            )
        elif reasons or comment:
            self._add(ReturnedChange("general", line.code, "", reasons, author, comment))
            self._doubt(
                f"Przy jednostce {where_of(line)} jest uwaga, a zapis pozostał bez zmian: sprawdź,"
                " o jaką zmianę chodzi."
            )

    def _changed(self, proposal: str, row: _Row, line: Line) -> None:
        reasons, comment = row.text(3), remarks(row.all())
        author = author_of(row.all())
        struck = squeeze(proposal).casefold().strip(" .;") in STRIKE_WORDS
        if proposal and not struck:
            text = own_wording(proposal, line)
            self._add(ReturnedChange("replace", line.code, text, reasons, author, comment))
            return
        self._add(ReturnedChange("delete", line.code, "", reasons, author, comment))
        if not struck and not any(block.is_tracked for block in row.blocks(2)):
            self._doubt(
                f"Przy jednostce {where_of(line)} pole propozycji jest puste: sprawdź, czy chodzi"
                " o skreślenie zapisu."
            )

    def _insertions(self, row: _Row, line: Line) -> None:
        reasons, comment, author = row.text(3), remarks(row.all()), author_of(row.all())
        for label, text in _units_in(row.text(2)):
            self._add(
                ReturnedChange("insert_after", line.code, text, reasons, author, comment, label)
            )
        if not row.text(2) and (reasons or comment):
            self._add(ReturnedChange("general", line.code, "", reasons, author, comment))
            self._doubt(
                f"W wierszu na nowy zapis po jednostce {where_of(line)} jest uwaga, ale nie ma"
                " treści zapisu: sprawdź, o co chodzi."
            )

    def _repeated(self, row: _Row, line: Line) -> None:
        if is_current(row.text(2), line) or not row.text(2):
            return
        label, text = cut_label(row.text(2))
        self._add(
            ReturnedChange("insert_after", line.code, text, row.text(3), author_of(row.all()),
                           remarks(row.all()), label)
        )  # fmt: skip
        self._doubt(
            f"Jednostka {where_of(line)} ma w ankiecie drugi wiersz: przyjęto, że to nowy zapis,"
            " sprawdź to."
        )

    def _unplaced(self, row: _Row) -> None:
        """A row without a known code: a new row, or one of another draft."""
        text, reasons, comment = row.text(2), row.text(3), remarks(row.all())
        shown = [squeeze(part) for part in rejected_paragraphs(row.blocks(1))]
        same = squeeze(text) == squeeze(" ".join(shown))
        if not text or same:
            text = "" if same else text
            rest = " ".join(filter(None, (row.text(0), row.text(1)))) if not same else ""
            text = text or rest
        if text or reasons or comment:
            self._add(
                ReturnedChange("general", "", text, reasons, author_of(row.all()), comment)
            )  # fmt: skip
            self._doubt(
                f"Wiersz „{shortened(row.text(0) or text or reasons or comment)}” nie ma kodu"
                " jednostki tego projektu: wskaż, czego dotyczy."
            )

    def _beside(self, row: _Row, line: Line) -> None:
        """Words added to the cell that names the unit, or beside the last column."""
        columns = sorted(row.cells)
        others = [0, *range(len(COLUMNS), len(columns))]
        for place in others:
            added = "".join(
                piece.text for block in row.blocks(place) for piece in block.pieces
                if piece.change is Change.ADDED or place
            ).strip()  # fmt: skip
            if added:
                author = author_of(row.blocks(place))
                self._add(ReturnedChange("general", line.code, added, "", author))
                self._doubt(
                    f"Obok jednostki {where_of(line)} dopisano „{shortened(added)}”: sprawdź,"
                    " czego to dotyczy."
                )

    def _add(self, change: ReturnedChange) -> None:
        self._returned.changes.append(change)

    def _doubt(self, sentence: str) -> None:
        self._returned.doubts.append(sentence)


def _is_section(rows: dict[int, _Row]) -> bool:
    texts = [squeeze(accepted(block)) for block in _first(rows)]
    return COLUMNS[1] in texts and COLUMNS[2] in texts


def _is_submitter(rows: dict[int, _Row]) -> bool:
    questions = {question for _, question, _ in SUBMITTER_FIELDS}
    return any(row.text(0) in questions for row in rows.values())


def _is_general(rows: dict[int, _Row], blocks: list[TrackedBlock]) -> bool:
    """The box for general remarks: by its tag, else the table after its title."""
    first = _first(rows)[0]
    if GENERAL_TAG in first.tags:
        return True
    before = blocks[: next(number for number, block in enumerate(blocks) if block is first)]
    titles = [squeeze(accepted(block)) for block in before if accepted(block).strip()]
    return bool(titles) and titles[-1] == GENERAL_TITLE


def _first(rows: dict[int, _Row]) -> list[TrackedBlock]:
    return next(iter(rows.values())).all()


def _submitter(rows: dict[int, _Row]) -> Submitter:
    said = {row.text(0): row.text(1) for row in rows.values()}
    name, krs, representative, email, consent = (
        said.get(question, "") for _, question, _ in SUBMITTER_FIELDS
    )
    answers = {CONSENT_YES: True, "tak": True, CONSENT_NO: False, "nie": False}
    agreed = answers.get(consent.casefold().strip(" ."))
    return Submitter(name, krs, representative, email, agreed)


def _code_of(row: _Row) -> tuple[str, bool]:
    """The code of a row, and whether it is the place for a new unit; printed codes come first."""
    for paragraph in map(squeeze, rejected_paragraphs(row.blocks(0))):
        match = _CODE.search(paragraph)
        if match:
            return match[1], bool(match[2])
    names = [name for block in row.all() for name in (*block.tags, *block.bookmarks)]
    after = next((name for name in names if name.startswith("after_")), "")
    return (after.removeprefix("after_"), True) if after else (unit_named(names) or "", False)


def _text(blocks: Iterable[TrackedBlock]) -> str:
    paragraphs = (text.strip() for text in accepted_paragraphs(blocks))
    return "\n".join(text for text in paragraphs if text and text not in PLACEHOLDERS)


def _units_in(text: str) -> list[tuple[str, str]]:
    """Labels and wordings of new units: a paragraph with a label begins the next one."""
    found: list[tuple[str, str]] = []
    for paragraph in filter(None, text.split("\n")):
        label, wording = cut_label(paragraph)
        if label or not found:
            found.append((label, wording))
        else:
            before, said = found[-1]
            found[-1] = (before, f"{said}\n{wording}")
    return found
