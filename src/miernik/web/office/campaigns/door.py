"""The one way to campaigns at the desk, and to their forms, institutions and indicators."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import TypedDict, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from miernik.accounts.models import Institution, User
from miernik.collection.models import Campaign, Questionnaire
from miernik.collection.permissions import ALLOWED, Deed, may
from miernik.strategy.models import Indicator
from miernik.web.office.guard import P, View, guard

Crumb = tuple[str, str]


class Signature(TypedDict):
    """Who acts and when, as services want it."""

    by: str
    at: dt.datetime


def campaign_desk(*deeds: Deed) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do one of ``deeds``; others are told 403."""
    return guard(
        lambda person: any(may(person, deed) for deed in deeds),
        {role for deed in deeds for role in ALLOWED[deed]},
        deeds[0].label,
    )


def runs(request: HttpRequest) -> bool:
    """Return whether the person may act, not only watch."""
    return may(request.user, Deed.RUN)


def must_run(request: HttpRequest) -> None:
    """Refuse what is sent by a person who may only watch; raises PermissionDenied."""
    if not runs(request):
        raise PermissionDenied(Deed.RUN.label)


def signed(request: HttpRequest) -> Signature:
    """Return the signature of what the person at the desk does now."""
    return {"by": cast("User", request.user).get_username(), "at": timezone.now()}


def campaign_of(identity: uuid.UUID) -> Campaign:
    """Return a campaign."""
    found = Campaign.objects.filter(uuid=identity).order_by("id").first()
    if found is None:
        raise Http404
    return found


def form_of(campaign: Campaign, identity: uuid.UUID) -> Questionnaire:
    """Return a form of this campaign, with its institution."""
    forms = campaign.questionnaires.filter(uuid=identity).select_related("institution__parent")
    found = forms.order_by("id").first()
    if found is None:
        raise Http404
    found.campaign = campaign
    return found


def institution_of(identity: uuid.UUID) -> Institution:
    """Return an institution or a group."""
    found = Institution.objects.filter(uuid=identity).select_related("parent").first()
    if found is None:
        raise Http404
    return found


def indicator_of(campaign: Campaign, identity: uuid.UUID) -> Indicator:
    """Return an indicator of one of the works the campaign covers."""
    covered = campaign.covered.order_by().values("work")
    found = Indicator.objects.filter(uuid=identity, work__in=covered).order_by("id").first()
    if found is None:
        raise Http404
    return found


def crumbs(campaign: Campaign | None = None, *more: Crumb) -> list[Crumb]:
    """Return the way to a page: pairs (address, words)."""
    way = [(reverse("office-home"), "Biuro"), (reverse("campaign-list"), "Kampanie")]
    if campaign is not None:
        way.append((reverse("campaign-board", args=[campaign.uuid]), campaign.title))
    return [*way, *more]
