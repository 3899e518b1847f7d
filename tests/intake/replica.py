"""Replicas of the city's printed report: the same table as DOCX, XLSX or PDF, of any length.

For the readers' round trips and for the bench. ``printed`` turns goals in the shape of the golden
files into lines of the printed table; ``write_docx``, ``write_xlsx`` and ``write_pdf`` set them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from miernik.intake.rows import Column

HEADERS = (
    "L.p.",
    "Zadania realizacyjne (działania)",
    "Realizatorzy",
    "Źródła finansowania",
    "Wskaźniki",
    "Wartość wskaźnika w {year} r.",
    "Monitorowanie",
    "Uwagi",
)
TITLE = (
    "Raport",
    (
        "z wykonania zadań przyjętych w „Strategii Rozwiązywania Problemów Społecznych Miasta"
        " Białegostoku na lata 2011 - 2020”"
    ),
    "za rok {year}",
)
#: Columns whose cell is merged over all indicators of a task.
GROUPED = (Column.CODE, Column.TASK, Column.IMPLEMENTERS, Column.FUNDING)
#: Widths of the eight columns in twentieths of a point, as in the city's landscape pages.
WIDTHS = (800, 2300, 2100, 1700, 2500, 1500, 1900, 1900)


@dataclass(frozen=True)
class Line:
    """One printed row, the grouped cells in full; ``rows_in_task`` only on a task's first row."""

    cells: Mapping[Column, str]
    rows_in_task: int = 0


@dataclass(frozen=True)
class Block:
    """One priority with its rows, and the goal's heading where a goal begins."""

    goal: str | None
    priority: str
    lines: tuple[Line, ...]


def printed(goals: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Lay goals, in the shape of the golden files, out as the report prints them."""
    blocks = []
    for goal in goals:
        heading: str | None = f"Cel strategiczny {goal['code']} {goal['title']}"
        for priority in goal["priorities"]:
            lines = tuple(line for task in priority["tasks"] for line in _task_lines(task))
            title = f"Priorytet {priority['code']}. {priority['title']}"
            blocks.append(Block(heading, title, lines))
            heading = None
    return blocks


def repeated(blocks: Sequence[Block], times: int) -> list[Block]:
    """The same table ``times`` over, for measuring long documents."""
    return [replace(block) for _ in range(times) for block in blocks]


def lines_of(blocks: Iterable[Block]) -> Iterator[dict[Column, str]]:
    """What a reader must find, row by row: grouped cells only in a task's first row."""
    for block in blocks:
        for line in block.lines:
            yield {
                column: text
                for column, text in line.cells.items()
                if text and (line.rows_in_task or column not in GROUPED)
            }


def headings_of(blocks: Iterable[Block]) -> list[str]:
    """Headings of goals and priorities in order."""
    return [text for block in blocks for text in (block.goal, block.priority) if text]


def _task_lines(task: Mapping[str, Any]) -> Iterator[Line]:
    indicators = task["indicators"]
    remarks = iter((task["remarks"] or "").split("\n"))
    for number, indicator in enumerate(indicators):
        cells = {
            Column.CODE: task["code"],
            Column.TASK: task["title"],
            Column.IMPLEMENTERS: task["implementers_text"] or "",
            Column.FUNDING: task["funding_text"] or "",
            Column.INDICATOR: indicator["name"],
            Column.VALUE: indicator["value_raw"] or "",
            Column.MONITORING: task["monitoring"] or "",
            Column.REMARKS: next(remarks, "") if indicator["footnote"] else "",
        }
        yield Line(cells, len(indicators) if number == 0 else 0)


# --- DOCX ----------------------------------------------------------------------------------------


def write_docx(
    blocks: Sequence[Block], path: Path, *, year: int = 2017, headings_in_table: bool = True
) -> None:
    """Write a table per priority; goal and priority as full-width rows or as paragraphs."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.shared import Mm

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Mm(12.7)
    for title in TITLE:
        document.add_paragraph(title.format(year=year))
    document.add_paragraph("").paragraph_format.page_break_before = True
    for block in blocks:
        headings = [text for text in (block.goal, block.priority) if text]
        if not headings_in_table:
            for text in headings:
                document.add_heading(text, level=2)
            headings = []
        document.element.body.insert(-1, parse_xml(_docx_table(block, headings, year)))
        document.add_paragraph("")
    document.save(str(path))


def _docx_table(block: Block, headings: Sequence[str], year: int) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS)
    rows = [_docx_row([_docx_cell(text, 8)]) for text in headings]
    header = [_docx_cell(text.format(year=year)) for text in HEADERS]
    rows.append(_docx_row(header, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"))
    for line in block.lines:
        cells = []
        for column, text in line.cells.items():
            merge = ""
            if column in GROUPED:
                merge = "restart" if line.rows_in_task else "continue"
            cells.append(_docx_cell("" if merge == "continue" else text, merge=merge))
        rows.append(_docx_row(cells))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:tbl xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:tblPr>'
        f'<w:tblW w:w="{sum(WIDTHS)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _docx_row(cells: Sequence[str], properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _docx_cell(text: str, span: int = 1, merge: str = "") -> str:
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    body, star, rest = text.partition("*") if len(text) < 12 else (text, "", "")
    raised = (
        f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{star}</w:t></w:r>'
        if star
        else ""
    )
    return (
        f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:pPr><w:spacing w:after='0'/></w:pPr>"
        f'<w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:t xml:space="preserve">{escape(body)}</w:t>'
        f"</w:r>{raised}<w:r><w:t>{escape(rest)}</w:t></w:r></w:p></w:tc>"
    )


# --- XLSX ----------------------------------------------------------------------------------------


def write_xlsx(blocks: Sequence[Block], path: Path, *, year: int = 2017) -> None:
    """Write one sheet with merged cells; plain whole numbers are stored as numbers."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sprawozdanie"
    row = 1
    for title in TITLE:
        sheet.cell(row, 1, title.format(year=year))
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=8)
        row += 1
    for block in blocks:
        for text in (block.goal, block.priority):
            if text:
                sheet.cell(row, 1, text)
                sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=8)
                row += 1
        for column, text in enumerate(HEADERS, start=1):
            sheet.cell(row, column, text.format(year=year))
        row += 1
        for line in block.lines:
            _write_sheet_row(sheet, row, line)
            row += 1
    book.save(path)


