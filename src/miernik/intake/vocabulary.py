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
        return any(name[: len(words)] == words for name in self.names)

    @property
    def longest(self) -> int:
        """Words in the longest name."""
        return max(map(len, self.names), default=0)

    def beside(self, others: Names) -> Names:
        """These names and those of the other list, which now and then stand in the same cell."""
        return replace(self, names=self.names | others.names)

    def extended(self, more: Iterable[str]) -> Names:
        """These names and ``more``."""
        return replace(self, names=self.names | {tokens(name) for name in more if tokens(name)})


@dataclass(frozen=True, slots=True)
class Words:
    """Cues by which cells are told apart; see ``dictionaries/words.yaml``."""

    indicator_openings: frozenset[str]
    questions: frozenset[str]
    text_answers: frozenset[str]
    graded_answers: frozenset[str]
    grades: frozenset[str]
    no_data: frozenset[str]
    not_applicable: frozenset[str]
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
        """This vocabulary with names confirmed by people."""
        return replace(
            self,
            implementers=self.implementers.extended(implementers),
            funding=self.funding.extended(funding),
        )


@cache
def starting_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the program."""
    words: dict[str, Any] = load_dictionary("words")
    patterns = ("remark_openings", "value_continuations")
    return Vocabulary(
        implementers=_names(load_dictionary("implementers")),
        funding=_names(load_dictionary("funding")),
        words=Words(
            **{
                key: tuple(re.compile(item, re.IGNORECASE) for item in items)
                if key in patterns
                else frozenset(items)
                for key, items in words.items()
            }
        ),
    )


def load_dictionary(name: str) -> dict[str, Any]:
    """One file of ``dictionaries``."""
    content = yaml.safe_load((_DICTIONARIES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def any_match(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    """Whether one of ``patterns`` matches at the beginning of ``text``."""
    return any(pattern.match(text) for pattern in patterns)


def _names(content: dict[str, list[str]]) -> Names:
    return Names(
        names=frozenset(_tokenised(content["names"])),
        heads=frozenset(content["heads"]),
        offices=frozenset(_tokenised(content["offices"])),
        units=frozenset(content["units"]),
    )


def _tokenised(names: Iterable[str]) -> Iterator[Tokens]:
    return (tokens(name) for name in names)
