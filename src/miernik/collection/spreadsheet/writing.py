"""Writing of the workbook an institution fills in: instruction, form, hidden identifiers.

Sheets are protected without a password: against accidents, not against people. Nothing people
typed can become a formula or a link: every text goes through ``write_string``.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_formula

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import EMPTY, STATUS_WORDS, AnswerContent
from miernik.collection.spreadsheet.facts import FORMAT_VERSION, FormFacts
from miernik.collection.spreadsheet.form_sheet import FormSheet
from miernik.collection.spreadsheet.layout import IDENTITY_MARK
from miernik.collection.spreadsheet.styles import formats
from miernik.collection.spreadsheet.writable import clean
from miernik.kernel.dates import print_date
from miernik.kernel.quantities import NoteKind

IDENTITY_SHEET = "_miernik"
_LISTS_COLUMN = 4


def write_workbook(
    form: FormFacts,
    asked: Sequence[AskedIndicator],
    answers: Mapping[str, AnswerContent],
) -> bytes:
    """Return the form as XLSX, with the present answers (by indicator's UUID) filled in."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    book = xlsxwriter.Workbook(target, options)
    book.set_properties(
        {
            "title": clean(f"{form.campaign}, rok {form.year}")[:255],
            "subject": clean(form.institution)[:255],
            "author": clean(form.contact)[:255],
            "keywords": "formularz sprawozdawczy",
        }
    )
    styles = formats(book)
    _write_instruction(book.add_worksheet("Instrukcja"), form, styles)
    answers_sheet = book.add_worksheet("Odpowiedzi")
    identity = book.add_worksheet(IDENTITY_SHEET)
    lists = _write_lists(identity, asked)
    sheet = FormSheet(answers_sheet, form, styles, lists)
    for order, one in enumerate(asked, start=1):
        sheet.write(order, one, answers.get(one.indicator, EMPTY))
    sheet.finish()
    _write_identity(identity, form, asked)
    book.close()
    return target.getvalue()


def checksum(lines: Sequence[Sequence[str]]) -> str:
    """Return the checksum of the hidden identifiers; it finds damage, not forgery."""
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


def _instruction(form: FormFacts) -> list[str]:
    also = ", albo wczytaj na stronie formularza." if form.link else "."
    sentences = (
        f"Odpowiedzi za {form.year} r. wpisz w arkuszu „Odpowiedzi”, w żółtych polach.",
        "Przy każdym pytaniu najpierw wybierz z listy: wartość, zero, nie dotyczy, brak danych.",
        "Obok stoi poprzednia wartość: policz tak samo albo opisz różnicę w uwagach.",
        "Przy braku danych napisz powód; puste pole znaczy, że odpowiedzi jeszcze nie ma.",
        f"Zapisz plik jako XLSX i odeślij w odpowiedzi na wiadomość, z którą przyszedł{also}",
    )
    return [f"{number}. {words}" for number, words in enumerate(sentences, start=1)]


def _write_instruction(sheet: Any, form: FormFacts, styles: Mapping[str, Any]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 100)
    lines = [("title", form.campaign), ("subtitle", form.institution)]
    lines += [("plain", form.intro)] if form.intro else []
    lines += [("plain", "")]
    lines += [("plain", words) for words in _instruction(form)]
    lines += [("plain", ""), ("strong", f"Termin: {print_date(form.deadline)}")]
    lines += [("plain", f"Pytania: {form.contact}")]
    lines += [("plain", f"Strona formularza: {form.link}")] if form.link else []
    for row, (style, words) in enumerate(lines, start=1):
        sheet.write_string(row, 1, clean(words), styles[style])
        size = 24 if style == "title" else 16
        sheet.set_row(row, size * max(1, -(-len(words) // 95)))
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_lists(sheet: Any, asked: Sequence[AskedIndicator]) -> dict[tuple[str, ...], str]:
    """Write every list of choices once; return the range of each."""
    wanted = [tuple(STATUS_WORDS.values()), tuple(kind.label for kind in NoteKind)]
    wanted += [one.levels for one in asked if one.levels]
    ranges: dict[tuple[str, ...], str] = {}
    for words in wanted:
        if words in ranges:
            continue
        column = _LISTS_COLUMN + len(ranges)
        for row, word in enumerate(words):
            sheet.write_string(row, column, clean(word))
        ranges[words] = xl_range_formula(IDENTITY_SHEET, 0, column, len(words) - 1, column)
    return ranges


def _write_identity(sheet: Any, form: FormFacts, asked: Sequence[AskedIndicator]) -> None:
    lines = [
        [IDENTITY_MARK, str(FORMAT_VERSION)],
        ["form", str(form.form)],
        ["revision", clean(form.revision)],
        ["year", str(form.year)],
        ["institution", clean(form.institution)],
        ["signature", clean(form.signature)],
        *([str(order), one.indicator] for order, one in enumerate(asked, start=1)),
    ]
    lines.append(["checksum", checksum(lines)])
    for row, (name, value) in enumerate(lines):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.protect()
    sheet.very_hidden()
