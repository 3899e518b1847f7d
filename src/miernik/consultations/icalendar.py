"""The days of a consultation as an iCalendar file (RFC 5545), for anybody's own calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from miernik.consultations.checklist import rule_of
from miernik.consultations.models import Consultation, ConsultationState, Track
from miernik.consultations.timetable import Milestone, count_back

_LINE_OCTETS = 75
_STARTS = "Początek konsultacji"
_ENDS = "Ostatni dzień na opinię"
_RESULTS = "Najpóźniejszy dzień ogłoszenia wyników konsultacji"
#: What follows a consultation; its own days are those of its tracks.
_LATER = {
    Milestone.REPORT: "Sprawozdanie z konsultacji (plan)",
    Milestone.SESSION: "Sesja rady (plan)",
    Milestone.JOURNAL: "Ogłoszenie w dzienniku urzędowym (plan)",
    Milestone.IN_FORCE: "Wejście w życie (plan)",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day: ``name`` is stable and unique in its consultation."""

    name: str
    day: dt.date
    summary: str


def calendar_of(consultation: Consultation) -> bytes:
    """Return the calendar of a consultation: its first and last days, the results, the plan.

    Whole days without hours; the same content at any time, so a program that reads it again
    changes only what changed. An event keeps its UID when its day moves. A consultation that was
    called off has its events cancelled.
    """
    stamp = (consultation.announced_at or consultation.created_at).astimezone(dt.UTC)
    status = "CONFIRMED"
    if consultation.state == ConsultationState.CANCELLED:
        status = "CANCELLED"
    rows = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Miernik//Konsultacje//PL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(consultation.title)}",
    ]
    for event in events_of(consultation):
        rows += [
            "BEGIN:VEVENT",
            f"UID:{event.name}-{consultation.uuid}@miernik",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.summary)}",
            f"DESCRIPTION:{escaped(consultation.title)}",
            f"STATUS:{status}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    rows.append("END:VCALENDAR")
    return b"".join(folded(row) for row in rows)


def events_of(consultation: Consultation) -> list[Event]:
    """Return the days of a consultation, the earliest first."""
    tracks = list(consultation.tracks.all())
    found = [event for track in tracks for event in _of_track(track, alone=len(tracks) == 1)]
    if consultation.in_force_from is not None and tracks:
        found += _planned(consultation, tracks, consultation.in_force_from)
    return sorted(found, key=lambda event: (event.day, event.name))


def escaped(text: str) -> str:
    """Return a text as a value of iCalendar: backslash, comma, semicolon and line ends escaped."""
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> bytes:
    """Return a content line in UTF-8, cut to 75 octets a line with no letter cut in two.

    Each further line begins with a space, which counts; every line ends with CRLF.
    """
    lines: list[bytes] = []
    current = b""
    for letter in line:
        octets = letter.encode()
        if len(current) + len(octets) > _LINE_OCTETS:
            lines.append(current)
            current = b" "
        current += octets
    return b"".join(part + b"\r\n" for part in (*lines, current))


def _of_track(track: Track, *, alone: bool) -> list[Event]:
    whom = "" if alone else f" ({track})"
    due = track.ends + dt.timedelta(days=rule_of(track).results_due_days)
    return [
        Event(f"start-{track.kind}", track.starts, f"{_STARTS}{whom}"),
        Event(f"end-{track.kind}", track.ends, f"{_ENDS}{whom}"),
        Event(f"results-{track.kind}", due, f"{_RESULTS}{whom}"),
    ]


def _planned(consultation: Consultation, tracks: list[Track], in_force: dt.date) -> list[Event]:
    """The office's plan after the last day; a day of the plan that came before it says nothing."""
    last = max(tracks, key=lambda track: track.ends)
    days = count_back(in_force=in_force, rule=rule_of(last), session=consultation.session_on)
    return [
        Event(f"plan-{day.milestone}", day.date, _LATER[day.milestone])
        for day in days
        if day.milestone in _LATER and day.date > last.ends
    ]
