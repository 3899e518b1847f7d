"""Institutions' values on the portal: silence is named, few people are not told."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Institution
from miernik.kernel.quantities import CountedUnit, Kind, Status
from miernik.observations.models import Observation
from miernik.observations.services import ValueContent, record_observation
from miernik.reports import lineage
from miernik.strategy.models import IndicatorDefinition, Work
from miernik.web.public import disclosure
from tests.observations.values import AT, source
from tests.web import pages

pytestmark = pytest.mark.django_db


def card_of(city: ValueContent, numbers: Mapping[str, int], unit: str) -> IndicatorDefinition:
    """Values of 2018: the city's and its institutions'."""
    card = pages.indicator_named("asystentów")
    card.counted_unit = unit
    told: list[tuple[Institution | None, ValueContent]] = [(None, city)]
    for name, number in numbers.items():
        school = Institution.objects.create(name=name)
        told.append((school, ValueContent(kind=Kind.COUNT, number=Decimal(number))))
    silent = ValueContent(kind=Kind.COUNT, status=Status.NOT_SUBMITTED)
    told.append((Institution.objects.create(name="Żłobek"), silent))
    for institution, value in told:
        record_observation(
            indicator=card.indicator, year=2018, value=value, source=source(), by="x", at=AT,
            institution=institution,
        )  # fmt: skip
    return card


def shown(card: IndicatorDefinition) -> dict[str, str]:
    return {item.name: item.words for item in disclosure.institutions(card, 2018)}


def exact(number: int) -> ValueContent:
    return ValueContent(kind=Kind.COUNT, number=Decimal(number))


NUMBERS = {"SP 1": 3, "SP 2": 7, "SP 3": 20}


def test_a_small_number_takes_the_next_with_it_where_the_city_s_sum_is_public(work: Work) -> None:
    card = card_of(exact(30), NUMBERS, CountedUnit.PERSON)
    assert shown(card) == {"SP 1": "#", "SP 2": "#", "SP 3": "20", "Żłobek": "nie przekazano"}


def test_a_small_number_hides_alone_where_no_sum_leads_to_it(work: Work) -> None:
    card = card_of(exact(25), NUMBERS, CountedUnit.PERSON)
    assert shown(card)["SP 2"] == "7"
    assert shown(card)["SP 1"] == "#"


def test_what_counts_no_people_is_shown(work: Work) -> None:
    card = card_of(exact(30), NUMBERS, CountedUnit.EVENT)
    assert shown(card)["SP 1"] == "3"
    card.sensitive = True
    assert shown(card)["SP 1"] == "#"


def test_the_largest_number_that_bounds_tell_hides_nothing(work: Work) -> None:
    bounds = ValueContent(kind=Kind.COUNT, lower=Decimal(20), upper=Decimal(30))
    card = card_of(bounds, NUMBERS, CountedUnit.PERSON)
    found = shown(card)
    assert (found["SP 1"], found["SP 2"]) == ("#", "#")
    assert Observation.objects.filter(lower=20).exists()


def test_the_page_of_a_hidden_institution_s_number_is_not_there(work: Work, client: Client) -> None:
    card = pages.indicator_named("asystentów")
    IndicatorDefinition.objects.filter(pk=card.pk).update(counted_unit=CountedUnit.PERSON)
    card_of(exact(30), NUMBERS, CountedUnit.PERSON)
    answers = {
        item.institution.name: client.get(reverse("number", args=[lineage.identifier(item)]))
        for item in Observation.objects.filter(year=2018, number__isnull=False)
        if item.institution is not None
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "SP 1": 404, "SP 2": 404, "SP 3": 200,
    }  # fmt: skip
    page = client.get(pages.indicator_path("asystentów")).content.decode()
    assert "nie przekazano" in page
