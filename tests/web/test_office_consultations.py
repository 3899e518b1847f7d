"""Consultations at the desk: prepared, announced and watched, with who may do what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.consultations.models import Consultation
from tests.consultations.city_2020 import City, act
from tests.web import city as people
from tests.web.desk_consultation_pages import pages_of
from tests.web.reading import words

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
