"""What ``miernik changes`` prints: one JSON document, or a text for a terminal."""

from __future__ import annotations

import textwrap
from decimal import Decimal
from typing import Any

from miernik.analysis import words
from miernik.analysis.compute.series import Break, Change, PartChange, Point, Verdict
from miernik.analysis.selectors import Row, WorkChanges
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Status
from miernik.kernel.text import plural
from miernik.observations.models import BreakState

FORMAT = 1


def changes_as_json(changes: WorkChanges) -> dict[str, Any]:
    """Return the document of ``miernik changes --json``; plain JSON values only.

    Numbers are JSON numbers in base units; "percent" has one decimal; verdicts are Polish words
    with their stable "verdict_id".
    """
    return {
        "format": FORMAT,
        "work": changes.work.code,
        "title": changes.work.title,
        "year_from": changes.year_from,
        "year_to": changes.year_to,
        "indicators": [_row(row) for row in changes.rows],
        "summary": _summary(changes),
    }


def changes_as_text(changes: WorkChanges, width: int = 90) -> str:
    """Return the same for reading in a terminal, wrapped to ``width``, grouped by goal."""
    lines = _wrapped(f"{changes.work.title}: {changes.year_from} i {changes.year_to}", width)
    goal = task = ""
    for row in changes.rows:
        if row.goal.label != goal:
            goal = row.goal.label
            heading = f"{goal}. {row.goal.title}"
            lines += ["", *_wrapped(heading, width), "=" * min(width, len(heading))]
        if row.task.label != task:
            task = row.task.label
            lines += ["", *_wrapped(f"{task} {row.task.title}", width)]
        lines += _paragraph(row, width)
    lines += ["", "Podsumowanie", "============"]
    for text in _summary_sentences(changes):
        lines += _wrapped(text, width)
    return "\n".join(lines) + "\n"


# --- JSON ----------------------------------------------------------------------------------------


def _row(row: Row) -> dict[str, Any]:
    change = row.change
    return {
        "code": row.task.label,
        "task": row.task.title,
        "name": row.definition.name,
        "indicator_id": str(row.definition.indicator.uuid),
        "kind": str(row.series.kind),
        "before": _point(change.before),
        "after": _point(change.after),
        "comparable": change.comparable,
        "comparable_years": list(change.comparable_years),
        "difference": _number(change.difference),
        "percent": _number(change.percent),
        "real_percent": _number(change.real_percent),
        "interval": [_number(limit) for limit in change.interval] if change.interval else None,
        "interval_unit": change.interval_unit or None,
        "p_value": change.p_value,
        "stands_after_correction": row.stands,
        "verdict": change.verdict.label,
        "verdict_id": change.verdict.value,
        "sentence": change.sentence,
        "reason": change.reason,
        "method": change.method,
        "doubts": list(change.doubts),
        "parts": [_part(part) for part in change.parts],
        "break": _break(change),
        "institutions": _institutions(change),
        "run": _run(row),
    }


def _point(point: Point | None) -> dict[str, Any] | None:
    if point is None:
        return None
    return {
        "raw": point.printed,
        "number": _number(point.number),
        "lower": _number(point.lower),
        "upper": _number(point.upper),
        "numerator": _number(point.numerator),
        "denominator": _number(point.denominator),
        "entries": list(point.entries),
        "status": point.status.value,
        "territory": point.territory.value,
        "notes": list(point.notes),
    }


def _part(part: PartChange) -> dict[str, Any]:
    return {
        "text": part.text,
        "before": _number(part.before),
        "after": _number(part.after),
        "difference": _number(part.difference),
        "percent": _number(part.percent),
        "verdict": part.verdict.label,
        "verdict_id": part.verdict.value,
        "sentence": part.sentence,
    }


def _break(change: Change) -> dict[str, Any] | None:
    found = change.stopped_by or change.proposed_break
    if found is None:
        return None
    recorded = isinstance(found, Break)
    state = BreakState(found.state) if isinstance(found, Break) else BreakState.PROPOSED
    return {
        "since": found.since,
        "year": found.year,
        "type": found.type.value,
        "type_label": found.type.label,
        "state": state.value,
        "state_label": state.label,
        "recorded": recorded,
        "reason": found.reason,
    }


