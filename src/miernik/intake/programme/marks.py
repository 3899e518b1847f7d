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
ANNEX = re.compile(
    r"^(?:Załącznik|ZAŁĄCZNIK)(?:\s+[Nn][Rr]\s*\d*)?(?:$|.*\b(?:do|DO|[Uu]chwał|UCHWAŁ))", re.DOTALL
)
TABLE_TITLE = re.compile(r"^Tabela\s+(?:Nr\s+)?\d+", re.IGNORECASE)
TITLE = re.compile(
    r"^[„\"]?(?:(?:gminny|gminna|miejski|miejska|powiatowy|powiatowa|lokalny|lokalna)\s+)?"
    r"(?:program|strategia|polityka)\b",
    re.IGNORECASE,
)
REPORT_TITLE = re.compile(r"^(?:raport|sprawozdanie|informacja)\s+(?:z|za|o)\b", re.IGNORECASE)
YEARS = re.compile(r"\blat(?:a|ach)\s+(?:19|20)\d\d", re.IGNORECASE)
CHAPTER_NAME = re.compile(
    r"^(?:podstaw[ay] prawn\w+|cele? (?:programu|główn[ey]|ogóln[ey])(?: \w+){0,3}|"
    r"(?:wstęp|wprowadzenie|diagnoza|monitoring|monitorowanie|ewaluacja|sprawozdawczość|"
    r"finansowanie|źródła finansowania|harmonogram|postanowienia końcowe|"
    r"(?:zakładane|spodziewane|oczekiwane) (?:efekty|rezultaty))\b.{0,80})$",
    re.IGNORECASE,
)
#: Lines of an annex's heading that are printed in capitals as titles are.
_ANNEX_LINES = re.compile(r"^(?:RADY|Z DNIA|NR|DO UCHWAŁY)\b")
PRINTED_ENDS = (".", ";", ":", ",")
_ROMAN = {"I": 1, "V": 5, "X": 10}

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


def is_title(text: str) -> bool:
    """Return whether a paragraph reads as the title of a programme, in capitals or not."""
    if not TITLE.match(text) or not text.lstrip('„"')[:1].isupper():
        return False
    return text == text.upper() or (len(text) <= 250 and not text.endswith(PRINTED_ENDS))


def is_capital_title(text: str) -> bool:
    """Return whether a line below the annex's heading can be a title of another wording."""
    return text == text.upper() and len(text) > 15 and not _ANNEX_LINES.match(text)


def chapter_heading(text: str) -> tuple[str, str] | None:
    """Return the printed number ("" without one) and the name of a chapter all programmes have."""
    numbered = PART.match(text)
    label, name = (numbered[1], numbered[2]) if numbered else ("", text)
    known = CHAPTER_NAME.match(name) and is_heading(name) and field_heading(name) is None
    return (label, name) if known else None


def number_of(label: str) -> str:
    """Return a label without its full stop, a Roman numeral in figures: "IV." → "4"."""
    plain = label.rstrip(".")
    if not plain or set(plain) - set(_ROMAN):
        return plain
    values = [_ROMAN[sign] for sign in plain]
    return str(
        sum(
            -one if one < after else one
            for one, after in zip(values, [*values[1:], 0], strict=True)
        )
    )
