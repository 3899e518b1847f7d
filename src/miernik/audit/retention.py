"""How long what is kept: classes as data. What falls under a class is found by its own room."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from miernik.kernel.quantities import Labelled

_FILE = Path(__file__).with_name("retention.yaml")


class Verified(Labelled):
    """How sure a term is."""

    LAW = "law", "z przepisu"
    LAW_UNSURE = "law_unsure", "z przepisu, do potwierdzenia przez inspektora ochrony danych"
    PROPOSED = "proposed", "propozycja, bez przepisu"
    ASK = "ask", "do ustalenia z inspektorem ochrony danych"


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """One class: ``years`` after the event named in ``since`` a record is due; None: unknown."""

    id: str
    label: str
    years: int | None
    since: str
    verified: Verified
    note: str
    act: str = ""
    article: str = ""
    journal: str = ""
    source: str = ""

    def over_on(self, end: dt.date, day: dt.date) -> bool:
        """Return whether the term that runs from ``end`` is over on ``day``.

        A term in years ends with the day of the same date, or with the last day of the month where
        there is no such day (art. 112 Kodeksu cywilnego); the record is due the day after.
        """
        return self.years is not None and day > _shifted(end, self.years)

    def first_kept(self, day: dt.date) -> dt.date | None:
        """Return the earliest end whose term is not over on ``day``; None without a term."""
        if self.years is None:
            return None
        first = _shifted(day, -self.years)
        return first if not self.over_on(first, day) else first + dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """One class on a day: how many records it has, how many are due, in which families.

    ``families`` are case numbers, in order; empty for records that belong to no family.
    """

    of: RetentionClass
    total: int
    due: int
    families: tuple[str, ...] = ()


@cache
def classes() -> dict[str, RetentionClass]:
    """Return the classes by id, in the order of the file."""
    rows: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found = [RetentionClass(**row | {"verified": Verified(row["verified"])}) for row in rows]
    return {item.id: item for item in found}


def _shifted(day: dt.date, years: int) -> dt.date:
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
