"""XLSX with one tidy sheet to compute on, one to print, and one that explains both.

Nothing people typed can become a formula or a link: every text goes through ``write_string``.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from miernik.kernel.tables import names
from miernik.reports.context import IndicatorEntry, ReportContext, TaskEntry
from miernik.reports.render.office import clean, reproducible
from miernik.reports.render.tidy import rows, schema

_NUMBERS = ("number", "integer", "year")
_LONGEST_CELL = 32_767
_ACCENT = "#12436D"
_TINT = "#E8EFF6"
_RULE = "#7B8794"
_TIDY_WIDTHS = {"wskaznik": 48, "zadanie": 40, "realizatorzy": 40, "uwagi": 40, "zdanie": 50}
_PRINT_WIDTHS = (8, 27, 26, 16, 29, 16, 16, 18, 24)
_LINE_POINTS = 12.0
_HIGHEST_ROW = 409.0


def render(context: ReportContext, at: dt.datetime) -> bytes:
    """Return the workbook; ``at`` is its creation date, so equal input gives equal bytes."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    book = xlsxwriter.Workbook(target, options)
    title = context.title
    book.set_properties(
        {
            "title": clean(f"{title.heading} – {title.work_title}")[:255],
            "author": clean(title.author),
            "subject": clean(title.work_title)[:255],
            "created": at.replace(tzinfo=None),
        }
    )
    formats = _formats(book)
    _PrintSheet(book.add_worksheet("Sprawozdanie"), context, formats).write()
    if context.tables:
        _write_tables(book.add_worksheet("Tabele"), context, formats)
    _write_tidy(book.add_worksheet("Dane"), context, formats)
    _write_description(book.add_worksheet("Opis"), context, formats)
    book.close()
    return reproducible(target.getvalue(), at)


def _formats(book: Any) -> dict[str, Any]:
    # A quote prefix keeps "=…" a text when somebody edits the cell later.
    text = {"font_name": "Calibri", "quote_prefix": True}
    base = text | {"font_size": 9, "text_wrap": True, "valign": "top"}
    ruled = base | {"border": 1, "border_color": _RULE}
    return {
        "plain": book.add_format(text | {"font_size": 10}),
        "wrapped": book.add_format(base | {"font_size": 10}),
        "bold": book.add_format(text | {"font_size": 10, "bold": True}),
        "number": book.add_format(
            {"font_name": "Calibri", "font_size": 10, "num_format": "#,##0.####"}
        ),
        "year": book.add_format({"font_name": "Calibri", "font_size": 10, "num_format": "0"}),
        "title": book.add_format(base | {"bold": True, "font_size": 16, "font_color": _ACCENT}),
        "goal": book.add_format(
            base | {"bold": True, "font_size": 12, "font_color": "#FFFFFF", "bg_color": _ACCENT}
        ),
        "priority": book.add_format(base | {"bold": True, "font_size": 11, "font_color": _ACCENT}),
        "header": book.add_format(ruled | {"bold": True, "bg_color": _TINT}),
        "cell": book.add_format(ruled),
        "strong": book.add_format(ruled | {"bold": True}),
        "small": book.add_format(ruled | {"font_size": 7, "font_color": "#4A5568"}),
    }


def _text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    sheet.write_string(row, column, clean(text)[:_LONGEST_CELL], style)


class _PrintSheet:
    """The city's table, one row an indicator, the task's own cells merged over its indicators."""

    def __init__(self, sheet: Any, context: ReportContext, formats: dict[str, Any]) -> None:
        self.sheet, self.context, self.formats = sheet, context, formats
        self.row = 0

    def write(self) -> None:
        sheet, title = self.sheet, self.context.title
        for column, width in enumerate(_PRINT_WIDTHS):
            sheet.set_column(column, column, width)
        self.across(title.heading, "title", 24)
        self.across(f"przyjętych w dokumencie „{title.work_title}”", "priority", 18)
        self.across(f"{title.author}, {title.date_text}", "wrapped", 15)
        self.across("Tabela 1. Cele szczegółowe", "priority", 18)
        header = self.row
        self.columns()
        for goal in self.context.goals:
            self.across(f"Cel strategiczny {goal.code} {goal.title}", "goal", 20)
            for priority in goal.priorities:
                self.across(f"Priorytet {priority.code}. {priority.title}", "priority", 18)
                for task in priority.tasks:
                    self.task(task)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header)
        sheet.freeze_panes(header + 1, 0)
        sheet.hide_gridlines(2)
        name = _unformatted(f"{title.heading} · {title.municipality}")
        sheet.set_footer(f"&L&8{name}&R&8Strona &P z &N")

    def columns(self) -> None:
        for column, name in enumerate(self.context.columns):
            _text(self.sheet, self.row, column, name, self.formats["header"])
        self.sheet.set_row(self.row, 38)
        self.row += 1

    def across(self, text: str, style: str, height: float) -> None:
        last = len(_PRINT_WIDTHS) - 1
        self.sheet.merge_range(self.row, 0, self.row, last, "", self.formats[style])
        _text(self.sheet, self.row, 0, text, self.formats[style])
        self.sheet.set_row(self.row, height)
        self.row += 1

    def task(self, task: TaskEntry) -> None:
        first, count = self.row, max(len(task.indicators), 1)
        over = ((0, task.code, "strong"), (1, task.title, "cell"), (2, task.implementers, "cell"),
                (3, task.funding, "cell"), (7, task.monitoring, "cell"))  # fmt: skip
        for column, text, style in over:
            if count > 1:
                self.sheet.merge_range(
                    first, column, first + count - 1, column, "", self.formats[style]
                )
            _text(self.sheet, first, column, text, self.formats[style])
        needed = max(_lines(text, _PRINT_WIDTHS[column]) for column, text, _ in over)
        heights = [self.indicator(item) for item in task.indicators]
        if not heights:
            for column in (4, 5, 6, 8):
                self.sheet.write_blank(first, column, None, self.formats["cell"])
            heights = [1]
            self.row += 1
        spread = max(0.0, needed - sum(heights)) / count
        for number, lines in enumerate(heights):
            height = min((lines + spread) * _LINE_POINTS + 4, _HIGHEST_ROW)
            self.sheet.set_row(first + number, height)

    def indicator(self, indicator: IndicatorEntry) -> float:
        """Write one row's own cells; returns how many lines of text it needs."""
        value = indicator.value
        notes = "\n".join(note.marker + note.text for note in value.notes)
        cells = ((4, indicator.name, "cell"), (5, value.printed, "strong"),
                 (6, value.lineage, "small"), (8, notes, "cell"))  # fmt: skip
        for column, text, style in cells:
            _text(self.sheet, self.row, column, text, self.formats[style])
        self.row += 1
        return max(_lines(text, _PRINT_WIDTHS[column]) for column, text, _ in cells)


