"""Preparing at the desk: drafts, tracks, the announcement, extending, calling off, results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from miernik.consultations.checklist import checklist, missing_before_announcing
from miernik.consultations.models import Consultation
from miernik.consultations.permissions import Deed
from miernik.consultations.procedure import Rule, TrackKind, rule_on
from miernik.consultations.services.preparing import (
    add_draft,
    add_track,
    announce,
    cancel,
    extend,
    publish_results,
)
from miernik.consultations.timetable import Milestone, count_back
from miernik.kernel.errors import MiernikError
from miernik.web.office.campaigns.door import signed
from miernik.web.office.consultations.door import (
    consultation_desk,
    consultation_of,
    crumbs,
    track_of,
)
from miernik.web.office.consultations.forms import (
    AnnounceForm,
    CancelForm,
    DraftForm,
    ExtendForm,
    ResultsForm,
    TrackForm,
)
from miernik.web.office.consultations.overview import unconfirmed

_BOTH = ["GET", "HEAD", "POST"]


def ask(
    request: HttpRequest,
    consultation: Consultation,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    refused: str = "",
    after: str = "",
    **words: Any,
) -> HttpResponse:
    """Show a form about a consultation, or do what it asks.

    ``refused`` is why it cannot be done: it stands where the form would. ``after`` is the address
    to go to once it is done, that of the consultation when empty. ``words`` are for the page:
    title, lead, button, and ``said`` once it is done.
    """
    if request.method == "POST" and not refused and form.is_valid():
        typed = {name: value for name, value in form.cleaned_data.items() if name != "sure"}
        try:
            act(typed)
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words["said"])
            return redirect(after or reverse("office-consultation", args=[consultation.code]))
    context = {
        "crumbs": crumbs(consultation),
        "consultation": consultation,
        "form": form,
        "refused": refused,
        **words,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/consultations/form.html", context, status=status)


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Add a draft resolution."""
    of = consultation_of(code)
    return ask(
        request,
        of,
        DraftForm(request.POST or None),
        lambda typed: add_draft(consultation=of, **typed, **signed(request)),
        title="Dodaj projekt",
        lead="Projekt uchwały, o którym mają się wypowiedzieć adresaci.",
        button="Dodaj projekt",
        said="Dodano projekt.",
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def track(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Add a track, prefilled from the rules valid on its day."""
    of = consultation_of(code)
    if kind not in {one.value for one in TrackKind}:
        raise Http404
    chosen = TrackKind(kind)
    rule = rule_on(chosen, timezone.localdate())
    form = TrackForm(chosen, request.POST or None, initial=_proposed(of, rule))
    return ask(
        request,
        of,
        form,
        lambda typed: add_track(consultation=of, kind=chosen, **typed, **signed(request)),
        title=f"Dodaj ścieżkę: {chosen.label}",
        lead="Pola są wypełnione z zasad, które dziś obowiązują. Można je poprawić.",
        button="Dodaj ścieżkę",
        said="Dodano ścieżkę.",
        rule=rule,
        unconfirmed=unconfirmed(rule),
    )


def _proposed(of: Consultation, rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {
        "rule": rule.id,
        "legal_bases": "\n".join(" ".join(base.split()) for base in rule.legal_bases),
        "addressees": " ".join(rule.addressees.split()),
    }
    if of.in_force_from:
        days = count_back(in_force=of.in_force_from, rule=rule, session=of.session_on)
        by_name = {day.milestone: day.date for day in days}
        found["starts"], found["ends"] = by_name[Milestone.START], by_name[Milestone.END]
    return found


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def announcement(request: HttpRequest, code: str) -> HttpResponse:
    """Announce, after everything that is missing was shown."""
    of = consultation_of(code)
    return ask(
        request,
        of,
        AnnounceForm(request.POST or None),
        lambda _: announce(consultation=of, **signed(request)),
        title="Ogłoszenie konsultacji",
        lead="Od tej chwili strona konsultacji jest publiczna, a opinie są przyjmowane od "
        "pierwszego do ostatniego dnia każdej ścieżki.",
        button="Ogłoś konsultacje",
        said="Ogłoszono konsultacje.",
        missing=missing_before_announcing(of),
        todo=[item for row in of.tracks.all() for item in checklist(row) if not item.holds],
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def calling_off(request: HttpRequest, code: str) -> HttpResponse:
    """Call a consultation off."""
    of = consultation_of(code)
    return ask(
        request,
        of,
        CancelForm(request.POST or None),
        lambda typed: cancel(consultation=of, **typed, **signed(request)),
        title="Odwołanie konsultacji",
        lead="Odwołanych konsultacji nie można wznowić. Opinie, które wpłynęły, zostają w "
        "rejestrze.",
        button="Odwołaj konsultacje",
        said="Odwołano konsultacje.",
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def extension(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Move the last day of a track later."""
    chosen = track_of(code, kind)
    return ask(
        request,
        chosen.consultation,
        ExtendForm(request.POST or None),
        lambda typed: extend(track=chosen, **typed, **signed(request)),
        title=f"Przedłużenie: {chosen}",
        lead="Termin można tylko przesunąć na później. Powód zobaczą wszyscy.",
        button="Przedłuż konsultacje",
        said="Przedłużono konsultacje.",
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def results(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Write down where and when the results were made public."""
    chosen = track_of(code, kind)
    return ask(
        request,
        chosen.consultation,
        ResultsForm(request.POST or None),
        lambda typed: publish_results(track=chosen, **typed, **signed(request)),
        title=f"Ogłoszenie wyników: {chosen}",
        lead="Gdzie i kiedy sprawozdanie podano do publicznej wiadomości.",
        button="Zapisz ogłoszenie wyników",
        said="Zapisano ogłoszenie wyników.",
    )
