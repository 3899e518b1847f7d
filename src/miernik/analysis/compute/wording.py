"""Whether two Polish wordings name the same thing, inflection and typing errors aside.

A letter-by-letter score will not do: "osób bezrobotnych" and "osób biernych" score 80 of 100,
"objętych dożywianiem decyzją MOPR" and "objętych dożywianiem przez MOPR" only 78.
"""

from __future__ import annotations

import re
import unicodedata
from os.path import commonprefix  # letter by letter is what a word needs

from rapidfuzz import fuzz

from miernik.kernel.text import comparable

_SMALL_WORDS = frozenset(
    {
        "w",
        "we",
        "z",
        "ze",
        "na",
        "do",
        "od",
        "o",
        "i",
        "oraz",
        "a",
        "u",
        "po",
        "dla",
        "przez",
        "przy",
        "tym",
        "liczba",
        "liczby",
        "ilość",
        "łącznie",
        "ogółem",
    }
)
# Inflected forms share their beginning: "objęte" and "objętych" 5 letters of 8.
_SHARED_BEGINNING = 0.6
# A typing error inside a word: "Alzhaimera", "Alzheimera" is 90.
_SPELLING = 85.0


def significant(text: str) -> list[str]:
    """Return the words that carry meaning, without diacritics, in order; figures too."""
    found = re.findall(r"\w+", comparable(text))
    return [_plain(word) for word in found if word not in _SMALL_WORDS]


def same_thing(one: str, other: str) -> bool:
    """Whether every significant word of the shorter wording stands in the longer, figures equal."""
    short, long = sorted((significant(one), significant(other)), key=len)
    if not short:
        return not long
    figures = ({word for word in words if word.isdigit()} for words in (short, long))
    first, second = figures
    return first == second and _found(short, long) == len(short)


def overlap(one: str, other: str) -> float:
    """Return the share of the shorter wording's significant words found in the longer, 0 to 1."""
    short, long = sorted((significant(one), significant(other)), key=len)
    return _found(short, long) / len(short) if short else float(not long)


def _found(short: list[str], long: list[str]) -> int:
    left = list(long)
    count = 0
    for word in short:
        match = next((other for other in left if _same_word(word, other)), None)
        if match is not None:
            left.remove(match)
            count += 1
    return count


def _same_word(one: str, other: str) -> bool:
    if one.isdigit() or other.isdigit():
        return one == other
    shared = len(commonprefix((one, other)))  # noqa: RUF071  # letters, not paths
    longest = max(len(one), len(other))
    return shared >= _SHARED_BEGINNING * longest or fuzz.ratio(one, other) >= _SPELLING


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.replace("ł", "l"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
