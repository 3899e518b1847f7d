"""The list of consultations, a new one, and the page of one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from miernik.consultations.checklist import (
    Item,
    checklist,
    days_of,
    missing_before_announcing,
    rule_of,
)
from miernik.consultations.models import Consultation, ConsultationState, Track
from miernik.consultations.permissions import Deed
from miernik.consultations.procedure import Rule, TrackKind
from miernik.consultations.services.preparing import create_consultation
from miernik.consultations.services.submitting import is_open
from miernik.consultations.states import allowed
from miernik.consultations.timetable import Day, Milestone, count_back
from miernik.kernel.dates import print_date
from miernik.kernel.errors import MiernikError
from miernik.web.office.campaigns.door import signed
from miernik.web.office.consultations.door import (
    consultation_desk,
    consultation_of,
    crumbs,
    runs,
)
from miernik.web.office.consultations.forms import ConsultationForm

WEEKDAYS = ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela")
#: Names of the rules' fields in words.
FIELD_WORDS = {
    "min_days": "liczba dni",
    "inclusive": "sposób liczenia dni",
    "results_due_days": "termin ogłoszenia wyników",
    "channels": "sposoby ogłoszenia",
    "results_places": "miejsca ogłoszenia wyników",
    "retention_years": "okres przechowywania",
    "valid_from": "dzień, od którego obowiązują",
    "legal_bases": "podstawy prawne",
    "addressees": "adresaci",
    "eligible": "kto jest uprawniony",
}

#: What to do in a state that no date changes.
_AFTER = {
    ConsultationState.CANCELLED: "Konsultacje odwołano. To, co wpłynęło, zostaje w rejestrze "
    "opinii.",
    ConsultationState.COMPLETED: "Projekt uchwalono. Nie ma nic więcej do zrobienia.",
    ConsultationState.REPORTED: "Sprawozdanie jest gotowe: zapisz, gdzie i kiedy je ogłoszono.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One day of the timetable as it is shown."""

    day: Day
    weekday: str
    past: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One track as it is shown; ``unconfirmed`` are names of fields in words."""

    track: Track
    rule: Rule
    days: int
    items: list[Item]
    unconfirmed: list[str]
    open: bool
    report: str
    timetable: list[Row]
    last_start: dt.date | None
    clash: bool


@require_safe
@consultation_desk(Deed.WATCH, Deed.PERSONAL)
def listing(request: HttpRequest) -> HttpResponse:
    """Every consultation with how far it is."""
    found = Consultation.objects.annotate(opinions=Count("submissions"))
    found = found.order_by("-created_at", "-id")
    context = {
        "title": "Konsultacje",
        "crumbs": crumbs()[:1],
        "consultations": found.prefetch_related("tracks"),
        "runs": runs(request),
    }
    return render(request, "office/consultations/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@consultation_desk(Deed.RUN)
def new(request: HttpRequest) -> HttpResponse:
    """Start preparing a consultation."""
    form = ConsultationForm(request.POST or None, initial={"place": Consultation().place})
    if request.method == "POST" and form.is_valid():
        try:
            made = create_consultation(**form.cleaned_data, **signed(request))
        except MiernikError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, "Rozpoczęto przygotowanie konsultacji.")
            return redirect("office-consultation", code=made.code)
    context = {
        "title": "Nowe konsultacje",
        "crumbs": crumbs(),
        "form": form,
        "lead": "Najpierw to, co wiadomo od początku. Projekty, ścieżki i ogłoszenia doda się na "
        "stronie konsultacji.",
        "button": "Rozpocznij przygotowanie",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/consultations/form.html", context, status=status)


@require_safe
@consultation_desk(Deed.WATCH, Deed.PERSONAL)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """A consultation: what is ready, what to do next."""
    consultation = consultation_of(code)
    prepared = consultation.state == ConsultationState.PREPARED
    tracks = list(consultation.tracks.prefetch_related("notices", "publications"))
    missing = missing_before_announcing(consultation) if prepared else []
    has = {track.kind for track in tracks}
    sheets = [_sheet(consultation, track) for track in tracks]
    drafts = consultation.drafts.select_related("version__work", "compared_with__work")
    context = {
        "title": f"Konsultacje {consultation.code}",
        "crumbs": crumbs(),
        "consultation": consultation,
        "prepared": prepared,
        "missing": missing,
        "next": _next_step(consultation, missing, sheets),
        "sheets": sheets,
        "other_kinds": [kind for kind in TrackKind if kind.value not in has],
        "drafts": [
            (draft, "" if prepared else reverse("consultation-cards", args=[code, draft.position]))
            for draft in drafts
        ],
        "notices": consultation.notices.prefetch_related("evidence", "tracks"),
        "calendar": "" if prepared else reverse("consultation-calendar", args=[code]),
        "opinions": consultation.submissions.count(),
        "runs": runs(request),
        "mends": prepared and runs(request),
        "may_extend": allowed("extend", consultation.state),
        "may_cancel": allowed("cancel", consultation.state),
    }
    return render(request, "office/consultations/one.html", context)


def unconfirmed(rule: Rule) -> list[str]:
    """Return the names, in words, of the rules' fields that the legal office has to confirm."""
    return [FIELD_WORDS.get(name, name) for name in rule.unconfirmed]


