"""The words beside a question: what was said last time, and what one unit is."""

from __future__ import annotations

from miernik.collection.asked import AskedIndicator
from miernik.kernel.quantities import CountedUnit, Territory


def earlier_words(asked: AskedIndicator) -> str:
    """Return last year's value and remarks: „w 2017: 3 821, w tym 1 921 … A teraz?”."""
    previous = asked.previous
    if previous is None:
        return "brak wcześniejszej wartości"
    where = " w całym mieście" if previous.of_city else ""
    said = ", ".join([previous.printed, *previous.notes])
    return f"w {previous.year}{where}: {said}. A teraz?"


def unit_words(asked: AskedIndicator) -> str:
    """Return unit, time and area of the value in one line."""
    unit = asked.printed_unit
    if not unit and asked.counted_unit is not CountedUnit.OTHER:
        unit = asked.counted_unit.label
    words = [f"Jednostka: {unit}"] if unit else []
    words.append(asked.time_basis.label)
    if asked.territory is not Territory.CITY:
        words.append(asked.territory.label)
    return "; ".join(words)
