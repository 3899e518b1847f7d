"""What Miernik writes, Miernik reads: every field of the city's table comes back."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from miernik.intake.readers import read_file
from miernik.intake.recognise import recognise
from miernik.intake.serialize import public_goals
from miernik.kernel.text import squeeze
from miernik.reports.context import ReportContext
from miernik.reports.render import render
from tests.reports.conftest import AT

FIELDS_OF_TASK = ("code", "title", "implementers_text", "funding_text", "monitoring")
FIELDS_OF_INDICATOR = ("name", "value_raw", "kind", "unit", "footnote")


def _plain(value: Any) -> Any:
    """White space and dash spacing aside."""
    return re.sub(r"\s*[-–]\s*", "-", squeeze(value)) if isinstance(value, str) else value


def _rows(goals: list[dict[str, Any]]) -> list[list[Any]]:
    return [
        [_plain(goal["title"]), _plain(priority["title"])]
        + [_plain(task[name]) for name in FIELDS_OF_TASK]
        + [_plain(item[name]) for name in FIELDS_OF_INDICATOR]
        for goal in goals
        for priority in goal["priorities"]
        for task in priority["tasks"]
        for item in task["indicators"]
    ]


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_file_of_ours_reads_back_whole(
    report_2017: ReportContext, golden: Callable[[str], Any], tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"raport.{form}"
    file.write_bytes(render(report_2017, form, AT))
    draft = recognise(read_file(file))
    assert _rows(public_goals(draft)) == _rows(golden("report_2017_goals_ABC"))
    assert draft.year == 2017
    assert not [doubt for doubt in draft.doubts if "dentyfikator" in doubt.reason + doubt.fragment]
