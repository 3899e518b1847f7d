"""Every page of the register against every role, and against somebody else's family.

Pages are found in the addresses; whom a page lets in is said by its own door, so a page without a
door fails, and so does a door that says one thing and does another.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter
from django.urls.resolvers import RegexPattern

from miernik.accounts.models import Institution, InstitutionKind, Role
from miernik.cases.models import (
    Application,
    BlueCard,
    Decision,
    Family,
    FamilyMembership,
    Grant,
    Interview,
    Outcome,
    Person,
    Plan,
    Referral,
    Service,
)
from tests.web import city

AT = dt.datetime(2026, 5, 28, 10, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 5, 28)
#: Identity of the family of another team, and of everything that belongs to it: whatever a page
#: asks for by this identity is somebody else's.
THEIRS = uuid.UUID("0f0f0f0f-0000-4000-8000-00000000000f")
REGISTER = ("rejestr/", "sprawy/", "pomoc/", "statystyki/", "dane-osobowe/", "wczytanie-rejestru/")
ARGUMENTS: dict[type, object] = {
    UUIDConverter: THEIRS, IntConverter: 1, SlugConverter: "x", StringConverter: "x"
}  # fmt: skip
WORDS = {"file_format": "pdf"}  # parts of addresses that stand in regular expressions


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for item in resolver.url_patterns:
        route = before + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _patterns(item, route)
        else:
            yield route, item


def _pages() -> dict[str, URLPattern]:
    """Pages of the register by name."""
    starts = tuple(f"biuro/{part}" for part in REGISTER)
    found = _patterns(get_resolver())
    return {str(item.name): item for route, item in found if route.startswith(starts)}


PAGES = _pages()


def address(name: str) -> str:
    """The page's address, about something of another team."""
    pattern = PAGES[name].pattern
    if isinstance(pattern, RegexPattern):
        groups = pattern.regex.groupindex
        return reverse(name, kwargs={key: WORDS.get(key, THEIRS) for key in groups})
    kinds = {key: type(converter) for key, converter in pattern.converters.items()}
    return reverse(name, kwargs={key: ARGUMENTS[kind] for key, kind in kinds.items()})


def open_to(name: str) -> set[Role]:
    """Roles that the page's own door lets in."""
    roles: set[Role] = getattr(PAGES[name].callback, "open_to", set())
    return roles


@pytest.fixture
def theirs(db: None) -> Family:
    """A family of team 2 with one of everything, all of one identity."""
    team = Institution.objects.create(name="Zespół nr 2", kind=InstitutionKind.CENTRE)
    family = Family.objects.create(
        uuid=THEIRS, number="R/2", address="ul. Lipowa 1", team=team, created_at=AT
    )
    person = Person.objects.create(
        uuid=THEIRS, first_name="Ewa", last_name="Zawadzka", created_at=AT
    )
    FamilyMembership.objects.create(family=family, person=person, since=DAY, role="head")
    written = {"recorded_at": AT, "recorded_by": "anna"}
    application = Application.objects.create(
        uuid=THEIRS, number="WS/1", family=family, applicant=person, received_on=DAY, **written
    )
    Interview.objects.create(
        uuid=THEIRS, family=family, application=application, kind="first", **written
    )
    decision = Decision.objects.create(
        uuid=THEIRS, application=application, family=family, person=person, kind="grant",
        benefit="zasilek_celowy", prepared_at=AT, prepared_by="anna",
    )  # fmt: skip
    Grant.objects.create(
        uuid=THEIRS, decision=decision, family=family, person=person, benefit="zasilek_celowy",
        status="granted", since=DAY, until=DAY,
    )  # fmt: skip
    of_family = {"uuid": THEIRS, "family": family} | written
    Service.objects.create(kind="praca_socjalna", since=DAY, **of_family)
    Plan.objects.create(person=person, kind="kontrakt_socjalny", signed_on=DAY, **of_family)
    Referral.objects.create(kind="sds", made_on=DAY, **of_family)
    Outcome.objects.create(person=person, kind="zatrudnienie", happened_on=DAY, **of_family)
    BlueCard.objects.create(started_on=DAY, **of_family)
    return family


def client_of(role: Role, team: str | None = None) -> Client:
    client = Client()
    institution = Institution.objects.get_or_create(name=team)[0] if team else None
    client.force_login(city.person(f"w-{role}", role, institution=institution))
    return client


def test_the_search_finds_the_pages() -> None:
    assert {"privacy-home", "register-home", "family", "worklist", "case", "help-home"} <= set(
        PAGES
    )
    assert len(PAGES) > 60


def test_every_page_stands_behind_a_door() -> None:
    assert [name for name in PAGES if not open_to(name)] == []


@pytest.mark.parametrize("role", list(Role))
def test_a_role_that_a_page_does_not_let_in_is_refused(theirs: Family, role: Role) -> None:
    client = client_of(role)
    wrong = {}
    for name in PAGES:
        if role not in open_to(name):
            for method in (client.get, client.post):
                status = method(address(name)).status_code
                if status not in (403, 405):
                    wrong[f"{method.__name__} {name}"] = status
    assert wrong == {}


def test_a_stranger_is_sent_to_log_in(theirs: Family) -> None:
    client = Client()
    answers = {name: client.get(address(name)).status_code for name in PAGES}
    assert {name: status for name, status in answers.items() if status not in (302, 405)} == {}


@pytest.mark.parametrize(
    "role", [Role.SOCIAL_WORKER, Role.BENEFITS_CLERK, Role.DIRECTOR, Role.BLUE_CARD]
)
def test_the_same_role_of_another_team_opens_nothing_of_this_family(
    theirs: Family, role: Role
) -> None:
    """The near miss: the right role, the right page, somebody else's family."""
    client = client_of(role, team="Zespół nr 1")
    wrong = {}
    for name, page in PAGES.items():
        about_it = "uuid:" in str(page.pattern) or "identity" in str(page.pattern)
        if role in open_to(name) and about_it:
            for method in (client.get, client.post):
                response = method(address(name))
                if response.status_code not in (403, 404, 405):
                    wrong[f"{method.__name__} {name}"] = response.status_code
    assert wrong == {}


def test_the_role_of_their_own_team_does_open_it(theirs: Family) -> None:
    """What the near miss misses by: the same addresses, the right team."""
    client = client_of(Role.SOCIAL_WORKER, team="Zespół nr 2")
    names = ["family", "family-person", "case", "help-family-plan", "help-plan", "help-referral"]
    assert {name: client.get(address(name)).status_code for name in names} == dict.fromkeys(
        names, 200
    )


@pytest.mark.parametrize("role", list(Role))
def test_no_list_shows_somebody_elses_family(theirs: Family, role: Role) -> None:
    client = client_of(role, team="Zespół nr 1")
    shown = []
    for name, page in PAGES.items():
        if "<" not in str(page.pattern) and role in open_to(name):
            for query in ("", "?q=Zawadzka", "?q=R/2"):
                text = client.get(address(name) + query).content.decode()
                if "Zawadzka Ewa" in text or "Ewa Zawadzka" in text:
                    shown.append(name + query)
    assert shown == []
