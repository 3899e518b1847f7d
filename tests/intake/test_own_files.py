"""What Miernik itself writes is read back whole: a report is its own backup."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from miernik.intake.draft import DraftReport
from miernik.intake.readers import read_file
from miernik.intake.recognise.report import recognise
from miernik.kernel.text import STARS, comparable
from miernik.reports.render import render
from miernik.reports.selectors import build_context
from tests.reports import city

D_TO_G = Path(__file__).parent.parent / "golden" / "report_2017_goals_DEFG.json"
FORMS = ("docx", "xlsx", "pdf")


@pytest.fixture
def goals(golden: Callable[[str], Any]) -> list[dict[str, Any]]:
    content = json.loads(D_TO_G.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = golden("report_2017_goals_ABC")
    found += content if isinstance(content, list) else content["goals"]
    for task in _tasks(found):
        for name in ("implementers_text", "funding_text", "monitoring"):
            task[name] = task[name] or ""
    return found


@pytest.mark.seeds
def test_every_form_of_the_written_report_is_read_back_whole(
    db: None, goals: list[dict[str, Any]], tmp_path: Path
) -> None:
    work = city.store_work()
    city.store_values(city.store_tree(work, goals), goals, 2017)
    context = build_context(work, 2017, on=dt.date(2018, 5, 28), author="MOPR w Białymstoku")
    for form in FORMS:
        path = tmp_path / f"sprawozdanie.{form}"
        path.write_bytes(render(context, form, city.AT))
        report = recognise(read_file(path, isolated=False))
        assert report.year == 2017, form
        assert _found(report) == _wanted(goals), form


def _found(report: DraftReport) -> list[tuple[str, ...]]:
    lines = [(_plain(goal.code), _plain(goal.title)) for goal in report.goals]
    lines += [
        (_plain(priority.code), _plain(priority.title))
        for goal in report.goals
        for priority in goal.priorities
    ]
    cells: list[tuple[str, ...]] = [*lines]
    for task in report.tasks():
        cells.append(
            (
                task.code,
                _plain(task.title),
                _plain(task.implementers_text),
                _plain(task.funding_text),
                _plain(task.monitoring),
            )
        )
        cells.extend(
            (_plain(item.name), _plain(item.value_raw), _plain(item.footnote or ""))
            for item in task.indicators
        )
    return cells


def _wanted(goals: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    cells: list[tuple[str, ...]] = [(_plain(goal["code"]), _plain(goal["title"])) for goal in goals]
    cells += [
        (_plain(priority["code"]), _plain(priority["title"]))
        for goal in goals
        for priority in goal["priorities"]
    ]
    for task in _tasks(goals):
        names = ("title", "implementers_text", "funding_text", "monitoring")
        cells.append((task["code"], *(_plain(task[name]) for name in names)))
        cells.extend(
            (_plain(item["name"]), _plain(item["value_raw"]), _plain(item["footnote"] or ""))
            for item in task["indicators"]
        )
    return cells


def _tasks(goals: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for goal in goals:
        for priority in goal["priorities"]:
            yield from priority["tasks"]


def _plain(text: str) -> str:
    """White space, dash spacing and the signs that stand for a star set aside."""
    return comparable(text).replace(" ", "").translate(dict.fromkeys(map(ord, STARS), "*"))
