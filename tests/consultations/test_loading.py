"""A consultation that was held before is loaded from the facts of its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from miernik.consultations.loading import decide_as_reported, load_consultation
from miernik.consultations.models import Alarm, Verdict
from miernik.consultations.report_content import report_content
from miernik.consultations.services.finishing import make_next_version
from tests.consultations.city_2020 import moment

pytestmark = pytest.mark.django_db


def test_the_loaded_decisions_are_those_of_the_report(golden: Callable[[str], Any]) -> None:
    facts = golden("consultation_2020")
    loaded = load_consultation(facts, code="k", work_code="w", by="test")
    decide_as_reported(loaded, facts, by="test")
    decisions = list(loaded.drafts[0].decisions.order_by("position"))
    assert [one.verdict for one in decisions] == [Verdict.PARTLY, Verdict.COVERED]
    assert [one.changes.count() for one in decisions] == [3, 1]
    assert not Alarm.objects.exists()
    report = report_content(loaded.track, dt.date(2020, 11, 10))
    statements = [one.statement for one in report.annexes[0].submitters[0].rows[0].outcomes]
    proposal = facts["annex"]["proposals"][0]
    assert statements == [proposal["outcome_text"], proposal["outcome_point6_text"]]
    assert make_next_version(draft=loaded.drafts[0], by="test", at=moment(6, 11)).number == 2
