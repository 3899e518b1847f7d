"""Campaigns: the list, a new one, its calendar and words, opening it, taking a draft back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.collection.board import completeness
from miernik.collection.calendar import usual_days
from miernik.collection.matrix import empty_groups
from miernik.collection.models import Campaign, CampaignState
from miernik.collection.permissions import Deed
from miernik.collection.services.assigning import Assigned, assign_implementers, copy_assignments
from miernik.collection.services.campaigns import (
    asked_assignments,
    change_campaign,
    create_campaign,
    discard_campaign,
    open_campaign,
)
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.strategy.selectors import works_in_force
from miernik.web.office.campaigns.door import campaign_desk, campaign_of, crumbs, runs, signed
from miernik.web.office.campaigns.forms import (
    CalendarForm,
    NewCampaignForm,
    initial_of,
    last_year,
    new_initial,
)

_CHANGEABLE = (CampaignState.DRAFT, CampaignState.OPEN)


@require_safe
@campaign_desk(Deed.WATCH)
def listing(request: HttpRequest) -> HttpResponse:
    """Every campaign with its state and how complete it is, the newest first."""
    campaigns = list(Campaign.objects.prefetch_related("covered__work"))
    counts = completeness(campaigns)
    context = {
        "title": "Kampanie",
        "crumbs": crumbs()[:1],
        "campaigns": [(item, *counts.get(item.pk, (0, 0))) for item in campaigns],
        "works": works_in_force().exists(),
        "may_run": runs(request),
    }
    return render(request, "office/campaigns/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.RUN)
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a campaign; the calendar comes with the usual days."""
    year = _year(request)
    initial = new_initial(year, list(works_in_force()[:2]))
    form = NewCampaignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            campaign = _create(request, form)
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            return redirect("campaign-questions", campaign.uuid)
    context = {
        "title": "Nowa kampania",
        "crumbs": crumbs(),
        "form": form,
        "acts": [day for day in usual_days().values() if day.act],
        "new": True,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/campaigns/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.RUN)
def edit(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Change the days, the words and the reminders of a draft or an open campaign."""
    campaign = campaign_of(identity)
    form = CalendarForm(request.POST or None, initial=initial_of(campaign))
    if request.method == "POST" and form.is_valid():
        try:
            change_campaign(
                campaign=campaign,
                calendar=form.calendar(),
                wording=form.wording(),
                reminder_days=form.cleaned_data["reminders"],
                **signed(request),
            )
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Zapisano kalendarz i treść kampanii.")
            return redirect("campaign-board", campaign.uuid)
    context = {
        "title": "Kalendarz i treść",
        "crumbs": crumbs(campaign),
        "campaign": campaign,
        "form": form,
        "changeable": campaign.state in _CHANGEABLE,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/campaigns/edit.html", context, status=status)


@require_POST
@campaign_desk(Deed.RUN)
def discard(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Take a draft back."""
    campaign = campaign_of(identity)
    title = campaign.title
    try:
        discard_campaign(campaign=campaign, **signed(request))
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect("campaign-board", identity)
    messages.success(request, f"Usunięto nieotwartą kampanię „{title}”.")
    return redirect("campaign-list")


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.RUN)
def opening(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Say what opening will do, then open."""
    campaign = campaign_of(identity)
    fault = ""
    if request.method == "POST":
        try:
            campaign = open_campaign(campaign=campaign, **signed(request))
        except MiernikError as error:
            fault = str(error)
        else:
            number = campaign.questionnaires.count()
            words = plural(number, "formularz", "formularze", "formularzy")
            ready = plural(number, "jest gotowy", "są gotowe", "jest gotowych")
            said = (
                f"Kampania jest otwarta: {print_number(number)} {words} {ready}. "
                "Zaproszenia wyślesz na stronie „Wiadomości”."
            )
            messages.success(request, said)
            return redirect("campaign-board", campaign.uuid)
    pairs = asked_assignments(campaign).order_by()
    institutions = pairs.values("institution").distinct()
    context = {
        "title": "Otwarcie kampanii",
        "crumbs": crumbs(campaign),
        "campaign": campaign,
        "fault": fault,
        "institutions": institutions.count(),
        "questions": pairs.count(),
        "no_mail": institutions.filter(institution__contact_email="").count(),
        "groups": empty_groups(campaign),
        "is_draft": campaign.state == CampaignState.DRAFT,
    }
    return render(request, "office/campaigns/open.html", context, status=422 if fault else 200)


@require_POST
@campaign_desk(Deed.RUN)
def fill(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Ask the implementers once more, as after a new version of the text or new members."""
    campaign = campaign_of(identity)
    try:
        _say(request, assign_implementers(campaign=campaign, **signed(request)))
    except MiernikError as error:
        messages.error(request, str(error))
    return redirect("campaign-questions", campaign.uuid)


def _create(request: HttpRequest, form: NewCampaignForm) -> Campaign:
    start = form.cleaned_data["start"]
    source = Campaign.objects.filter(uuid=start).first() if len(start) > 30 else None
    campaign = create_campaign(
        year=form.cleaned_data["year"],
        works=list(form.cleaned_data["works"]),
        wording=form.wording(),
        calendar=form.calendar(),
        reminder_days=form.cleaned_data["reminders"],
        copied_from=source,
        **signed(request),
    )
    if source is not None:
        _say(request, copy_assignments(campaign=campaign, source=source, **signed(request)))
    elif start == "realizatorzy":
        _say(request, assign_implementers(campaign=campaign, **signed(request)))
    return campaign


def _say(request: HttpRequest, done: Assigned) -> None:
    words = plural(done.added, "pytanie", "pytania", "pytań")
    passed = f" Pominięto {print_number(done.left_out)}, bo już są." if done.left_out else ""
    messages.success(request, f"Przydzielono {print_number(done.added)} {words}.{passed}")


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("rok", "")
    return int(asked) if asked.isdigit() and len(asked) == 4 else last_year(timezone.localdate())
