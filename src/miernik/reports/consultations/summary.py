"""What the council reads: one page „Co się zmieniło” and the justification, from the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from miernik.consultations.cards import changes_of, public_name, published
from miernik.consultations.checklist import days_of
from miernik.consultations.models import ConsultedDraft, Decision, Track, Verdict
from miernik.kernel.dates import print_date
from miernik.kernel.office.tracked_xml import run
from miernik.kernel.redline import Change
from miernik.kernel.text import plural
from miernik.reports.consultations.annex import Mark, Run, marked, word_runs
from miernik.reports.render.pdf import typeset
from miernik.reports.texts.document import Page, TextDocument, styled
from miernik.strategy.text.comparing import Fate, compare
from miernik.strategy.text.reading import lines

_TEMPLATE = Path(__file__).parent.parent / "templates" / "typst" / "consultation_summary.typ"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of headed parts; a part's paragraphs are runs of text."""

    title: str
    author: str
    parts: list[tuple[str, list[list[Run]]]]


def what_changed(draft: ConsultedDraft) -> Sheet:
    """Return the one-page sheet: what changed after consultations, who asked, what was refused."""
    changed = list(_changed(draft)) or [
        [Run("Po konsultacjach tekst się nie zmienił.", Mark.PLAIN)]
    ]
    refused = list(_refused(draft)) or [[Run("Niczego nie odrzucono.", Mark.PLAIN)]]
    parts = [
        ("Co zmieniono w tekście", changed),
        ("Kto o to prosił", list(_asked(draft))),
        ("Czego nie zmieniono i dlaczego", refused),
    ]
    return Sheet(f"Co się zmieniło po konsultacjach: {draft.title}", _author(draft), parts)


def justification(draft: ConsultedDraft) -> Sheet:
    """Return the justification of the resolution, as far as the rows tell it."""
    consultation = draft.consultation
    course = [
        [Run(_course(track, draft), Mark.PLAIN)] for track in consultation.tracks.order_by("pk")
    ]
    purpose = [
        [Run(f"Uchwała dotyczy: {draft.title.removeprefix('projekt uchwały ')}.", Mark.PLAIN)],
        [Run("Skutki finansowe uchwały: (do uzupełnienia).", Mark.PLAIN)],
    ]
    parts = [
        ("Przedmiot i cel uchwały", purpose),
        ("Przebieg konsultacji", course),
        ("Zmiany po konsultacjach", list(_changed(draft)) or [[Run("Brak zmian.", Mark.PLAIN)]]),
    ]
    return Sheet(f"Uzasadnienie: {draft.title}", _author(draft), parts)


def sheet_docx(sheet: Sheet, at: dt.datetime) -> bytes:
    """Return a sheet as DOCX."""
    document = TextDocument(Page(sheet.title, sheet.author), at)
    revisions = document.revisions
    document.add(revisions.paragraph(Change.KEPT, run(sheet.title), styled("Title")))
    for heading, paragraphs in sheet.parts:
        document.add(revisions.paragraph(Change.KEPT, run(heading), styled("Heading 1")))
        for runs in paragraphs:
            document.add(revisions.paragraph(Change.KEPT, word_runs(runs)))
    return document.content()


def sheet_pdf(sheet: Sheet, at: dt.datetime) -> bytes:
    """Return a sheet as PDF/UA-1 and PDF/A-2a."""
    data: dict[str, Any] = {
        "sheet": {"title": sheet.title, "author": sheet.author, "parts": sheet.parts}
    }
    return typeset(_TEMPLATE, data, at)


def _changed(draft: ConsultedDraft) -> Iterator[list[Run]]:
    if draft.version is None or draft.result is None:
        return
    for one in compare(lines(draft.version), lines(draft.result)):
        if one.fate in (Fate.CHANGED, Fate.ADDED, Fate.REMOVED):
            where = Run(f"{one.line.path}: ", Mark.STRONG)
            yield [where, *(marked(piece.change, piece.text) for piece in one.pieces)]


def _asked(draft: ConsultedDraft) -> Iterator[list[Run]]:
    found: dict[str, int] = {}
    for change in changes_of(draft):
        name = public_name(change.submission)
        found[name] = found.get(name, 0) + 1
    for name, number in found.items():
        proposals = f"{number} {plural(number, 'propozycja', 'propozycje', 'propozycji')}"
        yield [Run(name, Mark.STRONG), Run(f" – {proposals}", Mark.PLAIN)]
    if not found:
        yield [Run("Nikt nie złożył opinii.", Mark.PLAIN)]


def _refused(draft: ConsultedDraft) -> Iterator[list[Run]]:
    decisions: dict[int, Decision] = {}
    for change in changes_of(draft):
        if published(change) is not None:
            for decision in change.decisions.all():
                decisions.setdefault(decision.pk, decision)
    for decision in decisions.values():
        verdict = Verdict(decision.verdict)
        if verdict is Verdict.ACCEPTED:
            continue
        places = ", ".join(
            change.label or change.path or "uwaga ogólna" for change in decision.changes.all()
        )
        yield [
            Run(f"{places} – {verdict.label}. ", Mark.STRONG),
            Run(decision.reasons.replace("\n", " "), Mark.PLAIN),
        ]


def _course(track: Track, draft: ConsultedDraft) -> str:
    days = days_of(track)
    number = sum(change.submission.track_id == track.pk for change in changes_of(draft))
    counted = f"{number} {plural(number, 'propozycję', 'propozycje', 'propozycji')} zmian"
    return (
        f"Ścieżka „{track}”: od {print_date(track.starts)} do {print_date(track.ends)} "
        f"({days} {plural(days, 'dzień', 'dni', 'dni')}). Zgłoszono {counted} tego projektu."
    )


def _author(draft: ConsultedDraft) -> str:
    return draft.consultation.responsible
