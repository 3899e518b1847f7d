"""Editions of the report: look at what would be published, publish it, issue errata."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.collection.closing.covering import unapproved_campaign
from miernik.collection.models import Campaign, CampaignState
from miernik.kernel.errors import MiernikError
from miernik.kernel.text import plural
from miernik.observations import selectors as store
from miernik.observations.models import BreakState, ComparabilityBreak
from miernik.reports.models import Edition
from miernik.reports.selectors import build_context, pending_errata, published_editions
from miernik.reports.services import issue_errata, publish_edition
from miernik.reports.states import EditionState
from miernik.strategy.selectors import works_in_force
from miernik.web.office.door import desk
from miernik.web.office.permissions import Action, may
from miernik.web.public.door import work as public_work


@require_safe
@desk(Action.READ)
def editions(request: HttpRequest) -> HttpResponse:
    """Published editions with the corrections that wait for an erratum, and years to publish."""
    works = []
    for work in works_in_force():
        shown = {item.pk for item in published_editions(work, store=store.RELEASED)}
        found = [
            (item, pending_errata(item), item.pk not in shown) for item in published_editions(work)
        ]
        works.append((work, store.years(work), found))
    context = {
        "works": works,
        "may_preview": may(request.user, Action.PREVIEW),
        "may_publish": may(request.user, Action.PUBLISH),
    }
    return render(request, "office/editions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.PREVIEW)
def publish(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """What would be published, with what still waits; then publishing it for good."""
    work = public_work(code)
    campaign = unapproved_campaign(work, year)
    error = ""
    if request.method == "POST":
        if not may(request.user, Action.PUBLISH):
            return HttpResponse(status=403)
        error = _around(campaign) if campaign is not None else ""
        if not error:
            try:
                edition = publish_edition(
                    work=work,
                    year=year,
                    by=request.user.get_username(),
                    at=timezone.now().replace(microsecond=0),
                )
            except MiernikError as failure:
                error = str(failure)
            else:
                said = f"Opublikowano: {edition}. Wydanie nie zmieni się już nigdy."
                messages.success(request, said)
                return redirect("office-editions")
    try:
        context = build_context(work, year, on=timezone.localdate())
    except MiernikError as failure:
        raise Http404 from failure
    waiting = ComparabilityBreak.objects.filter(
        indicator__work=work, state=BreakState.PROPOSED, year__lte=year
    )
    shown = {
        "work": work,
        "year": year,
        "report": context,
        "waiting": waiting.count(),
        "campaign": campaign,
        "may_publish": may(request.user, Action.PUBLISH),
        "error": error,
    }
    return render(request, "office/publish.html", shown, status=422 if error else 200)


def _around(campaign: Campaign) -> str:
    """Why an edition may not be published around the campaign that collects its year."""
    return (
        f"Dane za {campaign.year} r. zbiera kampania „{campaign}”, która ma stan "
        f"„{CampaignState(campaign.state).label}”. Wydanie powstanie przy jej zatwierdzeniu."
    )


@require_POST
@desk(Action.PUBLISH)
def errata(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Issue an erratum for every correction that came after the edition."""
    edition = Edition.objects.filter(uuid=identity, state=EditionState.PUBLISHED).first()
    if edition is None:
        raise Http404
    issued = len(issue_errata(edition=edition, by=request.user.get_username(), at=timezone.now()))
    word = plural(issued, "sprostowanie", "sprostowania", "sprostowań")
    messages.success(request, f"Wydano {issued} {word}." if issued else "Nie ma czego prostować.")
    return redirect("office-editions")
