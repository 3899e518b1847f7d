"""The text of a version as it stands, for the annex of a resolution: DOCX and accessible PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from miernik.consultations.form_marks import unit_name
from miernik.kernel.office.tracked_xml import run
from miernik.kernel.redline import Change
from miernik.reports.render.pdf import typeset
from miernik.reports.texts.document import Page, TextDocument
from miernik.reports.texts.units import kept_rows, layout_of, look_of, rows_of, table_xml
from miernik.strategy.models import UnitKind
from miernik.strategy.text.reading import Line

_TEMPLATE = Path(__file__).parent.parent / "templates" / "typst" / "programme.typ"
_LEVELS = {UnitKind.CHAPTER: 1, UnitKind.PART: 1, UnitKind.SECTION: 2, UnitKind.FIELD: 3}


@dataclass(frozen=True, slots=True)
class TextFrame:
    """What stands around a text.

    ``above``: lines at the upper right ("Załącznik do uchwały nr …"); ``below``: lines under the
    title (the years, what version it is).
    """

    title: str
    author: str
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def docx_text(lines: list[Line], *, frame: TextFrame, at: dt.datetime) -> bytes:
    """Return the text as DOCX: headings, labels printed as text, tables; a bookmark each unit."""
    document = TextDocument(Page(frame.title, frame.author, foot=frame.title), at)
    for text in frame.above:
        document.add(document.fixed(text, layout='<w:jc w:val="right"/>'))
    document.add(document.fixed(frame.title, "Title"))
    for text in frame.below:
        document.add(document.fixed(text))
    revisions = document.revisions
    for line in lines:
        content = revisions.bookmark(unit_name(line.code), run(line.printed, look_of(line)))
        document.add(revisions.paragraph(Change.KEPT, content, layout_of(line)))
        if line.table:
            note = run(line.table["note"], '<w:sz w:val="18"/>') if line.table["note"] else ""
            document.add(
                table_xml(kept_rows(line.table), line.text, revisions),
                revisions.paragraph(Change.KEPT, note),
            )
    document.add(revisions.paragraph(Change.KEPT, ""))
    return document.content()


def pdf_text(lines: list[Line], *, frame: TextFrame, at: dt.datetime) -> bytes:
    """Return the text as PDF/UA-1 and PDF/A-2a; raises typst.TypstError as ``typeset`` does."""
    data = {"frame": asdict(frame), "units": list(_units(lines))}
    return typeset(_TEMPLATE, data, at)


def _units(lines: list[Line]) -> Iterator[dict[str, Any]]:
    """Units for the template; a heading is never two levels deeper than the one before."""
    last = 0
    for line in lines:
        level = min(_LEVELS.get(line.kind, 0), last + 1)
        last = level or last
        rows = rows_of(line.table) if line.table else []
        yield {
            "kind": str(line.kind),
            "level": level,
            "label": line.label,
            "text": line.text,
            "rows": rows,
            "note": line.table["note"] if line.table else "",
        }
