"""Campaigns for tests of pseudonyms."""

from __future__ import annotations

from miernik.accounts.models import Institution
from miernik.collection.models import Campaign, Questionnaire


def campaign_of(year: int) -> Campaign:
    return Campaign.objects.create(year=year)


def questionnaire_of(campaign: Campaign, institution: str) -> Questionnaire:
    found, _ = Institution.objects.get_or_create(name=institution)
    return Questionnaire.objects.create(campaign=campaign, institution=found)