def _lines(text: str, width: int) -> float:
    """How many lines a text takes in a column so many letters wide."""
    return float(sum(len(line) // width + 1 for line in text.split("\n")))


def _unformatted(text: str) -> str:
    """Text for a page footer, where an ampersand begins a code; 255 characters at most."""
    return clean(text).replace("&", "&&")[:180]


def _write_tables(sheet: Any, context: ReportContext, formats: dict[str, Any]) -> None:
    """Tables of the work itself, one under another."""
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 8, 20)
    row = 0
    for table in context.tables:
        _text(sheet, row, 0, table.title, formats["bold"])
        for below, cells in enumerate((table.columns, *(line.cells for line in table.rows)), 1):
            style = formats["header"] if below == 1 else formats["cell"]
            for column, text in enumerate(cells):
                _text(sheet, row + below, column, text, style)
        row += len(table.rows) + 2
        _text(sheet, row, 0, table.note, formats["plain"])
        row += 2
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_tidy(sheet: Any, context: ReportContext, formats: dict[str, Any]) -> None:
    fields = schema()["fields"]
    for column, field in enumerate(fields):
        _text(sheet, 0, column, field["name"], formats["bold"])
        width = _TIDY_WIDTHS.get(field["name"], 14)
        sheet.set_column(column, column, width, formats["plain"])
    found = rows(context)
    for number, row in enumerate(found, 1):
        for column, field in enumerate(fields):
            _write_value(sheet, number, column, row[field["name"]], field["type"], formats)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(found), 1), len(fields) - 1)


def _write_value(
    sheet: Any, row: int, column: int, value: object, kind: str, formats: dict[str, Any]
) -> None:
    if value is None or value == "":
        return
    if kind == "boolean":
        sheet.write_boolean(row, column, bool(value), formats["plain"])
    elif kind in _NUMBERS:
        style = "year" if kind == "year" else "number"
        sheet.write_number(row, column, float(str(value)), formats[style])
    else:
        _text(sheet, row, column, str(value), formats["plain"])


def _write_description(sheet: Any, context: ReportContext, formats: dict[str, Any]) -> None:
    title = context.title
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    lines: list[tuple[str, str]] = [
        ("Raport", title.heading),
        ("Dokument", title.work_title),
        ("Gmina", title.municipality),
        ("Odpowiada", title.author),
        ("Data", title.date_text),
        ("Wydanie", context.edition.label),
        ("", ""),
        ("Arkusz „Sprawozdanie”", "Tabela do druku i czytania: tekst taki jak w raporcie."),
        ("Arkusz „Dane”", "Jeden wiersz na wskaźnik i rok: liczby do obliczeń."),
        ("", ""),
        ("Kolumny arkusza „Dane”", ""),
    ]
    titles = {field["name"]: field["title"] for field in schema()["fields"]}
    lines += [(name, titles[name]) for name in names(schema())]
    lines += [("", ""), ("Znaki", "")]
    lines += [(item.sign, item.meaning) for item in context.signs]
    lines += [("", ""), ("Podsumowanie", "")]
    lines += [("", text) for text in _said(context)]
    if context.collected is not None:
        lines += [("", ""), ("Kompletność danych", "")]
        lines += [("", text) for text in context.collected.sentences]
        lines += [
            ("Nie przekazano danych", f"{item.name}: {item.codes} ({item.indicators})")
            for item in context.collected.silent
        ]
        lines += [(item.code, f"{item.name}: {item.text}") for item in context.collected.incomplete]
    lines += [("", ""), ("Przerwy porównywalności", "")]
    lines += [
        (item.code, f"{item.name}: {item.since} a {item.year}, {item.type_label}, "
                    f"{item.state_label}. {item.reason} {item.decision}".rstrip())
        for item in context.breaks
    ]  # fmt: skip
    lines += [("", ""), ("Wątpliwości i zastrzeżenia", "")]
    lines += [(item.code, f"{item.name} {item.text}".strip()) for item in context.doubts]
    lines += [("", ""), ("Źródła", "")]
    lines += [(item.origin_label, f"{item.title} ({item.file_name})") for item in context.sources]
    for row, (name, text) in enumerate(lines):
        if name:
            _text(sheet, row, 0, name, formats["bold"])
        if text:
            _text(sheet, row, 1, text, formats["wrapped"])


def _said(context: ReportContext) -> Sequence[str]:
    summary = context.summary
    return [*summary.sentences, *filter(None, (summary.false_alarms, summary.suppression))]
