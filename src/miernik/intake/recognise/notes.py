"""Remarks beside values, understood as data and tied to the values they speak of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from miernik.intake.draft import DraftIndicator, DraftNote, FieldSource
from miernik.intake.recognise.values import json_number
from miernik.intake.vocabulary import load_dictionary
from miernik.kernel.numbers import read_number
from miernik.kernel.quantities import NoteKind
from miernik.kernel.text import STARS, squeeze

_LEADING_STARS = re.compile(rf"^\s*([{STARS}]+)\s*")
_TRAILING_STARS = re.compile(rf"([{STARS}]+)\s*$")
_ANY_STARS = re.compile(rf"[{STARS}]+")
_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})")
_PART = re.compile(
    r"\b(?P<number>\d{1,3}(?: \d{3})+|\d+)\s+(?P<label>[^\d,;.()]+?)"
    r"(?=\s+i\s+\d|\s+oraz\s+\d|[,;.(]|$)"
)


@dataclass(slots=True)
class Remark:
    """One remark and the number of the row beside which it is printed, from 0."""

    row: int
    printed: str
    note: DraftNote
    source: FieldSource
    doubts: tuple[str, ...] = ()


def read_note(printed: str) -> DraftNote:
    """Understand one remark; the star is kept apart from the text."""
    text = squeeze(printed)
    stars = _LEADING_STARS.match(text)
    plain = text[stars.end() :] if stars else text
    kind = _kind(plain)
    note = DraftNote(plain, "*" * len(stars[1]) if stars else "", kind)
    if kind in (NoteKind.SUB_VALUE, NoteKind.DUPLICATE_COUNT):
        parts = note_parts(plain)
        note.number = Decimal(str(parts[0]["number"])) if len(parts) == 1 else None
    if kind is NoteKind.AS_OF:
        note.as_of = _date(plain)
    return note


def note_parts(text: str) -> list[dict[str, Any]]:
    """The numbers a remark ``w tym 874 osób … i 146 osób …`` tells, with what they count."""
    parts = []
    for found in _PART.finditer(text):
        number = read_number(found["number"]).number
        if number is not None:
            parts.append({"label": squeeze(found["label"]), "number": json_number(number)})
    return parts


def marker_of(value: str) -> str:
    """The star of a value: at its end, or inside a text."""
    found = _TRAILING_STARS.search(value) or _ANY_STARS.search(value)
    return "*" * len(found[0].strip()) if found else ""


def tie(remarks: Sequence[Remark], indicators: Sequence[DraftIndicator]) -> dict[int, list[str]]:
    """Give each remark to its indicators; return reasons for doubt by the indicator's index.

    A remark with a star belongs to the values with the same star (the one beside it first), one
    without to the value beside which it stands.
    """
    doubts: dict[int, list[str]] = {}
    markers = [marker_of(indicator.value_raw) for indicator in indicators]
    for remark in remarks:
        targets = _targets(remark, markers, indicators)
        for index in targets:
            indicators[index].notes.append(remark.note)
            indicators[index].sources["footnote"] = remark.source
        reasons = list(remark.doubts)
        if remark.note.marker and remark.note.marker not in markers:
            reasons.append(
                f"Uwaga z gwiazdką „{_short(remark.note.text)}” nie ma wartości z gwiazdką:"
                " przypisano ją wartości, obok której stoi."
            )
        elif len(targets) > 1:
            reasons.append("Jedna uwaga objaśnia kilka wartości z gwiazdką.")
        if targets:
            doubts.setdefault(targets[0], []).extend(reasons)
    return doubts


def unexplained(indicator: DraftIndicator) -> bool:
    """Whether the value has a star and no remark explains it."""
    marker = marker_of(indicator.value_raw)
    return bool(marker) and not any(note.marker == marker for note in indicator.notes)


def _targets(
    remark: Remark, markers: Sequence[str], indicators: Sequence[DraftIndicator]
) -> list[int]:
    row = min(remark.row, len(indicators) - 1)
    if not indicators:
        return []
    if not remark.note.marker or markers[row] == remark.note.marker:
        return [row]
    open_ones = [
        index
        for index, marker in enumerate(markers)
        if marker == remark.note.marker
        and not any(note.marker == marker for note in indicators[index].notes)
    ]
    return open_ones or [row]


def _kind(text: str) -> NoteKind:
    low = text.casefold()
    for kind, patterns in _patterns().items():
        if any(pattern.search(low) for pattern in patterns):
            return kind
    return NoteKind.EXPLANATION


def _date(text: str) -> str | None:
    found = _DATE.search(text)
    if found is None:
        return None
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60].rstrip()}…"


@cache
def _patterns() -> dict[NoteKind, list[re.Pattern[str]]]:
    return {
        NoteKind(kind): [re.compile(pattern) for pattern in patterns]
        for kind, patterns in load_dictionary("remarks").items()
    }
