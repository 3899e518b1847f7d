"""The table of steps in the docs is the table of the program."""

from __future__ import annotations

from pathlib import Path

from miernik.consultations.states import STEPS, Step

DOCS = Path(__file__).parent.parent.parent / "docs" / "konsultacje.md"


def line_of(step: Step) -> str:
    source = step.source.label if step.source else "nowe"
    target = step.target.label if step.target else "usunięte"
    return f"| `{step.service}` | {source} | {target} | `{step.event}` |"


def test_the_docs_list_every_step_once_in_order_and_no_other() -> None:
    rows = [row for row in DOCS.read_text(encoding="utf-8").splitlines() if row.startswith("| `")]
    assert len(rows) == len(STEPS)
    for row, step in zip(rows, STEPS, strict=True):
        assert row.startswith(line_of(step)), step


def test_every_step_is_told_in_words() -> None:
    rows = [row for row in DOCS.read_text(encoding="utf-8").splitlines() if row.startswith("| `")]
    assert all(len(row.strip("| ").split("|")[-1].strip()) > 10 for row in rows)
