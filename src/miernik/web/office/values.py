"""Indicators at the desk: finding one, its values, correcting a value with a reason."""

from __future__ import annotations

import re
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import NumberReading, read_number
from miernik.kernel.quantities import Kind, NoteKind, Status, Territory
from miernik.observations import selectors as store
from miernik.observations.models import Observation
from miernik.observations.services import NoteContent, ValueContent, correct_observation
from miernik.reports.values import wording
from miernik.web.office import door
from miernik.web.office.door import desk
from miernik.web.office.forms import CorrectionForm
from miernik.web.office.permissions import Action, may
from miernik.web.public.door import definition
from miernik.web.public.search import search

_INTERVAL = re.compile(r"^\s*od\s+(.+?)\s+do\s+(.+?)\s*$", re.IGNORECASE)
NUMERIC = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)


@require_safe
@desk(Action.READ)
def indicators(request: HttpRequest) -> HttpResponse:
    """Find an indicator to look at or correct."""
    asked = request.GET.get("q", "").strip()[:200]
    context = {"asked": asked, "hits": search(asked, store=store.EVERYTHING).hits}
    return render(request, "office/indicators.html", context)


@require_safe
@desk(Action.READ)
def indicator(request: HttpRequest, beginning: str) -> HttpResponse:
    """The values of an indicator with their history."""
    of = door.indicator(beginning)
    held = store.current([of.pk]).get(of.pk, {})
    context = {
        "indicator": of,
        "card": definition(of),
        "values": [(year, held[year], store.history(held[year])) for year in sorted(held)],
        "breaks": store.breaks([of.pk]).get(of.pk, []),
        "allowed": may(request.user, Action.CORRECT),
    }
    return render(request, "office/indicator.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.CORRECT)
def correct(request: HttpRequest, beginning: str, year: int) -> HttpResponse:
    """A new value beside the one in force."""
    of = door.indicator(beginning)
    observation = store.current([of.pk], [year]).get(of.pk, {}).get(year)
    if observation is None:
        raise Http404
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, initial={"value": wording(observation)}
    )
    if request.method == "POST" and form.is_valid() and _corrected(request, observation, form):
        messages.success(
            request, "Zapisano sprostowanie. Poprzednia wartość zostaje w historii; aby do niej "
            "wrócić, zapisz ją jako kolejne sprostowanie.",
        )  # fmt: skip
        return redirect("office-indicator", beginning=beginning)
    context = {"indicator": of, "card": definition(of), "item": observation, "form": form}
    status = 422 if form.errors else 200
    return render(request, "office/correct.html", context, status=status)


def _corrected(request: HttpRequest, observation: Observation, form: CorrectionForm) -> bool:
    content = value_from(form.cleaned_data["value"], observation)
    if content is None:
        form.add_error(
            "value", "Tu potrzebna jest jedna liczba, którą da się odczytać na jeden sposób."
        )
        return False  # fmt: skip
    try:
        correct_observation(
            observation=observation, value=content, reason=form.cleaned_data["reason"],
            by=request.user.get_username(), at=timezone.now(),
        )  # fmt: skip
    except MiernikError as error:
        form.add_error(None, str(error))
        return False
    return True


def value_from(printed: str, before: Observation) -> ValueContent | None:
    """Read a typed value in the place of ``before``; its notes and place in the source stay.

    None where the indicator needs a number and the text is not one, or can be read in two ways.
    """
    kind, number, status = Kind(before.kind), None, Status.VALUE
    bounds = _bounds(printed) if kind is Kind.COUNT else None
    reading = read_number(printed)
    if reading.no_data:
        status = Status.NO_DATA
    elif bounds is None and (kind in NUMERIC or _was_missing(kind, reading)):
        if reading.number is None:
            return None
        number = reading.number
        kind = kind if kind in NUMERIC else Kind.COUNT
        status = Status.TRUE_ZERO if number == 0 else Status.VALUE
    elif kind is Kind.MISSING:
        kind = Kind.TEXT
    return ValueContent(
        kind=kind,
        status=status,
        number=number,
        lower=bounds[0] if bounds else None,
        upper=bounds[1] if bounds else None,
        text="" if kind in NUMERIC else printed,
        printed=printed,
        printed_unit=before.printed_unit,
        territory=Territory(before.territory),
        provenance=before.provenance,
        notes=[
            NoteContent(text=note.text, kind=NoteKind(note.kind), marker=note.marker,
                        number=note.number, as_of=note.as_of)
            for note in before.notes.all()
        ],
    )  # fmt: skip


def _was_missing(kind: Kind, reading: NumberReading) -> bool:
    """Whether a number was typed in the place of a value that had no kind yet."""
    return kind is Kind.MISSING and reading.number is not None


def _bounds(printed: str) -> tuple[Decimal, Decimal] | None:
    """Read ``od 120 do 340``."""
    shape = _INTERVAL.match(printed)
    ends = [read_number(part).number for part in shape.groups()] if shape else []
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    return ends[0], ends[1]
