"""Finding the person or the family help is for, among the families within reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from miernik.accounts.models import User
from miernik.cases.help.selectors import on_day
from miernik.cases.models import Family, FamilyMembership, Person
from miernik.cases.permissions import families
from miernik.kernel.text import folded

SHORTEST = 2
MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A person in a family."""

    person: Person
    family: Family


def find_members(user: User, text: str, *, day: dt.date, most: int = MOST) -> list[Found]:
    """Return members of families on ``day`` whose name begins so, or whose family has the number.

    Every word of ``text`` must begin a name or stand in the family's number; letters' marks and
    case do not matter. Fewer than two letters find nobody.
    """
    words = folded(text).split()
    if sum(len(word) for word in words) < SHORTEST:
        return []
    rows = FamilyMembership.objects.filter(
        on_day(day), family__in=families(user).values("pk"), person__merged_into__isnull=True
    )
    for word in words:
        rows = rows.filter(
            Q(person__search_name__startswith=word)
            | Q(person__search_name__contains=f" {word}")
            | Q(family__number__icontains=word)
        )
    ordered = rows.select_related("person", "family").order_by("person__search_name", "id")
    return [Found(row.person, row.family) for row in ordered[:most]]
