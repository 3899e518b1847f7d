"""Parameters of law by date. Nothing here is "current": a value is asked for with a day."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from miernik.kernel.errors import MiernikError

#: A key ending so is what the council may set; without a resolution it follows the act's own.
LOCAL = "_gmina"


class LawError(MiernikError):
    """The law at hand has no answer; the message is one Polish sentence."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of a parameter in a period, with where it stands and how far that was checked.

    ``value`` is exact: zloty, a ratio, days or whatever ``unit`` says; ``until`` is the first day
    it no longer holds (None: still in force). A switch has its word in ``text`` and 0 in ``value``.
    ``same_as`` names the parameter whose value this one follows ("" for a value of its own).
    """

    key: str
    label: str
    value: Fraction
    unit: str
    since: dt.date
    until: dt.date | None
    act: str
    article: str
    journal: str
    source: str
    verified: str
    note: str = ""
    text: str = ""
    same_as: str = ""


@dataclass(frozen=True)
class Law:
    """Every parameter by key, each list in order of ``since``, without gaps or overlaps."""

    parameters: Mapping[str, Sequence[Parameter]]

    def on(self, day: dt.date) -> DatedLaw:
        """Return the law as of a day."""
        return DatedLaw(self, day)

    def parameter(self, key: str, day: dt.date) -> Parameter:
        """Return the value in force on a day; raises LawError when there is none."""
        history = self.parameters.get(key)
        if history is None:
            raise LawError(f"Nie ma parametru „{key}”.")
        place = bisect_right([item.since for item in history], day) - 1
        if place < 0 or _ended(history[place], day):
            raise LawError(
                f"Dla dnia {day:%d.%m.%Y} nie ma wartości „{history[0].label}”: "
                f"znane są od {history[0].since:%d.%m.%Y}. Podaj późniejszą datę."
            )
        return history[place]


@dataclass(frozen=True)
class DatedLaw:
    """The law as of a day."""

    law: Law
    day: dt.date

    def parameter(self, key: str) -> Parameter:
        """Return the parameter in force; raises LawError when there is none."""
        return self.law.parameter(key, self.day)

    def amount(self, key: str) -> int:
        """Return an amount of zloty in whole grosze."""
        value = self.parameter(key).value * 100
        assert value.denominator == 1, key
        return int(value)

    def ratio(self, key: str) -> Fraction:
        """Return a ratio such as 1/2."""
        return self.parameter(key).value

    def number(self, key: str) -> int:
        """Return a whole number of days, months or persons."""
        value = self.parameter(key).value
        assert value.denominator == 1, key
        return int(value)

    def switch(self, key: str) -> str:
        """Return the word of a switch, such as "once" of ``partial_month_rounding``."""
        word = self.parameter(key).text
        assert word, key
        return word


def _ended(parameter: Parameter, day: dt.date) -> bool:
    return parameter.until is not None and day >= parameter.until
