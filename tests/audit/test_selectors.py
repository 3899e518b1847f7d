"""Who reads how much: habits of one person and of all, days of Warsaw, refusals."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from miernik.audit.selectors import Reader, UnusualDay, Wanted, events, readers, refusals, unusual
from miernik.audit.services import FILE_READ, FILE_REFUSED, Entry, record_many, record_read

WARSAW = ZoneInfo("Europe/Warsaw")
TODAY = dt.date(2026, 5, 28)
pytestmark = pytest.mark.django_db


def day(before: int) -> dt.date:
    return TODAY - dt.timedelta(days=before)


def read(by: str, before: int, files: int, action: str = FILE_READ) -> None:
    """Read some files on a day, each of them twice."""
    at = dt.datetime.combine(day(before), dt.time(10, 0), tzinfo=WARSAW)
    record_many(
        Entry(action, f"family:{number}", by, at, {"why": "akta"})
        for number in range(files)
        for _ in range(2)
    )


def found() -> list[UnusualDay]:
    return unusual(since=day(29), until=TODAY)


def test_many_more_files_than_ones_own_habit_are_unusual() -> None:
    for before in range(40, 5, -1):
        read("anna", before, 6)
    read("anna", 1, 20)
    assert found() == [UnusualDay("anna", day(1), 20, 6)]


def test_a_habit_of_many_files_is_not_unusual_and_few_files_never_are() -> None:
    for before in range(20, 1, -1):
        read("anna", before, 22)
        read("ewa", before, 1)
    read("anna", 1, 40)
    read("ewa", 1, 19)
    assert found() == []


def test_somebody_new_is_held_against_everybody() -> None:
    for before in range(20, 1, -1):
        read("anna", before, 3)
    read("jan", 0, 25)
    assert found() == [UnusualDay("jan", TODAY, 25, 3)]


def test_a_habit_from_before_the_period_counts_for_its_first_day() -> None:
    for before in range(40, 29, -1):
        read("anna", before, 30)
    read("anna", 29, 35)
    read("ewa", 29, 1)
    assert found() == []


def test_three_refusals_a_day_are_unusual() -> None:
    read("jan", 2, 1, FILE_REFUSED)
    assert found() == []
    read("jan", 1, 2, FILE_REFUSED)
    assert found() == [UnusualDay("jan", day(1), 4, None, refusals=True)]
    assert refusals(Wanted(since=day(2), until=day(2))).count() == 2


def test_a_refusal_said_in_the_details_is_a_refusal() -> None:
    at = dt.datetime(2026, 5, 28, tzinfo=dt.UTC)
    record_read(subject="person:1", by="jan", at=at, data={"why": "x", "refused": True})
    record_read(subject="person:1", by="jan", at=at, data={"why": "x", "refused": False})
    assert [event.action for event in events(Wanted(by="jan"))] == [FILE_READ, FILE_REFUSED]


def test_a_day_is_a_day_of_warsaw() -> None:
    late = dt.datetime(2026, 5, 28, 22, 30, tzinfo=dt.UTC)  # half past midnight in Warsaw
    record_read(subject="family:1", by="anna", at=late)
    assert not events(Wanted(until=TODAY)).exists()
    assert events(Wanted(since=TODAY + dt.timedelta(days=1))).count() == 1


def test_readers_of_a_file_are_counted_with_their_first_and_last_read() -> None:
    read("ewa", 9, 2)
    read("anna", 8, 3)
    read("anna", 7, 1)
    only = frozenset({"family:0"})
    first, last = (
        dt.datetime.combine(day(before), dt.time(10, 0), tzinfo=WARSAW) for before in (8, 7)
    )
    found = readers(Wanted(subjects=only))
    assert found[0] == Reader("anna", 4, 1, first, last)
    assert [(reader.by, reader.reads) for reader in found] == [("anna", 4), ("ewa", 2)]
    assert readers(Wanted(subjects=only, since=day(7)))[0].reads == 2
