"""Checks of a whole draft: sums, repeated numbers, questions with two subjects, odd printing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from miernik.intake.draft import Doubt, DraftIndicator, DraftReport, DraftTask
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, NoteKind
from miernik.kernel.text import comparable, plural

_COUNTED = (Kind.COUNT, Kind.AMOUNT)
_LARGE = 100  # smaller numbers meet by chance
_TWO_SUBJECTS = re.compile(
    r"\b(?:liczba|ilość)\b.*(?:,|\bi\b|\boraz\b)\s*(?:liczba|ilość|kwota|wartość)\b"
    r"|\b(?:liczba|ilość) i (?:kwota|wartość|liczba)\b|^(?:liczba|ilość) \w+/\w+"
    r"|\boraz ich\b",
    re.IGNORECASE,
)
_ASKS_FOR_A_NUMBER = re.compile(
    r"^(?:średni\w* (?:roczn\w* )?)?(?:liczb|iloś|wysokoś|kwot|sum|odsetek|odsetk|udział|koszt)",
    re.IGNORECASE,
)
_GLUED = re.compile(r"\d{4}\s?r\.[^\W\d_]")

Numbered = tuple[DraftTask, int, DraftIndicator]


def check_report(report: DraftReport) -> Iterator[Doubt]:
    """Doubts that need more than one cell to be seen."""
    indicators = list(_indicators(report))
    yield from _order(report)
    for task, number, indicator in indicators:
        yield from _parts(task, number, indicator)
        yield from _wording(task, number, indicator)
    yield from _repeated(indicators)


def _indicators(report: DraftReport) -> Iterator[Numbered]:
    for task in report.tasks():
        for number, indicator in enumerate(task.indicators, start=1):
            yield task, number, indicator


def _doubt(item: Numbered, field: str, reason: str) -> Doubt:
    task, number, indicator = item
    source = indicator.sources.get(field) or indicator.sources.get("value_raw")
    place = source.place if source else task.place
    path = f"{task.code}/{number}/{field}"
    return Doubt(path, reason, place, source.fragment if source else "")


def _order(report: DraftReport) -> Iterator[Doubt]:
    """Codes that repeat or do not belong to their priority."""
    seen: set[str] = set()
    for goal in report.goals:
        for priority in goal.priorities:
            for task in priority.tasks:
                if task.code in seen:
                    yield Doubt(task.code, f"Numer zadania {task.code} powtarza się.", task.place)
                seen.add(task.code)
                if not task.code.startswith(priority.code):
                    reason = f"Zadanie {task.code} stoi pod priorytetem {priority.code}."
                    yield Doubt(task.code, reason, task.place)
                if not task.indicators:
                    yield Doubt(task.code, "Zadanie nie ma żadnego wskaźnika.", task.place)


def _parts(task: DraftTask, number: int, indicator: DraftIndicator) -> Iterator[Doubt]:
    """Parts of a value must not exceed it; a breakdown must meet a total beside it."""
    item = (task, number, indicator)
    inside = [entry for entry in indicator.entries if entry.get("of_which")]
    total = sum((Decimal(str(entry["number"])) for entry in inside), Decimal(0))
    if indicator.number is not None and inside:
        if total > indicator.number:
            reason = (
                f"Części podane w uwadze dają {print_number(total)}, więcej niż wartość"
                f" {print_number(indicator.number)}."
            )
            yield _doubt(item, "footnote", reason)
        elif len(inside) > 1 and total != indicator.number:
            reason = (
                f"Części podane w uwadze dają {print_number(total)}, a wartość to"
                f" {print_number(indicator.number)}."
            )
            yield _doubt(item, "footnote", reason)
    if indicator.kind is Kind.BREAKDOWN:
        yield from _breakdown(item)


def _breakdown(item: Numbered) -> Iterator[Doubt]:
    task, _, indicator = item
    numbers = [entry["number"] for entry in indicator.entries]
    if any(number is None for number in numbers):
        yield _doubt(item, "value_raw", "Nie każdą pozycję podziału udało się odczytać.")
        return
    total = sum((Decimal(str(number)) for number in numbers), Decimal(0))
    others = [other.number for other in task.indicators if other is not indicator]
    if total not in others:
        reason = (
            f"Pozycje podziału dają razem {print_number(total)}; żaden wskaźnik zadania nie ma"
            " takiej wartości."
        )
        yield _doubt(item, "value_raw", reason)


def _wording(task: DraftTask, number: int, indicator: DraftIndicator) -> Iterator[Doubt]:
    item = (task, number, indicator)
    if indicator.kind is Kind.TEXT and _ASKS_FOR_A_NUMBER.search(indicator.name):
        if source := indicator.sources.get("value_raw"):
            source.confidence = min(source.confidence, 0.5)
        reason = f"Nazwa pyta o liczbę, a odczytano tekst „{_short(indicator.value_raw)}”."
        yield _doubt(item, "value_raw", reason)
    if indicator.kind in _COUNTED and _TWO_SUBJECTS.search(indicator.name):
        yield _doubt(item, "name", "Nazwa pyta o dwie wielkości, a podano jedną liczbę.")
    for field, text in (("name", indicator.name), ("value_raw", indicator.value_raw)):
        yield from _printing(item, field, text)
    for note in indicator.notes:
        yield from _printing(item, "footnote", note.text)
        if note.kind is NoteKind.TERRITORY:
            reason = "Wartość obejmuje szerszy obszar niż miasto: nie porównuj jej z samym miastem."
            yield _doubt(item, "footnote", reason)
        elif note.kind is NoteKind.COUNTED_UNIT:
            reason = "Uwaga mówi, że liczono coś innego, niż mówi nazwa wskaźnika."
            yield _doubt(item, "footnote", reason)


def _printing(item: Numbered, field: str, text: str) -> Iterator[Doubt]:
    """Oddities of printing, left as they stand."""
    if text.count("(") != text.count(")"):
        yield _doubt(item, field, "Nawiasy nie domykają się (pozostawiono jak w dokumencie).")
    if text.count("„") != text.count("”") and "„" in text:
        yield _doubt(item, field, "Cudzysłowy nie domykają się (pozostawiono jak w dokumencie).")
    glued = _GLUED.search(text)
    if glued:
        reason = f"Brak odstępu w „{glued[0]}” (pozostawiono jak w dokumencie)."
        yield _doubt(item, field, reason)


def _repeated(indicators: list[Numbered]) -> Iterator[Doubt]:
    """The same number twice in one task, or under one name in several tasks."""
    by_name: defaultdict[tuple[str, Decimal], list[Numbered]] = defaultdict(list)
    by_task: defaultdict[tuple[str, Decimal], list[Numbered]] = defaultdict(list)
    for item in indicators:
        task, _, indicator = item
        if indicator.kind not in _COUNTED or not indicator.number or indicator.number < _LARGE:
            continue
        by_name[comparable(indicator.name), indicator.number].append(item)
        by_task[task.code, indicator.number].append(item)
    for items in (group for group in by_name.values() if len({t.code for t, _, _ in group}) > 1):
        codes = ", ".join(dict.fromkeys(task.code for task, _, _ in items))
        for item in items:
            count = len(items)
            word = plural(count, "raz", "razy", "razy")
            reason = f"Ta sama nazwa i ta sama liczba stoją {count} {word}: zadania {codes}."
            yield _doubt(item, "value_raw", reason)
    for items in (group for group in by_task.values() if len(group) > 1):
        for item in items:
            reason = (
                f"Dwa wskaźniki tego zadania mają tę samą wartość"
                f" {print_number(item[2].number or 0)}: sprawdź, czy to nie powielenie."
            )
            yield _doubt(item, "value_raw", reason)


def _short(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[:longest].rstrip() + "…"
