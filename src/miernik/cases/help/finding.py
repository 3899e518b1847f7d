"""Finding the person help is for: a family within reach, and whom of it was asked for."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q

from miernik.accounts.models import User
from miernik.cases.models import Family, Person
from miernik.cases.register.search import search
from miernik.cases.register.selectors import members_on

MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A family with its members on a day, the one who was asked for first."""

    family: Family
    members: tuple[Person, ...]


def find_families(user: User, text: str, *, day: dt.date, most: int = MOST) -> list[Found]:
    """Return families within reach by name, PESEL number, family number or address."""
    return [
        Found(hit.family, _asked_for_first(hit.family, hit.person, day))
        for hit in search(user, text, limit=most).hits
    ]


def _asked_for_first(family: Family, asked: Person | None, day: dt.date) -> tuple[Person, ...]:
    persons = [member.person for member in members_on(family, day)]
    return tuple(sorted(persons, key=lambda person: person != asked))


def member_of(family: Family, identity: uuid.UUID) -> Person | None:
    """Return the person who belongs or belonged to the family, also under a merged row."""
    same = Q(person__uuid=identity) | Q(person__merged_into__uuid=identity)
    if not family.memberships.filter(same).exists():
        return None
    return Person.objects.get(uuid=identity)
