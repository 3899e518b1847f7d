"""The consultation of 2020 for tests of pages: acted out, decided, reported, adopted."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import AbstractContextManager
from typing import Any
from unittest import mock

from django.urls import reverse

from miernik.consultations.models import Operation, ReportDocument, Verdict
from miernik.consultations.services.deciding import Final, approve, decide
from miernik.consultations.services.finishing import (
    add_report_file,
    freeze_report,
    make_next_version,
)
from tests.conftest import SHARED
from tests.consultations.city_2020 import BY, City, moment

CODE = "pps-2020"
LAST_SECOND = dt.datetime(2020, 10, 21, 21, 59, 59, tzinfo=dt.UTC)  # 23:59:59 in Warsaw
MIDNIGHT = dt.datetime(2020, 10, 21, 22, 0, 0, tzinfo=dt.UTC)
FIRST_SECOND = dt.datetime(2020, 10, 7, 22, 0, 0, tzinfo=dt.UTC)  # 8 October, 0:00 in Warsaw


def at(moment_of: dt.datetime) -> AbstractContextManager[Any]:
    """The server's clock stands at a moment."""
    return mock.patch("django.utils.timezone.now", return_value=moment_of)


def facts() -> dict[str, Any]:
    """What the report of 2020 says."""
    file = SHARED / "golden" / "consultation_2020.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def report(city: City, told: dict[str, Any]) -> ReportDocument:
    """Decide as the city did, write the next version and freeze the report with a file."""
    proposal = told["annex"]["proposals"][0]
    changes = list(city.submission.changes.order_by("position"))
    finals = [
        Final(Operation.REPLACE, city.lines[path].code, proposal["resulting"][name])
        for path, name in (
            ("2.1", "title"),
            ("2.1 / Adresaci", "adresaci"),
            ("2.1 / Cel zadania", "cel"),
        )
    ]
    decisions = [
        decide(
            draft=city.first,
            changes=changes[:3],
            verdict=Verdict.PARTLY,
            statement=proposal["outcome_text"],
            reasons=proposal["outcome_justification"],
            finals=finals,
            by=BY,
            at=moment(30),
        ),
        decide(
            draft=city.first,
            changes=changes[3:],
            verdict=Verdict.COVERED,
            statement=proposal["outcome_point6_text"],
            reasons=proposal["outcome_point6_justification"],
            covered_by=city.lines["2.1 / Realizacja zadania / 5)"].code,
            by=BY,
            at=moment(30),
        ),
    ]
    for decision in decisions:
        approve(decision=decision, by="dyrektor", at=moment(30))
    make_next_version(draft=city.first, by=BY, at=moment(31))
    made = freeze_report(
        track=city.track, report_day=dt.date(2020, 11, 10), by=BY, at=moment(10, 11)
    )
    return add_report_file(
        report=made, name="raport.txt", content=b"Raport", by=BY, at=moment(10, 11)
    )


def address(name: str, *args: object) -> str:
    """The address of a page of the consultation."""
    return reverse(f"consultation-{name}" if name else "consultation", args=[CODE, *args])
