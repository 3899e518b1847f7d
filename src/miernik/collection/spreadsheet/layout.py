"""The rows of a form: one plan, by which the workbook is written and read back.

Every row carries a hidden key "3.sub_value.2": number of the indicator, part, which of its kind.
A key moves with its row, so that rows and columns may be inserted or sorted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import AnswerContent, AnswerNote, Entry
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.kernel.text import comparable

ANSWERS_MARK = "miernik:odpowiedzi"
#: Before the form's UUID, in the column of keys: the answers know their form too.
FORM_MARK = "formularz:"
IDENTITY_MARK = "miernik:identyfikatory"

EMPTY_ITEMS = 4
EMPTY_NOTES = 2
_KEY = re.compile(r"(\d{1,5})\.([a-z_]+)(?:\.(\d{1,5}))?")


class Column(StrEnum):
    """Columns by the codes in the sheet's hidden first row."""

    KEY = ANSWERS_MARK
    ORDER = "lp"
    LABEL = "label"
    EARLIER = "earlier"
    ANSWER = "answer"
    WORDS = "words"


class Part(StrEnum):
    """What one row of a block asks for."""

    HEAD = "head"
    STATUS = "status"
    NUMBER = "number"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    TEXT = "text"
    LEVEL = "level"
    ITEM = "item"
    ROW = "row"
    OWN_ROW = "own_row"
    SUB_VALUE = "sub_value"
    NOTES_HEAD = "notes_head"
    NOTE = "note"


#: Rows of which a form may have any number; a row inserted below one is another such.
REPEATED = frozenset({Part.LEVEL, Part.ITEM, Part.OWN_ROW, Part.NOTE})
#: Cells to be filled in, by part.
INPUTS: dict[Part, tuple[Column, ...]] = {
    Part.HEAD: (),
    Part.NOTES_HEAD: (),
    Part.STATUS: (Column.ANSWER, Column.WORDS),
    Part.NUMBER: (Column.ANSWER,),
    Part.NUMERATOR: (Column.ANSWER,),
    Part.DENOMINATOR: (Column.ANSWER,),
    Part.TEXT: (Column.ANSWER,),
    Part.LEVEL: (Column.ANSWER, Column.WORDS),
    Part.ITEM: (Column.ANSWER, Column.WORDS),
    Part.ROW: (Column.ANSWER,),
    Part.OWN_ROW: (Column.LABEL, Column.ANSWER),
    Part.SUB_VALUE: (Column.ANSWER,),
    Part.NOTE: (Column.LABEL, Column.EARLIER, Column.ANSWER, Column.WORDS),
}


@dataclass(frozen=True, slots=True)
class Key:
    """The hidden key of a row: number of the indicator from 1, part, index from 0."""

    indicator: int
    part: Part
    index: int = 0

    def __str__(self) -> str:
        return f"{self.indicator}.{self.part}.{self.index}"


def read_key(text: str) -> Key | None:
    """Return the key written in a cell, or None where it is none."""
    found = _KEY.fullmatch(text.strip())
    if found is None or found[2] not in set(Part):
        return None
    return Key(int(found[1]), Part(found[2]), int(found[3] or 0))


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row: its label, last year's figure, and what now stands in it."""

    part: Part
    index: int = 0
    label: str = ""
    earlier: str = ""
    number: object = None
    entry: Entry | None = None
    note: AnswerNote | None = None


def plan(asked: AskedIndicator, answer: AnswerContent) -> list[RowPlan]:
    """Return the rows of one indicator in order, with the present answer in them.

    Whatever the answer says has a row, also where the kind does not ask for it.
    """
    rows = [RowPlan(Part.STATUS, label="Wybierz z listy (obok: powód, gdy brak danych)")]
    rows += _numbers(asked, answer)
    if asked.kind in (Kind.TEXT, Kind.MISSING) or answer.text:
        rows.append(RowPlan(Part.TEXT, label="Opis słowami"))
    rows += _entries(asked, answer)
    given, others = _split_notes(asked, answer)
    for index, part in enumerate(asked.sub_values):
        earlier = "" if part.number is None else print_number(part.number)
        note = given.get(index)
        rows.append(RowPlan(Part.SUB_VALUE, index, part.text, earlier, note and note.number))
    rows.append(RowPlan(Part.NOTES_HEAD, label="Uwagi, jeśli są: rodzaj wybierz z listy"))
    blank = max(EMPTY_NOTES - len(others), 1)
    rows += [RowPlan(Part.NOTE, i, note=n) for i, n in enumerate([*others, *[None] * blank])]
    return rows


def _numbers(asked: AskedIndicator, answer: AnswerContent) -> list[RowPlan]:
    kind, rows = asked.kind, []
    if kind is Kind.PERCENT or answer.numerator is not None:
        rows.append(RowPlan(Part.NUMERATOR, label="Licznik", number=answer.numerator))
    if kind is Kind.PERCENT or answer.denominator is not None:
        rows.append(RowPlan(Part.DENOMINATOR, label="Mianownik", number=answer.denominator))
    labels = {
        Kind.COUNT: "Liczba",
        Kind.AMOUNT: "Kwota w złotych",
        Kind.PERCENT: "Odsetek w procentach (np. 71,5)",
        Kind.BREAKDOWN: "Razem",
        Kind.LIST: "Ile razem (jeśli wiadomo)",
        Kind.MISSING: "Liczba (jeśli jest)",
    }
    if kind in labels or answer.number is not None:
        rows.append(RowPlan(Part.NUMBER, label=labels.get(kind, "Liczba"), number=answer.number))
    return rows


def _entries(asked: AskedIndicator, answer: AnswerContent) -> list[RowPlan]:
    entries = list(answer.entries)
    if asked.kind is Kind.BREAKDOWN:
        return _breakdown(asked, entries)
    if asked.kind is Kind.ORDINAL:
        part, label, least = Part.LEVEL, "Poziom z listy (obok: ile, jeśli więcej niż jeden)", 1
    elif asked.kind is Kind.LIST or entries:
        part, label, least = (
            Part.ITEM,
            "Jedna pozycja (obok: liczba, jeśli jest)",
            EMPTY_ITEMS,
        )
    else:
        return []
    blank = [None] * max(least - len(entries), 1)
    return [RowPlan(part, i, label, entry=e) for i, e in enumerate([*entries, *blank])]


def _breakdown(asked: AskedIndicator, entries: list[Entry]) -> list[RowPlan]:
    rows = []
    for index, label in enumerate(asked.rows):
        same = [e for e in entries if comparable(e.label) == comparable(label)]
        entry = next((e for e in same if e.number is not None), None)
        if entry is not None:
            entries.remove(entry)
        rows.append(RowPlan(Part.ROW, index, label, number=entry and entry.number))
    blank = [None] * (1 if asked.rows else EMPTY_ITEMS)
    own = [RowPlan(Part.OWN_ROW, i, entry=e) for i, e in enumerate([*entries, *blank])]
    return rows + own


def _split_notes(
    asked: AskedIndicator, answer: AnswerContent
) -> tuple[dict[int, AnswerNote], list[AnswerNote]]:
    """Notes that answer an asked part, by its index, and all the others."""
    given: dict[int, AnswerNote] = {}
    others = []
    wording = {comparable(part.text): index for index, part in enumerate(asked.sub_values)}
    for note in answer.notes:
        index = wording.get(comparable(note.text))
        plain = note.kind is NoteKind.SUB_VALUE and note.number is not None and note.as_of is None
        if plain and index is not None and index not in given:
            given[index] = note
        else:
            others.append(note)
    return given, others
