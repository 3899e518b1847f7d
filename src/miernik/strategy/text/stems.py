"""Words without their endings, enough to see one phrase in two cases.

Not a grammar: "pracy", "prace" and "prac" share "prac"; "społecznie" and "społeczne" share
"społeczn". A stem is only ever compared with another stem.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+", re.UNICODE)
_ENDINGS = (
    "iejszych", "ościami", "ościach", "ności", "owania", "owaniu", "owanie", "owaniem", "ościom",
    "ością", "ości", "ość", "iami", "ania", "aniu", "anie", "eniem", "enia", "eniu", "enie",
    "ymi", "imi", "ych", "ich", "ego", "emu", "iej", "ami", "ach", "iom", "iem", "owi", "iu",
    "om", "em", "ym", "im", "ej", "ie", "ią", "ię", "ia", "ow", "ąc", "a", "ą", "e", "ę", "i",
    "o", "u", "y",
)  # fmt: skip
_SHORTEST = 4
_EMPTY = frozenset(
    "i oraz lub albo a w we z ze na do dla o od po przez przy u za nad pod jak jako również także "
    "się które który która których którym tym tych tej ten ta to jest są m in tj itp np".split()
)


@lru_cache(maxsize=20_000)  # the words of a programme come back in every comparison
def stem(word: str) -> str:
    """Return the word in small letters without its ending; short words stay as they are."""
    small = word.casefold().replace("ó", "o")
    for ending in _ENDINGS:
        if small.endswith(ending) and len(small) - len(ending) >= _SHORTEST:
            return small[: -len(ending)]
    return small


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    words = _WORD.findall(text.casefold())
    meant = (word for word in words if word not in _EMPTY and not word.isdecimal())
    return [stem(word) for word in meant]


def same_stem(one: str, two: str) -> bool:
    """Return whether two stems belong to one word: equal, or one begins the other."""
    short, long = sorted((one, two), key=len)
    return short == long or (
        len(short) >= _SHORTEST and len(long) - len(short) <= 2 and long.startswith(short)
    )


def holds_phrase(text: list[str], phrase: list[str]) -> bool:
    """Return whether the stems of a phrase stand in a text one after another."""
    if not phrase:
        return False
    size = len(phrase)
    return any(
        all(same_stem(a, b) for a, b in zip(text[at : at + size], phrase, strict=True))
        for at in range(len(text) - size + 1)
    )


def runs(of: list[str], size: int) -> list[list[str]]:
    """Return every run of ``size`` stems; a shorter list is one run itself."""
    if len(of) <= size:
        return [of] if of else []
    return [of[at : at + size] for at in range(len(of) - size + 1)]


def longest_shared(one: list[str], two: list[str]) -> list[str]:
    """Return the longest run of stems of ``one`` that ``two`` holds too, [] for none."""
    for size in range(len(one), 0, -1):
        for run in runs(one, size):
            if holds_phrase(two, run):
                return run
    return []
