"""Whose files a role opens: the near misses of team, role and time, and what is logged."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from miernik.accounts.models import Institution, InstitutionKind, Role, User
from miernik.accounts.services import grant_role, withdraw_role
from miernik.audit.models import Event
from miernik.audit.services import FILE_READ, FILE_REFUSED
from miernik.cases.door import open_family
from miernik.cases.errors import NoAccessError, UnknownFileError
from miernik.cases.models import Application, Decision, Family, Person
from miernik.cases.permissions import ALLOWED, CITY_WIDE, Deed, families, may

AT = dt.datetime(2026, 5, 28, 10, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 5, 28)
pytestmark = pytest.mark.django_db


def team(name: str) -> Institution:
    return Institution.objects.get_or_create(name=name, kind=InstitutionKind.CENTRE)[0]


def person(name: str, role: Role | None = None, of: str | None = None) -> User:
    user, _ = User.objects.get_or_create(username=name)
    if role is not None:
        grant_role(user=user, role=role, institution=team(of) if of else None, by="admin", at=AT)
    return user


def family(number: str, of: str | None = None, worker: User | None = None) -> Family:
    return Family.objects.create(
        number=number, address="ul. Lipowa 1", team=team(of) if of else None, worker=worker,
        created_at=AT,
    )  # fmt: skip


def with_application(of: Family) -> Application:
    applicant = Person.objects.create(first_name="Ewa", last_name="Zawadzka", created_at=AT)
    return Application.objects.create(
        number=f"WS/{of.number}/{of.applications.count()}", family=of, applicant=applicant,
        received_on=DAY, recorded_at=AT, recorded_by="anna",
    )  # fmt: skip


def with_decision(of: Family) -> Decision:
    application = with_application(of)
    return Decision.objects.create(
        application=application, family=of, person=application.applicant, kind="grant",
        benefit="zasilek_celowy", prepared_at=AT, prepared_by="anna",
    )  # fmt: skip


@pytest.fixture
def register() -> None:
    """Three families of two teams: the first with a decision, the second with an application."""
    with_decision(family("R/1", of="Zespół nr 1"))
    with_application(family("R/2", of="Zespół nr 2"))
    family("R/3", of="Zespół nr 2")


def seen(user: User | AnonymousUser) -> list[str]:
    return [item.number for item in families(user).order_by("number")]


@pytest.mark.parametrize(
    ("role", "of", "numbers"),
    [
        (Role.SOCIAL_WORKER, None, ["R/1", "R/2", "R/3"]),
        (Role.SOCIAL_WORKER, "Zespół nr 2", ["R/2", "R/3"]),
        (Role.SOCIAL_WORKER, "Szkoła nr 7", []),
        (Role.BENEFITS_CLERK, None, ["R/1", "R/2"]),
        (Role.BENEFITS_CLERK, "Zespół nr 2", ["R/2"]),
        (Role.DIRECTOR, None, ["R/1"]),
        (Role.DIRECTOR, "Zespół nr 2", []),
        (Role.COORDINATOR, None, []),
        (Role.BLUE_CARD, None, []),
        (Role.DATA_PROTECTION_OFFICER, None, []),
        (Role.READER, None, []),
        (Role.REPORTER, "Zespół nr 2", []),
    ],
)
def test_a_role_opens_these_files_and_no_others(
    register: None, role: Role, of: str | None, numbers: list[str]
) -> None:
    assert seen(person("anna", role, of)) == numbers


def test_two_roles_open_what_either_opens_and_no_family_stands_twice(register: None) -> None:
    user = person("anna", Role.SOCIAL_WORKER, "Zespół nr 1")
    person("anna", Role.BENEFITS_CLERK)
    with_application(Family.objects.get(number="R/2"))
    assert seen(user) == ["R/1", "R/2"]


def test_own_families_open_in_whatever_team_until_the_role_is_withdrawn() -> None:
    user = person("anna", Role.SOCIAL_WORKER, "Zespół nr 1")
    family("R/9", of="Zespół nr 2", worker=user)
    assert seen(user) == ["R/9"]
    withdraw_role(membership=user.memberships.get(), by="admin", at=AT)
    assert seen(user) == []
    assert not may(user, Deed.RECORD)


def test_an_account_that_is_switched_off_and_a_stranger_open_nothing(register: None) -> None:
    user = person("anna", Role.SOCIAL_WORKER)
    user.is_active = False
    assert seen(user) == []
    assert seen(AnonymousUser()) == []
    assert not any(may(user, deed) or may(AnonymousUser(), deed) for deed in Deed)


def test_the_families_can_be_updated_and_locked(register: None) -> None:
    user = person("anna", Role.SOCIAL_WORKER, "Zespół nr 2")
    with transaction.atomic():
        assert families(user).select_for_update().count() == 2
        assert families(user).update(note="przejrzane") == 2
    assert not Family.objects.filter(number="R/1", note="przejrzane").exists()


@pytest.mark.parametrize("deed", list(Deed))
def test_a_deed_belongs_to_its_roles_only(deed: Deed) -> None:
    for role in Role:
        assert may(person(f"w-{role}", role), deed) == (role in ALLOWED[deed])


@pytest.mark.parametrize("deed", list(Deed))
def test_a_role_in_one_team_is_not_enough_for_what_is_city_wide(deed: Deed) -> None:
    user = person("anna", ALLOWED[deed][0], of="Zespół nr 1")
    assert may(user, deed) == (deed not in CITY_WIDE)


def test_statistics_and_files_are_in_different_hands() -> None:
    assert Role.COORDINATOR not in ALLOWED[Deed.OPEN]
    assert not set(ALLOWED[Deed.COUNT]) & {Role.SOCIAL_WORKER, Role.BENEFITS_CLERK}
    assert not set(ALLOWED[Deed.PREPARE]) & set(ALLOWED[Deed.ISSUE])


# --- the door ------------------------------------------------------------------------------------


def test_a_read_is_logged_before_the_file_is_shown(register: None) -> None:
    found = Family.objects.get(number="R/2")
    user = person("anna", Role.SOCIAL_WORKER, "Zespół nr 2")
    assert open_family(user=user, identity=found.uuid, at=AT, why="akta") == found
    event = Event.objects.get(action=FILE_READ)
    assert (event.by, event.subject, event.data) == (
        "anna",
        f"family:{found.uuid}",
        {"why": "akta"},
    )


def test_a_refused_attempt_at_somebody_elses_file_is_logged(register: None) -> None:
    found = Family.objects.get(number="R/1")
    user = person("anna", Role.SOCIAL_WORKER, "Zespół nr 2")
    with pytest.raises(NoAccessError):
        open_family(user=user, identity=found.uuid, at=AT, why="akta")
    event = Event.objects.get(action=FILE_REFUSED)
    assert (event.by, event.subject) == ("anna", f"family:{found.uuid}")
    assert not Event.objects.filter(action=FILE_READ).exists()


def test_a_file_that_is_not_there_is_no_read(register: None) -> None:
    user = person("anna", Role.SOCIAL_WORKER)
    with pytest.raises(UnknownFileError):
        open_family(user=user, identity=uuid.uuid4(), at=AT, why="akta")
    assert not Event.objects.filter(action__startswith="file.").exists()


def test_the_door_does_not_open_inside_a_transaction_that_could_undo_the_trace(
    register: None,
) -> None:
    found = Family.objects.get(number="R/1")
    user = person("anna", Role.SOCIAL_WORKER)
    with pytest.raises(RuntimeError), transaction.atomic():
        open_family(user=user, identity=found.uuid, at=AT, why="akta")
