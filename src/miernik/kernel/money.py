"""Amounts of grosze as documents print them: in figures and in words."""

from __future__ import annotations

from decimal import Decimal

from miernik.kernel.numbers import print_number
from miernik.kernel.text import NBSP, plural

_UNITS = (
    *("", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć"),
    *("dziesięć", "jedenaście", "dwanaście", "trzynaście", "czternaście", "piętnaście"),
    *("szesnaście", "siedemnaście", "osiemnaście", "dziewiętnaście"),
)
_TENS = (
    *("", "", "dwadzieścia", "trzydzieści", "czterdzieści", "pięćdziesiąt", "sześćdziesiąt"),
    *("siedemdziesiąt", "osiemdziesiąt", "dziewięćdziesiąt"),
)
_HUNDREDS = (
    *("", "sto", "dwieście", "trzysta", "czterysta", "pięćset", "sześćset", "siedemset"),
    *("osiemset", "dziewięćset"),
)
_GROUPS = (
    (10**9, ("miliard", "miliardy", "miliardów")),
    (10**6, ("milion", "miliony", "milionów")),
    (10**3, ("tysiąc", "tysiące", "tysięcy")),
)
_TOO_LARGE = 10**12
_TEENS_END = 20


def print_zloty(grosze: int) -> str:
    """Print an amount with its unit: ``122900`` → ``1 229,00 zł`` (hard spaces)."""
    return f"{print_number(Decimal(grosze) / 100, decimals=2)}{NBSP}zł"


def print_in_words(number: int) -> str:
    """Return a whole number from 0 to 999 999 999 999 in words: ``505`` → ``pięćset pięć``.

    Raises ValueError outside that range.
    """
    if not 0 <= number < _TOO_LARGE:
        raise ValueError(number)
    if number == 0:
        return "zero"
    words = []
    for size, forms in _GROUPS:
        count, number = divmod(number, size)
        if count:
            words += [] if count == 1 else _below_thousand(count)
            words.append(plural(count, *forms))
    return " ".join(words + _below_thousand(number))


def zloty_in_words(grosze: int) -> str:
    """Return an amount in words as decisions print it: ``pięćset pięć złotych 00/100``."""
    zloty, rest = divmod(grosze, 100)
    return f"{print_in_words(zloty)} {plural(zloty, 'złoty', 'złote', 'złotych')} {rest:02}/100"


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, units = (0, rest) if rest < _TEENS_END else divmod(rest, 10)
    return [word for word in (_HUNDREDS[hundreds], _TENS[tens], _UNITS[units]) if word]
