"""Records of the context that tell how whole the year's collected values are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SilentEntry:
    """An institution that was asked and handed nothing in.

    ``indicators`` values of the year lack it; ``codes`` are their tasks, ready to print.
    """

    name: str
    indicators: int
    codes: str


@dataclass(frozen=True, slots=True)
class IncompleteEntry:
    """An indicator whose value lacks institutions; ``text`` says it in words.

    The numbers are of institutions and add up to ``asked``.
    """

    code: str
    name: str
    asked: int
    given: int
    silent: int
    no_data: int
    not_applicable: int
    text: str


@dataclass(frozen=True, slots=True)
class Collected:
    """How whole the values are that institutions gave."""

    sentences: tuple[str, ...]
    silent: tuple[SilentEntry, ...]
    incomplete: tuple[IncompleteEntry, ...]
