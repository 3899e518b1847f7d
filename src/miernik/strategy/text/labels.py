"""Labels and paths of a text, derived from kind and place: "2.1.", "5)", "2.1 / Adresaci"."""

from __future__ import annotations

import string
from collections.abc import Sequence

from miernik.strategy.models import UnitKind

_NUMBERED = {
    UnitKind.PART: "{}.",
    UnitKind.POINT: "{})",
    UnitKind.ITEM: "{}.",
    UnitKind.INDICATOR: "{}.",
    UnitKind.ARTICLE: "§ {}.",
    UnitKind.FOOTNOTE: "{})",
}


def label_of(kind: UnitKind, number: int, above: str = "") -> str:
    """Return the label of the ``number``-th unit of its kind (from 1) under ``above``.

    A section takes its part's label before its own: under "2." the first is "2.1."; units
    without a number have an empty label.
    """
    if kind is UnitKind.SECTION:
        return f"{above}{number}."
    if kind is UnitKind.LETTER:
        return f"{letters(number)})"
    if kind is UnitKind.INDENT:
        return "–"
    return _NUMBERED[kind].format(number) if kind in _NUMBERED else ""


def letters(number: int) -> str:
    """Return the letter of an enumeration: a … z, then aa, ab …; ``number`` counts from 1."""
    found = ""
    while number > 0:
        number, place = divmod(number - 1, len(string.ascii_lowercase))
        found = string.ascii_lowercase[place] + found
    return found


def siblings_labelled(kinds: Sequence[UnitKind], above: str = "") -> list[str]:
    """Return the labels of units that stand side by side; each kind counts apart."""
    counted: dict[UnitKind, int] = {}
    found = []
    for kind in kinds:
        counted[kind] = counted.get(kind, 0) + 1
        found.append(label_of(kind, counted[kind], above))
    return found
