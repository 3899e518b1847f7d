"""Two teams, their families and their workers, for tests of help."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count

from miernik.accounts.models import Institution, InstitutionKind, Membership, Role, User
from miernik.cases.models import (
    Family,
    FamilyMembership,
    FamilyRole,
    ForeignerStatus,
    Person,
    ReasonRecord,
)
from miernik.kernel.text import folded
from miernik.rules.reasons import ReasonCode

NOW = dt.datetime(2024, 5, 15, 9, 30, tzinfo=dt.UTC)
TODAY = dt.date(2024, 5, 15)
BEGINNING = dt.date(2015, 1, 1)
_numbers = count(1)


def person(
    last_name: str,
    first_name: str = "Anna",
    *,
    birth_date: dt.date | None = dt.date(1980, 3, 1),
    foreigner: ForeignerStatus = ForeignerStatus.NONE,
) -> Person:
    """Store a person."""
    return Person.objects.create(
        first_name=first_name,
        last_name=last_name,
        search_name=folded(f"{last_name} {first_name}"),
        birth_date=birth_date,
        foreigner=foreigner,
        created_at=NOW,
    )


def family(
    *members: Person,
    team: Institution | None = None,
    worker: User | None = None,
    homeless: bool = False,
    since: dt.date = BEGINNING,
) -> Family:
    """Store a family of these members, the first of whom applies."""
    found = Family.objects.create(
        number=f"R/{next(_numbers):05}",
        address="" if homeless else "ul. Lipowa 1",
        homeless=homeless,
        team=team,
        worker=worker,
        created_at=NOW,
    )
    for place, member in enumerate(members):
        role = FamilyRole.OTHER if place else FamilyRole.HEAD
        FamilyMembership.objects.create(family=found, person=member, role=role, since=since)
    return found


def reason(of: Family, code: ReasonCode, since: dt.date = BEGINNING) -> ReasonRecord:
    """Store a reason of a family."""
    return ReasonRecord.objects.create(
        family=of, code=code, since=since, recorded_at=NOW, recorded_by="test"
    )


def team(name: str) -> Institution:
    """Store a team of social workers."""
    return Institution.objects.create(name=name, kind=InstitutionKind.CENTRE)


def worker(name: str, *roles: Role, of: Institution | None = None) -> User:
    """Store a person with roles in a team, or in the city as a whole."""
    user = User.objects.create_user(username=name, password="dlugie-haslo-do-testow")
    for role in roles:
        Membership.objects.create(user=user, role=role, institution=of)
    return user


@dataclass(frozen=True)
class Neighbourhood:
    """Team 1 with the Kowalski family, team 2 with the Nowak family, and a worker of each."""

    first: Institution
    second: Institution
    ewa: User
    jan: User
    kowalski: Family
    nowak: Family
    anna: Person
    piotr: Person
    zofia: Person


def furnish() -> Neighbourhood:
    """Store the neighbourhood."""
    first, second = team("Zespół 1"), team("Zespół 2")
    anna, piotr = person("Kowalska", "Anna"), person("Kowalski", "Piotr")
    zofia = person("Nowak", "Zofia")
    return Neighbourhood(
        first,
        second,
        worker("ewa", Role.SOCIAL_WORKER, of=first),
        worker("jan", Role.SOCIAL_WORKER, of=second),
        family(anna, piotr, team=first),
        family(zofia, team=second),
        anna,
        piotr,
        zofia,
    )
