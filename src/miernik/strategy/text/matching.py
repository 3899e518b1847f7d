"""Which unit of an earlier programme became which of a later one: a proposal from the wordings.

Pure: lines in, pairs out. Sections are matched first, by heading, aim and points together; then
the units inside matched sections; what is left is looked for in the whole text, and last as a part
of a unit that has its pair already (split, merged).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from miernik.kernel.text import comparable
from miernik.strategy.models import FieldType, LineageKind, UnitKind
from miernik.strategy.text.reading import Line
from miernik.strategy.text.stems import same_stem, stems

#: Likeness (0-100) that pairs two sections, two units of a section, two units anywhere.
SAME_SECTION, IN_SECTION, ANYWHERE = 50, 60, 85
#: Share of a unit's words that another must hold to have swallowed it.
SWALLOWED = 0.8
_FEWEST_WORDS = 3
_HEADS = (UnitKind.PART, UnitKind.SECTION)
_ENUMERATED = (UnitKind.POINT, UnitKind.LETTER, UnitKind.INDENT, UnitKind.ITEM)
_TELLING = (*_ENUMERATED, UnitKind.PARAGRAPH)
_UNMATCHED = (UnitKind.FIELD, UnitKind.ACT, UnitKind.TITLE, UnitKind.FOOTNOTE)
_LIST_MARKS = " ;,.:"


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposed link; ``earlier`` is None for a new unit, ``later`` for a dropped one."""

    earlier: Line | None
    later: Line | None
    kind: LineageKind
    score: int


@dataclass(slots=True)
class _Matching:
    """What is matched so far, by code of the unit."""

    earlier: list[Line]
    later: list[Line]
    forth: dict[str, Line] = field(default_factory=dict)
    back: dict[str, Line] = field(default_factory=dict)

    def join(self, one: Line, two: Line) -> None:
        self.forth[one.code] = two
        self.back[two.code] = one

    def free(self) -> tuple[list[Line], list[Line]]:
        return (
            [line for line in self.earlier if line.code not in self.forth],
            [line for line in self.later if line.code not in self.back],
        )


def likeness(one: str, two: str) -> int:
    """Return how alike two wordings are, 0 to 100, whatever the order of their words.

    Only the same wording has 100: other order or marks of the same words are 99.
    """
    if same_wording(one, two):
        return 100
    return min(99, round(fuzz.token_sort_ratio(_plain(one), _plain(two))))


def same_wording(one: str, two: str) -> bool:
    """Return whether two wordings are equal but for case, white space and the mark at the end.

    The mark that ends a unit of an enumeration follows from its place, not from its meaning.
    """
    return _plain(one) == _plain(two)


def kind_of(earlier: Line, later: Line) -> LineageKind:
    """Return what a pair of units is by wording and label."""
    if not same_wording(earlier.text, later.text):
        return LineageKind.CHANGED
    return LineageKind.KEPT if earlier.label == later.label else LineageKind.RENUMBERED


def matched(line: Line) -> bool:
    """Return whether units of this kind get a lineage: those of the programme with a wording."""
    return line.kind not in _UNMATCHED and bool(line.text)


def propose(earlier: list[Line], later: list[Line]) -> list[Pair]:
    """Return the links of two texts without common identities, in the order of the later text.

    Every unit that ``matched`` accepts stands in at least one pair; dropped ones come last.
    """
    work = _Matching(
        [line for line in earlier if matched(line)], [line for line in later if matched(line)]
    )
    bodies = _bodies(earlier) | _bodies(later)
    _assign(
        work,
        [line for line in work.earlier if line.kind in _HEADS],
        [line for line in work.later if line.kind in _HEADS],
        score=lambda one, two: _heads_alike(one, two, bodies),
        least=SAME_SECTION,
    )
    _inside_sections(work, _fields(earlier), _fields(later))
    free, fresh = work.free()
    _assign(work, free, fresh, score=_alike, least=ANYWHERE)
    return list(_pairs(work))


def _bodies(lines: list[Line]) -> dict[str, str]:
    """What tells a section: its aim and points; for a part, the headings of its sections."""
    found = {}
    for head in lines:
        if head.kind not in _HEADS:
            continue
        own = [x for x in lines if x.section == head.code and x.kind in _TELLING]
        below = [x for x in lines if x.parent == head.code and x.kind in _HEADS]
        found[head.code] = " ".join(line.text for line in own or below)
    return found


