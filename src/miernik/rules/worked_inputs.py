"""Inputs of a worked example: exact numbers from JSON, read by what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from miernik.kernel.errors import MiernikError

_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")

Given: TypeAlias = Mapping[str, Any]
"""The JSON object of a row; numbers are ``Decimal`` or ``int``, never ``float``."""


class InputError(MiernikError):
    """A worked example lacks an input or has a wrong one; the message is one Polish sentence."""


def exact(given: Given, name: str) -> Fraction:
    """Return a number as it stands: a ratio, an amount that may have parts of a grosz.

    A number written as text, "1250.50" or "1250,50", is one too.
    """
    value = _present(given, name)
    if isinstance(value, str):
        value = _written(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise InputError(f"Dana „{name}” nie jest liczbą.")
    return Fraction(value)


def _written(text: str) -> Decimal | None:
    plain = text.strip().replace(",", ".")
    return Decimal(plain) if _DECIMAL.fullmatch(plain) else None


def amount(given: Given, name: str) -> int:
    """Return an amount of zloty in whole grosze."""
    value = exact(given, name) * 100
    if value.denominator != 1:
        raise InputError(f"Kwota „{name}” ma części grosza.")
    return value.numerator


def number(given: Given, name: str, *, least: int = 0) -> int:
    """Return a whole number, ``least`` or more."""
    value = exact(given, name)
    if value.denominator != 1 or value < least:
        raise InputError(f"Dana „{name}” ma być liczbą całkowitą, co najmniej {least}.")
    return value.numerator


def flag(given: Given, name: str) -> bool:
    """Return true or false."""
    value = _present(given, name)
    if not isinstance(value, bool):
        raise InputError(f"Dana „{name}” ma być prawdą albo fałszem (true, false).")
    return value


def _present(given: Given, name: str) -> Any:
    if name not in given:
        raise InputError(f"Brakuje danej „{name}”.")
    return given[name]
