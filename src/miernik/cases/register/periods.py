"""Periods of days, both ends inclusive, an open end as None."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from miernik.cases.register.errors import PeriodError


def in_order(since: dt.date, until: dt.date | None) -> None:
    """Raise PeriodError when the period ends before it begins."""
    if until is not None and until < since:
        raise PeriodError("Koniec nie może być wcześniejszy niż początek.")


def overlapping(since: dt.date, until: dt.date | None) -> Q:
    """Rows whose period shares a day with the given one."""
    begun = Q(since__lte=until) if until else Q()
    return begun & (Q(until__isnull=True) | Q(until__gte=since))


def on_day(day: dt.date) -> Q:
    """Rows in force on a day."""
    return overlapping(day, day)


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the month."""
    first = day.replace(day=1)
    return first, first_of_next(first) - dt.timedelta(days=1)


def first_of_next(day: dt.date) -> dt.date:
    """Return the first day of the following month."""
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def months_before(day: dt.date, number: int) -> dt.date:
    """Return the first day of the month that lies ``number`` months before."""
    months = day.year * 12 + day.month - 1 - number
    return dt.date(months // 12, months % 12 + 1, 1)
