"""Help at the desk: who gets in, how few steps an entry takes, and what stays hidden."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from miernik.accounts.models import User
from tests.cases import neighbourhood
from tests.cases.neighbourhood import Neighbourhood

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 3, 1)
SECRET = "siniaki na rękach"


@pytest.fixture
def town() -> Neighbourhood:
    """Two teams with a family each."""
    return neighbourhood.furnish()


def at_desk(user: User) -> Client:
    """A logged-in client."""
    client = Client()
    client.force_login(user)
    return client


OF_A_FAMILY = {
    "service", "family", "family service", "family plan", "family referral", "family outcome",
    "plan", "referral", "outcome",
}  # fmt: skip


def test_every_page_of_help_renders_for_a_social_worker(town: Neighbourhood) -> None:
    client = at_desk(town.ewa)
    statuses = {name: client.get(url).status_code for name, url in pages_of(town).items()}
    assert {name: status for name, status in statuses.items() if status != 200} == {}