def _heads_alike(one: Line, two: Line, bodies: dict[str, str]) -> float:
    if bool(one.section) != bool(two.section):
        return 0
    place = 2 if one.label == two.label else 0
    both = likeness(one.text, two.text) + likeness(bodies[one.code], bodies[two.code])
    return both / 2 + place


def _alike(one: Line, two: Line) -> float:
    """Likeness of two units of one family; the same label decides between equals."""
    if _family(one) is not _family(two):
        return 0
    return likeness(one.text, two.text) + (1 if one.label == two.label else 0)


def _family(line: Line) -> UnitKind:
    return UnitKind.POINT if line.kind in _ENUMERATED else line.kind


def _plain(text: str) -> str:
    return comparable(text).rstrip(_LIST_MARKS)


def _assign(
    work: _Matching,
    ones: list[Line],
    twos: list[Line],
    *,
    score: Callable[[Line, Line], float],
    least: float,
) -> None:
    """Join the pairs that make the sum of likeness greatest; too unlike ones stay apart."""
    if not ones or not twos:
        return
    scores = np.array([[score(one, two) for two in twos] for one in ones])
    scores[scores < least] = 0
    for row, column in zip(*linear_sum_assignment(scores, maximize=True), strict=True):
        if scores[row, column] > 0:
            work.join(ones[row], twos[column])


def _fields(lines: list[Line]) -> dict[str, FieldType]:
    """The field every unit stands in, by its code."""
    found: dict[str, FieldType] = {}
    for line in lines:
        if line.field_type is not None:
            found[line.code] = line.field_type
        elif line.parent in found:
            found[line.code] = found[line.parent]
    return found


def _inside_sections(
    work: _Matching, old_fields: dict[str, FieldType], new_fields: dict[str, FieldType]
) -> None:
    for one in [line for line in work.earlier if line.code in work.forth and line.section]:
        two = work.forth[one.code]
        ours, theirs = work.free()
        ours = [line for line in ours if line.section == one.code]
        theirs = [line for line in theirs if line.section == two.code]
        for field_type in FieldType:
            lone = [line for line in ours if old_fields.get(line.code) is field_type]
            other = [line for line in theirs if new_fields.get(line.code) is field_type]
            paragraphs = all(line.kind is UnitKind.PARAGRAPH for line in (*lone, *other))
            if len(lone) == len(other) == 1 and paragraphs:
                work.join(lone[0], other[0])
            else:
                _assign(work, lone, other, score=_alike, least=IN_SECTION)
        ours, theirs = work.free()
        _assign(
            work,
            [line for line in ours if line.section == one.code],
            [line for line in theirs if line.section == two.code],
            score=_alike,
            least=IN_SECTION,
        )


def _pairs(work: _Matching) -> Iterator[Pair]:
    dropped, fresh = work.free()
    merged = {line.code: into for line in dropped if (into := _swallower(line, work.later))}
    split = {line.code: of for line in fresh if (of := _swallower(line, work.earlier))}
    merging: dict[str, list[Line]] = defaultdict(list)
    for line in dropped:
        if line.code in merged:
            merging[merged[line.code].code].append(line)
    torn = {of.code for of in split.values()}
    for line in work.later:
        one = work.back.get(line.code)
        if one is not None:
            kind = kind_of(one, line)
            if one.code in torn:
                kind = LineageKind.SPLIT
            elif line.code in merging:
                kind = LineageKind.MERGED
            yield Pair(one, line, kind, likeness(one.text, line.text))
        elif line.code in split:
            of = split[line.code]
            yield Pair(of, line, LineageKind.SPLIT, likeness(of.text, line.text))
        elif line.code not in merging:
            yield Pair(None, line, LineageKind.NEW, 0)
        for other in merging[line.code]:
            yield Pair(other, line, LineageKind.MERGED, likeness(other.text, line.text))
    for line in dropped:
        if line.code not in merged and line.code not in torn:
            yield Pair(line, None, LineageKind.DROPPED, 0)


def _swallower(line: Line, others: list[Line]) -> Line | None:
    """The longer unit of the same family that holds nearly all words of this one."""
    words = stems(line.text)
    if len(words) < _FEWEST_WORDS or line.kind in _HEADS or line.kind is UnitKind.INDICATOR:
        return None
    best: tuple[float, Line] | None = None
    for other in others:
        theirs = stems(other.text)
        if _family(other) is not _family(line) or len(theirs) <= len(words):
            continue
        held = sum(any(same_stem(word, mine) for mine in theirs) for word in words) / len(words)
        if held >= SWALLOWED and (best is None or held > best[0]):
            best = (held, other)
    return best[1] if best else None
