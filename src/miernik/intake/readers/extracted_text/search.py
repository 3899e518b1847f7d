"""The likeliest sequence of cells for the lines of one task: a beam search over a grammar.

A task is printed row by row, and within a row column by column. Three things disturb that order:
several cells can share one line; a cell cut by a page goes on at the head of the next page, where
the columns follow each other again; and a merged cell (monitoring, remarks) can go on beside a
later indicator. A state is therefore the frontier (the last column begun in the current row), the
column of the last piece, where each cell stopped, how much of the monitoring sentence was read,
and how far the continued cells of a new page have come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from operator import attrgetter
from typing import NamedTuple

from miernik.intake.readers.extracted_text.evidence import Evidence, Piece, number_strength
from miernik.intake.readers.extracted_text.heights import EMPTY_PAGE, Heights
from miernik.intake.readers.extracted_text.preferences import (
    BROKEN,
    CUT,
    FUNDING,
    IMPLEMENTERS,
    INDICATOR,
    LATE_REMARK,
    MONITORING,
    NEXT,
    ORPHAN,
    REMARKS,
    RETURN,
    TASK,
    UNFINISHED,
    VALUE,
    Fit,
    Widths,
    boundary,
    brackets,
    completes_name,
    fit,
    leaving,
    repeated,
    returning,
)
from miernik.intake.vocabulary import Tokens

_BEAM = 20
_TRIED = 48
_WINDOW = 12.0
_CLOSE = 2.0
_NO_PHRASE = -1
_SPOKEN = 2.0  # for each word of the monitoring sentence
_ASKED = 2.0  # an answer in words to an indicator that asks for one

NUMERIC, WORDY, GRADED = "numeric", "wordy", "graded"


@dataclass(slots=True)
class Node:
    """One partial reading.

    For each column ``last`` holds the last piece of its open cell, ``depths`` the brackets open
    in it. ``heights`` says how far the cells reach down this page and ``above`` how far they did
    on the page before. ``page`` is None away from a page's head, otherwise the last column
    reached there; ``page_row`` is the row in which the page began.
    """

    score: float
    parent: Node | None
    piece: Piece | None
    column: int = -1
    begins: bool = False
    row: int = -1
    frontier: int = -1
    last: tuple[Piece | None, ...] = (None,) * 7
    depths: tuple[int, ...] = (0,) * 7
    heights: Heights = EMPTY_PAGE
    above: Heights = EMPTY_PAGE
    phrase: int = _NO_PHRASE
    spoken: int = 0
    page: int | None = None
    page_row: int = -1
    value: str = ""
    value_text: str = ""
    funds: tuple[Tokens, ...] = ()
    asks: bool = False

    def key(self) -> tuple[object, ...]:
        """States with the same key have, nearly, the same future."""
        ends = tuple([-1 if piece is None else piece.line for piece in self.last])
        at = (self.frontier, self.column, self.row, self.phrase, self.spoken, self.page)
        return (at, self.value, ends)

    def path(self) -> list[Node]:
        """The nodes from the first piece on."""
        nodes: list[Node] = []
        node: Node | None = self
        while node is not None and node.piece is not None:
            nodes.append(node)
            node = node.parent
        return nodes[::-1]


@dataclass(frozen=True, slots=True)
class Change:
    """What a step changes in a state besides its place."""

    begins: bool = False
    phrase: int | None = None
    spoken: int | None = None
    value: str | None = None
    value_text: str | None = None


_PLAIN = Change()
_BEGINS = Change(begins=True)


class Step(NamedTuple):
    """A piece's way into a column: the score it would give and what it changes."""

    score: float
    node: Node
    column: int
    page: int | None
    change: Change


@dataclass(frozen=True, slots=True)
class Reading:
    """The best path for a task, and the lines where a nearly as good one differs."""

    path: list[Node]
    rivals: Mapping[int, tuple[float, int]]


