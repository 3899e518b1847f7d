"""The sheet „Odpowiedzi”: one block of rows for every indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import STATUS_WORDS, AnswerContent
from miernik.collection.spreadsheet.earlier import earlier_words, unit_words
from miernik.collection.spreadsheet.facts import FormFacts
from miernik.collection.spreadsheet.layout import (
    FORM_MARK,
    Column,
    Key,
    Part,
    RowPlan,
    plan,
)
from miernik.collection.spreadsheet.writable import clean, fits_a_cell
from miernik.kernel.dates import print_short_date
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, NoteKind, Status, TimeBasis

_COLUMNS = tuple(Column)
_LABEL, _EARLIER, _ANSWER, _WORDS = 2, 3, 4, 5
_WIDTHS = (12, 5, 52, 30, 26, 36)
_LINE_POINTS = 15
_HIGHEST_ROW = 400
#: Dates of a spreadsheet begin in 1900, with a day that never was.
_FIRST_YEAR = 1901


class FormSheet:
    """Writes the form row by row; ``lists`` are the ranges of the choices."""

    def __init__(
        self,
        sheet: Any,
        form: FormFacts,
        styles: Mapping[str, Any],
        lists: Mapping[tuple[str, ...], str],
    ) -> None:
        self.sheet, self.form, self.styles, self.lists = sheet, form, styles, lists
        self.row = 3
        self._goal = self._task = ""
        self._write_header()

    def _write_header(self) -> None:
        for column, code in enumerate(_COLUMNS):
            self.sheet.set_column(column, column, _WIDTHS[column])
            self._text(0, column, code, "key")
        self.sheet.set_column(0, 0, _WIDTHS[0], None, {"hidden": True})
        self.sheet.set_row(0, None, None, {"hidden": True})
        title = f"{self.form.institution} – odpowiedzi za {self.form.year} r."
        self._text(1, 1, title, "banner")
        self._text(1, 0, f"{FORM_MARK}{self.form.form}", "key")
        self.sheet.set_row(1, 22)
        names = ("Lp.", "Pytanie", "Poprzednio", f"Odpowiedź za {self.form.year} r.", "Słowami")
        for column, name in enumerate(names, start=1):
            self._text(2, column, name, "header")
        self.sheet.freeze_panes(3, 0)

    def write(self, order: int, asked: AskedIndicator, answer: AnswerContent) -> None:
        """Write the block of one indicator, under its goal and task where they are new."""
        if asked.goal_title != self._goal:
            self._band(asked.goal_title, "goal")
            self._goal, self._task = asked.goal_title, ""
        task = f"{asked.task_code} {asked.task_title}".strip()
        if task != self._task:
            self._band(task, "task")
            self._task = task
        self._head(order, asked)
        first = self.row
        for one in plan(asked, answer):
            self._text(self.row, 0, str(Key(order, one.part, one.index)), "key")
            self._row(one, asked, answer)
            self.row += 1
        self._mark_missing_reason(first)
        self.row += 1

    def finish(self) -> None:
        """Protect the sheet and set how it prints."""
        sheet = self.sheet
        sheet.conditional_format(
            3, _ANSWER, max(self.row, 4), _ANSWER,
            {"type": "formula", "criteria": "=IF(ISNUMBER($E4),$E4<>INT($E4),FALSE)",
             "format": self.styles["decimals"]},
        )  # fmt: skip
        sheet.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1, 2)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&8Formularz sprawozdawczy&R&8strona &P z &N")
        sheet.activate()

    # --- rows ------------------------------------------------------------------------------------

    def _band(self, words: str, style: str) -> None:
        for column in range(1, len(_COLUMNS)):
            self.sheet.write_blank(self.row, column, None, self.styles[style])
        self.sheet.merge_range(
            self.row, 1, self.row, len(_COLUMNS) - 1, clean(words), self.styles[style]
        )
        self.sheet.set_row(self.row, _LINE_POINTS * max(1, -(-len(words) // 140)) + 3)
        self.row += 1

    def _head(self, order: int, asked: AskedIndicator) -> None:
        self._text(self.row, 0, str(Key(order, Part.HEAD)), "key")
        self._text(self.row, 1, f"{order}.", "order")
        below = "\n".join(filter(None, (asked.definition, unit_words(asked))))
        self.sheet.write_rich_string(
            self.row, _LABEL, self.styles["bold"], clean(asked.name or "–"), self.styles["normal"],
            clean(f"\n{below}"), self.styles["head"],
        )  # fmt: skip
        earlier = earlier_words(asked)
        self._text(self.row, _EARLIER, earlier, "head")
        for column in (_ANSWER, _WORDS):
            self.sheet.write_blank(self.row, column, None, self.styles["head"])
        self._height((asked.name, 46), (below, 54), also=(earlier, 28))
        self.row += 1

    def _row(self, one: RowPlan, asked: AskedIndicator, answer: AnswerContent) -> None:
        if one.part not in (Part.NOTE, Part.OWN_ROW):
            self._text(self.row, _LABEL, one.label, "label")
            self._text(self.row, _EARLIER, one.earlier, "label")
        self._height((one.label, 50), also=_filled_words(one, answer))
        match one.part:
            case Part.STATUS:
                word = STATUS_WORDS.get(answer.status, "") if answer.status else ""
                self._choice(_ANSWER, word, tuple(STATUS_WORDS.values()))
                self._words(_WORDS, answer.reason, "Powód przy braku danych albo „nie dotyczy”.")
            case Part.TEXT:
                self._text_over_two(answer.text)
            case Part.LEVEL | Part.ITEM:
                entry = one.entry
                word = entry.label if entry else ""
                if one.part is Part.LEVEL and asked.levels:
                    self._choice(_ANSWER, word, asked.levels)
                else:
                    self._words(_ANSWER, word)
                number = entry.number if entry else None
                self._number(_WORDS, number, asked, "Ile, jeśli więcej niż jeden; można pominąć.")
            case Part.OWN_ROW:
                self._words(_LABEL, one.entry.label if one.entry else "", "Nazwa innego wiersza.")
                self._number(_ANSWER, one.entry.number if one.entry else None, asked)
            case Part.NOTES_HEAD:
                for column, word in (
                    (_EARLIER, "na dzień"),
                    (_ANSWER, "liczba"),
                    (_WORDS, "treść"),
                ):
                    self._text(self.row, column, word, "hint")
            case Part.NOTE:
                self._note(one, asked)
            case _:
                number = one.number if isinstance(one.number, Decimal) else None
                self._number(_ANSWER, number, asked, part=one.part)

    def _note(self, one: RowPlan, asked: AskedIndicator) -> None:
        note = one.note
        self._choice(_LABEL, note.kind.label if note else "", tuple(k.label for k in NoteKind))
        self._date(_EARLIER, note.as_of if note else None)
        self._number(_ANSWER, note.number if note else None, asked, part=Part.NOTE)
        self._words(_WORDS, note.text if note else "")

    # --- cells -----------------------------------------------------------------------------------

    def _text(self, row: int, column: int, text: str, style: str) -> None:
        self.sheet.write_string(row, column, clean(text), self.styles[style])

    def _words(self, column: int, text: str, hint: str = "") -> None:
        style = self.styles["input_text"]
        if text:
            self.sheet.write_string(self.row, column, clean(text), style)
        else:
            self.sheet.write_blank(self.row, column, None, style)
        if hint:
            self._ask(column, {"validate": "any", "input_message": hint})

    def _text_over_two(self, text: str) -> None:
        style = self.styles["input_text"]
        self.sheet.merge_range(self.row, _ANSWER, self.row, _WORDS, clean(text), style)
        self.sheet.set_row(self.row, max(60, min(_HIGHEST_ROW, 15 * (len(text) // 60 + 2))))

    def _choice(self, column: int, word: str, words: tuple[str, ...]) -> None:
        self._words(column, word)
        self._ask(
            column,
            {
                "validate": "list",
                "source": self.lists[words],
                "error_title": "Wybierz z listy",
                "error_message": "Rozwiń listę strzałką przy komórce i wybierz jedną z odpowiedzi.",
            },
        )

    def _number(
        self,
        column: int,
        number: Decimal | None,
        asked: AskedIndicator,
        hint: str = "Sama liczba, bez słów; ułamek po przecinku.",
        *,
        part: Part = Part.NUMBER,
    ) -> None:
        name = "input_number"
        if asked.kind is Kind.AMOUNT and part is not Part.NOTE:
            name = "input_amount"
        elif asked.kind is Kind.PERCENT or asked.time_basis is TimeBasis.AVERAGE:
            name = "input_plain"
        if number is None:
            self.sheet.write_blank(self.row, column, None, self.styles[name])
        elif fits_a_cell(number):
            self.sheet.write_number(self.row, column, float(number), self.styles[name])
        else:
            self._words(column, print_number(number))
        self._ask(
            column,
            {
                "validate": "decimal", "criteria": "between",
                "minimum": -(10**15), "maximum": 10**15,
                "input_message": hint,
                "error_title": "To nie jest liczba",
                "error_message": "Wpisz samą liczbę. Jeśli liczby nie ma, wybierz w pierwszym"
                " wierszu pytania: zero, nie dotyczy albo brak danych.",
            },
        )  # fmt: skip

    def _date(self, column: int, day: dt.date | None) -> None:
        style = self.styles["input_date"]
        if day is not None and day.year < _FIRST_YEAR:
            self._words(column, print_short_date(day))
        elif day is None:
            self.sheet.write_blank(self.row, column, None, style)
        else:
            at_midnight = dt.datetime.combine(day, dt.time())
            self.sheet.write_datetime(self.row, column, at_midnight, style)
        self._ask(column, {"validate": "any", "input_message": "Data, np. 31.12.2018."})

    def _ask(self, column: int, rule: dict[str, Any]) -> None:
        self.sheet.data_validation(self.row, column, self.row, column, rule)

    def _mark_missing_reason(self, row: int) -> None:
        word = STATUS_WORDS[Status.NO_DATA]
        criteria = f'=AND($E${row + 1}="{word}",LEN($F${row + 1})=0)'
        self.sheet.conditional_format(
            row, _WORDS, row, _WORDS,
            {"type": "formula", "criteria": criteria, "format": self.styles["missing"]},
        )  # fmt: skip

    def _height(self, *texts: tuple[str, int], also: tuple[str, int] = ("", 1)) -> None:
        """Height for texts one under another, and one beside them.

        A row of one line gets none: it then grows by itself as somebody types.
        """
        lines = max(sum(_lines(text, width) for text, width in texts), _lines(*also))
        if lines > 1:
            self.sheet.set_row(self.row, min(_LINE_POINTS * lines + 3, _HIGHEST_ROW))


def _filled_words(one: RowPlan, answer: AnswerContent) -> tuple[str, int]:
    """The longest words already in a row's cells, and how many signs fit a line of that cell."""
    if one.part is Part.STATUS:
        return answer.reason, 34
    if one.note is not None:
        return one.note.text, 34
    return (one.entry.label, 24) if one.entry is not None else ("", 1)


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-len(line) // width)) for line in text.split("\n"))
