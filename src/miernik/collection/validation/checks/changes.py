"""Rules that look at the year before: jumps, units, parts that went missing; and overlaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from miernik.collection.asked import SubValue
from miernik.collection.validation import swings
from miernik.collection.validation.checks.repeats import related
from miernik.collection.validation.form import Last, Line, readable
from miernik.collection.validation.rule import Hit, Rule
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Aggregation, CountedUnit, Kind, NoteKind
from miernik.kernel.text import plural

Lines = Iterable[Line]
_MEASURED = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)
_PEOPLE = (CountedUnit.PERSON, CountedUnit.PERSON_IN_FAMILY)
_SUMMED = (Aggregation.SUM, Aggregation.UNION)
_TWICE = 2
_SHORT = 10  # numbers under ten need no more than one decimal to be told apart
#: What a ratio near a power of ten suggests, by the ratio of now to before.
_SUSPICIONS = {
    Decimal(1000): "złote wpisane tak, jakby były tysiącami złotych",
    Decimal(100): "grosze wpisane jako złote",
    Decimal("0.01"): "przecinek przesunięty o dwa miejsca",
    Decimal("0.001"): "tysiące złotych wpisane jako złote",
}


def jump(rule: Rule, lines: Lines) -> Iterator[Hit]:
    """A change that neither chance, nor the indicator's own swings, nor the others explain.

    Where only the city's number is known, one institution can still not rise above the whole
    city's beyond chance; how far it lies below says nothing.
    """
    limits = swings.Limits(
        level=float(rule.number("level")),
        spread=float(rule.number("spread")),
        weight=float(rule.number("spread_weight")),
        least=rule.number("least"),
        least_percent=rule.number("least_percent"),
    )
    for line in lines:
        last, now, kind = line.last, line.value, line.asked.kind
        if last is None or now is None or kind not in _MEASURED:
            continue
        if last.of_city and (now <= last.number or line.asked.over_institutions not in _SUMMED):
            continue
        past = [number for _, number in line.history] or [last.number]
        if swings.is_jump(kind, past, now, line.peers, limits, line.years):
            yield Hit(line.asked.indicator, "value", _change_words(line, last, now))


def unit(rule: Rule, lines: Lines) -> Iterator[Hit]:
    """An amount about a thousand or a hundred times another than before, or than all others."""
    near = rule.number("nearness")
    for line in lines:
        now, last = line.value, line.last
        if line.asked.kind is not Kind.AMOUNT or not now or now < 0:
            continue
        if last is not None and last.number > 0:
            ratio = now / last.number
            suspicion = _suspicion(ratio, near)
            if not suspicion and _too_small(rule, now, last.number):
                suspicion = "tysiące albo miliony złotych wpisane jako złote"
            if last.of_city and ratio < 1:
                suspicion = ""  # an institution may well spend a hundredth of the city's money
            compared = f"w {last.year} r. było {_of(line, last)}"
        else:
            suspicion, compared = _beside_others(line, now, near)
        if suspicion:
            words = {
                "wartość": line.printed(now),
                "porównanie": compared,
                "podejrzenie": suspicion,
            }
            yield Hit(line.asked.indicator, "value", words)


def missing_part(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """A part ("w tym …") that was given last year and is not given now."""
    for line in lines:
        earlier = line.asked.previous
        if earlier is None or not line.value or (earlier.of_city and not line.alone):
            continue  # which institutions the city's part was of, nobody knows
        given = [
            note.text
            for note in line.answer.notes
            if note.kind is NoteKind.SUB_VALUE
            and (note.number is not None or re.search(r"\d", note.text))
        ]
        for part in line.asked.sub_values:
            if not any(related(part.text, text) for text in given):
                words = {"część": _part_text(part), "rok": str(earlier.year)}
                yield Hit(line.asked.indicator, "notes", words)


def overlap(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """People summed over institutions without a word how many are counted more than once."""
    for line in lines:
        asked, value = line.asked, line.value
        told = any(note.kind is NoteKind.DUPLICATE_COUNT for note in line.answer.notes)
        people = asked.counted_unit in _PEOPLE and asked.over_institutions is Aggregation.SUM
        if asked.persons_may_overlap and people and value and not told:
            yield Hit(asked.indicator, "notes", {"wartość": line.printed(value)})


def change_in_words(kind: Kind, before: Decimal, now: Decimal) -> str:
    """Say how much a number changed: "2,4 raza więcej", "o 30% mniej", "przedtem zero"."""
    more = "więcej" if now > before else "mniej"
    if kind is Kind.PERCENT:
        points = round(abs(now - before), 1)
        one = "punkt procentowy", "punkty procentowe", "punktów procentowych"
        word = plural(int(points), *one) if points == int(points) else "punktu procentowego"
        return f"o {print_number(points)} {word} {more}"
    if not before or not now:
        return "teraz zero" if before else "przedtem zero"
    if before < 0 or now < 0:
        return more
    high, low = max(before, now), min(before, now)
    times = high / low
    if times < _TWICE:
        return f"o {print_number(round(abs(now - before) * 100 / before))}% {more}"
    times = round(times, 1) if times < _SHORT else Decimal(round(times))
    word = plural(int(times), "raz", "razy", "razy") if times == int(times) else "raza"
    return f"{print_number(times)} {word} {more}"


def _change_words(line: Line, last: Last, now: Decimal) -> dict[str, str]:
    return {
        "rok": str(last.year),
        "poprzednio": _of(line, last),
        "wartość": line.printed(now),
        "zmiana": change_in_words(line.asked.kind, last.number, now),
    }


def _of(line: Line, last: Last) -> str:
    return line.printed(last.number) + (" (w całym mieście)" if last.of_city else "")


def _suspicion(ratio: Decimal, near: Decimal) -> str:
    for factor, said in _SUSPICIONS.items():
        if factor / near <= ratio <= factor * near:
            return said
    return ""


def _too_small(rule: Rule, now: Decimal, before: Decimal) -> bool:
    return now < rule.number("small") and before >= rule.number("large")


def _beside_others(line: Line, now: Decimal, near: Decimal) -> tuple[str, str]:
    """Without an own last year: beyond all other institutions by a hundred times or more."""
    others = [value for _, pair in line.peers if (value := readable(pair)) and value > 0]
    if len(others) < swings.FEWEST_PEERS:
        return "", ""
    least, most = min(others), max(others)
    compared = f"inne instytucje podały od {print_number(least)} do {line.printed(most)}"
    if now * near >= most * 100:
        return "grosze albo tysiące złotych wpisane jako złote", compared
    if now * 100 <= least * near:
        return _SUSPICIONS[Decimal("0.001")], compared
    return "", ""


def _part_text(part: SubValue) -> str:
    text, number = part.text.strip(), readable(part.number)
    if number is None or re.search(r"\d", text):
        return text
    return f"{text}: {print_number(number)}"
