"""Consultations at the desk: prepared, announced and watched, with who may do what."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.consultations.models import Consultation
from tests.consultations.city_2020 import City, act
from tests.web import city as people

pytestmark = pytest.mark.django_db


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(people.person("-".join(roles) or "nikt", *roles))
    return client


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of(Role.COORDINATOR)


@pytest.fixture
def city(golden: Callable[[str], Any]) -> City:
    return act(golden("consultation_2020"))


def words(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return " ".join(plain.split())


def pages_of(city: City) -> dict[str, str]:
    code, number = city.consultation.code, city.submission.number
    change = city.submission.changes.order_by("position")[0]
    notice = city.consultation.notices.order_by("pk")[0]
    return {
        "list": reverse("consultation-list"),
        "one": reverse("consultation", args=[code]),
        "opinions": reverse("consultation-opinions", args=[code]),
        "opinion": reverse("consultation-opinion", args=[code, number]),
        "new": reverse("consultation-new"),
        "draft": reverse("consultation-draft-add", args=[code]),
        "track": reverse("consultation-track-add", args=[code, "residents"]),
        "announce": reverse("consultation-announce", args=[code]),
        "cancel": reverse("consultation-cancel", args=[code]),
        "extend": reverse("consultation-extend", args=[code, "ngo"]),
        "results": reverse("consultation-results", args=[code, "ngo"]),
        "notice": reverse("consultation-notice-add", args=[code]),
        "letter": reverse("consultation-letter", args=[code]),
        "evidence": reverse("consultation-evidence-add", args=[code, notice.uuid]),
        "enter": reverse("consultation-opinion-add", args=[code, "ngo"]),
        "eligibility": reverse("consultation-eligibility", args=[code, number]),
        "wording": reverse("consultation-wording", args=[code, number, change.uuid]),
    }


READ = ["list", "one", "opinions", "opinion"]


def test_every_page_opens_for_a_coordinator(city: City, coordinator: Client) -> None:
    for name, address in pages_of(city).items():
        assert coordinator.get(address).status_code == 200, name


def test_a_reader_watches_and_changes_nothing(city: City) -> None:
    reader = client_of(Role.READER)
    for name, address in pages_of(city).items():
        wanted = 200 if name in READ else 403
        assert reader.get(address).status_code == wanted, name
        if name not in READ:
            assert reader.post(address).status_code == 403, name


def test_who_has_no_role_sees_nothing(city: City) -> None:
    nobody = client_of()
    for name, address in pages_of(city).items():
        assert nobody.get(address).status_code == 403, name


def test_without_a_consultation_the_list_says_how_to_begin(coordinator: Client) -> None:
    said = words(coordinator.get(reverse("consultation-list")))
    assert "Nie ma jeszcze żadnych konsultacji." in said
    assert not Consultation.objects.exists()
