"""One person behind several rows: a merged row points straight to the one that stands for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from miernik.cases.models import Person


def surviving(person: Person) -> Person:
    """Return the person a row stands for: itself, or the one it was merged into."""
    return person.merged_into or person


def rows_of(persons: Iterable[Person]) -> QuerySet[Person]:
    """Return every row that stands for these persons, the merged ones too."""
    keys = {surviving(person).pk for person in persons}
    return Person.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys))
