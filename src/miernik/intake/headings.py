"""Headings of goals and priorities, and codes of tasks, as Polish strategies print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from miernik.intake.vocabulary import load_dictionary
from miernik.kernel.text import squeeze


class Level(StrEnum):
    """What a heading heads."""

    GOAL = "goal"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True)
class ParsedHeading:
    """A heading taken apart: ``Priorytet A.1. Doskonalenie …`` has the code ``A.1``."""

    level: Level
    code: str
    title: str


def parse_heading(text: str) -> ParsedHeading | None:
    """Read a goal's or priority's heading; None for any other line."""
    line = squeeze(text)
    for level in Level:
        for pattern in _patterns(level):
            found = pattern.match(line)
            if found is not None:
                code = re.sub(r"\s", "", found["code"])
                return ParsedHeading(level, code, squeeze(found["title"]))
    return None


def leading_code(text: str) -> tuple[str, str] | None:
    """Split ``A.1.1 Rozwój …`` into the task's code and the rest; None without a code."""
    line = squeeze(text)
    for kind in ("task", "ordinal_task"):
        for pattern in _patterns(kind):
            found = pattern.match(line)
            if found is not None:
                return found["code"], line[found.end() :].strip()
    return None


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text) for text in load_dictionary("headings")[kind])
