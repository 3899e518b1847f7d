"""The report of a consultation as DOCX and accessible PDF, in the form the city uses."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from miernik.kernel.office.tracked_xml import run
from miernik.kernel.redline import Change
from miernik.reports.consultations.annex import COLUMNS, KEY, Cell, row_cells, word_runs
from miernik.reports.render.docx_xml import HEAD_ROW, HEADER_FILL
from miernik.reports.render.pdf import typeset
from miernik.reports.texts.document import Page, TextDocument, cell, grid, styled

_TEMPLATE = Path(__file__).parent.parent / "templates" / "typst" / "consultation_report.typ"
_WIDTHS = (58.0, 66.0, 62.0, 80.0)
_ALL = sum(_WIDTHS)
_RIGHT, _CENTRED = '<w:jc w:val="right"/>', '<w:jc w:val="center"/>'
_HANGING = '<w:ind w:left="454" w:hanging="454"/>'
_ITEM = '<w:ind w:left="908" w:hanging="454"/>'


def report_files(content: Mapping[str, Any], at: dt.datetime | None = None) -> dict[str, bytes]:
    """Return the report's files by name: DOCX, PDF and the content itself as JSON."""
    moment = at or dt.datetime.now(dt.UTC)
    plain = json.dumps(content, ensure_ascii=False, indent=1)
    return {
        "raport-z-konsultacji.docx": report_docx(content, moment),
        "raport-z-konsultacji.pdf": report_pdf(content, moment),
        "raport-z-konsultacji.json": plain.encode(),
    }


def report_docx(content: Mapping[str, Any], at: dt.datetime) -> bytes:
    """Return the report as DOCX; ``content`` as ``ReportContent.plain`` gives it."""
    page = Page(content["title"], content["place_and_date"], across=bool(content["annexes"]))
    document = TextDocument(page, at)
    _write_points(document, content)
    if content["annexes"]:
        document.break_section(across=False)
    for annex in content["annexes"]:
        _write_annex(document, annex)
    document.add(_paragraph(document, ""))
    return document.content()


def report_pdf(content: Mapping[str, Any], at: dt.datetime) -> bytes:
    """Return the report as PDF/UA-1 and PDF/A-2a; raises typst.TypstError as ``typeset`` does."""
    annexes = [
        {
            "number": annex["number"],
            "title": annex["title"],
            "submitters": [
                {
                    "name": _named(rows),
                    "rows": [row_cells(row) for row in rows["rows"]],
                    "general": rows["general"],
                }
                for rows in annex["submitters"]
            ],
        }
        for annex in content["annexes"]
    ]
    points = [
        {"number": point["number"], "text": point["text"], "items": _lettered(point["items"])}
        for point in content["points"]
    ]
    report = {
        "signs": list(content["case_signs"]),
        "dated": content["place_and_date"],
        "title": content["title"],
        "points": points,
        "columns": list(COLUMNS),
        "key": KEY,
        "annexes": annexes,
    }
    return typeset(_TEMPLATE, {"report": report}, at)


def _write_points(document: TextDocument, content: Mapping[str, Any]) -> None:
    for sign in content["case_signs"]:
        document.add(_paragraph(document, run(sign)))
    document.add(_paragraph(document, run(content["place_and_date"]), _RIGHT))
    document.add(_paragraph(document, run(content["title"]), styled("Title") + _CENTRED))
    for point in content["points"]:
        text = f"{point['number']}.\t{point['text']}"
        document.add(_paragraph(document, run(text), _HANGING))
        for label, item in _lettered(point["items"]):
            document.add(_paragraph(document, run(f"{label}\t{item}"), _ITEM))


def _lettered(items: list[str]) -> list[tuple[str, str]]:
    """Items with letters; the last ends the sentence."""
    last = len(items) - 1
    return [
        (f"{chr(ord('a') + place)})", item + ("." if place == last else ","))
        for place, item in enumerate(items)
    ]


def _write_annex(document: TextDocument, annex: Mapping[str, Any]) -> None:
    heading = f"Załącznik nr {annex['number']}"
    document.add(_paragraph(document, run(heading), _RIGHT))
    document.add(_paragraph(document, run(annex["title"]), styled("Heading 1") + _CENTRED))
    document.add(_paragraph(document, run(KEY)))
    rows = [
        f"<w:tr>{HEAD_ROW}"
        + "".join(
            cell(width, _paragraph(document, run(name, "<w:b/>")), fill=HEADER_FILL)
            for width, name in zip(_WIDTHS, COLUMNS, strict=True)
        )
        + "</w:tr>"
    ]
    for submitter in annex["submitters"]:
        rows.append(_wide(document, _named(submitter), "<w:b/>"))
        for row in submitter["rows"]:
            cells = zip(_WIDTHS, row_cells(row), strict=True)
            rows.append(
                "<w:tr>"
                + "".join(cell(width, _paragraphs(document, part)) for width, part in cells)
                + "</w:tr>"
            )
        if submitter["general"]:
            rows.append(_wide(document, f"Uwagi ogólne: {submitter['general']}", ""))
    document.add(grid(_WIDTHS, rows, annex["title"]))


def _named(rows: Mapping[str, Any]) -> str:
    remark = f" ({rows['remark']})" if rows["remark"] else ""
    return f"{rows['submitter']}{remark}"


def _wide(document: TextDocument, text: str, look: str) -> str:
    inside = _paragraph(document, run(text, look))
    made = cell(_ALL, inside).replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="4"/>', 1)
    # gridSpan stands after tcW in the schema
    before, rest = made.split('<w:gridSpan w:val="4"/>', 1)
    width, after = rest.split("/>", 1)
    return f'<w:tr>{before}{width}/><w:gridSpan w:val="4"/>{after}</w:tr>'


def _paragraphs(document: TextDocument, part: Cell) -> str:
    if not part:
        return _paragraph(document, "")
    return "".join(_paragraph(document, word_runs(runs)) for runs in part)


def _paragraph(document: TextDocument, content: str, layout: str = "") -> str:
    return document.revisions.paragraph(Change.KEPT, content, layout)
