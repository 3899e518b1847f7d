"""The returned form: rows of its tables, by tag, bookmark or the code printed beside a unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from miernik.consultations.form_content import (
    COLUMNS,
    GENERAL_TITLE,
    NEW_UNIT_MARK,
    STRIKE_WORDS,
    SUBMITTER_FIELDS,
    UNIT_CODE_LABEL,
    groups_of,
    where_of,
)
from miernik.consultations.form_marks import is_fixed
from miernik.consultations.returned_changes import (
    Returned,
    ReturnedChange,
    author_of,
    cut_label,
    is_current,
    own_wording,
    remarks,
    shortened,
)
from miernik.consultations.returned_pair import changes_between
from miernik.consultations.returned_rows import (
    Row,
    Rows,
    agreed,
    code_of_row,
    is_general,
    is_section,
    is_submitter,
    places_in,
    submitter_of,
    text_of,
)
from miernik.consultations.returned_text import read_text
from miernik.kernel.office.tracked_blocks import (
    TrackedBlock,
    accepted,
    rejected_paragraphs,
)
from miernik.kernel.redline import Change
from miernik.kernel.text import squeeze
from miernik.strategy.text.reading import Line


def read_form(
    blocks: list[TrackedBlock], lines: list[Line], returned: Returned
) -> list[TrackedBlock] | None:
    """Read the form's tables into ``returned``; None where the document is no form.

    Returns the blocks outside the tables that are the form's.
    """
    tables: dict[int, Rows] = defaultdict(lambda: defaultdict(Row))
    for block in blocks:
        if block.cell:
            tables[block.cell.table][block.cell.row].cells[block.cell.column].append(block)
    sections = [number for number, rows in tables.items() if is_section(rows)]
    if not sections:
        return None
    reader = _Reader(lines, returned)
    read: set[int] = set(sections)
    for number, rows in tables.items():
        if number in sections:
            reader.table(rows)
        elif is_submitter(rows):
            returned.submitter = submitter_of(rows)
            for row in rows.values():
                reader.question(row)
            read.add(number)
        elif is_general(rows, blocks):
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

    def __init__(self, lines: list[Line], returned: Returned) -> None:
        self._lines = {line.code: line for line in lines}
        self._names = {
            (row.code, row.is_new): row.where for group in groups_of(lines) for row in group.rows
        }
        self._returned = returned
        self._seen: set[str] = set()

    def table(self, rows: Rows) -> None:
        """A table of proposals: the form's own, or one of the submitter's making."""
        places = places_in(rows)
        if places is None:
            for row in rows.values():
                self.row(row)
            return
        for row in list(rows.values())[1:]:
            self.quoted(row, places)

    def row(self, row: Row) -> None:
        """A row of a section's table, its header too."""
        code, is_new = code_of_row(row)
        line = self._lines.get(code)
        if row.text(0).startswith(COLUMNS[0]) and row.text(2).startswith(COLUMNS[2]):
            for place, name in enumerate(COLUMNS):
                self._beside(row, place, (name,), "w nagłówku tabeli")
            return
        if line is None:
            if not (row.text(1) and row.text(2) and self._passage(row, 1, 2, row.text(3))):
                self._unplaced(row, (1, 2, 3))
            return
        if is_new:
            self._insertions(row, line)
        elif line.code in self._seen:
            self._repeated(row, line)
        else:
            self._seen.add(line.code)
            self._unit(row, line)
        printed = (
            self._names.get((code, is_new), where_of(line)), f"{UNIT_CODE_LABEL} {code}+",
            f"{UNIT_CODE_LABEL} {code}",
        )  # fmt: skip
        where = f"przy jednostce {where_of(line)}"
        self._beside(row, 0, printed, where, line.code)
        for place in range(len(COLUMNS), len(row.cells)):
            self._beside(row, place, (), where, line.code)

    def quoted(self, row: Row, places: tuple[int, int, int]) -> None:
        """A row of a table of somebody's own making: a passage as it is, as it should be, why."""
        old, new, why = places
        if not self._passage(row, old, new, row.text(why) if why >= 0 else ""):
            self._unplaced(row, places)

    def _passage(self, row: Row, old: int, new: int, reasons: str) -> bool:
        """Read a passage quoted in two cells; False where it is not of this draft."""
        blocks = changes_between(
            rejected_paragraphs(row.blocks(old)), row.text(new).split("\n"), author_of(row.all())
        )
        found = Returned()
        read_text(blocks, list(self._lines.values()), found)
        if not any(change.code for change in found.changes):
            return False
        comment = remarks(row.all())
        for change in found.changes:
            self._add(replace(change, reasons=reasons, comment=comment))
        for doubt in found.doubts:
            self._doubt(doubt)
        return True

    def question(self, row: Row) -> None:
        """A row about the submitter: words added to the question itself."""
        asked = next((q for _, q, _ in SUBMITTER_FIELDS if row.text(0).startswith(q)), "")
        self._beside(row, 0, (asked,), "przy danych zgłaszającego")
        answer = row.text(1)
        if asked == SUBMITTER_FIELDS[-1][1] and answer and agreed(answer) is None:
            self._add(ReturnedChange("general", "", answer, "", author_of(row.all())))
            self._doubt(
                f"Na pytanie o zgodę na publikację nazwy odpowiedziano „{shortened(answer)}”:"
                " ustal ze zgłaszającym, co to znaczy."
            )

    def general(self, blocks: list[TrackedBlock]) -> None:
        """A remark on the whole draft."""
        text, comment = text_of(blocks), remarks(blocks)
        if text == GENERAL_TITLE:
            return
        if text or comment:
            self._add(ReturnedChange("general", "", text, "", author_of(blocks), comment))

    def _unit(self, row: Row, line: Line) -> None:
        proposal, shown = row.text(2), row.text(1)
        reasons, comment = row.text(3), remarks(row.all())
        author = author_of(row.all())
        if not is_current(proposal, line):
            self._changed(proposal, row, line)
            if not is_current(shown, line):
                self._beside(
                    row, 1, (line.text,), f"w kolumnie „{COLUMNS[1]}” przy {where_of(line)}",
                    line.code,
                )  # fmt: skip
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

    def _changed(self, proposal: str, row: Row, line: Line) -> None:
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

    def _insertions(self, row: Row, line: Line) -> None:
        reasons, comment, author = row.text(3), remarks(row.all()), author_of(row.all())
        self._beside(row, 1, (NEW_UNIT_MARK,), f"przy nowym zapisie po {where_of(line)}", line.code)
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

    def _repeated(self, row: Row, line: Line) -> None:
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

    def _unplaced(self, row: Row, places: tuple[int, int, int]) -> None:
        """A row without a known code: a new row, or one of another draft."""
        old, new, why = places
        quoted = squeeze(" ".join(rejected_paragraphs(row.blocks(old))))
        text = row.text(new)
        if squeeze(text) == quoted:
            text = ""  # a proposal that changes nothing
        others = [row.text(n) for n in range(len(row.cells)) if n not in (old, new, why)]
        text = "\n".join(filter(None, (text, *others))) if text or not quoted else text
        if quoted and not text and row.text(old) != quoted:
            text = row.text(old)
        reasons, comment = row.text(why) if why >= 0 else "", remarks(row.all())
        if text or reasons or comment:
            self._add(
                ReturnedChange("general", "", text, reasons, author_of(row.all()), comment)
            )  # fmt: skip
            self._doubt(
                f"Wiersza „{shortened(row.text(0) or text or reasons or comment)}” nie udało się"
                " przypisać do jednostki projektu: wskaż, czego dotyczy."
            )

    def _beside(
        self, row: Row, place: int, printed: tuple[str, ...], where: str, code: str = ""
    ) -> None:
        """Words added to a cell where only what the office printed was to stand."""
        blocks = row.blocks(place)
        rest = squeeze(text_of(blocks))
        for text in printed:
            rest = rest.replace(squeeze(text), "", 1).strip() if text else rest
        if rest:
            self._add(ReturnedChange("general", code, rest, "", author_of(blocks)))
            self._doubt(
                f"Poza miejscami na odpowiedzi, {where}, napisano „{shortened(rest)}”: sprawdź,"
                " czego to dotyczy."
            )

    def _add(self, change: ReturnedChange) -> None:
        self._returned.changes.append(change)

    def _doubt(self, sentence: str) -> None:
        self._returned.doubts.append(sentence)


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
