"""A draft as JSON: whole (``Import.draft``), and in the public shape of ``miernik import --json``.

The public shape is a list of goals; see :func:`public_goals`.
"""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from miernik.intake.draft import (
    Doubt,
    DraftGoal,
    DraftIndicator,
    DraftNote,
    DraftPriority,
    DraftReport,
    DraftTask,
    FieldSource,
)
from miernik.intake.recognise.values import json_number
from miernik.intake.rows import Place
from miernik.kernel.quantities import Kind, NoteKind, Status

FORMAT = 1

Json = dict[str, Any]


# --- the whole draft ---------------------------------------------------------------------------


def dump_draft(report: DraftReport) -> Json:
    """The whole draft as JSON; :func:`load_draft` gives it back unchanged."""
    content = _plain(asdict(report))
    assert isinstance(content, dict)
    return {"format": FORMAT, **content}


def load_draft(content: Json) -> DraftReport:
    """The draft that :func:`dump_draft` wrote. Raises ``ValueError`` for another format."""
    if content.get("format") != FORMAT:
        raise ValueError(f"draft in format {content.get('format')!r}, expected {FORMAT}")
    values = {key: value for key, value in content.items() if key != "format"}
    period = values["period"]
    return DraftReport(
        **{
            **values,
            "period": (period[0], period[1]) if period else None,
            "goals": [_goal(goal) for goal in values["goals"]],
            "doubts": [
                Doubt(**{**item, "place": Place(**item["place"])}) for item in values["doubts"]
            ],
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Kind | Status | NoteKind) else value


def _sources(content: Json) -> dict[str, FieldSource]:
    return {
        field: FieldSource(**{**source, "place": Place(**source["place"])})
        for field, source in content.items()
    }


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _goal(content: Json) -> DraftGoal:
    priorities = [_priority(item) for item in content["priorities"]]
    own = {"priorities": priorities, "sources": _sources(content["sources"])}
    return DraftGoal(**{**content, **own})


def _priority(content: Json) -> DraftPriority:
    tasks = [_task(item) for item in content["tasks"]]
    return DraftPriority(**{**content, "tasks": tasks, "sources": _sources(content["sources"])})


def _task(content: Json) -> DraftTask:
    own = {
        "indicators": [_indicator(item) for item in content["indicators"]],
        "place": Place(**content["place"]),
        "sources": _sources(content["sources"]),
    }
    return DraftTask(**{**content, **own})


def _indicator(content: Json) -> DraftIndicator:
    own = {
        "kind": Kind(content["kind"]),
        "status": Status(content["status"]),
        "number": _decimal(content["number"]),
        "notes": [_note(item) for item in content["notes"]],
        "sources": _sources(content["sources"]),
    }
    return DraftIndicator(**{**content, **own})


def _note(content: Json) -> DraftNote:
    own = {"kind": NoteKind(content["kind"]), "number": _decimal(content["number"])}
    return DraftNote(**{**content, **own})


# --- the public shape --------------------------------------------------------------------------


def public_goals(report: DraftReport) -> list[Json]:
    """Goals → priorities → tasks → indicators with provenance, confidence and ``doubts``.

    ``source_lines`` is the span of a task in the file, ``provenance`` names for each field its
    lines, page, cell and printed text, ``confidence`` is 0 to 1. ``entries`` are the parts of a
    value: ``{"level"}`` of an ordinal, ``{"text"}`` of a list, ``{"label", "number", "unit"}`` of a
    breakdown, ``{"label", "number", "of_which": true}`` of a remark "w tym …". Doubts about the
    whole document stand at the first goal.
    """
    goals = [_public_goal(goal) for goal in report.goals]
    for doubt in report.doubts:
        index = _owner(doubt, report.goals)
        if goals:
            goals[index]["doubts"].append(public_doubt(doubt))
    return goals


def _owner(doubt: Doubt, goals: list[DraftGoal]) -> int:
    code = doubt.path.split("/")[0]
    for index, goal in enumerate(goals):
        codes = {goal.code, *(item.code for item in goal.priorities)}
        codes |= {task.code for item in goal.priorities for task in item.tasks}
        if code in codes:
            return index
    return 0


def _public_goal(goal: DraftGoal) -> Json:
    return {
        "code": goal.code,
        "title": goal.title,
        "priorities": [_public_priority(priority) for priority in goal.priorities],
        **_origin(goal.sources),
        "doubts": [],
    }


def _public_priority(priority: DraftPriority) -> Json:
    return {
        "code": priority.code,
        "title": priority.title,
        "tasks": [_public_task(task) for task in priority.tasks],
        **_origin(priority.sources),
    }


def _public_task(task: DraftTask) -> Json:
    return {
        "code": task.code,
        "title": task.title,
        "implementers": task.implementers,
        "implementers_text": task.implementers_text or None,
        "funding": task.funding,
        "funding_text": task.funding_text or None,
        "indicators": [_public_indicator(indicator) for indicator in task.indicators],
        "monitoring": task.monitoring or None,
        "remarks": task.remarks,
        "source_lines": [task.place.line_from, task.place.line_to],
        **_origin(task.sources),
    }


def _public_indicator(indicator: DraftIndicator) -> Json:
    return {
        "name": indicator.name,
        "value_raw": indicator.value_raw,
        "kind": str(indicator.kind),
        "number": None if indicator.number is None else json_number(indicator.number),
        "unit": indicator.unit,
        "footnote": indicator.footnote,
        "unit_source": indicator.unit_source,
        "status": str(indicator.status),
        "entries": indicator.entries,
        "notes": [_public_note(note) for note in indicator.notes],
        "monitoring": indicator.monitoring or None,
        **_origin(indicator.sources),
    }


def _public_note(note: DraftNote) -> Json:
    return {
        "text": note.text,
        "marker": note.marker,
        "kind": str(note.kind),
        "number": None if note.number is None else json_number(note.number),
        "as_of": note.as_of,
    }


def _origin(sources: dict[str, FieldSource]) -> Json:
    return {
        "provenance": {field: _provenance(source) for field, source in sources.items()},
        "confidence": {field: round(source.confidence, 2) for field, source in sources.items()},
    }


def _provenance(source: FieldSource) -> Json:
    return {**_public_place(source.place), "text": source.fragment}


def _public_place(place: Place) -> Json:
    lines = [place.line_from, place.line_to] if place.line_from is not None else None
    return {"lines": lines, "page": place.page, "cell": place.cell}


def public_doubt(doubt: Doubt) -> Json:
    return {
        "path": doubt.path,
        "reason": doubt.reason,
        **_public_place(doubt.place),
        "text": doubt.fragment,
    }
