"""A small city with a strategy, an import that waits, a break that waits, and people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from miernik.accounts.models import Role
from miernik.strategy.models import Work
from tests.web import city


@pytest.fixture(autouse=True)
def no_pauses(settings: Any) -> None:
    """Nobody has to wait for what another test, or another process, did."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pauses"}
    settings.CACHES = settings.CACHES | {"pauses": memory}
    caches["pauses"].clear()


@pytest.fixture
def work(db: None) -> Work:
    """The strategy with values of 2017 and 2019, an import and a break that wait."""
    return city.furnish()


@pytest.fixture
def desk_of(work: Work) -> Callable[..., Client]:
    """A logged-in client of a person with these roles."""

    def log_in(*roles: Role) -> Client:
        client = Client()
        client.force_login(city.person("-".join(roles) or "nikt", *roles))
        return client

    return log_in


@pytest.fixture
def coordinator(desk_of: Callable[..., Client]) -> Client:
    """A logged-in coordinator."""
    return desk_of(Role.COORDINATOR)
