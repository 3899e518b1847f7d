"""Rules about numbers that must agree: parts and wholes, numerators and denominators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from miernik.collection.validation.form import Line, readable
from miernik.collection.validation.rule import Hit, Rule, sought
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, NoteKind

Lines = Iterable[Line]
_PARTS = (NoteKind.SUB_VALUE, NoteKind.DUPLICATE_COUNT)
_FEWEST = 2  # one part that equals its whole is no sum


def part_of_whole(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """A part named in a note or a row that is larger than the value."""
    for line in lines:
        whole = line.total
        if whole is None:
            continue
        for position, note in enumerate(line.answer.notes):
            part = readable(note.number) if note.kind in _PARTS else None
            if part is not None and part > whole:
                yield _larger(line, f"notes[{position}]", note.text, part, whole)
        if line.asked.kind is Kind.BREAKDOWN and line.value is not None:
            for position, entry in enumerate(line.answer.entries):
                part = readable(entry.number)
                if part is not None and part > whole:
                    yield _larger(line, f"entries[{position}]", entry.label, part, whole)


def parts_sum(rule: Rule, lines: Lines) -> Iterator[Hit]:
    """Parts that make up the whole, by name or because they did last year."""
    for line in lines:
        whole = line.value
        parts = _named_parts(rule, line) if rule.words("parts") else _last_years_parts(line)
        if whole is not None and len(parts) >= _FEWEST and sum(parts) != whole:
            yield Hit(line.asked.indicator, "value", _sum_words(line, parts, whole))


def rows_sum(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """Rows of a breakdown that do not give the number beside them."""
    for line in lines:
        whole = line.value
        rows = [readable(entry.number) for entry in line.answer.entries]
        parts = [row for row in rows if row is not None]
        if whole is not None and parts and len(parts) == len(rows) and sum(parts) != whole:
            yield Hit(line.asked.indicator, "value", _sum_words(line, parts, whole))


def indicators(rule: Rule, lines: Lines) -> Iterator[Hit]:
    """Indicators that do not sum to another; judged only when every one of them has a number."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        task = line.asked.task_code if rule.parameters["same_task"] else ""
        groups.setdefault((line.asked.work_code, task), []).append(line)
    for group in groups.values():
        whole = _only(group, str(rule.parameters["whole"]))
        parts = [_only(group, pattern) for pattern in rule.words("parts")]
        found = [part for part in parts if part is not None and part is not whole]
        if whole is None or whole.total is None or len(found) < len(parts):
            continue
        numbers = [part.total for part in found if part.total is not None]
        if len(numbers) == len(found) and sum(numbers) != whole.total:
            words = _sum_words(whole, numbers, whole.total)
            words["części"] = ", ".join(f"„{part.asked.name}”" for part in found)
            yield Hit(whole.asked.indicator, "value", words)


def ratio(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """A numerator above its denominator, or a denominator that is not above zero."""
    for line in lines:
        part, whole = readable(line.answer.numerator), readable(line.answer.denominator)
        if not line.said or whole is None:
            continue
        words = {"mianownik": print_number(whole)}
        if whole <= 0:
            if line.value or part:
                words["licznik"] = "?" if part is None else print_number(part)
                yield Hit(line.asked.indicator, "denominator", words)
        elif part is not None and part > whole:
            words["licznik"] = print_number(part)
            yield Hit(line.asked.indicator, "numerator", words)


def percent_of_ratio(_rule: Rule, lines: Lines) -> Iterator[Hit]:
    """A percent that differs from numerator × 100 ÷ denominator by more than its rounding."""
    for line in lines:
        part, whole = readable(line.answer.numerator), readable(line.answer.denominator)
        percent = readable(line.answer.number)
        if not line.said or part is None or percent is None or not whole or whole < 0:
            continue
        exact = part * 100 / whole
        # Half a unit of the last place written, or of the second where it ends in zeros.
        if abs(exact - percent) > _half_a_place(percent):
            words = {
                "wartość": line.printed(percent),
                "licznik": print_number(part),
                "mianownik": print_number(whole),
                "obliczono": line.printed(round(exact, 2)),
            }
            yield Hit(line.asked.indicator, "value", words)


def _half_a_place(number: Decimal) -> Decimal:
    text = format(number, "f").partition(".")[2].rstrip("0")
    return Decimal("0.5").scaleb(-len(text))


def _larger(line: Line, place: str, text: str, part: Decimal, whole: Decimal) -> Hit:
    words = {
        "opis": text.strip() or "część",
        "część": line.printed(part),
        "całość": line.printed(whole),
    }
    return Hit(line.asked.indicator, place, words)


def _sum_words(line: Line, parts: Sequence[Decimal], whole: Decimal) -> dict[str, str]:
    total = sum(parts, Decimal(0))
    return {
        "suma": line.printed(total),
        "składniki": " + ".join(print_number(part) for part in parts),
        "całość": line.printed(whole),
        "różnica": line.printed(abs(total - whole)),
    }


def _sub_values(line: Line) -> list[tuple[str, Decimal]]:
    numbered = (
        (note.text, readable(note.number))
        for note in line.answer.notes
        if note.kind is NoteKind.SUB_VALUE
    )
    return [(text, number) for text, number in numbered if number is not None]


def _rows(line: Line) -> list[tuple[str, Decimal]]:
    numbered = ((entry.label, readable(entry.number)) for entry in line.answer.entries)
    return [(label, number) for label, number in numbered if number is not None]


def _named_parts(rule: Rule, line: Line) -> list[Decimal]:
    """The parts the rule names, each a note or row of its own; empty when one is missing."""
    given = _sub_values(line) or _rows(line)
    found: list[tuple[str, Decimal]] = []
    for pattern in rule.words("parts"):
        matching = [part for part in given if sought(pattern, part[0])]
        if len(matching) != 1 or matching[0] in found:
            return []
        found += matching
    return [number for _, number in found]


def _last_years_parts(line: Line) -> list[Decimal]:
    """The sub-values given, when last year's were the whole and as many are given again."""
    numbered = [readable(part.number) for part in line.asked.sub_values]
    before = [number for number in numbered if number is not None]
    earlier = line.asked.previous
    whole = readable(earlier.answer.number) if earlier else None
    if whole is None or len(before) < _FEWEST or sum(before) != whole:
        return []
    now = [number for _, number in _sub_values(line)]
    return now if len(now) == len(before) else []


def _only(group: Sequence[Line], pattern: str) -> Line | None:
    matching = [line for line in group if sought(pattern, line.asked.name)]
    return matching[0] if len(matching) == 1 else None
