"""Examples of a rule: small forms with the outcome expected, run as tests and by the office."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from miernik.collection.asked import AskedIndicator, Previous, SubValue
from miernik.collection.content import AnswerContent, AnswerNote, Entry
from miernik.collection.validation.engine import check_form
from miernik.collection.validation.form import Form, form_from
from miernik.collection.validation.rule import Example, Rule
from miernik.kernel.quantities import (
    Aggregation,
    CountedUnit,
    Kind,
    Labelled,
    NoteKind,
    Status,
)

L = TypeVar("L", bound=Labelled)

#: The year answered for in every example; last year's numbers are of the year before.
YEAR = 2025
_CARD = ("name", "task", "work", "kind", "unit", "over", "overlap", "levels")
_ANSWER = ("status", "number", "numerator", "denominator", "entries", "text", "reason")
_NOTES = ("parts", "twice")
_PAST = ("last", "last_of_city", "last_parts", "history", "peers", "alone")
_KNOWN = (*_CARD, *_ANSWER, *_NOTES, *_PAST)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one example: ``fired`` are the numbers (from 1) of indicators found."""

    example: Example
    fired: tuple[int, ...]
    messages: tuple[str, ...]

    @property
    def kept(self) -> bool:
        """Whether the rule did what the example expects."""
        said = not self.example.says or any(self.example.says in text for text in self.messages)
        return self.fired == self.example.fires and said


class FormFaultError(Exception):
    """A form of an example cannot be read: the number of its indicator (from 0), and what."""

    def __init__(self, place: int, text: str) -> None:
        super().__init__(text)
        self.place = place
        self.text = text


def run_examples(rule: Rule) -> list[Outcome]:
    """Run the examples of a rule, which counts as active, and say what it found in each."""
    return [_outcome(rule, example) for example in rule.examples]


def form_of(plain: Sequence[Mapping[str, Any]]) -> Form:
    """Return the form an example writes, one mapping an indicator; raises FormFaultError.

    Of the card: name, task, work, kind, unit, over (aggregation), overlap, levels. Of the answer:
    status (by itself "value", or "true_zero" for 0; "none" for nothing said), number, numerator,
    denominator, entries (label: number), parts ("w tym", text: number), twice (duplicates), text,
    reason. Of the past: last, last_of_city, last_parts, history (year: number), peers (pairs),
    alone.
    """
    read = [_read(place, item) for place, item in enumerate(plain)]
    return form_from(
        [card for card, _, _ in read],
        {card.indicator: answer for card, answer, _ in read},
        {card.indicator: _history(item) for card, _, item in read},
        {
            card.indicator: [(_number(one), _number(two)) for one, two in item.get("peers", ())]
            for card, _, item in read
        },
        [card.indicator for card, _, item in read if item.get("alone")],
        YEAR,
    )


def _outcome(rule: Rule, example: Example) -> Outcome:
    findings = check_form(form_of(example.form), [_active(rule)])
    fired = sorted({int(finding.indicator) for finding in findings})
    return Outcome(example, tuple(fired), tuple(finding.message for finding in findings))


def _active(rule: Rule) -> Rule:
    return rule if rule.active else rule.switched(active=True)


def _read(
    place: int, plain: Mapping[str, Any]
) -> tuple[AskedIndicator, AnswerContent, Mapping[str, Any]]:
    if not isinstance(plain, Mapping):
        raise FormFaultError(place, "ma tu stać zbiór pól „nazwa: wartość”")
    unknown = [str(name) for name in plain if name not in _KNOWN]
    if unknown:
        raise FormFaultError(place, f"nieznane pole „{unknown[0]}”; znane są: {', '.join(_KNOWN)}")
    reading: Sequence[tuple[str, Callable[[], Any]]] = (
        ("karta", lambda: _card(place, plain)),
        ("odpowiedź", lambda: _answer(plain)),
        ("przeszłość", lambda: [_history(plain), [(_number(a), _number(b)) for a, b in
                                                  plain.get("peers", ())]]),
    )  # fmt: skip
    found = []
    for part, read in reading:
        try:
            found.append(read())
        except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
            raise FormFaultError(place, f"{part} przykładu jest źle zapisana ({error})") from error
    return found[0], found[1], plain


def _card(place: int, plain: Mapping[str, Any]) -> AskedIndicator:
    return AskedIndicator(
        indicator=str(place + 1),
        work_code=str(plain.get("work", "srps-przyklad")),
        work_title="Strategia",
        goal_title="Cel",
        task_code=str(plain.get("task", "A.1.1")),
        task_title="Zadanie",
        name=str(plain.get("name", f"Wskaźnik {place + 1}")),
        kind=_member(Kind, plain.get("kind", Kind.COUNT)),
        counted_unit=_member(CountedUnit, plain.get("unit", CountedUnit.OTHER)),
        over_institutions=_member(Aggregation, plain.get("over", Aggregation.SUM)),
        persons_may_overlap=bool(plain.get("overlap", False)),
        levels=tuple(str(level) for level in plain.get("levels", ())),
        sub_values=tuple(
            SubValue(note.text, note.number)
            for note in _notes(plain.get("last_parts"), NoteKind.SUB_VALUE)
        ),
        previous=_previous(plain),
    )


def _answer(plain: Mapping[str, Any]) -> AnswerContent:
    number = _optional(plain.get("number"))
    usual = Status.TRUE_ZERO if number is not None and not number else Status.VALUE
    written = plain.get("status", usual)
    return AnswerContent(
        status=None if written == "none" else Status(written),
        number=number,
        numerator=_optional(plain.get("numerator")),
        denominator=_optional(plain.get("denominator")),
        entries=tuple(
            Entry(str(label), _optional(row))
            for label, row in dict(plain.get("entries") or {}).items()
        ),
        text=str(plain.get("text", "")),
        notes=(
            *_notes(plain.get("parts"), NoteKind.SUB_VALUE),
            *_notes(plain.get("twice"), NoteKind.DUPLICATE_COUNT),
        ),
        reason=str(plain.get("reason", "")),
    )


def _previous(plain: Mapping[str, Any]) -> Previous | None:
    last, of_city = _optional(plain.get("last")), _optional(plain.get("last_of_city"))
    number = last if of_city is None else of_city
    if number is None:
        return None
    parts = _notes(plain.get("last_parts"), NoteKind.SUB_VALUE)
    status = Status.VALUE if number else Status.TRUE_ZERO
    answer = AnswerContent(status=status, number=number, notes=parts)
    return Previous(YEAR - 1, of_city is not None, str(number), answer)


def _notes(plain: Any, kind: NoteKind) -> tuple[AnswerNote, ...]:
    return tuple(
        AnswerNote(kind, str(text), _optional(number)) for text, number in dict(plain or {}).items()
    )


def _history(plain: Mapping[str, Any]) -> list[tuple[int, Decimal]]:
    written = dict(plain.get("history") or {})
    return [(int(year), _number(number)) for year, number in written.items()]


def _member(enum: type[L], value: Any) -> L:
    return enum(value)


def _optional(value: Any) -> Decimal | None:
    return None if value is None else _number(value)


def _number(value: Any) -> Decimal:
    return Decimal(str(value))
