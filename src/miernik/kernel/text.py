"""Polish text as it stands in documents: white space, dashes, inflection, order."""

from __future__ import annotations

import re
import unicodedata

NBSP = "\u00a0"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212-"
STARS = "*\u20f0\u2217\u204e\uff0a"  # U+20F0 stands for a star in text extracted from PDF

_SPACE = re.compile(r"\s+")
_DASH = re.compile(rf"\s*[{DASHES}]\s*")
_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}


def squeeze(text: str) -> str:
    """Return ``text`` with every run of white space as one space, none at the ends."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def comparable(text: str) -> str:
    """Return ``text`` for comparing wordings: case, white space and dash spacing set aside."""
    return _DASH.sub("-", squeeze(text)).casefold()


def folded(text: str) -> str:
    """Return ``text`` for searching: small letters without Polish or other marks (łódź → lodz)."""
    plain = unicodedata.normalize("NFKD", squeeze(text).casefold().replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def plural(number: int, one: str, few: str, many: str) -> str:
    """Choose the Polish form: 1 osoba, 2 osoby, 5 osób, 12 osób, 22 osoby."""
    size = abs(number)
    if size == 1:
        return one
    if size % 10 in (2, 3, 4) and size % 100 not in (12, 13, 14):
        return few
    return many


def sort_key(text: str) -> tuple[int, ...]:
    """Key that sorts words as a Polish dictionary does (ą after a, ł after l, ż last)."""
    return tuple(_RANK.get(letter, ord(letter) + 100) for letter in text.casefold())
