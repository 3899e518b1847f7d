"""Campaigns: preparing one, its calendar, opening it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from miernik.audit.services import record
from miernik.collection.calendar import Calendar, usual_calendar
from miernik.collection.errors import CollectionError, NothingAskedError
from miernik.collection.models import (
    AccessLink,
    Assignment,
    Campaign,
    CampaignState,
    CoveredWork,
    Questionnaire,
    QuestionnaireState,
)
from miernik.collection.states import Thing, follow
from miernik.strategy.models import IndicatorDefinition, Work
from miernik.strategy.selectors import latest_version

#: Days counted from the deadline on which those who owe something are written to.
REMINDER_DAYS = (-14, -3, 1, 7)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a campaign says to the institutions."""

    title: str
    message: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@transaction.atomic
def create_campaign(
    *,
    year: int,
    works: Sequence[Work],
    wording: Wording,
    by: str,
    at: dt.datetime,
    calendar: Calendar | None = None,
    reminder_days: Sequence[int] = REMINDER_DAYS,
    copied_from: Campaign | None = None,
) -> Campaign:
    """Prepare a campaign for the data of ``year``; without ``calendar`` it has the usual days.

    Raises CollectionError when nothing is covered, one of the works is collected for this year
    already, or the days are out of order.
    """
    step = follow(Thing.CAMPAIGN, "create_campaign", None)
    if not works:
        raise CollectionError("Wybierz strategię albo program: bez nich nie ma o co pytać.")
    _not_collected_yet(year, works)
    campaign = Campaign(
        year=year,
        state=step.target,
        copied_from=copied_from,
        reminder_days=sorted(set(reminder_days)),
        created_at=at,
        created_by=by,
        **asdict(calendar or usual_calendar(year)),
        **asdict(wording),
    )
    _save(campaign)
    for work in works:
        CoveredWork.objects.create(campaign=campaign, work=work, version=latest_version(work))
    data = {"year": year, "works": [work.code for work in works]}
    record(action=step.event, subject=f"campaign:{campaign.uuid}", by=by, at=at, data=data)
    return campaign


@transaction.atomic
def change_campaign(
    *,
    campaign: Campaign,
    calendar: Calendar,
    wording: Wording,
    reminder_days: Sequence[int],
    by: str,
    at: dt.datetime,
) -> Campaign:
    """Change the days, the words and the reminders of a campaign that is not closed yet.

    Links that were sent live on to the new end of the review. Raises CollectionError for a closed
    campaign or days out of order.
    """
    campaign = locked(campaign)
    if campaign.state not in (CampaignState.DRAFT, CampaignState.OPEN):
        raise CollectionError("Kalendarz i treść można zmieniać tylko przed zamknięciem kampanii.")
    before = {name: getattr(campaign, name) for name in asdict(calendar)}
    for name, value in (asdict(calendar) | asdict(wording)).items():
        setattr(campaign, name, value)
    campaign.reminder_days = sorted(set(reminder_days))
    _save(campaign)
    moved = {
        name: [before[name].isoformat(), day.isoformat()]
        for name, day in asdict(calendar).items()
        if before[name] != day
    }
    if "review_until" in moved:
        renew_links(campaign)
    subject = f"campaign:{campaign.uuid}"
    record(action="campaign.changed", subject=subject, by=by, at=at, data={"days": moved})
    return campaign


@transaction.atomic
def discard_campaign(*, campaign: Campaign, by: str, at: dt.datetime) -> None:
    """Take back a campaign that was never opened; the event keeps that it was prepared."""
    campaign = locked(campaign)
    if campaign.state != CampaignState.DRAFT:
        raise CollectionError("Usunąć można tylko kampanię, której jeszcze nie otwarto.")
    subject, data = f"campaign:{campaign.uuid}", {"title": campaign.title, "year": campaign.year}
    campaign.delete()
    record(action="campaign.discarded", subject=subject, by=by, at=at, data=data)


@transaction.atomic
def open_campaign(*, campaign: Campaign, by: str, at: dt.datetime) -> Campaign:
    """Open a campaign: fix the wording that is asked about, make a form for each institution.

    The forms can be answered at once; inviting is the messages' work. Raises WrongStateError, and
    NothingAskedError when nobody is asked anything.
    """
    campaign = locked(campaign)
    step = follow(Thing.CAMPAIGN, "open_campaign", campaign.state)
    _not_collected_yet(
        campaign.year, [item.work for item in campaign.covered.select_related("work")], campaign
    )
    for item in campaign.covered.select_related("work"):
        item.version = latest_version(item.work)
        item.save(update_fields=["version"])
    prepare_questionnaires(campaign=campaign, by=by, at=at)
    if not campaign.questionnaires.exists():
        raise NothingAskedError
    campaign.state, campaign.opened_at = step.target, at
    campaign.save(update_fields=["state", "opened_at"])
    data = {"institutions": campaign.questionnaires.count()}
    record(action=step.event, subject=f"campaign:{campaign.uuid}", by=by, at=at, data=data)
    return campaign


def prepare_questionnaires(*, campaign: Campaign, by: str, at: dt.datetime) -> list[Questionnaire]:
    """Make a form for every institution that is asked something and has none; returns new ones.

    Indicators that the asked versions do not have are left out of the count.
    """
    asked = asked_assignments(campaign).exclude(
        institution__in=campaign.questionnaires.values("institution")
    )
    institutions = {
        item.institution_id: item.institution for item in asked.select_related("institution")
    }
    made = Questionnaire.objects.bulk_create(
        Questionnaire(
            campaign=campaign,
            institution=institution,
            state=QuestionnaireState.NOT_STARTED,
            contact_name=institution.contact_name,
            contact_email=institution.contact_email,
        )
        for institution in institutions.values()
    )
    if made:
        step = follow(Thing.QUESTIONNAIRE, "prepare_questionnaire", None)
        subject = f"campaign:{campaign.uuid}"
        record(action=step.event, subject=subject, by=by, at=at, data={"forms": len(made)})
    return made


def asked_assignments(campaign: Campaign) -> QuerySet[Assignment]:
    """Return the assignments that are asked: not excluded, of indicators the versions have."""
    versions = campaign.covered.values("version")
    known = IndicatorDefinition.objects.filter(version__in=versions).values("indicator")
    return Assignment.objects.filter(campaign=campaign, excluded=False, indicator__in=known)


def renew_links(campaign: Campaign) -> None:
    """Let links that are not revoked live to the present end of the review."""
    from miernik.collection.links import expiry

    links = AccessLink.objects.filter(
        questionnaire__campaign=campaign, revoked_at__isnull=True
    ).select_related("questionnaire")
    for link in links.order_by("id"):
        link.questionnaire.campaign = campaign
        link.expires_at = expiry(link.questionnaire)
        link.save(update_fields=["expires_at"])


def locked(campaign: Campaign) -> Campaign:
    """Read the row again and hold it until the transaction ends."""
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def _not_collected_yet(year: int, works: Sequence[Work], but: Campaign | None = None) -> None:
    others = CoveredWork.objects.filter(campaign__year=year, work__in=works)
    others = others.exclude(campaign__state=CampaignState.DRAFT)
    if but is not None:
        others = others.exclude(campaign=but)
    taken = others.select_related("work", "campaign").order_by("id").first()
    if taken is not None:
        raise CollectionError(
            f"Dane za {year} r. do: {taken.work.title} zbiera już kampania „{taken.campaign}”."
        )


def _save(campaign: Campaign) -> None:
    try:
        campaign.full_clean()
    except ValidationError as error:
        raise CollectionError(" ".join(error.messages)) from error
    campaign.save()