def _institutions(change: Change) -> dict[str, Any] | None:
    panel = change.institutions
    if panel is None:
        return None
    return {
        "same": panel.same,
        "joined": list(panel.joined),
        "left": list(panel.left),
        "silent": list(panel.silent),
        "before": _number(panel.before),
        "after": _number(panel.after),
        "up": panel.up,
        "down": panel.down,
        "unchanged": panel.unchanged,
        "top_share": _number(panel.top_share),
        "sign_p": panel.sign_p,
        "wilcoxon_p": panel.wilcoxon_p,
    }


def _run(row: Row) -> dict[str, Any] | None:
    found = row.run
    if found is None:
        return None
    return {
        "years": list(found.years),
        "lowest": _number(found.lowest),
        "highest": _number(found.highest),
        "limits": [_number(limit) for limit in found.limits] if found.limits else None,
        "locked": found.locked,
        "outside": list(found.outside),
        "false_alarm_percent": _number(found.false_alarm),
        "p_value": found.p_value,
        "slope": _number(found.slope),
        "sentence": found.sentence,
        "reason": found.reason,
        "method": found.method,
    }


def _summary(changes: WorkChanges) -> dict[str, Any]:
    return {
        "indicators": len(changes.rows),
        "counts": {verdict.label: changes.counts.get(verdict, 0) for verdict in Verdict},
        "comparable": sum(row.change.comparable for row in changes.rows),
        "tested": changes.tested,
        "expected_false_alarms": _number(changes.expected_false_alarms),
        "standing_after_correction": sum(row.stands is True for row in changes.rows),
        "breaks_recorded": len(changes.recorded_breaks),
        "breaks_proposed": len(changes.proposed_breaks),
        "sentences": _summary_sentences(changes),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


# --- text ----------------------------------------------------------------------------------------


def _paragraph(row: Row, width: int) -> list[str]:
    change = row.change
    lines = _wrapped(f"[{change.verdict.label}] {change.sentence}", width, "  - ", "    ")
    lines += _wrapped(change.reason, width, "    ", "    ")
    if row.run is not None:
        lines += _wrapped(f"{row.run.sentence} {row.run.reason}", width, "    ", "    ")
    for text in change.doubts:
        lines += _wrapped(text, width, "    ", "    ")
    return lines


def _summary_sentences(changes: WorkChanges) -> list[str]:
    number = len(changes.rows)
    noun = plural(number, "wskaźnik", "wskaźniki", "wskaźników")
    counted = ", ".join(
        f"{verdict.label} – {changes.counts[verdict]}"
        for verdict in Verdict
        if changes.counts.get(verdict)
    )
    said = [f"{print_number(number)} {noun}: {counted}." if number else "Nie ma wskaźników."]
    if not changes.tested:
        said.append("Żadnego porównania nie rozstrzygał test, więc nie ma też fałszywych alarmów.")
    else:
        tested = plural(changes.tested, "porównanie", "porównania", "porównań")
        said.append(
            f"Testem sprawdzono {changes.tested} {tested} małych liczb; sam przypadek dałby wśród "
            f"nich najwyżej {print_number(changes.expected_false_alarms)} fałszywych alarmów."
        )
        decided = [row for row in changes.rows if row.stands is not None]
        if decided:
            kept = sum(row.stands is True for row in decided)
            said.append(
                f"Z {len(decided)} zmian stwierdzonych testem po poprawce na liczbę porównań "
                f"(Benjamini i Hochberg) ostaje się {kept}."
            )
    proposed = len(changes.proposed_breaks)
    if proposed:
        jump = plural(
            proposed, "niewyjaśniony skok", "niewyjaśnione skoki", "niewyjaśnionych skoków"
        )
        said.append(f"Do rozstrzygnięcia: {proposed} {jump}.")
    silent = _silent(changes)
    if silent:
        said.append(f"Za {words.year(changes.year_to)} brakuje wartości: {silent}.")
    return said


def _silent(changes: WorkChanges) -> str:
    missing = [row.change.after for row in changes.rows]
    kinds = {
        "bez żadnego zapisu": sum(point is None for point in missing),
        **{
            status.label: sum(point is not None and point.status is status for point in missing)
            for status in Status
            if status not in (Status.VALUE, Status.TRUE_ZERO)
        },
    }
    return ", ".join(f"{label} – {number}" for label, number in kinds.items() if number)


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first]
