"""What must hold before help is written down."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from miernik.cases.help.errors import (
    DayInFutureError,
    HalfAPointError,
    NotInFamilyError,
    WrongOrderError,
)
from miernik.cases.models import Family, Person


def has_happened(day: dt.date | None, *, at: dt.datetime) -> None:
    """Raise DayInFutureError when ``day`` comes after the day of the entry."""
    if day is not None and day > timezone.localtime(at).date():
        raise DayInFutureError(day)


def in_order(since: dt.date, until: dt.date | None) -> None:
    """Raise WrongOrderError when a period ends before it begins."""
    if until is not None and until < since:
        raise WrongOrderError


def member_on(family: Family, person: Person | None, day: dt.date) -> None:
    """Raise NotInFamilyError unless the person belongs to the family on ``day`` (None: all do)."""
    if person is None:
        return
    on_that_day = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
    same = Q(person=person) | Q(person__merged_into=person)
    if not family.memberships.filter(on_that_day & same).exists():
        raise NotInFamilyError(day)


def whole_point(latitude: float | None, longitude: float | None) -> None:
    """Raise HalfAPointError unless both coordinates are given and lie on the globe, or neither."""
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise HalfAPointError
