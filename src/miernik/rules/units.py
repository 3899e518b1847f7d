"""Units of parameters of law, and what a value in each may look like."""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction

_LARGEST_RATIO = 10
_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Form(Enum):
    """What the text of a value may be."""

    MONEY = "money"
    RATIO = "ratio"
    NUMBER = "number"
    SWITCH = "switch"
    DAY_OF_YEAR = "day_of_year"
    WORDS = "words"

    @property
    def worded(self) -> bool:
        """Whether the value is a word and not a number."""
        return self in {Form.SWITCH, Form.DAY_OF_YEAR, Form.WORDS}

    def fault(self, text: str) -> str | None:
        """Return what is wrong with the text in Polish, None when nothing is."""
        if self is Form.DAY_OF_YEAR and not _DAY_OF_YEAR.fullmatch(text):
            return f"„{text}” nie jest dniem w zapisie MM-DD"
        return None if self.worded else self.number_fault(Fraction(text))

    def number_fault(self, value: Fraction) -> str | None:
        """Return what is wrong with the number in Polish, None when nothing is."""
        if self.worded:
            return "to jest słowo, a nie liczba"
        if value < 0:
            return "liczba jest ujemna"
        if self is Form.MONEY and (value * 100).denominator != 1:
            return "kwota ma części grosza"
        if self is Form.NUMBER and value.denominator != 1:
            return "liczba nie jest całkowita"
        if self is Form.RATIO and value > _LARGEST_RATIO:
            return "to za dużo na ułamek; 50% zapisuje się jako 0.50"
        return None


UNITS = {
    "zł": Form.MONEY,
    "zł/mies.": Form.MONEY,
    "zł/os./mies.": Form.MONEY,
    "ułamek": Form.RATIO,
    "krotność": Form.NUMBER,
    "dni": Form.NUMBER,
    "dni robocze": Form.NUMBER,
    "miesiące": Form.NUMBER,
    "lata": Form.NUMBER,
    "rodziny": Form.NUMBER,
    "razy": Form.NUMBER,
    "dzień miesiąca": Form.NUMBER,
    "dzień roku": Form.DAY_OF_YEAR,
    "wyrażenie": Form.WORDS,
    "przełącznik": Form.SWITCH,
}
