"""Page, footer and styles of the DOCX."""

from __future__ import annotations

from typing import cast

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from miernik.reports.context import ReportContext
from miernik.reports.render.office import clean

ACCENT = RGBColor(0x12, 0x43, 0x6D)
QUIET = RGBColor(0x4A, 0x55, 0x68)
#: On every clerk's machine; LibreOffice has its metric twin.
FONT = "Calibri"
_SIZES = {"Normal": 10, "Title": 30, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11}


def set_page(document: Document, context: ReportContext) -> None:
    """Lay A4 across, with "Strona 3 z 55" at the foot of every page but the first."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin, section.bottom_margin = Mm(14), Mm(16)
    section.different_first_page_header_footer = True
    title = context.title
    footer = section.footer.paragraphs[0]
    stops = footer.paragraph_format.tab_stops
    for stop in document.styles["Footer"].paragraph_format.tab_stops:  # of a narrower page
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Mm(267), WD_TAB_ALIGNMENT.RIGHT)
    name = f"{title.heading} · {title.municipality} · {context.edition.label}"
    footer.add_run(clean(name) + "\tStrona ")
    add_field(footer, "PAGE")
    footer.add_run(" z ")
    add_field(footer, "NUMPAGES")
    for run in footer.runs:
        run.font.size = Pt(7.5)


def set_styles(document: Document) -> None:
    """Make the template's styles Polish and the report's own."""
    styles = document.styles
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "pl-PL")
    for name, size in _SIZES.items():
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name = FONT
        style.font.size = Pt(size)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), FONT)
        if name != "Normal":
            style.font.color.rgb = ACCENT
            style.paragraph_format.keep_with_next = True
        else:
            style.paragraph_format.space_after = Pt(5)
    _add_style(document, "Tabela", 8)
    _add_style(document, "Identyfikator", 6.5).font.color.rgb = QUIET
    for level in (1, 2, 3):
        entry = _add_style(document, f"Spis{level}", 10)
        entry.paragraph_format.left_indent = Mm(6 * (level - 1))
        entry.paragraph_format.space_after = Pt(2)


def _add_style(document: Document, name: str, size: float) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(size)
    style.paragraph_format.space_after = Pt(0)
    return style


def add_field(paragraph: Paragraph, name: str) -> None:
    """Add a field such as PAGE, which python-docx has no words for."""
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:rPr><w:sz w:val="15"/></w:rPr>'
    element = parse_xml(f"{field}<w:t>1</w:t></w:r></w:fldSimple>")
    paragraph._p.append(cast("CT_P", element))  # noqa: SLF001  # no public way to add fields