class Search:
    """Beam search over one task's lines; ``widths`` are the columns' widths where known."""

    def __init__(self, evidence: Evidence, widths: Widths) -> None:
        self.evidence = evidence
        self.widths = widths
        self.phrases = evidence.monitoring
        self.names = {
            IMPLEMENTERS: evidence.vocabulary.implementers,
            FUNDING: evidence.vocabulary.funding,
        }
        self._fits: dict[int, Fit] = {}

    def run(self) -> Reading:
        """Find the likeliest cells."""
        beam = [Node(0.0, None, None)]
        for options in self.evidence.cuttings:
            reached: list[Node] = []
            for pieces in options:
                tier, cost = beam, CUT * (len(pieces) - 1)
                for piece in pieces:
                    tier = self._advance(tier, piece, cost)
                    cost = 0.0
                reached.extend(tier)
            beam = _prune(reached)
        ranked = sorted(beam, key=_final, reverse=True)
        return Reading(ranked[0].path(), _rivals(ranked))

    def _advance(self, tier: list[Node], piece: Piece, cost: float) -> list[Node]:
        """The most promising states after ``piece``; hopeless ones are not even built."""
        steps = [step for node in tier for step in self._after(node, piece, cost)]
        if not steps:
            return []
        least = max(step.score for step in steps) - _WINDOW
        steps = [step for step in steps if step.score >= least]
        if len(steps) > _TRIED:
            steps = nlargest(_TRIED, steps, key=attrgetter("score"))
        return [_taken(step, piece) for step in steps]

    def _after(self, node: Node, piece: Piece, cost: float) -> Iterator[Step]:
        """Every step that ``piece`` allows."""
        known = self._fits.get(id(piece))
        if known is None:
            known = self._fits[id(piece)] = fit(piece, self.widths)
        page = -1 if piece.opens_page else node.page
        left = 0.0
        if node.piece is not None and node.column != MONITORING:
            left = leaving(node.piece, piece, node.depths[node.column])
        for column, previous in enumerate(node.last):
            if previous is not None and previous.line != piece.line:
                yield from self._goes_on(node, piece, column, page, known, left, cost)
        for column, prior in NEXT[node.frontier]:
            yield from self._begins(node, piece, column, page, known, prior + left + cost)

    def _goes_on(
        self,
        node: Node,
        piece: Piece,
        column: int,
        page: int | None,
        known: Fit,
        left: float,
        cost: float,
    ) -> Iterator[Step]:
        """Steps in which ``piece`` continues the open cell of ``column``."""
        previous = node.last[column]
        assert previous is not None
        same = column == node.column
        score = cost
        if not same:
            back = self._return_score(node, piece, column, page)
            if back is None:
                return
            score += back + left
        if column == MONITORING:
            spoken = self._speak(node.phrase, node.spoken, piece) if node.spoken else None
            if spoken is not None:
                score += _SPOKEN * len(piece.words)
                yield Step(node.score + score, node, column, page, Change(spoken=spoken))
            return
        near = same and not piece.opens_page
        score += boundary(previous, piece, column, self.widths[column], near)
        score += known.content[column] + brackets(piece, node.depths[column])
        change = _PLAIN
        if not near and column in (IMPLEMENTERS, FUNDING):
            score += completes_name(previous, piece, self.names[column])
        if column == FUNDING:
            score += repeated(piece, node.funds)
        elif column == VALUE:
            bonus, kind = self._value_goes_on(node, piece)
            score += bonus
            change = Change(value=kind, value_text=f"{node.value_text} {piece.text}")
        yield Step(node.score + score, node, column, page, change)

    def _return_score(
        self, node: Node, piece: Piece, column: int, page: int | None
    ) -> float | None:
        """Preference for going back to a cell left earlier; None where that cannot be."""
        previous = node.last[column]
        assert previous is not None
        if column == MONITORING and node.spoken:
            return RETURN
        if page is not None and column > page:
            above = node.heights if piece.opens_page else node.above
            return returning(previous, column, above.missing(column))
        if column == REMARKS and node.frontier in (VALUE, MONITORING):
            return LATE_REMARK
        return None

    def _value_goes_on(self, node: Node, piece: Piece) -> tuple[float, str]:
        """How well a piece continues the value begun before, and the value's kind then."""
        if node.value == WORDY:
            return 0.0, WORDY
        if node.value == GRADED:
            return (1.0, GRADED) if piece.grade else (-5.0, GRADED)
        if piece.continuation:
            return 1.0, WORDY
        if not piece.number:
            joined = f"{node.value_text} {piece.text}"
            if number_strength(joined, self.evidence.vocabulary.words) == 1:
                return 0.5, NUMERIC
        return -6.0, NUMERIC

    def _begins(
        self, node: Node, piece: Piece, column: int, page: int | None, known: Fit, score: float
    ) -> Iterator[Step]:
        """Steps in which ``piece`` begins a cell of ``column``."""
        if column == MONITORING:
            for phrase in range(len(self.phrases)):
                spoken = self._speak(phrase, 0, piece)
                if spoken is not None:
                    change = Change(begins=True, phrase=phrase, spoken=spoken)
                    total = score + _SPOKEN * len(piece.words) + (BROKEN if node.spoken else 0.0)
                    yield Step(node.score + total, node, column, page, change)
            return
        score += known.opening[column] + known.content[column]
        row = node.row if piece.opens_page else node.page_row
        if page is not None and column != INDICATOR and row == node.row:
            score += ORPHAN
        change = _BEGINS
        if column == VALUE:
            kind = NUMERIC if piece.number else GRADED if piece.grade else WORDY
            score += _ASKED if kind == WORDY and node.asks else 0.0
            change = Change(begins=True, value=kind, value_text=piece.text)
        yield Step(node.score + score, node, column, page, change)

    def _speak(self, phrase: int, spoken: int, piece: Piece) -> int | None:
        """Words of the monitoring sentence read after ``piece`` (0 when it is whole); None if
        the piece does not fit."""
        sentence = self.phrases[phrase]
        end = spoken + len(piece.words)
        if not piece.words or sentence[spoken:end] != piece.words:
            return None
        return 0 if end == len(sentence) else end


