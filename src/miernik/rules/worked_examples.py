"""Worked examples: published and derived calculations that the rules must reproduce exactly.

A file is CSV with a header: id, rule, date, inputs (JSON), expected, unit; other columns (kind,
url, note) say where an example comes from and how far to trust it. The rules' functions stand in
``worked_cash`` and ``worked_other``; each gives the expected amount in the row's unit.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from miernik.kernel.dates import day_written
from miernik.kernel.errors import MiernikError
from miernik.rules.json_objects import RepeatedKeyError, once_each
from miernik.rules.law import DatedLaw, Law
from miernik.rules.worked_cash import CASH
from miernik.rules.worked_inputs import Given
from miernik.rules.worked_other import OTHER

RULES: Mapping[str, Callable[[DatedLaw, Given], Fraction]] = {**CASH, **OTHER}
MOST_DIGITS = 30
COLUMNS = ("id", "rule", "date", "inputs", "expected", "unit")


class ExamplesError(MiernikError):
    """A file of examples cannot be read; one Polish sentence a line for every fault in it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row; ``expected`` in ``unit`` ("PLN" is zloty)."""

    id: str
    rule: str
    day: dt.date
    inputs: Given
    expected: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an example; ``why`` is a Polish sentence when nothing could be computed."""

    example: Example
    computed: Fraction | None
    why: str = ""

    @property
    def passed(self) -> bool:
        """Whether the amounts are equal to the last grosz."""
        return self.computed == self.example.expected


def check(examples: Iterable[Example], law: Law) -> list[Outcome]:
    """Run every example under the law of its day, in order."""
    return [_outcome(example, law) for example in examples]


def read_examples(path: Path) -> list[Example]:
    """Read a file of examples; raises ExamplesError with every fault and its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExamplesError(f"{path.name}: to nie jest plik CSV w kodowaniu UTF-8.") from error
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    examples: list[Example] = []
    faults: list[str] = []
    line = 1
    try:
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise ExamplesError(
                f"{path.name}, wiersz 1: brakuje kolumn: {', '.join(missing)}. "
                f"Potrzebne są: {', '.join(COLUMNS)}."
            )
        line = rows.line_num + 1
        for row in rows:
            found, wrong = _example(row)
            faults += [f"{path.name}, wiersz {rows.line_num}: {fault}." for fault in wrong]
            examples += [found] if found is not None else []
            line = rows.line_num + 1
    except csv.Error:
        why = "cudzysłów nie jest zamknięty, stoi w środku pola albo pole jest za długie"
        faults.append(f"{path.name}, wiersz {line}: zapis CSV jest uszkodzony ({why}).")
    if not faults and not examples:
        faults.append(f"{path.name}: plik nie ma ani jednego przykładu.")
    if faults:
        raise ExamplesError("\n".join(faults))
    return examples


def _outcome(example: Example, law: Law) -> Outcome:
    rule = RULES.get(example.rule)
    if rule is None:
        return Outcome(example, None, f"nie znam reguły „{example.rule}”")
    try:
        return Outcome(example, rule(law.on(example.day), example.inputs))
    except MiernikError as error:
        return Outcome(example, None, str(error))


def _example(row: Mapping[str | None, str | None]) -> tuple[Example | None, list[str]]:
    if None in row:
        return None, ["pól jest więcej niż w nagłówku (przecinek w polu wymaga cudzysłowu)"]
    text = {name: (row.get(name) or "").strip() for name in COLUMNS}
    faults = [f"pole „{name}” jest puste" for name in ("id", "rule") if not text[name]]
    day = _date(text["date"], faults)
    inputs = _inputs(text["inputs"], faults)
    expected = _expected(text["expected"], faults)
    if faults or day is None or inputs is None or expected is None:
        return None, faults
    return Example(text["id"], text["rule"], day, inputs, expected, text["unit"]), []


def _date(text: str, faults: list[str]) -> dt.date | None:
    try:
        return day_written(text)
    except ValueError:
        faults.append(f"data „{text}” nie jest dniem w zapisie RRRR-MM-DD")
        return None


def _inputs(text: str, faults: list[str]) -> Given | None:
    try:
        found = json.loads(text, parse_float=_number, object_pairs_hook=once_each)
    except RepeatedKeyError as error:
        faults.append(f"w polu „inputs” klucz „{error.key}” stoi dwa razy, zostaw jeden")
        return None
    except (ValueError, RecursionError):
        faults.append("pole „inputs” nie jest poprawnym zapisem JSON")
        return None
    if not isinstance(found, dict):
        faults.append("pole „inputs” nie jest obiektem JSON")
        return None
    return found


def _expected(text: str, faults: list[str]) -> Fraction | None:
    try:
        return Fraction(_number(text))
    except ValueError:
        faults.append(f"oczekiwana wartość „{text}” nie jest liczbą")
        return None


def _number(text: str) -> Decimal:
    """Read a decimal number of sensible size; raises ValueError."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError(text)
    return number
