"""The register of opinions at the desk: who wrote, what they ask for, what may be published."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from miernik.consultations.models import (
    Change,
    Channel,
    EligibilityRuling,
    PublicWording,
    Submission,
    SubmitterKind,
    SubmitterPerson,
)
from miernik.consultations.permissions import Deed
from miernik.consultations.personal import suspects
from miernik.consultations.services.submitting import (
    record_personal_read,
    rule_on_eligibility,
    set_public_wording,
)
from miernik.kernel.errors import MiernikError
from miernik.kernel.text import folded
from miernik.web.office.campaigns.door import signed
from miernik.web.office.consultations.door import (
    change_of,
    consultation_desk,
    consultation_of,
    crumbs,
    runs,
    sees_people,
    submission_of,
)
from miernik.web.office.consultations.opinion_forms import RulingForm, WordingForm

PAGE = 50
_BOTH = ["GET", "HEAD", "POST"]
FILTERS = (
    ("sprawdz", "do sprawdzenia przed publikacją"),
    ("po-terminie", "po terminie"),
    ("nieuprawnione", "nieuprawnione"),
    ("bez-oceny", "bez oceny uprawnienia"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One opinion in the register; ``unchecked`` says that some of it waits for a look."""

    of: Submission
    who: str
    ruling: EligibilityRuling | None
    changes: int
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One change as it is shown: ``hidden`` when the person may not see what is not checked."""

    of: Change
    public: PublicWording | None
    hidden: bool
    new_text: SafeString
    reasons: SafeString


@require_safe
@consultation_desk(Deed.WATCH, Deed.PERSONAL)
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Every opinion of a consultation, filtered."""
    of = consultation_of(code)
    found = of.submissions.select_related("track").order_by("number")
    rows = [_row(one) for one in found.prefetch_related("rulings", "changes__public_wordings")]
    asked, words = request.GET.get("tylko", ""), request.GET.get("szukaj", "").strip()
    channel = request.GET.get("droga", "")
    context = {
        "title": "Rejestr opinii",
        "crumbs": crumbs(of),
        "consultation": of,
        "page": Paginator(
            [row for row in rows if _fits(row, asked, folded(words), channel)], PAGE
        ).get_page(request.GET.get("strona")),
        "all": len(rows),
        "filters": FILTERS,
        "channels": Channel.choices(),
        "asked": asked,
        "channel": channel,
        "words": words,
        "query": urlencode({"tylko": asked, "droga": channel, "szukaj": words}),
        "tracks": list(of.tracks.all()),
        "runs": runs(request),
    }
    return render(request, "office/consultations/register.html", context)


def _row(of: Submission) -> Shown:
    rulings = list(of.rulings.all())
    person = of.kind == SubmitterKind.PERSON
    waiting = [one for one in of.changes.all() if not one.public_wordings.all()]
    return Shown(
        of=of,
        who=of.name or "osoba fizyczna",
        ruling=rulings[-1] if rulings else None,
        changes=len(of.changes.all()),
        unchecked=person and bool(waiting),
    )


def _fits(row: Shown, asked: str, words: str, channel: str) -> bool:
    if words and words not in folded(row.who) and words != str(row.of.number):
        return False
    if channel and row.of.channel != channel:
        return False
    chosen = {
        "sprawdz": row.unchecked,
        "po-terminie": not row.of.in_time,
        "nieuprawnione": row.ruling is not None and not row.ruling.eligible,
        "bez-oceny": row.ruling is None,
    }
    return chosen.get(asked, True)


