"""Breaks in comparability: what waits to be classified, and deciding it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.analysis.services import review_breaks
from miernik.kernel.errors import MiernikError
from miernik.kernel.quantities import BreakType
from miernik.kernel.text import plural
from miernik.observations import selectors as store
from miernik.observations.models import BreakState, ComparabilityBreak
from miernik.observations.services import decide_break
from miernik.observations.states import BreakAction
from miernik.strategy.models import Work
from miernik.strategy.selectors import works_in_force
from miernik.web.office import door
from miernik.web.office.door import desk
from miernik.web.office.forms import BreakForm, ReopenForm
from miernik.web.office.permissions import Action, may
from miernik.web.public.door import definition


@require_safe
@desk(Action.READ)
def breaks(request: HttpRequest) -> HttpResponse:
    """Every break, those that wait first."""
    found = ComparabilityBreak.objects.select_related("indicator__work").order_by("year", "id")
    rows = [(item, definition(item.indicator)) for item in found]
    context = {
        "waiting": [row for row in rows if row[0].state == BreakState.PROPOSED],
        "decided": [row for row in rows if row[0].state != BreakState.PROPOSED],
        "allowed": may(request.user, Action.CLASSIFY),
    }
    return render(request, "office/breaks.html", context)


@require_POST
@desk(Action.CLASSIFY)
def look_for_breaks(request: HttpRequest) -> HttpResponse:
    """Put on record every unexplained jump between neighbouring years."""
    found = sum(propose_for(work, by=request.user.get_username()) for work in works_in_force())
    word = plural(found, "nowy skok", "nowe skoki", "nowych skoków")
    said = f"Znaleziono {found} {word} do rozstrzygnięcia." if found else "Nowych skoków nie ma."
    messages.success(request, said)
    return redirect("breaks")


def propose_for(work: Work, *, by: str) -> int:
    """Propose the breaks the analysis finds in a strategy; return how many are new."""
    return len(review_breaks(work=work, by=by, at=timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.READ)
def one_break(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Both values, the notes and the proposal; then the decision."""
    item = door.comparability_break(identity)
    allowed = may(request.user, Action.CLASSIFY)
    form = BreakForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if not allowed:
            return HttpResponse(status=403)
        if form.is_valid() and _decided(request, item, form):
            messages.success(request, "Zapisano rozstrzygnięcie. Można je cofnąć.")
            return redirect("break", identity=item.uuid)
        status = 422
    held = store.current([item.indicator_id], [item.since, item.year]).get(item.indicator_id, {})
    context = {
        "item": item,
        "card": definition(item.indicator),
        "values": [(year, held.get(year)) for year in (item.since, item.year)],
        "form": form,
        "waiting": item.state == BreakState.PROPOSED,
        "allowed": allowed,
    }
    return render(request, "office/break.html", context, status=status)


def _decided(request: HttpRequest, item: ComparabilityBreak, form: BreakForm) -> bool:
    data = form.cleaned_data
    action = BreakAction(data["action"])
    kind = BreakType(data["type"]) if action is BreakAction.CONFIRM and data["type"] else None
    try:
        decide_break(
            item=item, action=action, type=kind, note=data["note"],
            by=request.user.get_username(), at=timezone.now(),
        )  # fmt: skip
    except MiernikError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_POST
@desk(Action.CLASSIFY)
def reopen(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Take a decision back; both stay in the event log."""
    item = door.comparability_break(identity)
    form = ReopenForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        decide_break(
            item=item, action=BreakAction.REOPEN, note=note,
            by=request.user.get_username(), at=timezone.now(),
        )  # fmt: skip
    except MiernikError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Cofnięto rozstrzygnięcie; przerwa znów czeka.")
    return redirect("break", identity=item.uuid)
