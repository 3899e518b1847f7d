"""Reading the event log: who read what, who was refused, who reads unusually much."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from miernik.audit.models import Event
from miernik.audit.services import FILE_READ, FILE_REFUSED

MANY_FILES = 20  # fewer files a day are never unusual
MANY_TIMES = 3  # how many times more than is usual
HISTORY = 60  # days in which a person's own habit is looked for
ENOUGH_DAYS = 5  # days of reading that make a habit
MANY_REFUSALS = 3  # refused attempts of one person a day


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are wanted; an empty field asks for nothing. Days are those of Warsaw."""

    by: str = ""
    subjects: frozenset[str] | None = None
    actions: Sequence[str] | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read files: how many reads, of how many files, first and last."""

    by: str
    reads: int
    files: int
    first: dt.datetime
    last: dt.datetime


@dataclass(frozen=True, slots=True)
class UnusualDay:
    """A day on which somebody read many more files than is usual, or was often refused.

    ``usual`` is the median of files a day: the person's own, or of all where there is no habit
    yet; None for refusals.
    """

    by: str
    day: dt.date
    number: int
    usual: int | None
    refusals: bool = False


def events(wanted: Wanted) -> QuerySet[Event]:
    """Return the wanted events, the newest first."""
    found = Event.objects.order_by("-id")
    if wanted.by:
        found = found.filter(by=wanted.by)
    if wanted.subjects is not None:
        found = found.filter(subject__in=wanted.subjects)
    if wanted.actions is not None:
        found = found.filter(action__in=wanted.actions)
    if wanted.since is not None:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        found = found.filter(at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    return found


def readers(wanted: Wanted) -> list[Reader]:
    """Return who read the wanted files in the period, who read most first."""
    found = (
        events(_only(wanted, FILE_READ))
        .order_by()
        .values("by")
        .annotate(
            reads=Count("id"),
            files=Count("subject", distinct=True),
            first=Min("at"),
            last=Max("at"),
        )
        .order_by("-reads", "by")
    )
    return [Reader(**row) for row in found]


def refusals(wanted: Wanted) -> QuerySet[Event]:
    """Return refused attempts at files, the newest first."""
    return events(_only(wanted, FILE_REFUSED))


def unusual(*, since: dt.date, until: dt.date) -> list[UnusualDay]:
    """Return days of unusual reading between two days, the newest first.

    A day is unusual when somebody opened at least MANY_FILES files and more than MANY_TIMES times
    the median of that person's earlier days of reading (of everybody's, before there are
    ENOUGH_DAYS of them), or was refused at least MANY_REFUSALS times.
    """
    period = _period(since, until)
    files = {day: _files_on(day) for day in period}
    counts = [number for of_day in files.values() for number in of_day.values()]
    everybody = statistics.median_low(counts) if counts else 0
    many = [
        (by, day, number)
        for day, of_day in files.items()
        for by, number in of_day.items()
        if number >= MANY_FILES
    ]
    # without anybody who read many files, earlier days need not be read: the log is long
    history = _period(since - dt.timedelta(days=HISTORY), since - dt.timedelta(days=1))
    files |= {day: _files_on(day) for day in history} if many else {}
    found = []
    for by, day, number in many:
        habit = _period(day - dt.timedelta(days=HISTORY), day - dt.timedelta(days=1))
        own = [files[earlier][by] for earlier in habit if by in files[earlier]]
        usual = statistics.median_low(own) if len(own) >= ENOUGH_DAYS else everybody
        if number > MANY_TIMES * usual:
            found.append(UnusualDay(by, day, number, usual))
    found += [
        UnusualDay(row["by"], row["day"], row["number"], None, refusals=True)
        for row in _by_day(refusals(Wanted(since=since, until=until)), Count("id"))
        if row["number"] >= MANY_REFUSALS
    ]
    return sorted(found, key=lambda item: (item.day, item.number, item.by), reverse=True)


def last_check() -> Event | None:
    """Return the last time the whole log was checked from the office."""
    return Event.objects.filter(action="audit.verified").order_by("-id").first()


def _period(since: dt.date, until: dt.date) -> list[dt.date]:
    return [since + dt.timedelta(days=number) for number in range((until - since).days + 1)]


def _files_on(day: dt.date) -> dict[str, int]:
    """Return how many files each person read on a day."""
    reads = events(Wanted(actions=[FILE_READ], since=day, until=day)).order_by()
    rows = reads.values("by").annotate(number=Count("subject", distinct=True)).order_by("by")
    return {row["by"]: row["number"] for row in rows}


def _by_day(found: QuerySet[Event], number: Count) -> QuerySet[Event, dict[str, Any]]:
    day = TruncDate("at", tzinfo=timezone.get_default_timezone())
    rows = found.order_by().annotate(day=day).values("by", "day").annotate(number=number)
    return rows.order_by("day", "by")


def _only(wanted: Wanted, action: str) -> Wanted:
    return Wanted(wanted.by, wanted.subjects, [action], wanted.since, wanted.until)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_default_timezone())
