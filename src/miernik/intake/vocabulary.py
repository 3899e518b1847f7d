"""The words a recogniser knows: names of implementers and sources of money, cues, patterns.

All of it is data in ``dictionaries/*.yaml``. Names that people have confirmed are added with
:meth:`Vocabulary.extended`; nothing here reads the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from miernik.kernel.text import DASHES, STARS

_DICTIONARIES = Path(__file__).parent / "dictionaries"
_EDGES = " ,.;:()[]„”\"'*" + STARS
_DASHES = re.compile(f"[{DASHES}]+")

_PATTERNS = ("elliptic_openings", "remark_openings", "value_continuations")

Tokens = tuple[str, ...]


def tokens(text: str) -> Tokens:
    """Lower-case words of ``text`` without punctuation; compounds with a dash give two."""
    parts = (part.strip(_EDGES) for part in _DASHES.sub(" ", text.casefold()).split())
    return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Names:
    """Known names, and words with which unknown ones begin."""

    names: frozenset[Tokens]
    heads: frozenset[str]
    offices: frozenset[Tokens] = frozenset()
    units: frozenset[str] = frozenset()

    def match(self, words: Sequence[str], start: int) -> int:
        """How many of ``words`` (as from :func:`tokens`) from ``start`` make a known name."""
        longest = min(len(words) - start, self.longest)
        for length in range(longest, 0, -1):
            if tuple(words[start : start + length]) in self.names:
                return length
        return 0

    def opens(self, words: Tokens) -> bool:
        """Whether a known name begins with ``words``."""
        return words in _beginnings(self.names)

    @property
    def longest(self) -> int:
        """Words in the longest name."""
        return _longest(self.names)

    def beside(self, others: Names) -> Names:
        """These names and those of the other list, which now and then stand in the same cell."""
        return replace(self, names=self.names | others.names)

    def extended(self, more: Iterable[str], *, but: Names) -> Names:
        """These names and ``more`` without those of ``but``; of a name with parentheses or
        commas only what stands before them."""
        learned = {tokens(re.split(r"[(,;]", name)[0]) for name in more}
        return replace(self, names=self.names | (learned - but.names - {()}))


@dataclass(frozen=True, slots=True)
class Words:
    """Cues by which cells are told apart; see ``dictionaries/words.yaml``."""

    indicator_openings: frozenset[str]
    elliptic_openings: tuple[re.Pattern[str], ...]
    questions: frozenset[str]
    text_answers: frozenset[str]
    graded_answers: frozenset[str]
    grades: frozenset[str]
    no_data: frozenset[str]
    not_applicable: frozenset[str]
    no_entry: frozenset[str]
    refused: frozenset[str]
    suppressed: frozenset[str]
    vague_nothing: frozenset[str]
    dangling: frozenset[str]
    remark_openings: tuple[re.Pattern[str], ...]
    value_continuations: tuple[re.Pattern[str], ...]
    units: frozenset[str]
    money_openings: frozenset[str]
    money_sizes: frozenset[str]
    money_nouns: frozenset[str]
    share_openings: frozenset[str]
    header_words: frozenset[str]
    header_openings: frozenset[str]
    header_value: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything the readers and the recogniser know in advance."""

    implementers: Names
    funding: Names
    words: Words

    def extended(
        self, *, implementers: Iterable[str] = (), funding: Iterable[str] = ()
    ) -> Vocabulary:
        """This vocabulary with names confirmed by people.

        Now and then an implementer stands among the sources of money, or the other way round:
        a name already known in one list is not learned in the other.
        """
        return replace(
            self,
            implementers=self.implementers.extended(implementers, but=self.funding),
            funding=self.funding.extended(funding, but=self.implementers),
        )


@cache
def starting_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the program."""
    words: dict[str, Any] = {
        key: tuple(re.compile(item, re.IGNORECASE) for item in items)
        if key in _PATTERNS
        else frozenset(items)
        for key, items in load_dictionary("words").items()
    }
    return Vocabulary(
        implementers=_names(load_dictionary("implementers")),
        funding=_names(load_dictionary("funding")),
        words=Words(**words),
    )


def load_dictionary(name: str) -> dict[str, Any]:
    """One file of ``dictionaries``."""
    content = yaml.safe_load((_DICTIONARIES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def any_match(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    """Whether one of ``patterns`` matches at the beginning of ``text``."""
    return any(pattern.match(text) for pattern in patterns)


@cache
def _beginnings(names: frozenset[Tokens]) -> frozenset[Tokens]:
    return frozenset(name[:end] for name in names for end in range(1, len(name) + 1))


@cache
def _longest(names: frozenset[Tokens]) -> int:
    return max(map(len, names), default=0)


def _names(content: dict[str, list[str]]) -> Names:
    return Names(
        names=frozenset(_tokenised(content["names"])),
        heads=frozenset(content["heads"]),
        offices=frozenset(_tokenised(content["offices"])),
        units=frozenset(content["units"]),
    )


def _tokenised(names: Iterable[str]) -> Iterator[Tokens]:
    return (tokens(name) for name in names)
