"""Statements about two numbers that counts, percents and money share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from miernik.analysis import words
from miernik.analysis.compute import parts
from miernik.analysis.compute.pair import Pair, percent_change
from miernik.analysis.compute.series import PartChange, Point, Verdict
from miernik.kernel.numbers import print_number

DECIDED = (Verdict.RISE, Verdict.FALL)


def sentence(
    pair: Pair,
    first: Decimal,
    second: Decimal,
    verdict: Verdict,
    *,
    nominal: bool = False,
    because: str = "",
) -> str:
    """Return the sentence on two numbers, without its full stop.

    ``because`` is a whole sentence that explains an UNKNOWN other than chance.
    """
    kind, subject = pair.series.kind, words.subject(pair.series.name)
    years = words.year(pair.year_from), words.year(pair.year_to)
    shown = words.quantity(kind, first), words.quantity(kind, second)
    difference = second - first
    if verdict in DECIDED:
        how_much = words.by_how_much(kind, difference, percent_change(first, second))
        verb = subject.verb("rise" if difference > 0 else "fall")
        ending = words.good_or_bad(pair.series.polarity, rising=difference > 0)
        nominally = " nominalnie" if nominal else ""
        return (
            f"{verb}{nominally} {words.out_of(shown[0])} w {years[0]} do {shown[1]} w {years[1]} "
            f"({how_much}){ending}"
        )
    if difference == 0:
        return f"{subject.verb('same')}: w {years[0]} i w {years[1]} było {shown[0]}"
    size = f"o {words.distance(kind, difference)} {words.more_or_less(difference)}"
    if verdict is Verdict.NO_MATERIAL_CHANGE:
        nominally = " nominalnie" if nominal else ""
        return (
            f"{subject.verb('same')}{nominally} istotnie: {shown[0]} w {years[0]} "
            f"i {shown[1]} w {years[1]} ({size})"
        )
    start = f"{subject.verb('was')} {shown[0]} w {years[0]} i {shown[1]} w {years[1]}"
    if because:
        why = because[:1].lower() + because[1:]
        return f"{start} ({size}), ale nie wiadomo, czy to rzeczywista zmiana: {why}"
    return (
        f"{start}; różnica ({size}) mieści się w granicach przypadku, więc nie wiadomo, "
        "czy coś się zmieniło"
    )


def with_parts(pair: Pair, text: str, changes: tuple[PartChange, ...], difference: Decimal) -> str:
    """Return the sentence, with what parts did when they moved against their total."""
    against = [
        parts.moved(pair.series, part) for part in changes if parts.opposite(part, difference)
    ]
    if against:
        text = f"{text}, natomiast {' i '.join(against)}"
    return words.sentence(text)


def below_threshold(pair: Pair, first: Decimal, second: Decimal) -> str:
    """Say why a difference does not count as a change."""
    if first == second:
        return "Wartości są równe."
    return (
        f"Różnica nie sięga progu istotności ({_threshold(pair)}), ustalonego przed porównaniem; "
        "nie jest to dowód, że nic się nie zmieniło."
    )


def above_threshold(pair: Pair) -> str:
    """Say why a difference counts, and that it is still only a difference of two years."""
    return (
        f"Różnica osiąga próg istotności ({_threshold(pair)}). To porównanie dwóch lat: "
        "mówi, o ile wartości się różnią, nie dokąd zmierzają."
    )


def _threshold(pair: Pair) -> str:
    series = pair.series
    text = f"{print_number(series.materiality_percent)}%"
    if series.materiality_units > 0:
        text += f" i {words.distance(series.kind, series.materiality_units)}"
    return text


def difference_fields(first: Decimal, second: Decimal) -> dict[str, Any]:
    """Return the fields of Change that hold the difference and the change in percent."""
    return {"difference": second - first, "percent": percent_change(first, second)}


def numbers(before: Point, after: Point) -> tuple[Decimal, Decimal]:
    """Return both numbers, which comparable points of a numeric kind always have."""
    assert before.number is not None
    assert after.number is not None
    return before.number, after.number
