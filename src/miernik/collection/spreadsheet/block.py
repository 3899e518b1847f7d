"""The rows of one indicator, read back into an answer with every fault found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import STATUS_WORDS, AnswerContent, AnswerNote, Entry
from miernik.collection.spreadsheet.cells import date_of, number_of, text_of
from miernik.collection.spreadsheet.findings import CellFault
from miernik.collection.spreadsheet.layout import Column, Part
from miernik.collection.spreadsheet.sheet_rows import FormRow, FormRows
from miernik.collection.typed import TypedError, status_of
from miernik.kernel.office.xlsx_package import SheetCell
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.kernel.text import comparable, squeeze

_NUMERIC = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)
_Read = TypeVar("_Read")


@dataclass(slots=True)
class BlockReader:
    """Reads the rows of one indicator; ``faults`` grow as it reads."""

    asked: AskedIndicator
    sheet: FormRows
    faults: list[CellFault] = field(default_factory=list)
    _instead: Status | None = None
    _notes: list[AnswerNote] = field(default_factory=list)
    _entries: list[Entry] = field(default_factory=list)
    _status_row: FormRow | None = None
    _value_row: FormRow | None = None

    def read(self, rows: list[FormRow]) -> AnswerContent:
        """Return the answer of the rows, in the order of the sheet."""
        answer = AnswerContent()
        for row in rows:
            answer = self._read_row(row, answer)
        answer = replace(answer, entries=tuple(self._entries), notes=tuple(self._notes))
        return self._settle(answer)

    def _read_row(self, row: FormRow, answer: AnswerContent) -> AnswerContent:
        part = row.part
        if part not in (Part.STATUS, Part.NOTE, Part.SUB_VALUE, Part.NOTES_HEAD, Part.HEAD):
            self._value_row = self._value_row or row
        match part:
            case Part.STATUS:
                self._status_row = row
                reason = self._cell(row, Column.WORDS, text_of) or ""
                return replace(answer, status=self._status(row), reason=reason)
            case Part.NUMBER:
                percent = self.asked.kind is Kind.PERCENT
                return replace(answer, number=self._number(row, Column.ANSWER, percent=percent))
            case Part.NUMERATOR:
                return replace(answer, numerator=self._number(row, Column.ANSWER))
            case Part.DENOMINATOR:
                return replace(answer, denominator=self._number(row, Column.ANSWER))
            case Part.TEXT:
                return replace(answer, text=self._cell(row, Column.ANSWER, text_of) or "")
            case Part.LEVEL | Part.ITEM | Part.ROW | Part.OWN_ROW:
                self._read_entry(row)
            case Part.SUB_VALUE:
                self._read_part(row)
            case Part.NOTE:
                self._read_note(row)
        return answer

    def _read_entry(self, row: FormRow) -> None:
        in_label = row.part in (Part.ROW, Part.OWN_ROW)
        number = self._number(row, Column.ANSWER if in_label else Column.WORDS)
        if row.part is Part.ROW:
            if number is not None and row.index < len(self.asked.rows):
                self._entries.append(Entry(self.asked.rows[row.index], number))
            return
        column = Column.LABEL if in_label else Column.ANSWER
        text = self._cell(row, column, text_of) or ""
        labels = [squeeze(line) for line in text.split("\n") if line.strip()]
        if number is not None and len(labels) != 1:
            why = "kilku pozycji" if labels else "pozycji bez nazwy"
            self._fault(row, column, f"Jedna liczba stoi przy {why}: wpisz każdą osobno z nazwą.")
            return
        if row.part is Part.LEVEL and self.asked.levels:
            labels = [level for label in labels if (level := self._level(row, label))]
        self._entries += [Entry(label, number) for label in labels]

    def _level(self, row: FormRow, label: str) -> str | None:
        known = {comparable(level): level for level in self.asked.levels}
        if comparable(label) in known:
            return known[comparable(label)]
        choices = ", ".join(f"„{level}”" for level in self.asked.levels)
        self._fault(row, Column.ANSWER, f"Nie ma poziomu „{label}”: wybierz {choices}.")
        return None

    def _read_part(self, row: FormRow) -> None:
        number = self._number(row, Column.ANSWER)
        if number is not None and row.index < len(self.asked.sub_values):
            text = self.asked.sub_values[row.index].text
            self._notes.append(AnswerNote(NoteKind.SUB_VALUE, text, number))

    def _read_note(self, row: FormRow) -> None:
        word = squeeze(self._cell(row, Column.LABEL, text_of) or "")
        text = self._cell(row, Column.WORDS, text_of) or ""
        number = self._number(row, Column.ANSWER)
        as_of = self._cell(row, Column.EARLIER, self._date)
        if not word:
            if not text and number is None and as_of is None:
                return
            word = (NoteKind.AS_OF if as_of and not text else NoteKind.EXPLANATION).label
        kinds = {comparable(kind.label): kind for kind in NoteKind}
        kind = kinds.get(comparable(word))
        if kind is None:
            self._fault(row, Column.LABEL, f"Nie ma uwagi rodzaju „{word}”: wybierz ją z listy.")
        elif not text and number is None and as_of is None:
            self._fault(row, Column.WORDS, "Wybrano rodzaj uwagi, a nie ma jej treści: dopisz ją.")
        else:
            self._notes.append(AnswerNote(kind, text, number, as_of))

    # --- the whole -------------------------------------------------------------------------------

    def _status(self, row: FormRow) -> Status | None:
        word = squeeze(self._cell(row, Column.ANSWER, text_of) or "")
        if not word:
            return None
        status = status_of(word)
        if status is None:
            choices = ", ".join(f"„{words}”" for words in STATUS_WORDS.values())
            self._fault(row, Column.ANSWER, f"Nie ma odpowiedzi „{word}”: wybierz {choices}.")
        return status

    def _settle(self, answer: AnswerContent) -> AnswerContent:
        """Make status and value agree, or say where they do not."""
        at = self._status_row
        values = [answer.number, answer.numerator, answer.denominator]
        given = any(one is not None for one in values) or bool(answer.entries or answer.text)
        status = answer.status
        if at is None:
            return answer
        if status is None and not self._chosen(at):
            status = self._instead or (Status.VALUE if given else None)
        elif self._instead and status and self._instead is not status:
            self._fault(
                at, Column.ANSWER,
                f"Wybrano „{STATUS_WORDS[status]}”, a w miejscu wartości wpisano"
                f" „{STATUS_WORDS[self._instead]}”: zostaw jedno.",
            )  # fmt: skip
        zero = answer.number == 0 and not answer.entries and not answer.text
        if status is Status.VALUE and zero and self.asked.kind in _NUMERIC:
            status = Status.TRUE_ZERO
        self._check(at, status, answer, given=given, zero=zero)
        number = answer.number
        if status is Status.TRUE_ZERO and self.asked.kind in _NUMERIC and not given:
            number = Decimal(0)
        return replace(answer, status=status, number=number)

    def _check(
        self, at: FormRow, status: Status | None, answer: AnswerContent, *, given: bool, zero: bool
    ) -> None:
        broken = {(fault.sheet, fault.address) for fault in self.faults}
        value_at = self._value_row or at
        if status is Status.VALUE and not given and not self._instead and not broken:
            self._fault(
                value_at, Column.ANSWER,
                "Wybrano „podaję wartość”, a wartości nie ma: wpisz ją albo zmień wybór.",
            )  # fmt: skip
        other = any(one for one in self._figures(answer)) or bool(answer.text)
        if status is Status.TRUE_ZERO and given and not zero and other:
            self._fault(
                value_at, Column.ANSWER,
                "Wybrano „zero”, a podano wartość: usuń ją albo zmień wybór.",
            )  # fmt: skip
        if status in (Status.NOT_APPLICABLE, Status.NO_DATA) and given:
            self._fault(
                value_at, Column.ANSWER,
                f"Wybrano „{STATUS_WORDS[status]}”, a podano wartość: usuń ją albo zmień wybór.",
            )  # fmt: skip
        if status is Status.NO_DATA and not answer.reason:
            self._fault(
                at, Column.WORDS, "Przy braku danych potrzebny jest powód: napisz go w tej komórce."
            )

    def _figures(self, answer: AnswerContent) -> list[Decimal | None]:
        own = [answer.number, answer.numerator]
        return own + [entry.number for entry in answer.entries]

    def _chosen(self, row: FormRow) -> bool:
        cell = self.sheet.cell(row, Column.ANSWER)
        return cell is not None and bool(cell.text.strip())

    # --- cells -----------------------------------------------------------------------------------

    def _number(self, row: FormRow, column: Column, *, percent: bool = False) -> Decimal | None:
        found = self._cell(row, column, lambda cell: number_of(cell, percent=percent))
        if not isinstance(found, Status):
            return found
        if row.part in (Part.NUMBER, Part.NUMERATOR, Part.DENOMINATOR):
            self._instead = self._instead or found
            return None
        self._fault(row, column, f"Zamiast liczby stoi „{found.label}”: zostaw komórkę pustą.")
        return None

    def _date(self, cell: SheetCell | None) -> dt.date | None:
        return date_of(cell, since_1904=self.sheet.sheet.since_1904)

    def _cell(
        self, row: FormRow, column: Column, read: Callable[[SheetCell | None], _Read]
    ) -> _Read | None:
        hidden_by = self.sheet.merged_into(row, column)
        if hidden_by is not None:
            self._fault(
                row, column,
                f"Komórka jest scalona z {hidden_by}: rozdziel je i wpisz wartość w każdej osobno.",
            )  # fmt: skip
            return None
        try:
            return read(self.sheet.cell(row, column))
        except TypedError as error:
            self._fault(row, column, str(error))
        except (ValueError, OverflowError, ArithmeticError):
            self._fault(
                row, column, "Zawartości komórki nie da się odczytać: wpisz ją jeszcze raz."
            )
        return None

    def _fault(self, row: FormRow, column: Column, message: str) -> None:
        title, address = self.sheet.sheet.title, self.sheet.address(row, column)
        self.faults.append(CellFault(title, address, self.asked.indicator, message))
