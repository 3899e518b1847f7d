"""The report as tidy rows, one for each indicator and year, and as CSV."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from miernik.kernel.tables import csv_bytes, faults
from miernik.reports.context import IndicatorEntry, ReportContext, ValueEntry
from miernik.reports.errors import InvalidOutputError

SCHEMA = Path(__file__).parent.parent / "schema" / "values.table.json"


def render(context: ReportContext, at: dt.datetime) -> bytes:
    """Return the tidy rows as CSV; raises InvalidOutputError when they break their schema."""
    del at  # nothing in the file depends on when it was made
    content = csv_bytes(schema(), rows(context))
    found = faults(schema(), content)
    if found:
        raise InvalidOutputError("CSV", found)
    return content


@cache
def schema() -> dict[str, Any]:
    """Return the Table Schema of the rows."""
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


def rows(context: ReportContext) -> list[dict[str, object]]:
    """Return one row for each indicator and year, by the names of the schema's columns."""
    found: list[dict[str, object]] = []
    for goal, priority, task, indicator in context.indicators():
        place = {
            "strategia": context.title.work_code,
            "cel_kod": goal.code,
            "cel": goal.title,
            "priorytet_kod": priority.code,
            "priorytet": priority.title,
            "zadanie_kod": task.code,
            "zadanie": task.title,
            "realizatorzy": task.implementers,
            "finansowanie": task.funding,
            "monitorowanie": task.monitoring,
        }
        for value in (indicator.previous, indicator.value):
            if value is not None:
                found.append(place | _value(indicator, value) | _change(indicator, value))
    return found


def _value(indicator: IndicatorEntry, value: ValueEntry) -> dict[str, object]:
    return {
        "wskaznik_id": indicator.uuid,
        "wskaznik": indicator.name,
        "rodzaj": indicator.kind,
        "co_sie_liczy": indicator.counted_unit_label,
        "rok": value.year,
        "wartosc": value.number,
        "wartosc_od": value.lower,
        "wartosc_do": value.upper,
        "jednostka": value.unit,
        "licznik": value.numerator,
        "mianownik": value.denominator,
        "zapis": value.printed,
        "status": value.status or "absent",
        "obszar": value.territory_label,
        "uwagi": "\n".join(note.marker + note.text for note in value.notes),
        "zrodlo": value.source,
        "identyfikator": value.lineage,
    }


def _change(indicator: IndicatorEntry, value: ValueEntry) -> dict[str, object]:
    """What is said of the change stands in the row of the later year."""
    change = indicator.change
    if change is None or value is not indicator.value:
        return dict.fromkeys(
            ("ocena_zmiany", "porownywalne", "roznica", "zmiana_procent", "zdanie")
        )
    return {
        "ocena_zmiany": change.verdict,
        "porownywalne": change.comparable,
        "roznica": change.difference_number,
        "zmiana_procent": change.percent_number,
        "zdanie": change.sentence,
    }
