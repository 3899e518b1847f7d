"""A decision as a file: PDF/UA-1 with PDF/A-2a, and DOCX. The letter says everything, here it is
only laid out on the page as Polish offices do."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from miernik.cases.procedure.letter import Letter, Line
from miernik.kernel.text import NBSP
from miernik.reports.render.docx_frame import add_field, set_styles
from miernik.reports.render.docx_xml import Cell, Column, table
from miernik.reports.render.office import clean, reproducible
from miernik.reports.render.pdf import typeset

TEMPLATE = Path(__file__).parent / "templates" / "typst" / "letter.typ"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_DRAFT = "PROJEKT – nie jest decyzją"


def render(letter: Letter, file_format: str, at: dt.datetime) -> bytes:
    """Return the letter as ``pdf`` or ``docx``; ``at`` is its creation date."""
    return {"pdf": render_pdf, "docx": render_docx}[file_format](letter, at)


def render_pdf(letter: Letter, at: dt.datetime) -> bytes:
    """Return the PDF; equal letters made at an equal time are equal bytes."""
    return typeset(TEMPLATE, {"letter": _bound(letter.as_json())}, at)


def render_docx(letter: Letter, at: dt.datetime) -> bytes:
    """Return the DOCX; equal letters made at an equal time are equal bytes."""
    writer = _Writer(letter, at)
    writer.head()
    writer.decision()
    writer.grounds()
    writer.foot()
    target = io.BytesIO()
    writer.document.save(target)
    return reproducible(target.getvalue(), at)


_BEFORE_NUMBER = re.compile(
    r"(?<=\bart\.|\bust\.|\blit\.|\bpoz\.) (?=\w)|(?<=\bpkt) (?=\w)|(?<=\bnr) (?=\w)"
    r"|(?<=§) (?=\d)|(?<=\w) (?=§)|(?<=\b\d{4}) (?=r\.)"
)
_DATE = re.compile(r"(\d{1,2}) (\w+) (\d{4}) r\.")


def _bound(data: Any) -> Any:
    """Return texts whose dates and articles do not break over lines."""
    if isinstance(data, str):
        dated = _DATE.sub(rf"\1{NBSP}\2{NBSP}\3{NBSP}r.", data)
        return _BEFORE_NUMBER.sub(NBSP, dated)
    if isinstance(data, dict):
        return {key: _bound(value) for key, value in data.items()}
    return [_bound(item) for item in data] if isinstance(data, list | tuple) else data


class _Writer:
    """Puts the parts of one letter into one document, top to bottom."""

    def __init__(self, letter: Letter, at: dt.datetime) -> None:
        self.letter = letter
        self.document = docx.Document()
        set_styles(self.document)
        for style, size in (("Normal", 11), ("Tabela", 9)):
            self.document.styles[style].font.size = Pt(size)
        self._set_page()
        properties = self.document.core_properties
        properties.title = clean(letter.title)
        properties.author = properties.last_modified_by = clean(letter.authority.name)
        properties.subject = clean(letter.case_sign)
        properties.language = "pl-PL"
        properties.comments = ""
        properties.created = properties.modified = at.replace(tzinfo=None)

    def head(self) -> None:
        letter = self.letter
        if letter.draft:
            self.text(_DRAFT, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        self.text(letter.place_and_date, align=WD_ALIGN_PARAGRAPH.RIGHT)
        self.text(letter.authority.name, bold=True).paragraph_format.space_after = Pt(0)
        if letter.authority.address:
            self.text(letter.authority.address)
        self.text(f"Znak sprawy: {letter.case_sign}").paragraph_format.space_after = Pt(14)
        for number, line in enumerate(letter.addressee):
            paragraph = self.text(line, bold=number == 0)
            paragraph.paragraph_format.left_indent = Mm(95)
            paragraph.paragraph_format.space_after = Pt(0)

    def decision(self) -> None:
        letter = self.letter
        title = self.document.add_paragraph(style="Title")
        title.add_run(clean(_bound(letter.title))).font.size = Pt(16)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_before = Pt(18)
        self.text(f"{letter.legal_basis}, {letter.preamble}")
        self.text(letter.verb, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        for line in letter.operative:
            self.text(line)
        if letter.payments:
            self.heading("Terminy wypłat")
            rows = [(item.month, item.amount, item.due) for item in letter.payments]
            self.sheet(("Za miesiąc", "Kwota", "Termin"), (60, 50, 50), rows, "Terminy wypłat")

    def grounds(self) -> None:
        letter = self.letter
        self.heading("Uzasadnienie")
        for paragraph in letter.justification:
            self.text(paragraph)
        if letter.calculation:
            self.heading("Obliczenie")
            self.lines(letter.calculation, ("Krok", "Wynik", "Przepis"), "Obliczenie")
        if letter.parameters:
            self.heading("Wielkości ustalone w przepisach")
            headers = ("Wielkość", "Wartość", "Przepis")
            self.lines(letter.parameters, headers, "Wielkości ustalone w przepisach")

    def foot(self) -> None:
        letter = self.letter
        self.heading("Pouczenie")
        for advice in letter.instruction:
            self.text(advice)
        for number, line in enumerate(letter.signature):
            paragraph = self.text(line, align=WD_ALIGN_PARAGRAPH.CENTER)
            paragraph.paragraph_format.left_indent = Mm(85)
            paragraph.paragraph_format.keep_with_next = number + 1 < len(letter.signature)
            paragraph.paragraph_format.space_before = Pt(0 if number else 24)
        self.text("Otrzymują:").paragraph_format.space_before = Pt(18)
        for number, line in enumerate(letter.recipients, 1):
            self.text(f"{number}. {line}").paragraph_format.space_after = Pt(0)

    # --- pieces ----------------------------------------------------------------------------------

    def text(
        self, text: str, *, bold: bool = False, align: WD_ALIGN_PARAGRAPH | None = None
    ) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph.add_run(clean(_bound(text))).bold = bold or None
        if align is not None:
            paragraph.alignment = align
        return paragraph

    def heading(self, text: str) -> None:
        self.document.add_heading(clean(text), 2)

    def lines(self, lines: tuple[Line, ...], headers: tuple[str, ...], caption: str) -> None:
        rows = [(line.text, line.value, line.basis) for line in lines]
        strong = {number for number, line in enumerate(lines) if line.strong}
        self.sheet(headers, (85, 32, 48), rows, caption, strong)

    def sheet(
        self,
        headers: tuple[str, ...],
        widths: tuple[float, ...],
        rows: list[tuple[str, str, str]],
        caption: str,
        strong: set[int] | frozenset[int] = frozenset(),
    ) -> None:
        columns = [Column(header, width) for header, width in zip(headers, widths, strict=True)]
        cells = [
            [
                Cell(
                    (_bound(text),), bold=number in strong, right=place == 1, keep=number in strong
                )
                for place, text in enumerate(row)
            ]
            for number, row in enumerate(rows)
        ]
        self.document.element.body.insert_element_before(table(columns, cells, caption), "w:sectPr")
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _set_page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(25), Mm(20)
        section.top_margin, section.bottom_margin = Mm(20), Mm(20)
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        footer.add_run(clean(f"{self.letter.case_sign} · {self.letter.title} · strona "))
        add_field(footer, "PAGE")
        footer.add_run(" z ")
        add_field(footer, "NUMPAGES")
        for run in footer.runs:
            run.font.size = Pt(8)
