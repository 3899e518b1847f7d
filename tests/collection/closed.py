"""A campaign on its way to the end: who handed in what, who stayed silent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from miernik.collection.content import AnswerContent, AnswerNote
from miernik.collection.models import Campaign
from miernik.collection.services.closing import close_campaign
from miernik.collection.services.review import accept_form, return_form
from miernik.kernel.quantities import NoteKind, Status
from miernik.observations.models import Observation
from tests.collection.campaigns import (
    BY,
    CAUSES,
    CENTRE,
    EVENTS,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NGO,
    NOW,
    RATING,
    SHARE,
    YEAR,
    City,
    an_open_one,
    everything,
    number,
)

CLOSING = dt.datetime(2026, 4, 1, 10, 0, tzinfo=dt.UTC)


def only(answers: dict[str, AnswerContent], *names: str) -> dict[str, AnswerContent]:
    """The answers to some of the questions."""
    return {name: answers[name] for name in names}


def centre(meals: int = 1200) -> dict[str, AnswerContent]:
    """What the centre is asked: meals with a part, and money."""
    part = AnswerNote(NoteKind.SUB_VALUE, "w tym decyzją MOPR", Decimal(600))
    return {MEALS: number(meals, notes=(part,)), MONEY: number("15300.50")}


def activities() -> dict[str, AnswerContent]:
    """What the association is asked; its share is 30 of 100."""
    share = AnswerContent(
        Status.VALUE, Decimal(30), numerator=Decimal(30), denominator=Decimal(100)
    )
    return only(everything(), RATING, EVENTS, CAUSES) | {SHARE: share}


def accept(city: City, institution: str) -> None:
    """Take an institution's last submission."""
    accept_form(questionnaire=city.form(institution), by=BY, at=NOW)


def reviewed(city: City | None = None) -> City:
    """Three handed in and were accepted, one of them after a correction; one is silent."""
    city = an_open_one(city)
    city.hand_in(CENTRE, centre())
    city.hand_in(FIRST_SCHOOL, everything(120))
    wrong = activities()
    wrong[SHARE] = replace(wrong[SHARE], number=Decimal(90), numerator=Decimal(90))
    city.hand_in(NGO, wrong)
    return_form(
        questionnaire=city.form(NGO), reason="90 ze 100 dzieci to chyba za dużo", by=BY, at=NOW
    )
    city.hand_in(NGO, {SHARE: activities()[SHARE]})
    for name in (CENTRE, FIRST_SCHOOL, NGO):
        accept(city, name)
    return city


def closed(city: City | None = None) -> City:
    """As ``reviewed``, and the campaign is closed."""
    city = reviewed(city)
    close_campaign(campaign=city.campaign, by=BY, at=CLOSING)
    city.campaign = Campaign.objects.get(pk=city.campaign.pk)
    return city


def value(city: City, name: str, institution: str | None = None) -> Observation:
    """The value in force of the campaign's year: an institution's, or the city's."""
    whose = None if institution is None else city.institutions[institution]
    return Observation.objects.get(
        indicator=city.indicators[name], year=YEAR, institution=whose, superseded_by__isnull=True
    )


def notes(observation: Observation) -> list[str]:
    """The texts beside a value, in order."""
    return [note.text for note in observation.notes.order_by("position")]
