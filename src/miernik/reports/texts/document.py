"""A Word document of a text: page and styles, paragraphs written as XML."""

from __future__ import annotations

import copy
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from lxml import etree

from miernik.consultations.form_marks import fixed_name
from miernik.kernel.office.tracked_xml import Revisions, run
from miernik.kernel.redline import Change
from miernik.reports.render.docx_frame import add_field, set_styles
from miernik.reports.render.docx_xml import TWIPS_A_MM, frame
from miernik.reports.render.office import clean, reproducible

#: Name of a style and how far its text and the first line of it stand from the margin, in mm.
_INDENTED = {"Punkt": (8, -6), "Litera": (15, -6), "Tiret": (20, -5)}


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around a text: title for the properties, head and foot of every page."""

    title: str
    author: str
    head: str = ""
    foot: str = ""
    across: bool = False


class TextDocument:
    """A document that grows paragraph by paragraph; ``revisions`` signs its tracked changes."""

    def __init__(self, page: Page, at: dt.datetime) -> None:
        self.revisions = Revisions(page.author, at)
        self._at = at
        self._xml: list[str] = []
        self._fixed = 0
        self._document = docx.Document()
        set_styles(self._document)
        self._set_styles()
        self._set_page(page)
        properties = self._document.core_properties
        properties.title = clean(page.title)[:255]
        properties.author = properties.last_modified_by = clean(page.author)[:255]
        properties.language = "pl-PL"
        properties.comments = ""
        properties.created = properties.modified = at.replace(tzinfo=None)

    def add(self, *xml: str) -> None:
        """Add paragraphs or tables."""
        self._xml += xml

    def fixed(self, text: str, style: str = "Normal", *, look: str = "", layout: str = "") -> str:
        """A paragraph of the office's own, recognised when the document comes back."""
        self._fixed += 1
        inside = self.revisions.bookmark(fixed_name(self._fixed, text), run(text, look))
        return self.revisions.paragraph(Change.KEPT, inside, styled(style) + layout)

    def break_section(self, *, across: bool) -> None:
        """End the part written so far; it keeps the head and foot, its pages lie or stand."""
        section = copy.deepcopy(self._document.sections[0]._sectPr)  # noqa: SLF001  # no other way
        size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
        assert size is not None
        assert margins is not None
        long, short = str(round(297 * TWIPS_A_MM)), str(round(210 * TWIPS_A_MM))
        width, height = (long, short) if across else (short, long)
        size.set(qn("w:w"), width)
        size.set(qn("w:h"), height)
        size.set(qn("w:orient"), "landscape" if across else "portrait")
        side = str(round((15 if across else 22) * TWIPS_A_MM))
        margins.set(qn("w:left"), side)
        margins.set(qn("w:right"), side)
        inside = etree.tostring(section, encoding="unicode")
        self._xml.append(f"<w:p><w:pPr>{inside}</w:pPr></w:p>")

    def content(self) -> bytes:
        """The finished file; equal documents made at an equal time are equal bytes."""
        body = parse_xml(f"<w:body {nsdecls('w')}>{''.join(self._xml)}</w:body>")
        target = self._document.element.body
        for child in list(body):
            target.insert_element_before(child, "w:sectPr")
        packed = io.BytesIO()
        self._document.save(packed)
        return reproducible(packed.getvalue(), self._at)

    def _set_styles(self) -> None:
        styles = self._document.styles
        for name, size in (("Normal", 11), ("Title", 18), ("Heading 1", 14), ("Heading 2", 12.5),
                           ("Tabela", 9.5)):  # fmt: skip
            styles[name].font.size = Pt(size)
        for name, (left, first) in _INDENTED.items():
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            assert isinstance(style, ParagraphStyle)
            style.base_style = styles["Normal"]
            style.paragraph_format.left_indent = Mm(left)
            style.paragraph_format.first_line_indent = Mm(first)
            style.paragraph_format.space_after = Pt(3)

    def _set_page(self, page: Page) -> None:
        section = self._document.sections[0]
        long, short = Mm(297), Mm(210)
        section.orientation = WD_ORIENT.LANDSCAPE if page.across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if page.across else (short, long)
        section.left_margin = section.right_margin = Mm(15 if page.across else 22)
        section.top_margin = section.bottom_margin = Mm(18)
        if page.head:
            _small(section.header.paragraphs[0], page.head)
        foot = section.footer.paragraphs[0]
        _small(foot, f"{page.foot} · strona " if page.foot else "Strona ")
        add_field(foot, "PAGE")
        foot.add_run(" z ").font.size = Pt(8)
        add_field(foot, "NUMPAGES")


def styled(style: str) -> str:
    """The part of a paragraph's layout that names its style."""
    return f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if style != "Normal" else ""


def grid(widths: Sequence[float], rows: Sequence[str], caption: str, *, head: bool = True) -> str:
    """A ruled table; ``widths`` in mm, ``rows`` as XML, ``caption`` for screen readers."""
    return frame([round(width * TWIPS_A_MM) for width in widths], "".join(rows), caption, head=head)


def cell(width: float, paragraphs: str, *, fill: str = "") -> str:
    """A cell of a table; ``paragraphs`` as XML, ``width`` in mm, ``fill`` as RRGGBB."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * TWIPS_A_MM)}" w:type="dxa"/>{shade}</w:tcPr>'
        f"{paragraphs}</w:tc>"
    )


def _small(paragraph: Paragraph, text: str) -> None:
    paragraph.add_run(clean(text)).font.size = Pt(8)
