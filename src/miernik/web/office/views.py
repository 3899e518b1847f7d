"""The desk's front page, the event log and the gallery of components."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from miernik.audit.models import Event
from miernik.intake.models import Import, ImportState
from miernik.intake.selectors import open_doubts
from miernik.observations.models import BreakState, ComparabilityBreak
from miernik.reports.models import Edition
from miernik.reports.selectors import pending_errata
from miernik.reports.states import EditionState
from miernik.web.event_words import GENERAL, tags
from miernik.web.office import gallery as samples
from miernik.web.office.door import desk
from miernik.web.office.navigation import entries
from miernik.web.office.permissions import ALLOWED, Action, may

EVENTS_A_PAGE = 50


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for somebody; who has another desk is shown the way there."""
    if not may(request.user, Action.READ):
        desks = entries(request)
        if not desks:
            raise PermissionDenied(Action.READ.label)
        return redirect(desks[0].url)
    drafts = list(Import.objects.filter(state=ImportState.DRAFT))
    published = Edition.objects.filter(state=EditionState.PUBLISHED).order_by("-published_at")
    context = {
        "drafts": [(item, len(open_doubts(item))) for item in drafts],
        "breaks": ComparabilityBreak.objects.filter(state=BreakState.PROPOSED).count(),
        "editions": [(item, len(pending_errata(item))) for item in published[:5]],
        "events": list(_general().order_by("-id")[:8]),
        "actions": [action for action in ALLOWED if may(request.user, action)],
        "may_import": may(request.user, Action.IMPORT),
    }
    return render(request, "office/home.html", context)


@require_safe
@desk(Action.READ)
def events(request: HttpRequest) -> HttpResponse:
    """Who did what when with documents, values, accounts and the system, the newest first."""
    page = Paginator(_general().order_by("-id"), EVENTS_A_PAGE)
    shown = page.get_page(request.GET.get("strona"))
    return render(request, "office/events.html", {"shown": shown})


def _general() -> QuerySet[Event]:
    """Events for everybody in the office; files and reads are for the data protection officer."""
    return Event.objects.filter(action__in=tags(*GENERAL))


@require_safe
@desk(Action.READ)
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states."""
    return render(request, "office/gallery.html", samples.samples())
