"""A consultation as iCalendar: whole days, lines of 75 octets, Polish letters whole."""

from __future__ import annotations

import datetime as dt

import pytest

from miernik.consultations.icalendar import calendar_of, escaped, folded
from miernik.consultations.models import Consultation
from miernik.consultations.procedure import TrackKind
from miernik.consultations.services.preparing import add_track, cancel, create_consultation

AT = dt.datetime(2020, 10, 1, 10, tzinfo=dt.UTC)
TITLE = "Konsultacje „Zażółć gęślą jaźń”; projekt, " + "ąćęłńóśźż" * 12


def consultation(in_force: dt.date | None = None) -> Consultation:
    made = create_consultation(
        code="proba",
        title=TITLE,
        responsible="DSP",
        in_force_from=in_force,
        session_on=dt.date(2020, 11, 23) if in_force else None,
        by="anna",
        at=AT,
    )
    add_track(
        consultation=made,
        kind=TrackKind.NGO,
        starts=dt.date(2020, 10, 8),
        ends=dt.date(2020, 10, 31),
        ways=["e-mailem"],
        by="anna",
        at=AT,
    )
    return made


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_line_of_75_octets_stands_and_one_more_is_folded() -> None:
    assert folded("a" * 75) == b"a" * 75 + b"\r\n"
    assert folded("a" * 76) == b"a" * 75 + b"\r\n a\r\n"


def test_no_polish_letter_is_cut_in_two() -> None:
    # 74 octets and a letter of two: it goes to the next line whole.
    assert folded("a" * 74 + "ż") == b"a" * 74 + b"\r\n " + "ż".encode() + b"\r\n"
    for line in folded("ż" * 200).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_commas_semicolons_backslashes_and_lines_are_escaped() -> None:
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"


@pytest.mark.django_db
def test_every_line_fits_ends_with_crlf_and_reads_back() -> None:
    content = calendar_of(consultation())
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert f"X-WR-CALNAME:{escaped(TITLE)}" in unfolded(content)


@pytest.mark.django_db
def test_the_days_are_whole_and_end_before_the_next() -> None:
    rows = unfolded(calendar_of(consultation()))
    days = [row.partition(":")[2] for row in rows if row.startswith(("DTSTART", "DTEND"))]
    # First day, last day (end of the month), and 30 days after it the results.
    assert days == ["20201008", "20201009", "20201031", "20201101", "20201130", "20201201"]
    uids = [row for row in rows if row.startswith("UID:")]
    assert len(set(uids)) == rows.count("BEGIN:VEVENT") == 3
    assert rows.count("DTSTAMP:20201001T100000Z") == 3


@pytest.mark.django_db
def test_the_plan_follows_when_the_entry_into_force_is_known() -> None:
    rows = unfolded(calendar_of(consultation(dt.date(2021, 1, 1))))
    assert "DTSTART;VALUE=DATE:20201123" in rows  # the session
    assert "DTSTART;VALUE=DATE:20210101" in rows
    assert "SUMMARY:Wejście w życie (plan)" in rows


@pytest.mark.django_db
def test_a_cancelled_consultation_cancels_its_days() -> None:
    made = consultation()
    assert "STATUS:CANCELLED" not in unfolded(calendar_of(made))
    made = cancel(consultation=made, reason="pomyłka", by="anna", at=AT)
    assert unfolded(calendar_of(made)).count("STATUS:CANCELLED") == 3
