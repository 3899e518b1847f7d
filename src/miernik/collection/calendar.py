"""The usual days of a collection, as data: what the law fixes and what custom makes possible."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from miernik.kernel.dates import previous_working_day

_FILE = Path(__file__).with_name("calendar.yaml")


@dataclass(frozen=True, slots=True)
class UsualDay:
    """One day of the calendar; ``day`` is "MM-DD" of the year after the data."""

    name: str
    day: str
    label: str
    verified: str
    note: str
    act: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one campaign, in order."""

    opens_on: dt.date
    deadline: dt.date
    review_until: dt.date
    approve_by: dt.date
    publish_on: dt.date


@cache
def usual_days() -> dict[str, UsualDay]:
    """Return the usual days by the name of the campaign's field, in their order."""
    rows: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: UsualDay(name=name, **row) for name, row in rows.items()}


def usual_calendar(year: int) -> Calendar:
    """Return the usual days for collecting the data of ``year``.

    A day off moves back to the working day before it: a term for the council may not pass.
    """
    days = {name: _in(year + 1, item.day) for name, item in usual_days().items()}
    return Calendar(**days)


def _in(year: int, day: str) -> dt.date:
    month, number = (int(part) for part in day.split("-"))
    return previous_working_day(dt.date(year, month, min(number, monthrange(year, month)[1])))
