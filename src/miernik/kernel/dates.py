"""Dates and years as Poles write them."""

from __future__ import annotations

import datetime as dt

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


def print_date(day: dt.date) -> str:
    """Return the date in full: ``31 grudnia 2017 r.``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} r."


def print_short_date(day: dt.date) -> str:
    """Return the date in figures: ``31.12.2017``."""
    return f"{day:%d.%m.%Y}"
