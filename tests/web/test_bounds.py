"""A count known only within bounds, on every page and in every file that shows it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from miernik.kernel.quantities import Kind, Status
from miernik.kernel.text import NBSP
from miernik.observations.models import Observation
from miernik.observations.services import ValueContent, correct_observation
from miernik.reports.context import as_json, from_json
from miernik.reports.render import rendered_files
from miernik.reports.selectors import build_context
from miernik.strategy.models import Work
from miernik.web.office.values import value_from
from miernik.web.public.door import short
from tests.web import city, pages

pytestmark = pytest.mark.django_db

WHY = "te same osoby mogły korzystać z pomocy kilku instytucji"


@pytest.fixture
def bounded(work: Work) -> Observation:
    """Assistants of 2019 become an interval."""
    card = pages.indicator_named("asystentów")
    return correct_observation(
        observation=Observation.objects.get(indicator=card.indicator, year=2019),
        value=ValueContent(kind=Kind.COUNT, lower=Decimal(120), upper=Decimal(1340)),
        reason="Te same osoby w dwóch instytucjach.",
        by="anna",
        at=city.NOW,
    )


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace(NBSP, " ")


def test_the_portal_says_the_interval_why_and_draws_it(
    bounded: Observation, client: Client
) -> None:
    address = pages.indicator_path("asystentów")
    page = page_of(client, address)
    assert '<span class="value__figure">od 120 do 1 340</span>' in page
    assert WHY in page
    assert page.count('class="chart-bounds"') == 3
    assert "w 2019 r. od 120 do 1 340" in page
    (row,) = [
        item
        for item in json.loads(client.get(f"{address}dane.json").content)["wartosci"]
        if item["rok"] == 2019 and item["obowiazuje"]
    ]
    assert (row["wartosc"], row["wartosc_od"], row["wartosc_do"]) == (None, "120", "1340")


def test_open_data_have_both_ends_and_no_number(bounded: Observation, client: Client) -> None:
    code = bounded.indicator.work.code
    found = json.loads(client.get(f"/api/works/{code}/observations?rok=2019").content)
    (row,) = [item for item in found if item["wartosc_id"] == str(bounded.uuid)]
    assert (row["wartosc"], row["wartosc_od"], row["wartosc_do"]) == (None, 120, 1340)
    assert row["zapis"].replace(NBSP, " ") == "od 120 do 1 340"


def test_the_report_prints_the_interval_and_explains_the_sign(bounded: Observation) -> None:
    context = build_context(bounded.indicator.work, 2019, on=city.NOW.date())
    (value,) = [item.value for *_, item in context.indicators() if item.value.lower is not None]
    assert value.printed.replace(NBSP, " ") == "od 120 do 1 340"
    assert (value.number, value.lower, value.upper) == (None, "120", "1340")
    assert any(WHY in item.meaning for item in context.signs)
    assert any(WHY in item.text for item in context.doubts)
    assert from_json(as_json(context)) == context
    files = {file.format: file for file in rendered_files(context, ("csv", "xlsx"), city.NOW)}
    assert ",120,1340," in files["csv"].content.decode()


def test_the_office_corrects_an_interval_by_an_interval_or_a_number(
    bounded: Observation, coordinator: Client
) -> None:
    key = short(bounded.indicator.uuid)
    for name, args in (("office-indicator", [key]), ("correct", [key, 2019])):
        assert "od 120 do 1 340" in page_of(coordinator, reverse(name, args=args))
    again = value_from("od 100 do 1 200", bounded)
    assert again is not None
    assert [again.number, again.lower, again.upper] == [None, 100, 1200]
    exact = value_from("500", bounded)
    assert exact is not None
    assert [exact.number, exact.lower, exact.status] == [500, None, Status.VALUE]
    assert value_from("od wielu do 1 200", bounded) is None
