"""Rules about one answer by itself: given, complete, of its type, within its range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from miernik.collection.validation.form import Line, readable
from miernik.collection.validation.rule import Hit, Rule
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, Status
from miernik.kernel.text import comparable

Lines = Iterable[Line]
_MOST_PLACES = 12
_FEWEST_LEVELS = 2


def answered(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """Nothing said yet."""
    for line in lines:
        if line.answer.status is None:
            yield Hit(line.asked.indicator, "status")


def reason(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """ "Brak danych" without a word why."""
    for line in lines:
        if line.answer.status is Status.NO_DATA and not line.answer.reason.strip():
            yield Hit(line.asked.indicator, "reason")


def filled(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """ "Wartość" with nothing in it."""
    for line in lines:
        if line.answer.status is Status.VALUE and not _has_value(line):
            yield Hit(line.asked.indicator, "value")


def numbers(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """Numbers that can be neither stored nor printed."""
    for line in lines:
        for place, number in _every_number(line):
            if number is not None and readable(number) is None:
                yield Hit(line.asked.indicator, place)


def zero(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """ "Zero" with a number that is not zero."""
    for line in lines:
        if line.answer.status is not Status.TRUE_ZERO:
            continue
        number = readable(line.answer.number)
        if number:
            yield Hit(line.asked.indicator, "value", {"wartość": line.printed(number)})
        for position, entry in enumerate(line.answer.entries):
            if row := readable(entry.number):
                place = f"entries[{position}]"
                yield Hit(line.asked.indicator, place, {"wartość": print_number(row)})


def no_value(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """ "Nie dotyczy" or "brak danych" with a number all the same."""
    for line in lines:
        status, number = line.answer.status, readable(line.answer.number)
        if number is not None and status in (Status.NOT_APPLICABLE, Status.NO_DATA):
            words = {"wartość": line.printed(number), "odpowiedź": status.label}
            yield Hit(line.asked.indicator, "value", words)


def whole(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """A fraction of a person, or fewer than none."""
    for line in _said(lines):
        number = readable(line.answer.number)
        if number is not None and (number < 0 or number % 1):
            yield Hit(line.asked.indicator, "value", {"wartość": line.printed(number)})


def decimals(rule: Rule, lines: Lines) -> Iterator[Hit]:
    """More places after the comma than the unit has."""
    places = min(max(int(rule.number("places")), 0), _MOST_PLACES)
    for line in _said(lines):
        number = readable(line.answer.number)
        if number is not None and number.scaleb(places) % 1:
            yield Hit(line.asked.indicator, "value", {"wartość": line.printed(number)})


def within(rule: Rule, lines: Lines) -> Iterator[Hit]:
    """A value outside the limits given."""
    lowest, highest = rule.parameters.get("min"), rule.parameters.get("max")
    for line in _said(lines):
        value = line.value
        if value is None:
            continue
        if (lowest is not None and value < lowest) or (highest is not None and value > highest):
            words = {"wartość": line.printed(value), "zakres": _limits(line, lowest, highest)}
            yield Hit(line.asked.indicator, "value", words)


def levels(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """A word that is not among the levels given before; one level alone is no scale."""
    for line in _said(lines):
        known = {comparable(level) for level in line.asked.levels}
        for position, entry in enumerate(line.answer.entries):
            if len(known) >= _FEWEST_LEVELS and comparable(entry.label) not in known:
                words = {"ocena": entry.label, "oceny": ", ".join(line.asked.levels)}
                yield Hit(line.asked.indicator, f"entries[{position}]", words)


def rows(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """A row of a breakdown without a number, or with fewer than none."""
    for line in _said(lines):
        for position, entry in enumerate(line.answer.entries):
            number = readable(entry.number)
            if entry.number is None or (number is not None and number < 0):
                words = {"pozycja": entry.label}
                yield Hit(line.asked.indicator, f"entries[{position}]", words)


def row_names(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """A number of a breakdown that stands beside no name."""
    for line in _said(lines):
        for position, entry in enumerate(line.answer.entries):
            number = readable(entry.number)
            if number is not None and not entry.label.strip():
                words = {"wartość": print_number(number)}
                yield Hit(line.asked.indicator, f"entries[{position}]", words)


def _said(lines: Lines) -> Iterator[Line]:
    return (line for line in lines if line.said)


def _has_value(line: Line) -> bool:
    answer, kind = line.answer, line.asked.kind
    named = any(entry.label.strip() or entry.number is not None for entry in answer.entries)
    if kind in (Kind.COUNT, Kind.AMOUNT):
        return answer.number is not None
    if kind is Kind.PERCENT:
        return answer.number is not None or (
            answer.numerator is not None and answer.denominator is not None
        )
    if kind is Kind.BREAKDOWN:
        return named
    return named or bool(answer.text.strip()) or answer.number is not None


def _every_number(line: Line) -> Iterator[tuple[str, Decimal | None]]:
    answer = line.answer
    yield "value", answer.number
    yield "numerator", answer.numerator
    yield "denominator", answer.denominator
    yield from ((f"entries[{n}]", entry.number) for n, entry in enumerate(answer.entries))
    yield from ((f"notes[{n}]", note.number) for n, note in enumerate(answer.notes))


def _limits(line: Line, lowest: Decimal | None, highest: Decimal | None) -> str:
    if lowest is None:
        return f"najwyżej {line.printed(highest or Decimal(0))}"
    if highest is None:
        return f"co najmniej {line.printed(lowest)}"
    return f"od {print_number(lowest)} do {line.printed(highest)}"
