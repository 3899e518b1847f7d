"""The board by indicators: what each has so far, and one indicator institution by institution."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from miernik.collection.asking import Asking
from miernik.collection.by_indicator import (
    indicator_lines,
    institution_lines,
)
from miernik.collection.permissions import Deed
from miernik.collection.printing import print_answer
from miernik.kernel.text import folded
from miernik.observations.selectors import by_institution
from miernik.web.office.campaigns.door import (
    campaign_desk,
    campaign_of,
    crumbs,
    indicator_of,
)
from miernik.web.office.campaigns.likeness import likeness

PAGE = 50


@require_safe
@campaign_desk(Deed.WATCH)
def indicators(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """For each indicator how many answered and how, the city's value so far and last year's."""
    campaign = campaign_of(identity)
    lines = indicator_lines(campaign)
    words = folded(request.GET.get("q", "")).split()
    missing = request.GET.get("braki") == "1"
    shown = [
        line
        for line in lines
        if all(word in folded(line.card.name) for word in words) and (line.missing or not missing)
    ]
    context = {
        "title": "Wskaźniki",
        "crumbs": crumbs(campaign),
        "campaign": campaign,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("strona")),
        "found": len(shown),
        "whole": sum(not line.missing for line in lines),
        "all": len(lines),
        "q": request.GET.get("q", ""),
        "missing": missing,
    }
    return render(request, "office/campaigns/indicators.html", context)


@require_safe
@campaign_desk(Deed.WATCH)
def indicator(request: HttpRequest, identity: uuid.UUID, what: uuid.UUID) -> HttpResponse:
    """One indicator: the like-for-like panel, every institution, who is missing."""
    campaign = campaign_of(identity)
    found = indicator_of(campaign, what)
    card = Asking(campaign).cards.get(found.pk)
    lines = institution_lines(campaign, found)
    before = {
        row.institution.name: row
        for row in by_institution(found.pk, campaign.year - 1)
        if row.institution is not None
    }
    page = Paginator(lines, PAGE).get_page(request.GET.get("strona"))
    context = {
        "title": card.name if card else str(found),
        "crumbs": crumbs(
            campaign, (reverse("campaign-indicators", args=[campaign.uuid]), "Wskaźniki")
        ),
        "campaign": campaign,
        "card": card,
        "rows": [
            (line, print_answer(card.kind, line.answer) if card and line.answer else "")
            for line in page
        ],
        "page": page,
        "missing": [line for line in lines if line.answer is None],
        "likeness": likeness(campaign.year, lines, before),
        "line": next((line for line in indicator_lines(campaign) if line.card == card), None),
    }
    return render(request, "office/campaigns/indicator.html", context)