@require_safe
@consultation_desk(Deed.WATCH, Deed.PERSONAL)
def one(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One opinion; who may see personal data sees them, and that is written down."""
    of = submission_of(code, number)
    people = sees_people(request)
    private = of.kind == SubmitterKind.PERSON and not people
    person = SubmitterPerson.objects.filter(submission=of).first() if people else None
    if people:
        record_personal_read(submission=of, why="strona opinii", **signed(request))
    context = {
        "title": f"Opinia nr {of.number}",
        "crumbs": _way(of)[:-1],
        "of": of,
        "row": _row(of),
        "person": person,
        "people": people,
        "private": private,
        "rulings": list(of.rulings.all()),
        "letters": list(of.letters.order_by("id")),
        "general": marked(of.general),
        "changes": [_asked(change, hide=private) for change in _changes(of)],
        "runs": runs(request),
    }
    return render(request, "office/consultations/opinion.html", context)


def _changes(of: Submission) -> list[Change]:
    found = of.changes.select_related("draft").prefetch_related("public_wordings")
    return list(found.order_by("position"))


def _asked(change: Change, *, hide: bool) -> Asked:
    wordings = list(change.public_wordings.all())
    return Asked(
        of=change,
        public=wordings[-1] if wordings else None,
        hidden=hide,
        new_text=marked(change.new_text),
        reasons=marked(change.reasons),
    )


def marked(text: str) -> SafeString:
    """Return a text with its suspicious places marked, each with its reason in words."""
    parts, at = [], 0
    for place in suspects(text):
        parts.append(format_html("{}", text[at : place.start]))
        parts.append(
            format_html(
                '<mark title="{}">{}<span class="visually-hidden"> [{}]</span></mark>',
                place.reason,
                text[place.start : place.end],
                place.reason,
            )
        )
        at = place.end
    parts.append(format_html("{}", text[at:]))
    return format_html_join("", "{}", ((part,) for part in parts))


@require_safe
@consultation_desk(Deed.PERSONAL)
def original(request: HttpRequest, code: str, number: int) -> FileResponse:
    """The file an opinion came in, always as a download; reading it is written down."""
    of = submission_of(code, number)
    path = Path(settings.MEDIA_ROOT) / of.stored_file
    if not of.stored_file or not path.is_file():
        raise Http404
    record_personal_read(submission=of, why="oryginalny plik opinii", **signed(request))
    return FileResponse(path.open("rb"), as_attachment=True, filename=of.file_name)


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def eligibility(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say whether the submitter belongs to the addressees."""
    of = submission_of(code, number)
    form = RulingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rule_on_eligibility(
                submission=of,
                eligible=form.cleaned_data["eligible"] == "tak",
                reason=form.cleaned_data["reason"],
                **signed(request),
            )
        except MiernikError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, "Zapisano ocenę uprawnienia.")
            return redirect("office-opinion", code=code, number=number)
    context = {
        "title": "Czy składający jest uprawniony",
        "crumbs": _way(of),
        "consultation": of.consultation,
        "form": form,
        "lead": "Opinia nieuprawnionego zostaje w rejestrze z powodem.",
        "button": "Zapisz ocenę",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/consultations/form.html", context, status=status)


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def wording(request: HttpRequest, code: str, number: int, identity: uuid.UUID) -> HttpResponse:
    """Set what of a change may be published; the original stays."""
    of = submission_of(code, number)
    change = change_of(of, identity)
    last = change.public_wordings.order_by("-id").first()
    initial: dict[str, Any] = {
        "new_text": last.new_text if last else change.new_text,
        "reasons": last.reasons if last else change.reasons,
        "ground": last.ground if last else "",
    }
    form = WordingForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_public_wording(change=change, **form.cleaned_data, **signed(request))
            except MiernikError as error:
                form.add_error("ground", str(error))
            else:
                messages.success(request, "Zapisano treść do publikacji. Oryginał zostaje.")
                return redirect("office-opinion", code=code, number=number)
    else:
        record_personal_read(submission=of, why="treść do publikacji", **signed(request))
    places = [
        (text[place.start : place.end], place.reason)
        for text in (change.new_text, change.reasons)
        for place in suspects(text)
    ]
    context = {
        "title": "Treść do publikacji",
        "crumbs": _way(of),
        "of": of,
        "change": change,
        "form": form,
        "places": places,
        "new_text": marked(change.new_text),
        "reasons": marked(change.reasons),
    }
    return render(request, "office/consultations/wording.html", context, status=status)


def _way(of: Submission) -> list[tuple[str, str]]:
    code = of.consultation.code
    return crumbs(
        of.consultation,
        (reverse("consultation-opinions", args=[code]), "Rejestr opinii"),
        (reverse("office-opinion", args=[code, of.number]), f"Opinia nr {of.number}"),
    )
