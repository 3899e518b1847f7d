"""What a cell can hold: characters of XML, and 15 digits of a number."""

from __future__ import annotations

import re
from decimal import Decimal

_NO_XML = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIGITS = 15
_LONGEST = 32_767


def clean(text: str) -> str:
    """Return the text without characters that XML cannot hold, cut to the length of a cell."""
    return _NO_XML.sub(" ", text)[:_LONGEST]


def fits_a_cell(number: Decimal) -> bool:
    """Whether a spreadsheet, which keeps 15 digits, can hold the number."""
    return Decimal(f"{number:.{_DIGITS}g}") == number and abs(number) < Decimal(10) ** _DIGITS
