"""The page that ends a campaign, and its steps."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import cast

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from miernik.accounts.models import User
from miernik.collection.closing.report import closing_report
from miernik.collection.models import Campaign, CampaignState
from miernik.collection.permissions import Deed, may
from miernik.collection.services.closing import (
    publish_campaign,
    reopen_campaign,
    unexplained,
    waiting_jumps,
    withdraw_approval,
)
from miernik.kernel.errors import MiernikError
from miernik.kernel.text import plural
from miernik.observations.selectors import EVERYTHING
from miernik.reports.models import Edition
from miernik.reports.render import html
from miernik.reports.selectors import build_context, published_editions
from miernik.strategy.models import Work
from miernik.web.office.campaigns.door import campaign_desk
from miernik.web.office.finishing import door
from miernik.web.office.finishing.approving import (
    approve_and_freeze,
    close_and_review,
    covered_works,
)
from miernik.web.office.finishing.forms import BackForm
from miernik.web.public.door import definition

#: What a step says when it is done.
Step = Callable[[Campaign, str, dt.datetime], str]


@require_safe
@campaign_desk(Deed.WATCH)
def finish(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """What closing would write, or what it wrote and what is left to do."""
    return _page(request, door.campaign(identity))


# The report carries its own style sheet; it may do nothing else.
@csp_replace(  # type: ignore[arg-type]  # its types know of views without arguments only
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "font-src": ["data:"],
        "sandbox": ["allow-popups"],
    }
)
@require_safe
@campaign_desk(Deed.WATCH)
def report(_request: HttpRequest, identity: uuid.UUID, code: str) -> HttpResponse:
    """The year's report with the numbers as they stand now; nothing is kept."""
    campaign = door.campaign(identity)
    work = door.covered_work(campaign, code)
    try:
        context = build_context(work, campaign.year, on=timezone.localdate())
    except MiernikError as failure:
        raise Http404 from failure
    content = html.render(context, timezone.now().replace(microsecond=0))
    return HttpResponse(content, content_type="text/html; charset=utf-8")


@require_POST
@campaign_desk(Deed.RUN)
def close(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Close the campaign."""

    def step(campaign: Campaign, by: str, at: dt.datetime) -> str:
        written, jumps = close_and_review(campaign=campaign, by=by, at=at)
        stored = written.new + written.corrected
        words = plural(stored, "wartość", "wartości", "wartości")
        found = plural(jumps, "skok", "skoki", "skoków")
        said = f"Zamknięto zbieranie i zapisano {stored} {words}."
        return f"{said} Do rozstrzygnięcia: {jumps} {found}." if jumps else said

    return _done(request, identity, step)


@require_POST
@campaign_desk(Deed.RUN)
def reopen(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Open the campaign again."""

    def step(campaign: Campaign, by: str, at: dt.datetime) -> str:
        reopen_campaign(campaign=campaign, reason=_reason(request), by=by, at=at)
        return "Otwarto zbieranie ponownie. Zapisane wartości zostają do następnego zamknięcia."

    return _done(request, identity, step)


@require_POST
@campaign_desk(Deed.APPROVE)
def approve(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Approve the year and freeze its editions."""

    def step(campaign: Campaign, by: str, at: dt.datetime) -> str:
        made = len(approve_and_freeze(campaign=campaign, by=by, at=at))
        words = plural(made, "wydanie", "wydania", "wydań")
        return f"Zatwierdzono dane i zamrożono {made} {words}. Portal pokaże je po publikacji."

    return _done(request, identity, step)


@require_POST
@campaign_desk(Deed.APPROVE)
def withdraw(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Take the approval back."""

    def step(campaign: Campaign, by: str, at: dt.datetime) -> str:
        withdraw_approval(campaign=campaign, reason=_reason(request), by=by, at=at)
        return "Cofnięto zatwierdzenie. Przy następnym powstanie nowe wydanie."

    return _done(request, identity, step)


@require_POST
@campaign_desk(Deed.APPROVE)
def publish(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Let everybody see the year."""

    def step(campaign: Campaign, by: str, at: dt.datetime) -> str:
        publish_campaign(campaign=campaign, by=by, at=at)
        return f"Opublikowano dane za {campaign.year} r.: są w portalu."

    return _done(request, identity, step)


def _done(request: HttpRequest, identity: uuid.UUID, step: Step) -> HttpResponse:
    """Take a step and go back to the page; a refusal stands on the page itself."""
    campaign = door.campaign(identity)
    by = cast("User", request.user).get_username()
    try:
        said = step(campaign, by, timezone.now().replace(microsecond=0))
    except MiernikError as failure:
        return _page(request, door.campaign(identity), error=str(failure))
    messages.success(request, said)
    return redirect("campaign-finish", identity=campaign.uuid)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _page(request: HttpRequest, campaign: Campaign, error: str = "") -> HttpResponse:
    is_open = campaign.state == CampaignState.OPEN
    context = {
        "campaign": campaign,
        "sheet": closing_report(campaign),
        "works": [
            (work, campaign.year in EVERYTHING.years(work), _editions(work, campaign))
            for work in covered_works(campaign)
        ],
        "jumps": [] if is_open else [(item, definition(item.indicator)) for item in
                                     waiting_jumps(campaign)],
        "obstacle": "" if is_open else unexplained(campaign),
        "may_run": may(request.user, Deed.RUN),
        "may_approve": may(request.user, Deed.APPROVE),
        "back": BackForm(),
        "error": error,
    }  # fmt: skip
    return render(request, "office/finishing/finish.html", context, status=422 if error else 200)


def _editions(work: Work, campaign: Campaign) -> list[Edition]:
    return [item for item in published_editions(work) if item.year == campaign.year]
