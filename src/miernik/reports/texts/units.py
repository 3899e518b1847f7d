"""How the units of a text look in Word: the style of each kind, tables with or without changes."""

from __future__ import annotations

from collections.abc import Sequence

from miernik.kernel.office.tracked_xml import Revisions
from miernik.kernel.redline import Change, Piece
from miernik.reports.render.docx_xml import HEADER_FILL
from miernik.reports.texts.document import cell, grid, styled
from miernik.strategy.models import UnitKind
from miernik.strategy.text.content import Table
from miernik.strategy.text.reading import Line

#: Room between the margins of an upright page, in mm.
TEXT_WIDTH = 166.0
_STYLES = {
    UnitKind.CHAPTER: "Heading 1",
    UnitKind.PART: "Heading 1",
    UnitKind.SECTION: "Heading 2",
    UnitKind.FIELD: "Heading 3",
    UnitKind.POINT: "Punkt",
    UnitKind.ITEM: "Punkt",
    UnitKind.INDICATOR: "Punkt",
    UnitKind.LETTER: "Litera",
    UnitKind.INDENT: "Tiret",
}
_CENTRED = (UnitKind.ACT, UnitKind.TITLE)
_BOLD = (UnitKind.ACT, UnitKind.TITLE, UnitKind.SUBTITLE, UnitKind.TABLE)
_LEAST, _MOST = 3, 34

#: A row of a table: what became of it, and the pieces of each cell.
Row = tuple[Change, list[list[Piece]]]


def layout_of(line: Line) -> str:
    """The paragraph layout of a unit."""
    kept = "<w:keepNext/>" if line.kind is UnitKind.TABLE else ""
    centred = '<w:jc w:val="center"/>' if line.kind in _CENTRED else ""
    return styled(_STYLES.get(line.kind, "Normal")) + kept + centred


def look_of(line: Line) -> str:
    """The look of a unit's letters where its style says nothing."""
    if line.kind is UnitKind.FOOTNOTE:
        return '<w:sz w:val="18"/>'
    return "<w:b/>" if line.kind in _BOLD else ""


def kept_rows(table: Table) -> list[Row]:
    """The rows of a table that stays as it is, its header first."""
    return [(Change.KEPT, [[Piece(Change.KEPT, text)] for text in row]) for row in rows_of(table)]


def rows_of(table: Table) -> list[list[str]]:
    """Header and rows of a table, every row as long as the longest."""
    rows = [row for row in (table["columns"], *table["rows"]) if row]
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def table_xml(rows: Sequence[Row], caption: str, revisions: Revisions) -> str:
    """A table of Word with the changes of its rows and cells; "" where it has no rows."""
    if not rows:
        return ""
    widths = _widths(rows)
    written = []
    for number, (fate, cells) in enumerate(rows):
        head = number == 0
        fill, look = (HEADER_FILL, "<w:b/>") if head else ("", "")
        content = "".join(
            cell(
                width,
                revisions.paragraph(fate, revisions.runs(pieces, look), styled("Tabela")),
                fill=fill,
            )
            for width, pieces in zip(widths, cells, strict=True)
        )
        properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
        written.append(revisions.row(fate, content, properties))
    return grid(widths, written, caption or "Tabela")


def _widths(rows: Sequence[Row]) -> list[float]:
    """Widths after the longest text of each column, within reason."""
    longest = [
        max(_LEAST, min(_MOST, max(sum(len(piece.text) for piece in cell) for cell in column)))
        for column in zip(*(cells for _, cells in rows), strict=True)
    ]
    return [TEXT_WIDTH * length / sum(longest) for length in longest]
