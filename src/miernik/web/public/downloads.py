"""One indicator as open data: CSV and JSON, every version of every value with its notes."""

from __future__ import annotations

import csv
import io
from typing import Any

from miernik.kernel.disclosure import SIGN
from miernik.observations.models import ComparabilityBreak, Observation
from miernik.reports.values import plain_number
from miernik.strategy.models import IndicatorDefinition
from miernik.web.public import disclosure

COLUMNS = (
    "wskaznik",
    "nazwa",
    "rok",
    "wersja_wartosci",
    "obowiazuje",
    "status",
    "wartosc",
    "wartosc_od",
    "wartosc_do",
    "zapis_w_dokumencie",
    "jednostka_liczenia",
    "obszar",
    "uwagi",
    "zrodlo",
    "strona",
    "wiersz_od",
    "wiersz_do",
    "powod_sprostowania",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(
    definition: IndicatorDefinition,
    label: str,
    observations: list[Observation],
    breaks: list[ComparabilityBreak],
    guarded: bool,
) -> dict[str, Any]:
    """Return an indicator with its whole history; numbers are strings, in base units.

    ``guarded``: a value is suppressed, so words that may hold its number are left out.
    """
    return {
        "format": "miernik-wskaznik/1",
        "wskaznik": str(definition.indicator.uuid),
        "oznaczenie": label,
        "nazwa": definition.name,
        "rodzaj": definition.kind,
        "jednostka_liczenia": definition.counted_unit,
        "w_czasie": definition.time_basis,
        "obszar": definition.territory,
        "wartosci": [_row(definition, item) for item in observations],
        "przerwy_porownywalnosci": [
            {
                "od_roku": item.since,
                "do_roku": item.year,
                "rodzaj": item.type,
                "rozstrzygniecie": item.state,
                "uzasadnienie": SIGN if guarded else item.reason,
                "wyjasnienie": SIGN if guarded else item.decision_note,
            }
            for item in breaks
        ],
    }


def as_csv(definition: IndicatorDefinition, observations: list[Observation]) -> str:
    """Return the same values as lines of CSV with a heading.

    Texts that a spreadsheet would take for a formula get an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for item in observations:
        row = _row(definition, item)
        writer.writerow([_safe(column, row[column]) for column in COLUMNS])
    return out.getvalue()


def _safe(column: str, value: Any) -> Any:
    if isinstance(value, list):
        value = " | ".join(value)
    if column != "wartosc" and isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _row(definition: IndicatorDefinition, item: Observation) -> dict[str, Any]:
    place = item.provenance
    return {
        "wskaznik": str(definition.indicator.uuid),
        "nazwa": definition.name,
        "rok": item.year,
        "wersja_wartosci": item.version,
        "obowiazuje": not hasattr(item, "superseded_by"),
        "status": item.status,
        "wartosc": plain_number(item.number),
        "wartosc_od": plain_number(item.lower),
        "wartosc_do": plain_number(item.upper),
        "zapis_w_dokumencie": disclosure.shown(item),
        "jednostka_liczenia": definition.counted_unit,
        "obszar": item.territory,
        "uwagi": [note.text for note in disclosure.notes(item)],
        "zrodlo": item.source.title,
        "strona": place.get("page"),
        "wiersz_od": place.get("line_from"),
        "wiersz_do": place.get("line_to"),
        "powod_sprostowania": item.reason or None,
    }
