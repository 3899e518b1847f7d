"""The reporter's form without a script: opened, filled in, handed in, taken back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from miernik.collection.content import from_json
from miernik.collection.models import Channel, QuestionnaireState, Submission
from miernik.kernel.quantities import Status
from tests.collection.campaigns import (
    CAUSES,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NOW,
    City,
    an_open_one,
)
from tests.web.answering_pages import fields, on, opened, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    """A city whose campaign is open."""
    return an_open_one()


def _url(city: City, tail: str = "", name: str = FIRST_SCHOOL) -> str:
    return f"/formularz/{city.form(name).uuid}/{tail}"


def _stored(city: City, name: str) -> object:
    form = city.form(FIRST_SCHOOL)
    return from_json(form.answers.get(indicator=city.indicators[name]).content)


def test_a_form_goes_from_the_link_to_the_receipt_without_a_script(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    with on():
        page = client.get(_url(city)).content.decode()
        assert "odpowiedziano na <span data-answered>0</span> z 6 pytań" in page
        answer = client.post(_url(city), whole(city, krok="przekaz"), follow=True)
    form = city.form(FIRST_SCHOOL)
    assert form.state == QuestionnaireState.SUBMITTED
    submission = Submission.objects.get()
    assert submission.submitted_by == "link: Sekretariat"
    assert submission.channel == Channel.LINK
    assert submission.receipt in answer.content.decode()
    answers = {key: from_json(one) for key, one in submission.content["answers"].items()}
    assert answers[city.uuid(MEALS)].number == Decimal(1020)
    assert answers[city.uuid(MONEY)].number == Decimal("17898.80")
    assert answers[city.uuid(CAUSES)].entries[1].number == Decimal(10)
    with on():
        assert "Cofnij przekazanie" in client.get(_url(city)).content.decode()
        client.post(_url(city, "cofnij/"))
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.IN_PROGRESS
