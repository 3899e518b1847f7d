"""Which column of a printed table is which: the header's wordings mapped to ``Column``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz

from miernik.intake.rows import Column
from miernik.kernel.text import squeeze

PRINTED_ORDER = tuple(Column)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
LONGEST_HEADER = 90
_FUZZY = 88
_IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Header:
    """Columns of a table by their number from 0, and the printed heading of the values.

    ``passed_over`` are the columns with a title that are not read; ``doubts`` name them.
    """

    columns: Mapping[int, Column]
    value_header: str = ""
    doubts: tuple[str, ...] = ()
    passed_over: frozenset[int] = frozenset()


@cache
def wordings() -> dict[str, Column]:
    """Every known wording of a header, letters only, with its column."""
    text = (Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8")
    return {
        _letters(wording): Column(column)
        for column, listed in yaml.safe_load(text).items()
        for wording in listed
        if column != _IGNORED
    }


@cache
def _ignored() -> frozenset[str]:
    text = (Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8")
    return frozenset(_letters(wording) for wording in yaml.safe_load(text)[_IGNORED])


@lru_cache(maxsize=4096)
def column_of(text: str) -> Column | None:
    """The column that a header's wording names, or None."""
    if len(text) > LONGEST_HEADER:
        return None
    letters = _letters(text)
    if not letters:
        only_year = bool(_YEAR.search(text)) and len(squeeze(text)) <= len("2017-2018")
        return Column.VALUE if only_year else None
    if letters == "r" and _YEAR.search(text):
        return Column.VALUE
    known = wordings()
    starts = [wording for wording in known if len(wording) > 2 and letters.startswith(wording)]
    if letters in known:
        return known[letters]
    if starts:
        return known[max(starts, key=len)]
    close = max(known, key=lambda wording: fuzz.ratio(wording, letters))
    return known[close] if fuzz.ratio(close, letters) >= _FUZZY else None


def read_header(stacks: Sequence[Sequence[str]]) -> Header | None:
    """Map the columns of a header given, for each column, its texts from top to bottom.

    Returns None unless the texts name at least three different columns, among them the indicator
    or the task, and few of them say anything else.
    """
    if any(len(text) > LONGEST_HEADER for stack in stacks for text in stack):
        return None
    named = [_column_of_stack(stack) for stack in stacks]
    found = {column for column in named if column}
    filled = sum(1 for stack in stacks if "".join(stack).strip())
    strangers = sum(1 for stack, column in zip(stacks, named, strict=True) if stack and not column)
    if len(found) < 3 or not found & {Column.INDICATOR, Column.TASK} or strangers > filled / 2:
        return None
    columns = {number: column for number, column in enumerate(named) if column}
    titles = {number: squeeze(" ".join(stack)) for number, stack in enumerate(stacks)}
    doubts = [
        f"Kolumna „{titles[number]}” nie jest znana i nie została wczytana."
        for number, column in enumerate(named)
        if column is None and titles[number] and _letters(titles[number]) not in _ignored()
    ]
    value_header = _keep_one_value(columns, titles, doubts)
    passed_over = frozenset(n for n, title in titles.items() if title and n not in columns)
    return Header(columns, value_header, tuple(dict.fromkeys(doubts)), passed_over)


def _column_of_stack(stack: Sequence[str]) -> Column | None:
    """The lowest text decides; with the texts above it where alone it says nothing."""
    if not stack:
        return None
    return column_of(stack[-1]) or column_of(" ".join(stack))


def _keep_one_value(columns: dict[int, Column], titles: dict[int, str], doubts: list[str]) -> str:
    """Of several columns of values keep the latest year, and name the others in ``doubts``."""
    values = [number for number, column in columns.items() if column is Column.VALUE]
    if not values:
        return ""
    distinct = {titles[number] for number in values}
    kept = max(values, key=lambda number: max([*_years(titles[number]), 0]))
    for number in values:
        if titles[number] != titles[kept]:
            del columns[number]
    doubts.extend(
        f"Wczytano wartości z kolumny „{titles[kept]}”; kolumnę „{title}” pominięto."
        for title in sorted(distinct - {titles[kept]})
    )
    return titles[kept]


def _years(text: str) -> list[int]:
    return [int(year) for year in _YEAR.findall(text)]


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()
