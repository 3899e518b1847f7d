"""Persons that may be one: what waits, two files side by side, the decision, taking it back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.cases.door import open_pair
from miernik.cases.errors import NoAccessError, RegisterError, UnknownFileError
from miernik.cases.models import DuplicateProposal, DuplicateState, Family, Person
from miernik.cases.permissions import Deed
from miernik.cases.permissions import pairs as pairs_within_reach
from miernik.cases.register import selectors, services
from miernik.kernel.text import plural
from miernik.web.office.door_register import person_at_desk, register_desk
from miernik.web.office.register.changes import FORM
from miernik.web.office.register.forms import DecidePairForm
from miernik.web.office.register.pages import attempt, bound, within_reach

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two persons as the page shows it."""

    letter: str
    person: Person
    families: list[Family]
    elsewhere: bool


@require_safe
@register_desk(Deed.RECORD)
def pairs(request: HttpRequest) -> HttpResponse:
    """The pairs that wait, then those last decided."""
    reach = pairs_within_reach(person_at_desk(request)).select_related("first", "second")
    waiting = _standing(reach.filter(state=DuplicateState.PROPOSED)).order_by("id")
    decided = reach.exclude(state=DuplicateState.PROPOSED).order_by("-decided_at", "-id")
    context = {
        "waiting": list(waiting[:SHOWN]),
        "number": waiting.count(),
        "decided": list(decided[:SHOWN]),
    }
    return render(request, "office/register/duplicates.html", context)


@require_POST
@register_desk(Deed.RECORD)
def look(request: HttpRequest) -> HttpResponse:
    """Look through the whole register."""
    made = services.propose_duplicates(by=request.user.get_username(), at=timezone.now())
    number = len(made)
    word = plural(number, "nową parę", "nowe pary", "nowych par")
    said = f"Znaleziono {number} {word} do sprawdzenia." if number else "Nowych par nie ma."
    messages.success(request, said)
    return redirect("duplicates")


@require_http_methods(FORM)
@register_desk(Deed.RECORD)
def pair(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Two persons side by side and the decision."""
    item = _pair(request, identity)
    form = DecidePairForm(**bound(request), first=item.first, second=item.second)
    status = 200

    def act() -> str:
        kept = form.kept()
        services.decide_duplicate(
            proposal=item, state=DuplicateState.SAME if kept else DuplicateState.DIFFERENT,
            keep=kept, note=form.cleaned_data["note"], by=request.user.get_username(),
            at=timezone.now(),
        )  # fmt: skip
        return "Połączono. Można to cofnąć." if kept else "Zapisano, że to różne osoby."

    if request.method == "POST":
        if form.is_valid() and (said := attempt(form, act)) is not None:
            messages.success(request, said)
            return redirect("duplicate", identity=item.uuid)
        status = 422
    user = person_at_desk(request)
    sides = [
        Side(letter, one, *within_reach(user, selectors.families_of(one).filter(person=one)))
        for letter, one in (("A", item.first), ("B", item.second))
    ]
    context = {
        "item": item,
        "sides": sides,
        "form": form,
        "waiting": item.state == DuplicateState.PROPOSED,
        "merged": item.state == DuplicateState.SAME,
    }
    return render(request, "office/register/duplicate.html", context, status=status)


@require_POST
@register_desk(Deed.RECORD)
def undo(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Take a decision back."""
    item = _pair(request, identity)
    try:
        services.undo_duplicate(
            proposal=item, note=request.POST.get("note", "")[:500],
            by=request.user.get_username(), at=timezone.now(),
        )  # fmt: skip
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Cofnięto rozstrzygnięcie; para znów czeka.")
    return redirect("duplicate", identity=item.uuid)


def _standing(rows: QuerySet[DuplicateProposal]) -> QuerySet[DuplicateProposal]:
    return rows.filter(first__merged_into__isnull=True, second__merged_into__isnull=True)


def _pair(request: HttpRequest, identity: uuid.UUID) -> DuplicateProposal:
    user = person_at_desk(request)
    try:
        return open_pair(user=user, identity=identity, at=timezone.now(), why="możliwy duplikat")
    except UnknownFileError as error:
        raise Http404 from error
    except NoAccessError as error:
        raise PermissionDenied(str(error)) from error
