"""A register of tests/cases/reference.py written into the database."""

import datetime as dt
import itertools
from dataclasses import dataclass

from miernik.cases.models import (
    Family,
    FamilyMembership,
    Grant,
    Person,
    Population,
    ReasonRecord,
)
from tests.cases.reference import Paper

AT = dt.datetime(2017, 1, 31, 12, tzinfo=dt.UTC)
_numbers = itertools.count(1)


@dataclass
class Rows:
    """The rows by the names they have on paper."""

    persons: dict[str, Person]
    families: dict[str, Family]


def person(name: str = "osoba", **fields: object) -> Person:
    return Person.objects.create(first_name="Osoba", last_name=name, created_at=AT, **fields)


def family(**fields: object) -> Family:
    number = f"R/{next(_numbers):05}"
    return Family.objects.create(
        **{"number": number, "address": "ul. Lipowa 1", "created_at": AT, **fields}
    )


def _day(day: dt.date | None) -> dt.date:
    assert day is not None
    return day


def store(paper: Paper) -> Rows:
    """Write it; open starts are not possible in the database."""
    memberships = [(of, who, _day(since), until) for of, who, since, until in paper.memberships]
    reasons = [(of, code, _day(since), until) for of, code, since, until in paper.reasons]
    persons = {name: person(name) for name in paper.persons}
    families = {name: family() for name in paper.families}
    for of, who, since, until in memberships:
        FamilyMembership.objects.create(
            family=families[of], person=persons[who], since=since, until=until
        )
    for of, code, since, until in reasons:
        ReasonRecord.objects.create(
            family=families[of],
            code=code,
            since=since,
            until=until,
            recorded_at=AT,
            recorded_by="test",
        )
    for of, who, start, until, status, amount in paper.grants:
        Grant.objects.create(
            family=families[of],
            person=persons[who],
            benefit="zasilek_okresowy",
            since=_day(start),
            until=until,
            status=status,
            amount_gr=amount,
        )
    for year, number in paper.population.items():
        Population.objects.create(year=year, number=number)
    return Rows(persons, families)
