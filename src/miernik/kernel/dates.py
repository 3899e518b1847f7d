"""Dates as Poles write them, working days and terms."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from functools import cache

_SATURDAY = 5
_MONTHS = (
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
)
_WRITTEN = re.compile(r"\b(\d{1,2})\s+([^\W\d]+)\s+(\d{4})\b")
_MONTH_NAMES = (
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
)


def day_written(text: str) -> dt.date:
    """Read a day as ``2017-12-31`` and in no other form of ISO 8601; raises ValueError.

    Raises TypeError for what is no text.
    """
    day = dt.date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def print_date(day: dt.date) -> str:
    """Return the date in full: ``31 grudnia 2017 r.``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} r."


def print_short_date(day: dt.date) -> str:
    """Return the date in figures: ``31.12.2017``."""
    return f"{day:%d.%m.%Y}"


def read_date(text: str) -> dt.date | None:
    """Read a day written in full, "19 grudnia 2016 r." or "8 marca 1990 roku", anywhere in a text.

    None where there is none, or no such day.
    """
    found = _WRITTEN.search(text)
    if found is None or found[2].casefold() not in _MONTHS:
        return None
    try:
        return dt.date(int(found[3]), _MONTHS.index(found[2].casefold()) + 1, int(found[1]))
    except ValueError:
        return None


@cache
def _days_off(year: int) -> frozenset[dt.date]:
    import holidays  # late: it takes longer than the whole start of a command

    return frozenset(holidays.country_holidays("PL", years=year))


def is_working_day(day: dt.date) -> bool:
    """Return whether offices work: neither Saturday, Sunday nor a Polish public holiday.

    Christmas Eve is a holiday since 2025.
    """
    return day.weekday() < _SATURDAY and day not in _days_off(day.year)


def add_working_days(day: dt.date, number: int) -> dt.date:
    """Return the day on which a term of ``number`` working days from ``day`` ends.

    The day of the event itself is not counted (art. 57 § 1 kpa); ``number`` is not negative.
    """
    while number > 0:
        day += dt.timedelta(days=1)
        number -= is_working_day(day)
    return day


def add_days(day: dt.date, number: int) -> dt.date:
    """Return the day on which a term of calendar days ends.

    The day of the event is not counted; an end on a Saturday or a day off moves to the next
    working day (art. 57 § 1 and 4 kpa).
    """
    return next_working_day(day + dt.timedelta(days=number))


def add_months(day: dt.date, number: int) -> dt.date:
    """Return the same day of a later (or earlier) month, or that month's last day."""
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_working_day(day: dt.date) -> dt.date:
    """Return ``day`` itself or the first working day after it."""
    return day if is_working_day(day) else add_working_days(day, 1)


def previous_working_day(day: dt.date) -> dt.date:
    """Return ``day`` itself or the last working day before it."""
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def first_of_month(day: dt.date) -> dt.date:
    """Return the first day of the month of ``day``."""
    return day.replace(day=1)


def last_of_month(day: dt.date) -> dt.date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first days of every month from that of ``first`` to that of ``last``."""
    months = []
    month = first_of_month(first)
    while month <= last:
        months.append(month)
        month = add_months(month, 1)
    return months


def print_month(day: dt.date) -> str:
    """Return the month by its name: ``marzec 2025``."""
    return f"{_MONTH_NAMES[day.month - 1]} {day.year}"
