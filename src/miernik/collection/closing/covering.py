"""Which campaign answers for a year of a work."""

from __future__ import annotations

from miernik.collection.models import Campaign, CampaignState
from miernik.strategy.models import Work

_UNAPPROVED = (CampaignState.OPEN, CampaignState.CLOSED)


def unapproved_campaign(work: Work, year: int) -> Campaign | None:
    """Return the campaign that collects this year of the work and is not approved yet."""
    found = Campaign.objects.filter(covered__work=work, year=year, state__in=_UNAPPROVED)
    return found.order_by("id").first()
