"""What a file would change in the present answers, told for the dry run."""

from __future__ import annotations

from decimal import Decimal

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import EMPTY, STATUS_WORDS, AnswerContent, AnswerNote, Entry
from miernik.collection.spreadsheet.findings import Difference
from miernik.kernel.dates import print_short_date
from miernik.kernel.numbers import print_number

NOTHING = "puste"


def differences(asked: AskedIndicator, was: AnswerContent, now: AnswerContent) -> list[Difference]:
    """Return each thing that differs between the present answer and the file's."""
    before, after = _said(was), _said(now)
    if now == EMPTY and was != EMPTY:
        whole = "; ".join(f"{what}: {words}" for what, words in before.items() if words)
        return [Difference(asked.indicator, "cała odpowiedź", whole, NOTHING, clears=True)]
    return [
        Difference(
            asked.indicator, what, words or NOTHING, after[what] or NOTHING, clears=not after[what]
        )
        for what, words in before.items()
        if words != after[what]
    ]


def _said(answer: AnswerContent) -> dict[str, str]:
    return {
        "odpowiedź": STATUS_WORDS.get(answer.status, answer.status.label) if answer.status else "",
        "wartość": _number(answer.number),
        "licznik": _number(answer.numerator),
        "mianownik": _number(answer.denominator),
        "pozycje": "; ".join(_entry(entry) for entry in answer.entries),
        "opis": answer.text,
        "uwagi": "; ".join(_note(note) for note in answer.notes),
        "powód": answer.reason,
    }


def _number(number: Decimal | None) -> str:
    return "" if number is None else print_number(number)


def _entry(entry: Entry) -> str:
    return entry.label + (f": {print_number(entry.number)}" if entry.number is not None else "")


def _note(note: AnswerNote) -> str:
    words = [note.kind.label, note.text, _number(note.number)]
    words.append(print_short_date(note.as_of) if note.as_of else "")
    return " ".join(filter(None, words))