def _write_sheet_row(sheet: Any, row: int, line: Line) -> None:
    for number, (column, text) in enumerate(line.cells.items(), start=1):
        if column in GROUPED and not line.rows_in_task:
            continue
        if line.rows_in_task > 1 and column in GROUPED:
            sheet.merge_cells(
                start_row=row,
                end_row=row + line.rows_in_task - 1,
                start_column=number,
                end_column=number,
            )
        cell = sheet.cell(row, number, text or None)
        bare = text.replace(" ", "")
        if column is Column.VALUE and bare.isascii() and bare.isdigit():
            cell.value = int(bare)
            cell.number_format = "# ##0" if " " in text else "0"


# --- PDF -----------------------------------------------------------------------------------------

_TYPST = """
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", flipped: true, margin: 1.2cm, footer: context [
  #align(right)[Strona #counter(page).display() z #counter(page).final().first()]
])
#set text(size: 9pt, lang: "pl", hyphenate: data.hyphenate)
#for line in data.title [#align(center, line) #parbreak()]
#pagebreak()
#for block in data.blocks {
  for heading in block.headings [#strong(heading) #parbreak()]
  table(
    columns: data.widths.map(width => width * 1fr),
    table.header(..data.header.map(text => strong(text))),
    ..block.cells.map(cell => table.cell(rowspan: cell.rows, breakable: true)[
      #cell.text#if cell.star { super[\\*] }
    ]),
  )
}
"""


def write_pdf(
    blocks: Sequence[Block], path: Path, *, year: int = 2017, hyphenate: bool = False
) -> None:
    """Set the report in Typst: a ruled table per priority, row groups broken over pages."""
    import typst

    data = {
        "title": [text.format(year=year) for text in TITLE],
        "header": [text.format(year=year) for text in HEADERS],
        "widths": WIDTHS,
        "hyphenate": hyphenate,
        "blocks": [_typst_block(block) for block in blocks],
    }
    source = _TYPST.encode()
    path.write_bytes(
        typst.compile(source, sys_inputs={"data": json.dumps(data)}, ignore_system_fonts=True)
    )


def _typst_block(block: Block) -> dict[str, Any]:
    cells = []
    for line in block.lines:
        for column, text in line.cells.items():
            if column in GROUPED and not line.rows_in_task:
                continue
            star = column is Column.VALUE and text.endswith("*")
            cells.append(
                {
                    "text": text.removesuffix("*") if star else text,
                    "star": star,
                    "rows": line.rows_in_task if column in GROUPED else 1,
                }
            )
    return {"headings": [text for text in (block.goal, block.priority) if text], "cells": cells}
