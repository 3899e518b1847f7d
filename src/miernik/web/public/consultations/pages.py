"""Reading consultations: the list, one of them, its drafts, its files. GET only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from miernik.consultations.icalendar import calendar_of
from miernik.consultations.models import Consultation
from miernik.consultations.selectors import (
    Standing,
    days_left,
    first_ending,
    open_tracks,
    public_consultations,
    reports_of,
    results_are_final,
    standing,
)
from miernik.kernel.text import plural
from miernik.reports.texts.form import consultation_form_docx, consultation_form_pdf
from miernik.web.public.consultations import basket, doors
from miernik.web.public.consultations.paper_form import (
    form_text,
    privacy_of,
    term_words,
    ways_of,
)
from miernik.web.public.consultations.showing import is_comparable, shown_units
from miernik.web.public.text_showing import contents

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SECTIONS = (
    (Standing.OPEN, "Trwają"),
    (Standing.COMING, "Zapowiedziane"),
    (Standing.CLOSED, "Zakończone, opinie są rozpatrywane"),
    (Standing.RESULTS, "Z wynikami"),
    (Standing.CANCELLED, "Odwołane"),
)


@require_safe
def consultation_list(request: HttpRequest) -> HttpResponse:
    """Every consultation that was announced: open, coming, closed, with results."""
    at = timezone.now()
    rows: dict[Standing, list[dict[str, Any]]] = {place: [] for place, _ in _SECTIONS}
    for of in public_consultations():
        row = {"of": of, "when": _when(of), "left": left_words(of, at)}
        rows[standing(of, at)].append(row)
    sections = [(place, words, rows[place]) for place, words in _SECTIONS if rows[place]]
    context = {"sections": sections, "open": bool(rows[Standing.OPEN])}
    return render(request, "public/consultations/list.html", context)


@require_safe
def consultation(request: HttpRequest, code: str) -> HttpResponse:
    """One consultation: what, whom, until when, how, on what bases."""
    of, at = doors.consultation(code), timezone.now()
    context = frame(request, of, at) | {
        "tracks": [(track, term_words(track)) for track in of.tracks.all()],
        "drafts": list(of.drafts.select_related("version")),
        "ways": ways_of(of),
        "privacy": privacy_of(of),
        "left": left_words(of, at),
        "effects": results_are_final(of),
    }
    return render(request, "public/consultations/consultation.html", context)


@require_safe
def draft(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """The whole text of a draft, with the buttons that change it."""
    of, at = doors.consultation(code), timezone.now()
    shown = doors.draft(of, position)
    found = doors.draft_lines(shown)
    comparable = is_comparable(shown)
    compared = comparable and request.GET.get("zmiany") == "1"
    context = frame(request, of, at)
    mine = [item for item in context["waiting"] if item.draft == str(shown.uuid)]
    units = shown_units(shown, found, mine, compared=compared)
    context |= {
        "draft": shown,
        "units": units,
        "contents": contents([unit.shown for unit in units if not unit.removed]),
        "comparable": comparable,
        "compared": compared,
    }
    return render(request, "public/consultations/draft.html", context)


@require_safe
def form_docx(_request: HttpRequest, code: str, position: int) -> HttpResponse:
    """The form of a draft to fill in with a text editor."""
    of = doors.draft(doors.consultation(code), position)
    content = consultation_form_docx(form_text(of, doors.draft_lines(of), _stamp(of.consultation)))
    return _file(content, _DOCX, f"ankieta-{code}-{position}.docx")


@require_safe
def form_pdf(_request: HttpRequest, code: str, position: int) -> HttpResponse:
    """The form of a draft to print and fill in by hand."""
    of = doors.draft(doors.consultation(code), position)
    content = consultation_form_pdf(form_text(of, doors.draft_lines(of), _stamp(of.consultation)))
    return _file(content, "application/pdf", f"ankieta-{code}-{position}.pdf")


@require_safe
def calendar(_request: HttpRequest, code: str) -> HttpResponse:
    """The days of a consultation for anybody's own calendar."""
    content = calendar_of(doors.consultation(code))
    return _file(content, "text/calendar; charset=utf-8", f"konsultacje-{code}.ics")


def frame(request: HttpRequest, of: Consultation, at: dt.datetime) -> dict[str, Any]:
    """Return what every page of one consultation shows: where it is and what waits to be sent."""
    waiting = basket.waiting(request, of)
    return {
        "consultation": of,
        "standing": standing(of, at),
        "is_open": bool(open_tracks(of, at)),
        "waiting": waiting,
        "waiting_words": change_words(len(waiting)),
        "reports": reports_of(of),
    }


def change_words(number: int) -> str:
    """Return „3 zmiany”."""
    return f"{number} {plural(number, 'zmiana', 'zmiany', 'zmian')}"


def left_words(of: Consultation, at: dt.datetime) -> str:
    """Return „zostało 5 dni” to the first end of an open track; "" when nothing is open."""
    track = first_ending(open_tracks(of, at))
    if track is None:
        return ""
    left = days_left(track, at)
    if left == 1:
        return "dziś ostatni dzień"
    verb = plural(left, "został", "zostały", "zostało")
    return f"{verb} {left} {plural(left, 'dzień', 'dni', 'dni')}"


def _when(of: Consultation) -> str:
    return "; ".join(dict.fromkeys(term_words(track) for track in of.tracks.all()))


def _stamp(of: Consultation) -> dt.datetime:
    """The moment of the announcement: the form is the same whenever it is downloaded."""
    return of.announced_at or of.created_at


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
