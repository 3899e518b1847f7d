"""Finding the form in a returned sheet: columns by their codes, rows by their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from openpyxl.utils.cell import get_column_letter

from miernik.collection.spreadsheet.findings import CellFault
from miernik.collection.spreadsheet.layout import (
    ANSWERS_MARK,
    FORM_MARK,
    INPUTS,
    REPEATED,
    Column,
    Key,
    Part,
    read_key,
)
from miernik.kernel.office.xlsx_package import Sheet, SheetCell

#: A sent form merges a few hundred ranges; a file with more is made to take time.
_MOST_MERGED = 5_000


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the form: where it stands and what it asks for."""

    row: int
    part: Part
    index: int


@dataclass(slots=True)
class FormRows:
    """The form's rows by number of the indicator, wherever they now stand."""

    sheet: Sheet
    columns: Mapping[Column, int]
    blocks: dict[int, list[FormRow]] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)

    def cell(self, row: FormRow, column: Column) -> SheetCell | None:
        """The cell of a row, or None where nothing stands in it."""
        return self.sheet.cells.get((row.row, self.columns[column]))

    def address(self, row: FormRow, column: Column) -> str:
        """The address as the spreadsheet shows it: "E12"."""
        return f"{get_column_letter(self.columns[column])}{row.row}"

    def of_form(self, form: UUID) -> bool:
        """Whether the sheet's own mark names that form; a sheet may come from another file."""
        key = self.columns[Column.KEY]
        return any(
            column == key and cell.text == f"{FORM_MARK}{form}"
            for (_, column), cell in self.sheet.cells.items()
        )

    def merged_into(self, row: FormRow, column: Column) -> str | None:
        """The address of a filled cell that hides this one by being merged over it."""
        at = (row.row, self.columns[column])
        for (top, left), (bottom, right) in self.sheet.merged.items():
            inside = top <= at[0] <= bottom and left <= at[1] <= right
            if inside and (top, left) != at and (top, left) in self.sheet.cells:
                return f"{get_column_letter(left)}{top}"
        return None


def find_form(sheets: Sequence[Sheet]) -> FormRows | None:
    """Return the form's rows, or None where no sheet has its codes."""
    for sheet in sheets:
        marked = next(((r, c) for (r, c), x in sheet.cells.items() if x.text == ANSWERS_MARK), None)
        if marked is None or len(sheet.merged) > _MOST_MERGED:
            continue
        codes = {x.text: c for (r, c), x in sheet.cells.items() if r == marked[0]}
        if all(column in codes for column in Column):
            rows = FormRows(sheet, {column: codes[column] for column in Column})
            _collect(rows, marked[0])
            return rows
    return None


def _collect(rows: FormRows, header: int) -> None:
    seen: set[Key] = set()
    last: Key | None = None
    below = 0
    for number in sorted({row for row, _ in rows.sheet.cells if row > header + 2}):
        written = rows.sheet.cells.get((number, rows.columns[Column.KEY]))
        key = read_key(written.text) if written else None
        if key is None:
            # Only a row right below a list belongs to it.
            adopted = _stray(rows, number, last if number == below else None)
            below += adopted
            continue
        below = number + 1
        row = FormRow(number, key.part, key.index)
        if key in seen and key.part not in REPEATED:
            if _filled(rows, row):
                _fault(rows, row, "Ten wiersz powtarza inny: usuń jeden z nich.")
            continue
        seen.add(key)
        last = key
        rows.blocks.setdefault(key.indicator, []).append(row)


def _stray(rows: FormRows, number: int, last: Key | None) -> bool:
    """A row without a key: one more of a list (then true), or words that belong nowhere."""
    part = last.part if last else Part.HEAD
    row = FormRow(number, part, 0)
    if last is not None and part in REPEATED and _filled(rows, row):
        rows.blocks[last.indicator].append(row)
        return True
    if _filled(rows, FormRow(number, Part.STATUS, 0)):
        _fault(
            rows, FormRow(number, Part.STATUS, 0),
            "Ten wiersz nie należy do żadnego pytania: przenieś wpis do żółtego pola.",
        )  # fmt: skip
    return False


def _filled(rows: FormRows, row: FormRow) -> bool:
    cells = (rows.cell(row, column) for column in INPUTS[row.part])
    return any(cell is not None and (cell.text.strip() or cell.is_formula) for cell in cells)


def _fault(rows: FormRows, row: FormRow, message: str) -> None:
    column = next(
        (c for c in INPUTS[row.part] if (cell := rows.cell(row, c)) and cell.text), Column.ANSWER
    )
    rows.faults.append(CellFault(rows.sheet.title, rows.address(row, column), None, message))
