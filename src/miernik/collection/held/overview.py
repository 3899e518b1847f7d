"""What is held of every campaign, in numbers: for the data protection officer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min

from miernik.collection.held.keys import key_in_force
from miernik.collection.models import Campaign, PseudonymKey, PseudonymSet


@dataclass(frozen=True, slots=True)
class CampaignPseudonyms:
    """A campaign's key in force, its sets with values and since when, and what was destroyed."""

    campaign: Campaign
    key: PseudonymKey | None
    revoked: int
    held: int
    under_other_keys: int
    oldest: dt.datetime | None
    destroyed: int

    @property
    def prefix(self) -> str:
        """What tells the elements of its part of a page apart."""
        return str(self.campaign.pk)


def campaigns_with_pseudonyms() -> list[CampaignPseudonyms]:
    """Return every campaign, the newest year first."""
    return [_of(campaign) for campaign in Campaign.objects.order_by("-year", "-pk")]


def _of(campaign: Campaign) -> CampaignPseudonyms:
    key = key_in_force(campaign)
    sets = PseudonymSet.objects.filter(
        questionnaire__campaign=campaign, replaced_at__isnull=True
    ).order_by("pk")
    held = sets.filter(destroyed_at__isnull=True)
    return CampaignPseudonyms(
        campaign=campaign,
        key=key,
        revoked=campaign.pseudonym_keys.filter(revoked_at__isnull=False).count(),
        held=held.count(),
        under_other_keys=held.exclude(key=key).count() if key else held.count(),
        oldest=held.aggregate(first=Min("received_at"))["first"],
        destroyed=sets.filter(destroyed_at__isnull=False).count(),
    )
