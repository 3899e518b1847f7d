"""Opening a form in a test's browser, and what its fields are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.test import Client

from miernik.collection.links import issue_link, token_of
from miernik.collection.models import AccessLink, Questionnaire
from tests.collection.campaigns import BY, CAUSES, EVENTS, MEALS, MONEY, NOW, RATING, SHARE, City

#: A whole form as a person types it.
TYPED: dict[str, dict[str, str]] = {
    MEALS: {
        "number": "1 020",
        "note-0-kind": "sub_value",
        "note-0-text": "w tym objętych decyzją MOPR",
        "note-0-number": "510",
    },
    MONEY: {"number": "17 898,80"},
    SHARE: {"numerator": "50", "denominator": "200"},
    RATING: {"entry-1-label": "wysoki"},
    EVENTS: {"entry-0-label": "Dzień Rodziny", "entry-1-label": "Piknik"},
    CAUSES: {
        "entry-0-label": "posiłki",
        "entry-0-number": "20",
        "entry-1-label": "stypendia",
        "entry-1-number": "10",
        "number": "30",
    },
}


@contextmanager
def on(day: dt.datetime = NOW) -> Iterator[None]:
    """Let the pages believe it is this moment."""
    with mock.patch("django.utils.timezone.now", return_value=day):
        yield


def link_to(form: Questionnaire, person: str = "Sekretariat") -> AccessLink:
    """A personal link."""
    return issue_link(questionnaire=form, person=person, sent_to="s@example.org", by=BY, at=NOW)


def opened(form: Questionnaire, client: Client | None = None, day: dt.datetime = NOW) -> Client:
    """A browser in which the form was opened by its link."""
    client = client or Client()
    with on(day):
        client.post(f"/odpowiedz/{token_of(link_to(form))}/")
    return client


def fields(city: City, name: str, values: dict[str, str], revision: int = 0) -> dict[str, str]:
    """The fields of one question as a browser posts them."""
    prefix = city.indicators[name].uuid.hex
    said = {"status": "value", "revision": str(revision)} | values
    return {f"{prefix}-{key}": value for key, value in said.items()}


def whole(city: City, **more: Any) -> dict[str, Any]:
    """A whole form."""
    posted: dict[str, Any] = {}
    for name, values in TYPED.items():
        posted |= fields(city, name, values)
    return posted | more
