"""The city's report for 2017 as if one institution had answered everything: 175 real answers."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import AnswerContent, AnswerNote, Entry
from miernik.kernel.quantities import Kind, NoteKind, Status

FILE = Path(__file__).parents[2] / "examples" / "bialystok" / "sprawozdanie-2017.json"
WORK = "srps-bialystok-2011-2020"


@cache
def report_2017() -> tuple[list[AskedIndicator], dict[str, AnswerContent]]:
    """Cards in the order of the report and answers by their identity, "A.1.1/1"."""
    report = json.loads(FILE.read_text(encoding="utf-8"))
    asked, answers = [], {}
    for goal in report["goals"]:
        for priority in goal["priorities"]:
            for task in priority["tasks"]:
                for position, item in enumerate(task["indicators"], 1):
                    card = _card(goal, task, f"{task['code']}/{position}", item)
                    asked.append(card)
                    answers[card.indicator] = _answer(item)
    return asked, answers


def _card(goal: Any, task: Any, identity: str, item: Any) -> AskedIndicator:
    kind = Kind(item["kind"])
    return AskedIndicator(
        identity, WORK, "Strategia", goal["title"], task["code"], task["title"], item["name"],
        kind if kind is not Kind.MISSING else Kind.TEXT,
    )  # fmt: skip


def _answer(item: Any) -> AnswerContent:
    status, number = Status(item["status"]), item["number"]
    return AnswerContent(
        status=status,
        number=None if number is None else Decimal(number),
        entries=tuple(_entry(entry) for entry in item["entries"]),
        text=item["value_raw"],
        notes=tuple(
            AnswerNote(
                NoteKind(note["kind"]),
                note["text"],
                None if note.get("number") is None else Decimal(note["number"]),
            )
            for note in item["notes"]
        ),
        reason="ankiet nie przeprowadzono" if status is Status.NO_DATA else "",
    )


def _entry(entry: Any) -> Entry:
    if isinstance(entry, str):
        return Entry(entry)
    number = entry.get("number")
    return Entry(str(entry.get("label", "")), None if number is None else Decimal(str(number)))
