"""Addresses of a draft's fields: ``A.1.3/title``, ``A.1.3/2/value_raw`` (indicators from 1)."""

from __future__ import annotations

from miernik.intake.draft import DraftGoal, DraftIndicator, DraftPriority, DraftReport, DraftTask
from miernik.intake.errors import UnknownFieldError

Part = DraftReport | DraftGoal | DraftPriority | DraftTask | DraftIndicator

_LISTS = {"implementers", "funding"}
_FIELDS = {
    DraftReport: ("title", "year"),
    DraftGoal: ("title",),
    DraftPriority: ("title",),
    DraftTask: ("title", "implementers", "funding", "monitoring"),
    DraftIndicator: ("name", "value_raw", "footnote"),
}


def find(draft: DraftReport, path: str) -> tuple[Part, str]:
    """Return the part of the draft and the field name that ``path`` addresses.

    Raises UnknownFieldError when there is no such place or the field is not a person's to correct.
    """
    place, _, name = path.rpartition("/")
    part = _part(draft, place)
    if part is None or name not in _FIELDS[type(part)]:
        raise UnknownFieldError(path)
    return part, name


def read(part: Part, name: str) -> str:
    """Return the field as the text a person edits; lists have one item a line."""
    value = getattr(part, name)
    if name in _LISTS:
        return "\n".join(value)
    return "" if value is None else str(value)


def _part(draft: DraftReport, place: str) -> Part | None:
    if not place:
        return draft
    code, _, number = place.partition("/")
    for goal in draft.goals:
        for priority in goal.priorities:
            for task in priority.tasks:
                if task.code == code:
                    return _indicator(task, number) if number else task
            if priority.code == code:
                return priority
        if goal.code == code:
            return goal
    return None


def _indicator(task: DraftTask, number: str) -> DraftIndicator | None:
    if number.isdecimal() and 1 <= int(number) <= len(task.indicators):
        return task.indicators[int(number) - 1]
    return None


def unnamed_parts(draft: DraftReport) -> list[str]:
    """Return the places of goals, priorities, tasks and indicators without a wording."""
    found = []
    for goal in draft.goals:
        for priority in goal.priorities:
            for task in priority.tasks:
                named = enumerate(task.indicators, 1)
                found += [f"{task.code}/{n}" for n, item in named if not item.name.strip()]
            found += [task.code for task in priority.tasks if not task.title.strip()]
        found += [item.code for item in goal.priorities if not item.title.strip()]
    return found + [goal.code for goal in draft.goals if not goal.title.strip()]
