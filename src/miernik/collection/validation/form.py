"""One form as the rules see it: what is asked, what is answered, what was before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import EMPTY, AnswerContent
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, Status

#: Own earlier numbers of the institution, (year, number), by the indicator's UUID.
History = Mapping[str, Sequence[tuple[int, Decimal]]]
#: (last year, this year) of other institutions that answer the same indicator, by its UUID.
Peers = Mapping[str, Sequence[tuple[Decimal, Decimal]]]

_SAID = (Status.VALUE, Status.TRUE_ZERO)
# The store keeps 14 digits before the comma; what is larger, or finer than this, was not meant.
_DIGITS = 14
_FINEST = -12


@dataclass(frozen=True, slots=True)
class Last:
    """The number before this one; ``of_city`` when only the whole city's is known."""

    year: int
    number: Decimal
    of_city: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator with its answer; ``history`` in order of years, without the present one.

    ``alone``: nobody else answers it, so the city's number is this institution's. ``years`` is
    the time since ``last``.
    """

    asked: AskedIndicator
    answer: AnswerContent
    history: tuple[tuple[int, Decimal], ...] = ()
    peers: tuple[tuple[Decimal, Decimal], ...] = ()
    alone: bool = False
    years: int = 1

    @property
    def said(self) -> bool:
        """Whether a value is given, zero among them."""
        return self.answer.status in _SAID

    @property
    def value(self) -> Decimal | None:
        """The number in base units; a percent may follow from its two parts."""
        return value_of(self.asked.kind, self.answer)

    @property
    def total(self) -> Decimal | None:
        """The number, or the sum of the rows where only rows are given."""
        if self.value is not None or not self.said or self.asked.kind is not Kind.BREAKDOWN:
            return self.value
        rows = [readable(entry.number) for entry in self.answer.entries]
        known = [row for row in rows if row is not None]
        return sum(known, Decimal(0)) if rows and len(known) == len(rows) else None

    @property
    def last(self) -> Last | None:
        """The institution's own last number, else the city's; that is its own when ``alone``."""
        if self.history:
            return Last(*self.history[-1])
        earlier = self.asked.previous
        if earlier is None:
            return None
        number = value_of(self.asked.kind, earlier.answer)
        if number is None:
            return None
        return Last(earlier.year, number, earlier.of_city and not self.alone)

    def printed(self, number: Decimal) -> str:
        """Return a number with the sign of its unit, as the form shows it."""
        return printed(self.asked.kind, number)


@dataclass(frozen=True, slots=True)
class Form:
    """All lines of one form, in its order."""

    lines: tuple[Line, ...]

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)


def form_from(
    asked: Sequence[AskedIndicator],
    answers: Mapping[str, AnswerContent],
    history: History,
    peers: Peers,
    alone: Collection[str] = (),
    year: int | None = None,
) -> Form:
    """Put cards, answers and the past together; what is not answered is empty."""
    return Form(
        tuple(
            _line(
                Line(
                    card,
                    answers.get(card.indicator, EMPTY),
                    _own_past(card, history.get(card.indicator, ())),
                    tuple(peers.get(card.indicator, ())),
                    card.indicator in alone,
                ),
                year,
            )
            for card in asked
        )
    )


def _line(line: Line, year: int | None) -> Line:
    last = line.last
    return line if year is None or last is None else replace(line, years=max(1, year - last.year))


def readable(number: Decimal | None) -> Decimal | None:
    """Return a number that can be stored and printed, None for any other."""
    if number is None or not number.is_finite():
        return None
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # finite
    if number and (number.adjusted() >= _DIGITS or exponent < _FINEST):
        return None
    return number if number else Decimal(0)


def value_of(kind: Kind, answer: AnswerContent) -> Decimal | None:
    """Return the number an answer gives; zero when it says zero."""
    if answer.status not in _SAID:
        return None
    number = readable(answer.number)
    if number is None and answer.number is None:
        if answer.status is Status.TRUE_ZERO:
            return Decimal(0)
        part, whole = readable(answer.numerator), readable(answer.denominator)
        if kind is Kind.PERCENT and part is not None and whole:
            return round(part * 100 / whole, 4)
    return number


def printed(kind: Kind, number: Decimal) -> str:
    """Print a number in Polish with zł or % where the kind has one."""
    text = print_number(number)
    if kind is Kind.AMOUNT:
        return f"{text} zł"
    return f"{text}%" if kind is Kind.PERCENT else text


def _own_past(
    card: AskedIndicator, history: Sequence[tuple[int, Decimal]]
) -> tuple[tuple[int, Decimal], ...]:
    past = {year: number for year, number in history if readable(number) is not None}
    earlier = card.previous
    if earlier is not None and not earlier.of_city and earlier.year not in past:
        number = value_of(card.kind, earlier.answer)
        if number is not None:
            past[earlier.year] = number
    return tuple(sorted(past.items()))
