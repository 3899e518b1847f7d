"""A campaign in the middle of its way, and every page of the office that shows it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.urls import reverse

from miernik.accounts.models import Institution, InstitutionKind
from miernik.collection.calendar import usual_calendar
from miernik.collection.links import issue_link
from miernik.collection.services.campaigns import Wording, create_campaign
from miernik.collection.services.review import ask, correct_answer, extend, return_form
from miernik.kernel.quantities import Kind
from miernik.observations.models import Origin
from miernik.observations.services import ValueContent, record_observation, record_source
from tests.collection.campaigns import (
    BY,
    CENTRE,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NGO,
    NOW,
    SECOND_SCHOOL,
    YEAR,
    City,
    a_city,
    an_open_one,
    everything,
    number,
)


def in_the_middle() -> City:
    """An open campaign: one form handed in and looked at, one returned, one begun, one silent."""
    city = an_open_one(with_last_year(a_city()))
    city.hand_in(FIRST_SCHOOL, everything(160))
    city.hand_in(SECOND_SCHOOL, everything(90))
    city.save(NGO, {name: answer for name, answer in everything().items() if name not in OF_MEALS})
    form = city.form(FIRST_SCHOOL)
    ask(
        questionnaire=form, indicator=city.indicators[MEALS],
        text="Czy liczba obejmuje obiady z darowizn?", by=BY, at=NOW,
    )  # fmt: skip
    correct_answer(
        questionnaire=form, indicator=city.indicators[MONEY], content=number(15300),
        reason="pomyłka w groszach, potwierdzona telefonicznie", by=BY, at=NOW,
    )  # fmt: skip
    return_form(
        questionnaire=city.form(SECOND_SCHOOL), reason="Sprawdźcie liczbę osób.", by=BY, at=NOW
    )
    issue_link(questionnaire=form, person="Ewa Kos", sent_to="sp1@example.org", by=BY, at=NOW)
    extend(
        questionnaire=city.form(NGO), until=dt.date(2026, 3, 10), reason="choroba księgowej",
        by=BY, at=NOW,
    )  # fmt: skip
    return city


OF_MEALS = (MEALS, MONEY)


def with_last_year(city: City) -> City:
    """Give the institutions their own values of 2024: 100 and 90 at schools, 40 at one now shut."""
    shut = Institution.objects.create(name="Szkoła Podstawowa nr 9", kind=InstitutionKind.SCHOOL)
    source = record_source(origin=Origin.COLLECTION, title="Dane za 2024 r.", by=BY, at=NOW)
    for institution, meals in (
        (city.institutions[FIRST_SCHOOL], 100),
        (city.institutions[SECOND_SCHOOL], 90),
        (shut, 40),
    ):
        record_observation(
            indicator=city.indicators[MEALS], year=YEAR - 1, institution=institution,
            value=ValueContent(Kind.COUNT, number=Decimal(meals)), source=source, by=BY, at=NOW,
        )  # fmt: skip
    return city


def pages_of(city: City) -> dict[str, str]:
    """Addresses of the pages by name; adds a draft for the next year."""
    group = Institution.objects.get(kind=InstitutionKind.GROUP)
    draft = create_campaign(
        year=YEAR + 1, works=[city.work], wording=Wording("Dane za rok następny"),
        calendar=usual_calendar(YEAR + 1), by=BY, at=NOW,
    )  # fmt: skip
    campaign, school = city.campaign.uuid, city.institutions[FIRST_SCHOOL].uuid
    meals = city.indicators[MEALS].uuid
    form, begun = city.form(FIRST_SCHOOL).uuid, city.form(NGO).uuid
    other = city.form(NGO).answers.order_by("id")[0].indicator.uuid
    return {
        "list": reverse("campaign-list"),
        "new": reverse("campaign-new"),
        "draft": reverse("campaign-board", args=[draft.uuid]),
        "open": reverse("campaign-open", args=[draft.uuid]),
        "board": reverse("campaign-board", args=[campaign]),
        "edit": reverse("campaign-edit", args=[campaign]),
        "questions": reverse("campaign-questions", args=[campaign]),
        "asked for": reverse("campaign-asked-for", args=[campaign, meals]),
        "bulk": reverse("campaign-bulk", args=[campaign]) + "?q=szkola",
        "institutions": reverse("campaign-institutions", args=[campaign]),
        "institution": reverse("campaign-institution", args=[campaign, school]),
        "contacts": reverse("campaign-contacts", args=[campaign]),
        "members": reverse("campaign-members", args=[campaign, group.uuid]),
        "indicators": reverse("campaign-indicators", args=[campaign]),
        "indicator": reverse("campaign-indicator", args=[campaign, meals]),
        "form": reverse("campaign-form", args=[campaign, form]),
        "begun form": reverse("campaign-form", args=[campaign, begun]),
        "return": reverse("campaign-return", args=[campaign, form]),
        "answer": reverse("campaign-answer", args=[campaign, form, meals]),
        "begun answer": reverse("campaign-answer", args=[campaign, begun, other]),
    }


SILENT = CENTRE
