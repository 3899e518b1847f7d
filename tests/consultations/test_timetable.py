"""The timetable counted back, with a calendar in hand."""

from __future__ import annotations

import datetime as dt

from miernik.consultations.procedure import rule_by_id
from miernik.consultations.timetable import Milestone, count_back

NGO = rule_by_id("bialystok-ngo-2010")


def days(in_force: dt.date, session: dt.date | None = None) -> dict[Milestone, tuple[str, bool]]:
    found = count_back(in_force=in_force, rule=NGO, session=session)
    return {day.milestone: (day.date.isoformat(), day.moved) for day in found}


def test_a_programme_in_force_on_new_year_s_day_of_2021() -> None:
    """18 December and 4 December 2020 are Fridays; 21 November and 31 October Saturdays."""
    assert days(dt.date(2021, 1, 1)) == {
        Milestone.NOTICE: ("2020-10-20", False),
        Milestone.START: ("2020-10-21", False),
        Milestone.END: ("2020-10-30", True),
        Milestone.REPORT: ("2020-11-20", True),
        Milestone.SESSION: ("2020-12-04", False),
        Milestone.JOURNAL: ("2020-12-18", False),
        Milestone.IN_FORCE: ("2021-01-01", False),
    }


def test_a_report_due_on_independence_day_is_due_the_day_before() -> None:
    """A session on Tuesday 24 November puts the report on 11 November, a Wednesday off."""
    found = days(dt.date(2021, 1, 1), dt.date(2020, 11, 24))
    assert found[Milestone.REPORT] == ("2020-11-10", True)
    assert found[Milestone.END] == ("2020-10-21", False)
    assert found[Milestone.START] == ("2020-10-12", False)
    # the day before is a Sunday
    assert found[Milestone.NOTICE] == ("2020-10-09", True)


def test_a_report_due_the_day_after_independence_day_stays() -> None:
    found = days(dt.date(2021, 1, 1), dt.date(2020, 11, 25))
    assert found[Milestone.REPORT] == ("2020-11-12", False)


def test_ten_days_counted_with_both_ends_are_ten_days() -> None:
    assert NGO.days(dt.date(2020, 10, 12), dt.date(2020, 10, 21)) == 10
