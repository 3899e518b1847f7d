"""Finding a unit from what people say of it: its path in words, or a wording they paste."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from miernik.kernel.text import comparable
from miernik.strategy.models import FieldType, UnitKind
from miernik.strategy.text.reading import Line

_SECTION = re.compile(r"(?<![\w.)])(\d{1,2}(?:\.\d{1,2})*)\.?(?![\w)])")
_POINT = re.compile(r"(?:\b(?:pkt|punk\w*|ppkt)\.?\s*(\d{1,3})\)?)|(?<![\w.])(\d{1,3})\)")
_LETTER = re.compile(r"\b(?:lit(?:era|\.)?|litera)\s*([a-ząćęłńóśźż]{1,2})\b\)?|\b([a-z]{1,2})\)")
_INDENT = re.compile(r"\btiret\s*(\d{1,3}|\w+)")
_INDICATOR = re.compile(r"\bwskaźnik\w*\s*(?:nr|numer)?\.?\s*(\d{1,3})\b\.?\)?")
_PLACE_WORD = re.compile(r"\bw\b|\bsekcj\w*|\bzadani\w*\s+(?=\d)|\brozdz\w*\.?")
_FIELDS = (
    (FieldType.ADDRESSEES, "adresa"),
    (FieldType.AIM, "cel"),
    (FieldType.ACTIONS, "realizacj"),
    (FieldType.INDICATORS, "wskaźnik"),
    (FieldType.IMPLEMENTERS, "realizator"),
)
_ORDINALS = ("", "pierwsz", "drug", "trzeci", "czwart", "piąt", "szóst", "siódm", "ósm")
_LABEL = re.compile(r"^\s*(?:[–-]\s+|\d+(?:\.\d+)*[.)]\s*|[a-z]{1,2}\)\s*)")
_CLOSE = 50


def find_line(lines: list[Line], spoken: str) -> Line | None:
    """Return the unit people mean, None when nothing stands there.

    Reads "2.1, Realizacja zadania, pkt 6)", "pkt 5 w 2.1", "2.1 Adresaci", "2.1 pkt 1 lit. d",
    "2.1 wskaźnik 3". A point without a field stands in "Realizacja zadania"; a field with one
    wording is that wording. A path as the program prints it always leads back to its unit.
    """
    exact = [line for line in lines if line.path.casefold() == spoken.strip().casefold()]
    if exact:
        return exact[-1] if exact[0].kind is UnitKind.FIELD else exact[0]
    text = _PLACE_WORD.sub(" ", comparable(spoken))
    indicator, text = _taken(_INDICATOR, text)
    point, text = _taken(_POINT, text)
    letter, text = _taken(_LETTER, text)
    indent, text = _taken(_INDENT, text)
    number, text = _taken(_SECTION, text)
    field = FieldType.INDICATORS if indicator else _field(text)
    if not number:
        return None
    heads = {UnitKind.PART, UnitKind.SECTION}
    here = next((at for at in lines if at.kind in heads and at.label == f"{number}."), None)
    if here is None or not (field or point or letter or indent):
        return here
    if field is None:
        field = FieldType.ACTIONS
    within = [line for line in lines if line.section == here.code]
    found = next((line for line in within if line.field_type is field), None)
    if field is FieldType.INDICATORS and not indicator:
        indicator, point = point, ""
    steps = [
        (UnitKind.INDICATOR, f"{indicator}." if indicator else ""),
        (UnitKind.POINT, f"{point})" if point else ""),
        (UnitKind.LETTER, f"{letter})" if letter else ""),
    ]
    for kind, label in steps:
        if label and found is not None:
            found = _labelled(_under(within, found), kind, label)
    if indent and found is not None:
        found = _nth(_under(within, found), UnitKind.INDENT, indent)
    if found is not None and found.kind is UnitKind.FIELD:
        wordings = _under(within, found)
        return wordings[0] if len(wordings) == 1 else found
    return found


def closest_lines(lines: list[Line], quoted: str, limit: int = 3) -> list[tuple[int, Line]]:
    """Return the units whose wording is closest to a quoted one, best first, with 0 to 100.

    A label at the beginning of the quotation is left out; units less than half alike are too.
    """
    wanted = comparable(_LABEL.sub("", quoted))
    if not wanted:
        return []
    scored = [
        (round(fuzz.token_sort_ratio(wanted, comparable(line.text))), place, line)
        for place, line in enumerate(lines)
        if line.kind is not UnitKind.FIELD and line.text
    ]
    close = [item for item in scored if item[0] >= _CLOSE]
    close.sort(key=lambda item: (-item[0], item[1]))
    return [(score, line) for score, _, line in close[:limit]]


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """What the pattern names ("" for nothing) and the text without it."""
    found = pattern.search(text)
    if found is None:
        return "", text
    return next(group for group in found.groups() if group), pattern.sub(" ", text, count=1)


def _field(text: str) -> FieldType | None:
    words = text.replace(",", " ").replace("/", " ").split()
    for field, beginning in _FIELDS:
        if any(word.startswith(beginning) for word in words):
            return field
    return None


def _under(lines: Iterable[Line], above: Line) -> list[Line]:
    return [line for line in lines if line.parent == above.code]


def _labelled(lines: Iterable[Line], kind: UnitKind, label: str) -> Line | None:
    return next((line for line in lines if line.kind is kind and line.label == label), None)


def _nth(lines: Iterable[Line], kind: UnitKind, spoken: str) -> Line | None:
    """The n-th unit of a kind; the number comes in digits or as an ordinal ("drugie")."""
    if spoken.isdecimal():
        number = int(spoken)
    else:
        number = next((n for n, word in enumerate(_ORDINALS) if n and spoken.startswith(word)), 0)
    alike = [line for line in lines if line.kind is kind]
    return alike[number - 1] if 0 < number <= len(alike) else None
