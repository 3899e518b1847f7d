"""The package for the council: resolution with its annex, justification, report, what changed."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from miernik.consultations.models import ConsultedDraft
from miernik.consultations.report_content import report_content
from miernik.kernel.office.tracked_xml import run
from miernik.kernel.redline import Change
from miernik.reports.consultations.report import report_files
from miernik.reports.consultations.summary import (
    justification,
    sheet_docx,
    sheet_pdf,
    what_changed,
)
from miernik.reports.texts.clean import TextFrame, docx_text, pdf_text
from miernik.reports.texts.document import Page, TextDocument, styled
from miernik.reports.texts.redline import docx_redline
from miernik.strategy.models import UnitKind
from miernik.strategy.text.reading import Line, lines

_BLANK = "……………"


def package(draft: ConsultedDraft, at: dt.datetime) -> dict[str, bytes]:
    """Return the files of the council's package by name.

    The annex is the text after consultations, or the consulted one before that is made. A draft
    whose text is not known gives the resolution's frame, the justification and the reports.
    """
    consultation = draft.consultation
    author = consultation.responsible
    version = draft.result or draft.version
    text = _annex(lines(version)) if version else []
    files = {"1-projekt-uchwaly.docx": resolution_docx(draft, at)}
    if version is not None:
        frame = TextFrame(title=version.work.title, author=author, above=("Załącznik do uchwały",))
        files["2-zalacznik.docx"] = docx_text(text, frame=frame, at=at)
        files["2-zalacznik.pdf"] = pdf_text(text, frame=frame, at=at)
    for name, sheet in (
        ("3-uzasadnienie", justification(draft)),
        ("5-co-sie-zmienilo", what_changed(draft)),
    ):
        files[f"{name}.docx"] = sheet_docx(sheet, at)
        files[f"{name}.pdf"] = sheet_pdf(sheet, at)
    day = timezone.localdate(at)
    for track in consultation.tracks.order_by("pk"):
        frozen = track.reports.order_by("-number").first()
        content = frozen.content if frozen else report_content(track, day).plain()
        for name, data in report_files(content, at).items():
            if not name.endswith(".json"):
                files[f"4-{track.kind}-{name}"] = data
    if draft.version is not None and draft.result is not None:
        files["6-zmiany-do-sledzenia.docx"] = docx_redline(
            lines(draft.version), lines(draft.result), title=draft.title, author=author, at=at
        )
    return files


def resolution_docx(draft: ConsultedDraft, at: dt.datetime) -> bytes:
    """Return the frame of the resolution: heading, basis and paragraphs, blanks to be filled."""
    version = draft.result or draft.version
    act = _act(lines(version)) if version else []
    document = TextDocument(Page(draft.title, draft.consultation.responsible), at)
    subject = draft.title.removeprefix("projekt uchwały ")
    opening = [
        ("Projekt", '<w:jc w:val="right"/>'),
        (f"UCHWAŁA NR {_BLANK}", styled("Title") + '<w:jc w:val="center"/>'),
        (f"z dnia {_BLANK}", '<w:jc w:val="center"/>'),
        (subject, '<w:jc w:val="center"/>'),
    ]
    for words, layout in [*opening, *((words, "") for words in act or _frame(draft))]:
        document.add(document.revisions.paragraph(Change.KEPT, run(words), layout))
    return document.content()


def _frame(draft: ConsultedDraft) -> list[str]:
    """Paragraphs of a resolution whose text holds none."""
    subject = draft.work.title if draft.work else draft.title
    in_force = draft.consultation.in_force_from
    day = f"{in_force:%d.%m.%Y} r." if in_force else _BLANK
    return [
        f"Na podstawie {_BLANK} uchwala się, co następuje:",
        f"§ 1. Przyjmuje się „{subject}”, stanowiący załącznik do niniejszej uchwały.",
        f"§ 2. Wykonanie uchwały powierza się {_BLANK}.",
        f"§ 3. Uchwała wchodzi w życie z dniem {day}",
    ]


def _act(known: list[Line]) -> list[str]:
    """Basis and paragraphs of the resolution that stands in the text."""
    head = next((line for line in known if line.kind is UnitKind.ACT), None)
    if head is None:
        return []
    inside = [line for line in known if line.parent == head.code]
    basis = [line.text for line in inside if line.text.startswith("Na podstawie")]
    return basis + [line.printed for line in inside if line.kind is UnitKind.ARTICLE]


def _annex(known: list[Line]) -> list[Line]:
    """The lines of the annex: everything but the resolution in front."""
    acts = {line.code for line in known if line.kind is UnitKind.ACT}
    return [line for line in known if line.code not in acts and line.parent not in acts]
