"""Is it the same? A recognised document held against the stored strategy.

Pure: plain content in, plain matches out. Identity is never the number alone: the wording decides,
the place supports it, and every difference is shown to a person.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz

from miernik.intake.draft import DraftReport, DraftTask
from miernik.kernel.text import comparable, squeeze
from miernik.strategy.content import IndicatorContent, UnitContent
from miernik.strategy.selectors import goal_letter

SAME_PLACE = 65.0
"""Similarity (0-100) that, at the same place, is still the same unit in other words."""
ELSEWHERE = 88.0
"""Similarity that a unit found at another place must reach."""


class Sameness(StrEnum):
    """How a recognised unit relates to the stored strategy."""

    SAME = "same"
    REWORDED = "reworded"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Word:
    """A run of words of a wording difference: kept, removed or added."""

    text: str
    change: str


@dataclass(slots=True)
class Match:
    """One recognised unit with its stored counterpart (None when new)."""

    path: str
    kind: str
    sameness: Sameness
    recognised: str
    stored: str = ""
    similarity: float = 0.0
    moved_from: str = ""
    words: tuple[Word, ...] = ()


@dataclass(slots=True)
class Comparison:
    """A whole document held against a stored version.

    ``indicators`` and ``units`` map paths of the draft ("A.1.3/2", "A.1.3", "A.1", "A") to the
    stored content; ``absent`` lists stored tasks the document does not speak of.
    """

    matches: list[Match] = field(default_factory=list)
    units: dict[str, UnitContent] = field(default_factory=dict)
    indicators: dict[str, IndicatorContent] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)

    @property
    def differences(self) -> list[Match]:
        """The matches a person should look at."""
        return [match for match in self.matches if match.sameness is not Sameness.SAME]


def compare(draft: DraftReport, stored: Sequence[UnitContent]) -> Comparison:
    """Match every goal, priority, task and indicator of ``draft`` with the stored version."""
    result = Comparison()
    levels: list[dict[str, UnitContent]] = [{}, {}, {}]
    for depth, label, unit in _labelled(stored):
        levels[depth][label] = unit
    priorities = [item for goal in draft.goals for item in goal.priorities]
    recognised = (
        ("goal", [(goal.code, goal.title) for goal in draft.goals]),
        ("priority", [(item.code, item.title) for item in priorities]),
        ("task", [(task.code, task.title) for task in draft.tasks()]),
    )
    for (kind, units), level in zip(recognised, levels, strict=True):
        titles = {label: unit.title for label, unit in level.items()}
        pairs = _assign(dict(units), titles)
        for code, title in units:
            result.matches.append(_match(code, kind, title, pairs.get(code), titles))
            if code in pairs:
                result.units[code] = level[pairs[code]]
    for task in draft.tasks():
        _match_indicators(result, task)
    result.absent = [label for label in levels[2] if levels[2][label] not in result.units.values()]
    return result


def word_difference(old: str, new: str) -> tuple[Word, ...]:
    """Return the difference of two wordings on whole words."""
    before, after = squeeze(old).split(), squeeze(new).split()
    words: list[Word] = []
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(
        a=before, b=after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            words.append(Word(" ".join(before[a1:a2]), "kept"))
            continue
        if a2 > a1:
            words.append(Word(" ".join(before[a1:a2]), "removed"))
        if b2 > b1:
            words.append(Word(" ".join(after[b1:b2]), "added"))
    return tuple(words)


def _labelled(units: Sequence[UnitContent]) -> Iterator[tuple[int, str, UnitContent]]:
    def walk(unit: UnitContent, label: str, depth: int) -> Iterator[tuple[int, str, UnitContent]]:
        yield depth, label, unit
        for number, child in enumerate(unit.children, 1):
            yield from walk(child, f"{label}.{number}", depth + 1)

    for position, goal in enumerate(units, 1):
        yield from walk(goal, goal_letter(position), 0)


def _similarity(one: str, other: str) -> float:
    return fuzz.ratio(comparable(one), comparable(other))


def _assign(recognised: dict[str, str], stored: dict[str, str]) -> dict[str, str]:
    """Pair recognised with stored wordings (both by label), the surest pairs first.

    At the same label a looser likeness is enough; elsewhere the wording alone must carry it.
    """
    candidates = []
    for code, title in recognised.items():
        for label, wording in stored.items():
            similarity = _similarity(title, wording)
            if similarity >= (SAME_PLACE if label == code else ELSEWHERE):
                candidates.append((-similarity, label != code, code, label))
    pairs: dict[str, str] = {}
    for _, _, code, label in sorted(candidates):
        if code not in pairs and label not in pairs.values():
            pairs[code] = label
    return pairs


def _match(path: str, kind: str, wording: str, label: str | None, stored: dict[str, str]) -> Match:
    if label is None:
        return Match(path, kind, Sameness.NEW, wording)
    old = stored[label]
    same = comparable(wording) == comparable(old)
    return Match(
        path,
        kind,
        Sameness.SAME if same else Sameness.REWORDED,
        wording,
        old,
        _similarity(wording, old),
        "" if label == path else label,
        () if same else word_difference(old, wording),
    )


def _match_indicators(result: Comparison, task: DraftTask) -> None:
    """An indicator is looked for under its own task only: other tasks count other things."""
    unit = result.units.get(task.code)
    known = {f"{task.code}/{n}": item for n, item in enumerate(unit.indicators, 1)} if unit else {}
    names = {f"{task.code}/{n}": item.name for n, item in enumerate(task.indicators, 1)}
    titles = {label: item.name for label, item in known.items()}
    pairs = _assign(names, titles)
    for path, name in names.items():
        result.matches.append(_match(path, "indicator", name, pairs.get(path), titles))
        if path in pairs:
            result.indicators[path] = known[pairs[path]]
