"""How the units of a programme begin: numbers, letters, dashes, names of fields."""

from __future__ import annotations

import re

from miernik.strategy.models import FieldType

POINT = re.compile(r"^(\d{1,2}\))\s*(?=\S)(?!\d+\))(.*)", re.DOTALL)
LETTER = re.compile(r"^([a-z]{1,2}\))\s+(.*)", re.DOTALL)
ITEM = re.compile(r"^(\d{1,2}\.)\s+(.*)", re.DOTALL)
SECTION = re.compile(r"^(\d{1,2}\.\d{1,2}\.?)\s+(.*)", re.DOTALL)
PART = re.compile(r"^((?:\d{1,2}|[IVX]{1,5})\.)\s+(.*)", re.DOTALL)
INDENT = re.compile(r"^[-–−•]\s*(?=\D)(.*)", re.DOTALL)
ARTICLE = re.compile(r"^(§\s*\d+[a-z]?\.)\s*(.*)", re.DOTALL)
YEAR = re.compile(r"^(?:19|20)\d\d$")
STARRED = re.compile(r"^\*+\s*\S")
RESOLUTION = re.compile(r"^(?:PROJEKT\s+)?UCHWAŁ[AY]\s+N[Rr]", re.IGNORECASE)
ANNEX = re.compile(r"^Załącznik\b.*\b(?:do|[Uu]chwał)", re.DOTALL)
TABLE_TITLE = re.compile(r"^Tabela\s+(?:Nr\s+)?\d+", re.IGNORECASE)
TITLE = re.compile(r"^(?:(?:GMINNY|MIEJSKI|POWIATOWY|LOKALNY)\s+)?(?:PROGRAM|STRATEGIA|POLITYKA)\b")
PRINTED_ENDS = (".", ";", ":", ",")

_FIELDS: dict[FieldType, str] = {
    FieldType.ADDRESSEES: r"Adresaci(?: (?:programu|zadania|działań))?|Odbiorcy(?: \w+)?",
    FieldType.AIM: r"Cele?(?: (?:zadania|szczegółow[ye]|działania))?",
    FieldType.ACTIONS: (
        r"Realizacja(?: (?:zadania|zadań|celu))?|Sposób realizacji(?: \w+)?|"
        r"(?:Planowane |Podejmowane )?[Dd]ziałania"
    ),
    FieldType.INDICATORS: (
        r"Wskaźniki(?: (?:realizacji|monitorowania)(?: \w+)?)?|Mierniki(?: \w+)?"
    ),
    FieldType.IMPLEMENTERS: r"Realizatorzy(?: \w+)?|Podmioty realizujące(?: \w+)?|Wykonawcy",
}
_HEADING = {
    kind: re.compile(rf"^({names})\s*:?$", re.IGNORECASE) for kind, names in _FIELDS.items()
}
_LEADING = {
    kind: re.compile(rf"^((?:{names})\s*:)\s+(?=\S)(.*)", re.DOTALL)
    for kind, names in _FIELDS.items()
}


def field_heading(text: str) -> tuple[FieldType, str, str] | None:
    """Return the field a paragraph opens: its type, its printed heading, what stands behind it."""
    for kind, pattern in _HEADING.items():
        if pattern.match(text):
            return kind, text, ""
    for kind, pattern in _LEADING.items():
        found = pattern.match(text)
        if found:
            return kind, found[1], found[2]
    return None


def opens_unit(text: str) -> bool:
    """Return whether a line begins a unit of its own wherever it stands."""
    marks = (POINT, LETTER, ITEM, SECTION, INDENT, ARTICLE, STARRED, RESOLUTION, ANNEX, TABLE_TITLE)
    opened = field_heading(text)
    return any(mark.match(text) for mark in marks) or (opened is not None and not opened[2])


def is_heading(text: str) -> bool:
    """Return whether a paragraph reads as a heading: short, a capital first, no end mark."""
    return len(text) <= 120 and text[:1].isupper() and not text.endswith(PRINTED_ENDS)
