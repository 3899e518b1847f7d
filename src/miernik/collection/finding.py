"""Campaigns and forms by what a person types: a year, the name of an institution."""

from __future__ import annotations

from django.db.models import Q

from miernik.collection.errors import CollectionError, UnknownCampaignError
from miernik.collection.models import Campaign, CampaignState, Questionnaire
from miernik.kernel.text import folded

_SHOWN = 8


def campaign_of_year(year: int) -> Campaign:
    """Return the campaign that collects a year; of several the one that is furthest from done.

    Raises UnknownCampaignError with the years there are, CollectionError when the year has more
    than one campaign in the same state.
    """
    found = list(Campaign.objects.filter(year=year).order_by("id"))
    if not found:
        years = Campaign.objects.order_by("year").values_list("year", flat=True).distinct()
        raise UnknownCampaignError(str(year), [str(one) for one in years])
    for state in CampaignState:
        of_state = [one for one in found if one.state == state]
        if len(of_state) > 1:
            titles = ", ".join(f"„{one.title}”" for one in of_state)
            raise CollectionError(
                f"Dane za {year} r. zbiera kilka kampanii: {titles}. Użyj strony biura."
            )
        if of_state:
            return of_state[0]
    raise UnknownCampaignError(str(year), [])


def open_campaign_or_of_year(year: int | None) -> Campaign:
    """Return the campaign of a year, or the only open one. Raises CollectionError."""
    if year is not None:
        return campaign_of_year(year)
    found = list(Campaign.objects.filter(state=CampaignState.OPEN).order_by("id"))
    if len(found) == 1:
        return found[0]
    why = "Żadna kampania nie jest otwarta" if not found else "Otwartych jest kilka kampanii"
    raise CollectionError(f"{why}: podaj rok, na przykład --year 2025.")


def form_named(campaign: Campaign, name: str) -> Questionnaire:
    """Return the form of the institution of this name, another printed name or a part of one.

    Raises CollectionError that names those it could be.
    """
    forms = campaign.questionnaires.select_related("campaign", "institution")
    exact = forms.filter(
        Q(institution__name__iexact=name) | Q(institution__aliases__name__iexact=name)
    )
    first = exact.order_by("id").first()
    if first is not None:
        return first
    asked = folded(name)
    near = [
        form
        for form in forms.order_by("institution__name")
        if asked and asked in folded(form.institution.name)
    ]
    if len(near) == 1:
        return near[0]
    if not near:
        raise CollectionError(f"W tej kampanii nie ma instytucji „{name}”.")
    listed = ", ".join(f"„{form.institution.name}”" for form in near[:_SHOWN])
    raise CollectionError(f"Nazwa „{name}” pasuje do kilku instytucji: {listed}. Podaj całą.")