def _taken(step: Step, piece: Piece) -> Node:
    """The state after ``piece`` was put where ``step`` says."""
    node, column, page, change = step.node, step.column, step.page, step.change
    last, depths = list(node.last), list(node.depths)
    heights = EMPTY_PAGE if piece.opens_page else node.heights
    above = node.heights if piece.opens_page else node.above
    row, asks, funds = node.row, node.asks, node.funds
    fresh = change.begins
    if fresh:
        depths[column] = 0
    if fresh and column == INDICATOR:
        row += 1
        asks, last[VALUE] = False, None
        page = None if page is not None and page >= INDICATOR else page
    if column == INDICATOR:
        asks = asks or piece.asks_for_text
    elif column == FUNDING:
        funds = piece.funds if fresh else funds + piece.funds
    last[column] = piece
    depths[column] = max(0, depths[column] + piece.depth)
    return Node(
        score=step.score,
        parent=node,
        piece=piece,
        column=column,
        begins=fresh,
        row=row,
        frontier=column if fresh else node.frontier,
        last=tuple(last),
        depths=tuple(depths),
        heights=heights.grown(column, node.column, piece.gap, fresh),
        above=above,
        phrase=node.phrase if change.phrase is None else change.phrase,
        spoken=node.spoken if change.spoken is None else change.spoken,
        page=page if page is None else max(page, column),
        page_row=node.row if piece.opens_page else node.page_row,
        value=node.value if change.value is None else change.value,
        value_text=node.value_text if change.value_text is None else change.value_text,
        funds=funds,
        asks=asks,
    )


def _final(node: Node) -> float:
    """The score with the preference against a task that stops before its row is whole."""
    missing = 1 if node.frontier == INDICATOR else 2 if TASK <= node.frontier < INDICATOR else 0
    return node.score + missing * UNFINISHED + (BROKEN if node.spoken else 0.0)


def _prune(nodes: list[Node]) -> list[Node]:
    """The best state for each key, and the best of these."""
    best: dict[tuple[object, ...], Node] = {}
    for node in nodes:
        key = node.key()
        held = best.get(key)
        if held is None or node.score > held.score:
            best[key] = node
    return sorted(best.values(), key=lambda node: node.score, reverse=True)[:_BEAM]


def _rivals(ranked: list[Node]) -> dict[int, tuple[float, int]]:
    """Lines that another reading, nearly as good, puts elsewhere: margin and other column."""
    best = ranked[0]
    chosen = {(node.piece.line, node.piece.part): node for node in best.path() if node.piece}
    found: dict[int, tuple[float, int]] = {}
    for other in ranked[1:]:
        margin = _final(best) - _final(other)
        if margin > _CLOSE:
            break
        for node in other.path():
            assert node.piece is not None
            mine = chosen.get((node.piece.line, node.piece.part))
            if mine is None or mine.column != node.column:
                found.setdefault(node.piece.line, (margin, node.column))
    return found