def _sheet(consultation: Consultation, track: Track) -> Sheet:
    rule = rule_of(track)
    prepared = consultation.state == ConsultationState.PREPARED
    report = (
        "" if prepared else reverse("consultation-report", args=[consultation.code, track.kind])
    )
    rows: list[Row] = []
    if consultation.in_force_from:
        rows = _rows(consultation, rule)
    last = next((row.day.date for row in rows if row.day.milestone is Milestone.START), None)
    return Sheet(
        track=track,
        rule=rule,
        days=days_of(track),
        items=checklist(track),
        unconfirmed=unconfirmed(rule),
        open=is_open(track, timezone.now()),
        report=report,
        timetable=rows,
        last_start=last,
        clash=last is not None and track.starts > last,
    )


def _rows(consultation: Consultation, rule: Rule) -> list[Row]:
    """The timetable; past days count only while the consultation is not announced."""
    assert consultation.in_force_from is not None
    today = timezone.localdate()
    prepared = consultation.state == ConsultationState.PREPARED
    days = count_back(
        in_force=consultation.in_force_from, rule=rule, session=consultation.session_on
    )
    return [Row(day, WEEKDAYS[day.date.weekday()], prepared and day.date < today) for day in days]


def _next_step(of: Consultation, missing: list[str], sheets: list[Sheet]) -> str:
    """One sentence on what to do now."""
    if of.state == ConsultationState.PREPARED:
        return _before_announcing(missing, sheets)
    if of.state in _AFTER:
        return _AFTER[ConsultationState(of.state)]
    today = timezone.localdate()
    ends = max((sheet.track.ends for sheet in sheets), default=today)
    if any(sheet.open for sheet in sheets):
        return f"Przyjmuj opinie. Ostatni dzień: {print_date(ends)}"
    if today <= ends:
        return "Konsultacje są ogłoszone i jeszcze się nie zaczęły."
    return "Termin minął: sprawdź opinie przed publikacją i rozstrzygnij proponowane zmiany."


def _before_announcing(missing: list[str], sheets: list[Sheet]) -> str:
    """What stops the announcement, else what stops the validity."""
    if missing:
        return "Brakuje jeszcze: " + "; ".join(missing) + "."
    todo = [item.todo for sheet in sheets for item in sheet.items if not item.holds]
    if todo:
        told = "; ".join(dict.fromkeys(todo))
        return f"Konsultacje można ogłosić. Od tego zależy jeszcze ich ważność: {told}."
    return "Wszystko jest gotowe: sprawdź terminy i ogłoś konsultacje."
