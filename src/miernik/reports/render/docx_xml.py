"""Tables of a DOCX as text: the public cell interface of python-docx is twenty times slower."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.table import CT_Tbl

from miernik.reports.render.office import clean

TWIPS_A_MM = 56.7
#: Longer rows may be cut by a page; shorter ones stay whole.
_WHOLE_ROW = 700
HEADER_FILL = "E8EFF6"
#: Of a row that is repeated on every page and cut by none.
HEAD_ROW = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = (
    "<w:tblBorders>"
    + "".join(f'<w:{side} w:val="single" w:sz="4" w:color="7B8794"/>' for side in _SIDES)
    + "</w:tblBorders>"
)


class Merge(Enum):
    """Whether a cell stands alone, begins a group of rows or continues it."""

    NONE = ""
    BEGIN = '<w:vMerge w:val="restart"/>'
    GO_ON = "<w:vMerge/>"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: paragraphs of text; a line feed inside one is a line break."""

    paragraphs: tuple[str, ...] = ("",)
    bold: bool = False
    small: bool = False
    right: bool = False
    #: On the same page as the row below.
    keep: bool = False
    merge: Merge = Merge.NONE


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header and its width in millimetres."""

    header: str
    width: float


def table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], caption: str) -> CT_Tbl:
    """Return a bordered table with a repeated header row.

    ``caption`` is its title for screen readers; every row has as many cells as there are columns.
    """
    widths = [round(column.width * TWIPS_A_MM) for column in columns]
    header = "".join(
        _cell(Cell((column.header,), bold=True, keep=True), width, fill=True)
        for column, width in zip(columns, widths, strict=True)
    )
    body = "".join(_row(row, widths) for row in rows)
    description = "Kolumny: " + ", ".join(column.header for column in columns)
    xml = frame(widths, f"<w:tr>{HEAD_ROW}{header}</w:tr>{body}", caption, description)
    declared = xml.replace("<w:tbl>", f"<w:tbl {nsdecls('w')}>", 1)
    return parse_xml(declared)  # type: ignore[return-value]  # lxml types say less


def frame(
    widths: Sequence[int], rows: str, caption: str, description: str = "", *, head: bool = True
) -> str:
    """Return a bordered table of ready rows as XML; ``widths`` in twips.

    ``caption`` and ``description`` are for screen readers; ``head``: the first row is a header.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    described = f"<w:tblDescription w:val={quoteattr(clean(description))}/>" if description else ""
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_BORDERS}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="{"0020" if head else "0000"}" w:firstRow="{int(head)}" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(clean(caption))}/>{described}"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def runs(text: str, properties: str = "") -> str:
    """Return the text as one run, line feeds as breaks."""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).split("\n")]
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def _row(row: Sequence[Cell], widths: Sequence[int]) -> str:
    length = sum(len(text) for cell in row for text in cell.paragraphs)
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if length < _WHOLE_ROW else ""
    cells = "".join(_cell(cell, width) for cell, width in zip(row, widths, strict=True))
    return f"<w:tr>{whole}{cells}</w:tr>"


def _cell(cell: Cell, width: int, *, fill: bool = False) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEADER_FILL}"/>' if fill else ""
    style = "Identyfikator" if cell.small else "Tabela"
    layout = (
        f'<w:pStyle w:val="{style}"/>'
        + ("<w:keepNext/>" if cell.keep else "")
        + ('<w:jc w:val="right"/>' if cell.right else "")
    )
    look = "<w:b/>" if cell.bold else ""
    paragraphs = "".join(
        f"<w:p><w:pPr>{layout}</w:pPr>{runs(text, look) if text else ''}</w:p>"
        for text in cell.paragraphs or ("",)
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{cell.merge.value}{shade}</w:tcPr>'
        f"{paragraphs}</w:tc>"
    )
