"""The example data say what careful readers found in the documents, no more and no less."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from miernik.intake.serialize import load_draft, public_goals

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "bialystok"
READ = ("name", "value_raw", "kind", "number", "unit", "footnote", "unit_source")


def example(year: int) -> list[dict[str, Any]]:
    content = json.loads((EXAMPLES / f"sprawozdanie-{year}.json").read_text(encoding="utf-8"))
    return public_goals(load_draft(content))


def plain(value: Any) -> Any:
    """White space and the spacing of dashes set aside."""
    if isinstance(value, str):
        return re.sub(r"\s*[-–]\s*", "-", " ".join(value.split()))
    return [plain(item) for item in value] if isinstance(value, list) else value


def facts(goals: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for goal in goals:
        found[goal["code"]] = plain(goal["title"])
        for priority in goal["priorities"]:
            found[priority["code"]] = plain(priority["title"])
            for task in priority["tasks"]:
                for key in ("title", "implementers", "funding", "monitoring", "remarks"):
                    found[f"{task['code']}/{key}"] = plain(task[key])
                for number, indicator in enumerate(task["indicators"], 1):
                    for key in READ:
                        found[f"{task['code']}/{number}/{key}"] = plain(indicator[key])
    return found


@pytest.mark.seeds
def test_goals_a_to_c_of_2017_and_the_beginning_of_2019_are_the_careful_reading(
    shared: Path,
) -> None:
    golden = json.loads((shared / "golden" / "report_2017_goals_ABC.json").read_text())
    assert facts(example(2017)[:3]) == facts(golden)
    golden = json.loads((shared / "golden" / "report_2019.json").read_text())
    assert facts(example(2019)) == facts(golden)


def test_goals_d_to_g_of_2017_are_the_careful_reading() -> None:
    reading = ROOT / "tests" / "golden" / "report_2017_goals_DEFG.json"
    assert facts(example(2017)[3:]) == facts(json.loads(reading.read_text(encoding="utf-8")))


def test_the_whole_strategy_is_there() -> None:
    goals = example(2017)
    priorities = [priority for goal in goals for priority in goal["priorities"]]
    tasks = [task for priority in priorities for task in priority["tasks"]]
    indicators = [indicator for task in tasks for indicator in task["indicators"]]
    assert (len(goals), len(priorities), len(tasks), len(indicators)) == (7, 28, 88, 175)


def test_no_raw_text_of_the_documents_stands_in_the_data() -> None:
    for year in (2017, 2019):
        content = (EXAMPLES / f"sprawozdanie-{year}.json").read_text(encoding="utf-8")
        assert set(re.findall(r'"fragment": "([^"]*)"', content)) == {""}
