"""Fields of activity: the points of art. 4 ust. 1 of the act on public benefit work, by date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from miernik.kernel.text import comparable, squeeze

_FILE = Path(__file__).with_name("fields.yaml")
_POINT = re.compile(r"(?:pkt|punkt|p\.)?\s*(\d{1,2}[a-z]{0,2})\)?")
_SEPARATORS = re.compile(r"[;\n|]")


@dataclass(frozen=True, slots=True)
class ActivityField:
    """One point: ``code`` its number ("1a"), ``label`` short, ``text`` the act's own words."""

    code: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldList:
    """The list as the act words it from a day on; ``checked``: compared with the act's text."""

    since: dt.date
    act: str
    article: str
    journal: str
    source: str
    checked: bool
    note: str
    points: tuple[ActivityField, ...]


@cache
def field_lists() -> tuple[FieldList, ...]:
    """Return every wording of the list, the newest first."""
    rows: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found = [
        FieldList(
            row["from"], row["act"], row["article"], row["journal"], row["source"],
            row["checked"], row["note"],
            tuple(ActivityField(code, *words) for code, words in row["points"].items()),
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda item: item.since, reverse=True))


def fields_today() -> dict[str, ActivityField]:
    """Return the points of the newest wording by their numbers, in the act's order."""
    return {point.code: point for point in field_lists()[0].points}


def field_choices() -> list[tuple[str, str]]:
    """Return pairs (number, short label) for a form."""
    return [(point.code, point.label) for point in fields_today().values()]


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Return numbers of points once each, in the act's order; those of older lists come last."""
    order = {code: place for place, code in enumerate(fields_today())}
    return tuple(sorted(set(codes), key=lambda code: (order.get(code, len(order)), code)))


def label_of(code: str) -> str:
    """Return the short label of a point of any wording; the number where none has it."""
    for wording in field_lists():
        for point in wording.points:
            if point.code == code:
                return point.label
    return f"pkt {code}"


def read_fields(text: str) -> tuple[tuple[str, ...], str]:
    """Read a cell such as "pkt 1; dzieci i młodzież": numbers of points, and what names none.

    Pieces stand apart by semicolons or lines; by commas too where the whole piece names no point.
    """
    codes: list[str] = []
    rest: list[str] = []
    for piece in filter(None, map(squeeze, _SEPARATORS.split(text))):
        code = _code_of(piece)
        parts = [piece] if code else [squeeze(part) for part in piece.split(",")]
        for part in filter(None, parts):
            found = _code_of(part)
            if found:
                codes.append(found)
            else:
                rest.append(part)
    return in_order(codes), "; ".join(dict.fromkeys(rest))


def _code_of(piece: str) -> str:
    """The number of the point that a piece names by number, label or the act's words; else ""."""
    known = fields_today()
    numbered = _POINT.fullmatch(piece.casefold())
    if numbered and numbered[1] in known:
        return numbered[1]
    wanted = comparable(piece).rstrip(".;")
    for point in known.values():
        if wanted in (comparable(point.label), comparable(point.text)):
            return point.code
    return ""
