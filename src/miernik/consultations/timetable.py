"""The timetable of a consultation, counted back from the day the resolution is to be in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from miernik.consultations.procedure import Rule
from miernik.kernel.dates import is_working_day

#: Days the city left between the steps in 2020 unless its own rules say otherwise.
PUBLICATION_DAYS = 14  # a local act comes into force no earlier than 14 days after its publication
JOURNAL_DAYS = 14  # from the session to the journal of the voivodeship
SESSION_DAYS = 13  # from the report to the session, as in 2020
REPORT_DAYS = 20  # from the last day to the report, as in 2020
NOTICE_DAYS = 1  # the announcement stands before the first day


class Milestone(StrEnum):
    """A day of the timetable; the values are stable names for calendars."""

    NOTICE = "notice"
    START = "start"
    END = "end"
    REPORT = "report"
    SESSION = "session"
    JOURNAL = "journal"
    IN_FORCE = "in_force"


MILESTONE_WORDS = {
    Milestone.NOTICE: "najpóźniejszy dzień ogłoszenia",
    Milestone.START: "pierwszy dzień konsultacji",
    Milestone.END: "ostatni dzień konsultacji",
    Milestone.REPORT: "sprawozdanie z konsultacji",
    Milestone.SESSION: "sesja rady",
    Milestone.JOURNAL: "ogłoszenie w dzienniku urzędowym",
    Milestone.IN_FORCE: "wejście w życie",
}


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the timetable; ``moved`` says that a weekend or holiday pushed it earlier."""

    milestone: Milestone
    date: dt.date
    moved: bool = False
    why: str = ""

    @property
    def words(self) -> str:
        """What happens on the day, in Polish."""
        return MILESTONE_WORDS[self.milestone]


def count_back(*, in_force: dt.date, rule: Rule, session: dt.date | None = None) -> list[Day]:
    """Return the latest safe days from the announcement to the entry into force, in order.

    Days on which an office must act never fall on a Saturday, Sunday or holiday: they move to
    the working day before. ``session`` fixes the day of the council; else it is counted too.
    """
    journal, journal_moved = _working(in_force - dt.timedelta(days=PUBLICATION_DAYS))
    if session is None:
        session, session_moved = _working(journal - dt.timedelta(days=JOURNAL_DAYS))
    else:
        session_moved = False
    report, report_moved = _working(session - dt.timedelta(days=SESSION_DAYS))
    end, end_moved = _working(report - dt.timedelta(days=min(REPORT_DAYS, rule.results_due_days)))
    start, start_moved = _working(end - dt.timedelta(days=rule.min_days - int(rule.inclusive)))
    notice, notice_moved = _working(start - dt.timedelta(days=NOTICE_DAYS))
    return [
        Day(Milestone.NOTICE, notice, notice_moved, "informacja stoi przed pierwszym dniem"),
        Day(Milestone.START, start, start_moved, _minimum(rule)),
        Day(Milestone.END, end, end_moved, f"{REPORT_DAYS} dni na rozpatrzenie opinii"),
        Day(Milestone.REPORT, report, report_moved, f"{SESSION_DAYS} dni przed sesją"),
        Day(Milestone.SESSION, session, session_moved, "uchwalenie"),
        Day(Milestone.JOURNAL, journal, journal_moved, f"{PUBLICATION_DAYS} dni vacatio legis"),
        Day(Milestone.IN_FORCE, in_force),
    ]


def _minimum(rule: Rule) -> str:
    counted = "licząc oba dni" if rule.inclusive else "bez pierwszego dnia"
    doubt = ", do potwierdzenia" if "min_days" in rule.unconfirmed else ""
    return f"co najmniej {rule.min_days} dni, {counted}{doubt}"


def _working(day: dt.date) -> tuple[dt.date, bool]:
    """Return the day itself, or the last working day before it, and whether it moved."""
    found = day
    while not is_working_day(found):
        found -= dt.timedelta(days=1)
    return found, found != day
