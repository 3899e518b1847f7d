"""Correcting and removing at the desk what was prepared, until the consultation is announced."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from miernik.consultations.checklist import rule_of
from miernik.consultations.models import Consultation, Track
from miernik.consultations.permissions import Deed
from miernik.consultations.procedure import TrackKind
from miernik.consultations.services.mending import (
    Removable,
    change_consultation,
    change_draft,
    change_notice,
    change_track,
    discard_consultation,
    remove_draft,
    remove_notice,
    remove_track,
    why_it_is_over,
    why_it_stays,
)
from miernik.kernel.dates import print_date
from miernik.web.office.campaigns.door import signed
from miernik.web.office.consultations.door import (
    consultation_desk,
    consultation_of,
    draft_of,
    notice_of,
    track_of,
)
from miernik.web.office.consultations.forms import (
    DescriptionForm,
    DraftForm,
    NoticeForm,
    TrackForm,
)
from miernik.web.office.consultations.notices import noted
from miernik.web.office.consultations.overview import unconfirmed
from miernik.web.office.consultations.preparing import ask

_BOTH = ["GET", "HEAD", "POST"]
_SAVE = {"button": "Zapisz poprawki", "said": "Zapisano poprawki."}


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def description(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what a consultation says of itself."""
    of = consultation_of(code)
    initial = {name: getattr(of, name) for name in DescriptionForm.base_fields}
    return ask(
        request,
        of,
        DescriptionForm(request.POST or None, initial=initial),
        lambda typed: change_consultation(consultation=of, **typed, **signed(request)),
        refused=why_it_is_over("change_consultation", of),
        title="Popraw opis konsultacji",
        lead="Kodu nie można zmienić, bo stoi w adresach stron. Terminy ścieżek zmienia się przy "
        "ścieżkach.",
        **_SAVE,
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def discarding(request: HttpRequest, code: str) -> HttpResponse:
    """Remove a consultation that was never announced, with all that belongs to it."""
    of = consultation_of(code)
    facts = [("Konsultacje", [of.title]), ("Kod", [of.code])]
    facts += [
        ("Projekty", [draft.title for draft in of.drafts.all()]),
        ("Ścieżki", [f"{track}, {_days(track)}" for track in of.tracks.all()]),
        ("Ogłoszenia", [notice.sentence for notice in of.notices.all()]),
    ]
    return _removal(
        request,
        of,
        lambda: discard_consultation(consultation=of, **signed(request)),
        title="Usuń konsultacje",
        lead="Konsultacje znikną w całości, ze wszystkim, co do nich dodano. Nie da się ich "
        "przywrócić; w zdarzeniach zostanie zapis, co usunięto.",
        button="Usuń konsultacje",
        said="Usunięto konsultacje.",
        facts=facts,
        after=reverse("consultation-list"),
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def track(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Correct a track."""
    one = track_of(code, kind)
    initial = {
        "rule": one.rule,
        "starts": one.starts,
        "ends": one.ends,
        "legal_bases": "\n".join(one.legal_bases),
        "addressees": one.addressees,
        "ways": "\n".join(one.ways),
        "email": one.email,
    }
    rule = rule_of(one)
    return ask(
        request,
        one.consultation,
        TrackForm(TrackKind(one.kind), request.POST or None, initial=initial),
        lambda typed: change_track(track=one, **typed, **signed(request)),
        refused=why_it_is_over("change_track", one.consultation),
        title=f"Popraw ścieżkę: {one}",
        lead="Gdy zmienisz zasady, sprawdź też podstawy prawne i adresatów: zostaną te, które są "
        "wpisane niżej.",
        rule=rule,
        unconfirmed=unconfirmed(rule),
        **_SAVE,
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def track_removal(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Remove a track."""
    one = track_of(code, kind)
    return _removal(
        request,
        one,
        lambda: remove_track(track=one, **signed(request)),
        title=f"Usuń ścieżkę: {one}",
        lead="Ścieżka zniknie z tych konsultacji i z ogłoszeń, które dotyczą też innych ścieżek. "
        "Można ją potem dodać od nowa.",
        button="Usuń ścieżkę",
        said="Usunięto ścieżkę.",
        facts=[
            ("Termin", [_days(one)]),
            ("Zasady", [rule_of(one).label]),
            ("Adresaci", [one.addressees]),
            ("Jak składać opinie", one.ways),
        ],
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def draft(request: HttpRequest, code: str, identity: uuid.UUID) -> HttpResponse:
    """Correct a draft resolution."""
    one = draft_of(code, identity)
    initial = {
        "title": one.title,
        "case_sign": one.case_sign,
        "version": one.version_id,
        "compared_with": one.compared_with_id,
    }
    return ask(
        request,
        one.consultation,
        DraftForm(request.POST or None, initial=initial),
        lambda typed: change_draft(draft=one, **typed, **signed(request)),
        refused=why_it_is_over("change_draft", one.consultation),
        title="Popraw projekt",
        lead="Projekt uchwały, o którym mają się wypowiedzieć adresaci.",
        **_SAVE,
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def draft_removal(request: HttpRequest, code: str, identity: uuid.UUID) -> HttpResponse:
    """Remove a draft resolution; its text stays among the texts."""
    one = draft_of(code, identity)
    text = f"{one.version.work.title}, wersja {one.version.number}" if one.version else ""
    return _removal(
        request,
        one,
        lambda: remove_draft(draft=one, **signed(request)),
        title="Usuń projekt",
        lead="Projekt zniknie z tych konsultacji, a następne przesuną się o jedno miejsce. Jego "
        "tekst zostaje w „Tekstach”.",
        button="Usuń projekt",
        said="Usunięto projekt.",
        facts=[
            ("Projekt", [f"{one.position}. {one.title}"]),
            ("Znak sprawy", [one.case_sign]),
            ("Tekst", [text]),
        ],
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def notice(request: HttpRequest, code: str, identity: uuid.UUID) -> HttpResponse:
    """Correct an announcement; of a letter only its words and tracks."""
    one = notice_of(code, identity)
    of = one.consultation
    fixed = {
        "kind": one.kind,
        "published_on": one.published_on,
        "url": one.url,
        "places": "\n".join(place["name"] for place in one.places),
    }
    initial = {**fixed, "sentence": one.sentence, "tracks": [row.kind for row in one.tracks.all()]}
    lead = "Dołączone dowody zostają."
    if one.mailing_id:
        lead = "Tę wiadomość już wysłano: poprawić można jej opis i to, których ścieżek dotyczy."
    return ask(
        request,
        of,
        NoticeForm(of, request.POST or None, notice=one, initial=initial),
        lambda typed: change_notice(notice=one, **noted(of, fixed | typed), **signed(request)),
        refused=why_it_is_over("change_notice", of),
        title="Popraw ogłoszenie",
        lead=lead,
        **_SAVE,
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def notice_removal(request: HttpRequest, code: str, identity: uuid.UUID) -> HttpResponse:
    """Remove an announcement without evidence."""
    one = notice_of(code, identity)
    return _removal(
        request,
        one,
        lambda: remove_notice(notice=one, **signed(request)),
        title="Usuń ogłoszenie",
        lead="Zapis ogłoszenia zniknie z tych konsultacji i z wymagań, które spełniał.",
        button="Usuń ogłoszenie",
        said="Usunięto ogłoszenie.",
        facts=[
            ("Ogłoszenie", [f"{one.get_kind_display()}, {print_date(one.published_on)}"]),
            ("Jak w sprawozdaniu", [one.sentence]),
            ("Dla kogo", [str(row) for row in one.tracks.all()]),
            ("Adres strony", [one.url]),
        ],
    )


def _removal(
    request: HttpRequest,
    thing: Removable,
    act: Callable[[], object],
    *,
    facts: list[tuple[str, list[str]]],
    **words: Any,
) -> HttpResponse:
    """Show what would be removed and, once it is sent, remove it."""
    return ask(
        request,
        thing if isinstance(thing, Consultation) else thing.consultation,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _: act(),
        refused=why_it_stays(thing),
        facts=[(name, [line for line in lines if line]) for name, lines in facts if any(lines)],
        alarm=True,
        **words,
    )


def _days(track: Track) -> str:
    return f"{print_date(track.starts)} – {print_date(track.ends)}"
