"""What Miernik writes, Miernik reads: every field of the city's 175 indicators comes back."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from miernik.intake.draft import DraftReport
from miernik.intake.readers import read_file
from miernik.intake.recognise import recognise
from miernik.intake.serialize import load_draft, public_goals
from miernik.intake.services import confirm, keep_draft
from miernik.kernel.quantities import Status
from miernik.kernel.text import STARS, comparable
from miernik.reports.render import render
from miernik.reports.selectors import build_context
from miernik.strategy.models import Work

EXAMPLES = Path(__file__).parents[1] / "examples" / "bialystok"
AT = dt.datetime(2018, 5, 28, 12, 0, tzinfo=dt.UTC)
OF_TASK = ("code", "title", "implementers", "funding", "monitoring", "remarks")
OF_INDICATOR = ("name", "value_raw", "kind", "number", "unit", "footnote")


def example(year: int) -> DraftReport:
    file = EXAMPLES / f"sprawozdanie-{year}.json"
    draft = load_draft(json.loads(file.read_text(encoding="utf-8")))
    draft.sha256 = f"{year:064d}"
    return draft


def store(year: int) -> Work:
    path = EXAMPLES / "catalogue.json"
    kept = keep_draft(draft=example(year), path=path, by="t", at=AT)
    work = confirm(of=kept, by="t", at=AT).work
    assert work is not None
    return work


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_a_report_of_ours_is_read_back_whole(form: str, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    work = store(2017)
    file = tmp_path / f"sprawozdanie.{form}"
    file.write_bytes(render(build_context(work, 2017, on=AT.date()), form, AT))
    read = recognise(read_file(file))
    assert read.year == 2017
    wanted, found = facts(public_goals(example(2017))), facts(public_goals(read))
    assert len(wanted) == 7 + 28 + 88 * len(OF_TASK) + 175 * len(OF_INDICATOR)
    assert found == wanted
    assert not [doubt for doubt in read.doubts if "dentyfikator" in doubt.reason + doubt.fragment]


@pytest.mark.django_db
def test_what_nobody_gave_does_not_come_back_as_a_value(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    stored = [store(year) for year in (2017, 2019)]
    assert stored[0] == stored[1]
    file = tmp_path / "sprawozdanie.docx"
    file.write_bytes(render(build_context(stored[1], 2019, 2017, on=AT.date()), "docx", AT))
    read = recognise(read_file(file))
    statuses = Counter(item.status for task in read.tasks() for item in task.indicators)
    assert statuses == {Status.NOT_SUBMITTED: 166, Status.VALUE: 9}
    assert "Strategia Rozwiązywania Problemów Społecznych" in read.title


def facts(goals: list[dict[str, Any]]) -> dict[str, Any]:
    """Every fact by its address."""
    found: dict[str, Any] = {}
    for goal in goals:
        found[goal["code"]] = plain(goal["title"])
        for priority in goal["priorities"]:
            found[priority["code"]] = plain(priority["title"])
            for task in priority["tasks"]:
                found |= {f"{task['code']}/{name}": plain(task[name]) for name in OF_TASK}
                for number, item in enumerate(task["indicators"], 1):
                    address = f"{task['code']}/{number}"
                    found |= {f"{address}/{name}": plain(item[name]) for name in OF_INDICATOR}
    return found


def plain(value: Any) -> Any:
    """White space, dash spacing and the signs that stand for a star set aside."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if not isinstance(value, str):
        return value
    return comparable(value).replace(" ", "").translate(dict.fromkeys(map(ord, STARS), "*"))
