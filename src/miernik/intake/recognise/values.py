"""What a printed value says: its kind, status, number, unit and parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from miernik.intake.vocabulary import Words, any_match, tokens
from miernik.kernel.numbers import NumberReading, print_number, read_number
from miernik.kernel.quantities import Kind, Status
from miernik.kernel.text import DASHES, STARS, squeeze

_LEADING_NUMBER = re.compile(r"^(\d{1,3}(?:[ \u00a0]\d{3})+|\d+)\s+(?=\S)")
_BULLETS = re.compile(rf"(?:^|(?<=[;:,.)*]\s))[•{DASHES}](?=\s*[^\s\d])\s*")
_NUMBERED = re.compile(r"(?:^|(?<=\s))\d{1,2}[.)]\s+(?=[^\W\d])")
_PART = re.compile(
    rf"^(?P<label>.*\D)\s*[:{DASHES}]\s*(?P<number>\d[\d \u00a0.,]*)\s*(?P<unit>[^\W\d]*)$"
)
_MONEY = re.compile(r"\d[\d .\u00a0]*(?:,\d+)?\s*(?:tys\.|mln)?\s*zł")
_UNIT_IN_NAME = re.compile(r"\(([^()]+)\)\s*$")
_NOT_DONE = re.compile(r"\bnie\s+(?:jest\s+|są\s+|był[aoy]?\s+)?(?:realizow|prowadz|dotycz)", re.I)
_SHARE = re.compile(r"x\s*100\s*%|%")
_FEW_ITEMS = 3


@dataclass(slots=True)
class ValueReading:
    """A value understood; ``doubts`` are reasons in Polish."""

    kind: Kind
    status: Status = Status.VALUE
    number: Decimal | None = None
    unit: str | None = None
    unit_source: str | None = None
    entries: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_value(name: str, raw: str, words: Words) -> ValueReading:
    """Understand the value ``raw`` printed beside the indicator ``name``."""
    plain = raw.rstrip(STARS + " ").casefold()
    nothing = _nothing(raw, plain, words)
    if nothing is not None:
        return nothing
    reading = read_number(raw)
    if reading.number is not None or reading.candidates:
        return _number(name, reading, words)
    levels = [level.strip() for level in re.split(r"[/,;]", plain) if level.strip()]
    if levels and all(level in words.grades for level in levels):
        return ValueReading(Kind.ORDINAL, entries=[{"level": level} for level in levels])
    return _text(name, raw, words)


def json_number(value: Decimal) -> int | float:
    """The number as JSON has it: whole numbers without a fraction."""
    return int(value) if value == value.to_integral_value() else float(value)


def list_items(raw: str) -> list[str]:
    """The items of a list printed with dashes, numbers or semicolons; empty for a sentence."""
    for marks in (_BULLETS, _NUMBERED):
        if not marks.match(raw) and len(marks.findall(raw)) < _FEW_ITEMS:
            continue
        items = [squeeze(part).rstrip(";,") for part in marks.split(raw)]
        if len([item for item in items if item]) > 1:
            return [item for item in items if item]
    parts = [squeeze(part) for part in _outside_brackets(raw)]
    return [part for part in parts if part] if len(parts) > _FEW_ITEMS else []


def _outside_brackets(text: str) -> Iterator[str]:
    """Parts of ``text`` between semicolons that are not in parentheses."""
    depth, start = 0, 0
    for index, sign in enumerate(text):
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if sign == ";" and depth == 0:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def _nothing(raw: str, plain: str, words: Words) -> ValueReading | None:
    """One of the kinds of nothing, or None where there is a value."""
    told = {
        Status.NOT_APPLICABLE: words.not_applicable,
        Status.NOT_SUBMITTED: words.no_entry,
        Status.REFUSED: words.refused,
        Status.SUPPRESSED: words.suppressed,
    }
    for status, signs in told.items():
        if plain in signs:
            return ValueReading(Kind.MISSING, status)
    if plain in words.no_data or read_number(raw).no_data:
        return ValueReading(Kind.MISSING, Status.NO_DATA)
    if not plain:
        reason = "Pole wartości jest puste: przyjęto, że wartości nie przekazano."
    elif plain in DASHES or plain in words.vague_nothing:
        reason = f"„{raw}” może znaczyć zero, brak danych albo „nie dotyczy”."
    else:
        return None
    status = Status.NO_DATA if plain in words.vague_nothing else Status.NOT_SUBMITTED
    return ValueReading(Kind.MISSING, status, doubts=[reason])


def _number(name: str, reading: NumberReading, words: Words) -> ValueReading:
    """A value that is a single number."""
    unit, source = reading.unit, "value" if reading.unit else None
    number = reading.number
    if unit is None:
        unit = _unit_of_name(name, words)
        source = "name" if unit else None
        if unit and number is not None:
            scaled = read_number(f"{print_number(Decimal(1))} {unit}").number
            number = number * scaled if scaled is not None else number
    kind = _numeric_kind(name, unit, words)
    if kind is Kind.PERCENT and unit is None:
        unit, source = "%", "name"
    result = ValueReading(kind, Status.VALUE, number, unit, source)
    if number is None:
        result.kind = Kind.TEXT
        result.doubts.append(reading.doubt or "Liczby nie da się odczytać jednoznacznie.")
    elif number == 0:
        result.status = Status.TRUE_ZERO
    if kind is Kind.AMOUNT and unit is None:
        result.doubts.append("Kwota bez jednostki: przyjęto złote.")
    if kind is Kind.PERCENT and source == "name":
        result.doubts.append("Odsetek bez znaku „%” przy wartości: przyjęto, że to procent.")
    if kind is Kind.COUNT and number is not None and number != number.to_integral_value():
        result.doubts.append("Liczebność z ułamkiem: sprawdź, czy to nie kwota albo odsetek.")
    return result


def _unit_of_name(name: str, words: Words) -> str | None:
    """The unit in parentheses at the end of the name, such as ``(tys. zł)``."""
    found = _UNIT_IN_NAME.search(name)
    if found is None:
        return None
    inside = squeeze(found[1])
    return inside if inside == "%" or " ".join(tokens(inside)) in words.units else None


def _numeric_kind(name: str, unit: str | None, words: Words) -> Kind:
    spoken = tokens(name)
    first = spoken[0] if spoken else ""
    if unit is not None:
        if unit == "%":
            return Kind.PERCENT
        if tokens(unit)[-1:] in (("zł",), ("pln",), ("euro",)):
            return Kind.AMOUNT
        return Kind.COUNT
    if _SHARE.search(name) or first in words.share_openings:
        return Kind.PERCENT
    sized = first in words.money_sizes and bool(set(spoken[1:4]) & words.money_nouns)
    return Kind.AMOUNT if first in words.money_openings or sized else Kind.COUNT


def _text(name: str, raw: str, words: Words) -> ValueReading:
    """A value in words: a number with a list, a breakdown, a list, an amount, a sentence."""
    leading = _LEADING_NUMBER.match(raw)
    if leading is not None and any_match(
        words.value_continuations, raw[leading.end() :].casefold()
    ):
        rest = raw[leading.end() :]
        result = _number(name, read_number(leading[1]), words)
        result.entries = [{"text": item} for item in list_items(rest) if not _opens_list(item)]
        return result
    items = list_items(raw)
    parts = [_PART.match(item.rstrip(".,; ")) for item in items]
    found = [part for part in parts if part is not None]
    if len(found) > 1 and len(found) >= len(items) - 1:
        return ValueReading(Kind.BREAKDOWN, entries=[_entry(part) for part in found])
    if items:
        return ValueReading(Kind.LIST, entries=[{"text": item} for item in items])
    amounts = _MONEY.findall(raw)
    if len(amounts) == 1 and _numeric_kind(name, None, words) is Kind.AMOUNT:
        return _amount_in_sentence(amounts[0])
    result = ValueReading(Kind.TEXT)
    if _NOT_DONE.search(raw):
        result.doubts.append(
            "Zamiast wartości stoi wyjaśnienie: może znaczyć „nie dotyczy”, a nie zero."
        )
    return result


def _amount_in_sentence(printed: str) -> ValueReading:
    reading = read_number(printed)
    result = ValueReading(Kind.AMOUNT, Status.VALUE, reading.number, reading.unit, "value")
    if reading.number is None:
        result.kind = Kind.TEXT
    result.doubts.append(
        f"Kwota „{squeeze(printed)}” stoi w zdaniu: sprawdź, czy odpowiada na pytanie wskaźnika."
    )
    return result


def _opens_list(item: str) -> bool:
    """Whether this is only ``w tym m.in.`` before the first item."""
    return bool(re.fullmatch(r"w tym(?: m\.? ?in\.?)?:?", item, re.IGNORECASE))


def _entry(part: re.Match[str]) -> dict[str, Any]:
    reading = read_number(part["number"].strip(" ,."))
    number = None if reading.number is None else json_number(reading.number)
    label = squeeze(part["label"]).rstrip(DASHES + ": ")
    return {"label": label, "number": number, "unit": part["unit"] or None}
