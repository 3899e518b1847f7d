"""The consultations of the demonstration as a visitor meets them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from miernik.strategy.models import Lineage, LineageKind
from miernik.web.demonstration_consultations import HELD, RUNNING, load_consultations
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client: Client, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    load_consultations()
    return client


def test_the_draft_of_2020_is_shown_against_the_programme_in_force_and_another_is_open(
    visitor: Client,
) -> None:
    running = words(visitor.get(reverse("consultation", args=[RUNNING])))
    assert "zmyślone" in running
    assert "Przeczytaj i zaproponuj zmiany" in running
    place = reverse("consultation-draft", args=[HELD, 1])
    assert "zmiany względem" in words(visitor.get(place)).lower()
    page = words(visitor.get(place, {"zmiany": "1"}))
    # the tasks of 2017–2020: 4) is gone, and 5) and 6) stand under 4) and 5)
    third, gone, fourth, fifth = (
        page.index(text)
        for text in (
            "współpraca z urzędem pracy w zakresie",
            "kontynuacja programu prac społecznie użytecznych",
            "nakierowanych",
            "umożliwienie",
        )
    )
    assert third < gone < fourth < fifth
    assert page.count("usunięte") == 1
    # what the report does not quote is not called removed
    assert "Liczba osób, które wykonywały prace społecznie użyteczne" not in page


def test_nobody_answers_in_the_demonstration_for_what_the_report_does_not_quote(
    visitor: Client,
) -> None:
    confirmed = Lineage.objects.filter(confirmed_at__isnull=False)
    dropped = confirmed.filter(kind=LineageKind.DROPPED)
    assert [link.earlier_id is not None for link in dropped] == [True]
    assert not confirmed.filter(kind=LineageKind.NEW).exists()
    assert visitor.get(reverse("work-lineage", args=["pps-2021-2024"])).status_code == 404
