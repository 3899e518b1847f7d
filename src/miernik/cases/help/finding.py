"""Finding the person or the family help is for, among the families within reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from miernik.accounts.models import User
from miernik.cases.help.selectors import members_on, on_day
from miernik.cases.models import Family, FamilyMembership, Person
from miernik.cases.permissions import families
from miernik.kernel.text import folded

SHORTEST = 2
MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A family with its members on a day, those whose name was asked for first."""

    family: Family
    members: tuple[Person, ...]


def find_families(user: User, text: str, *, day: dt.date, most: int = MOST) -> list[Found]:
    """Return families within reach by a member's name or the family's number.

    Every word of ``text`` must begin a name or stand in the family's number; letters' marks and
    case do not matter. Fewer than two letters find nobody.
    """
    words = folded(text).split()
    if sum(len(word) for word in words) < SHORTEST:
        return []
    rows = FamilyMembership.objects.filter(on_day(day), family__in=families(user).values("pk"))
    for word in words:
        rows = rows.filter(
            Q(person__search_name__startswith=word)
            | Q(person__search_name__contains=f" {word}")
            | Q(family__number__icontains=word)
        )
    ordered = rows.select_related("family").order_by("person__search_name", "id")
    found = {row.family_id: row.family for row in ordered[: most * 4]}
    return [
        Found(family, _asked_for_first(family, words, day))
        for family in list(found.values())[:most]
    ]


def _asked_for_first(family: Family, words: list[str], day: dt.date) -> tuple[Person, ...]:
    def asked_for(person: Person) -> bool:
        parts = person.search_name.split()
        return all(any(part.startswith(word) for part in parts) for word in words)

    persons = [member.person for member in members_on(family, day)]
    return tuple(sorted(persons, key=lambda person: not asked_for(person)))
