"""The likeliest sequence of cells for the lines of one task: a beam search over a grammar.

A task is printed row by row, and within a row column by column. Three things disturb that order:
several cells can share one line; a cell cut by a page goes on at the head of the next page, where
the columns follow each other again; and a merged cell (monitoring, remarks) can go on beside a
later indicator. A state is therefore the frontier (the last column begun in the current row), the
column of the last piece, where each cell stopped, how much of the monitoring sentence was read,
and how far the continued cells of a new page have come. Scores are sums of small preferences, in
units in which 1 is a weak hint and 4 a nearly certain one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from miernik.intake.readers.extracted_text.evidence import Evidence, Piece
from miernik.intake.rows import Column
from miernik.kernel.numbers import read_number
from miernik.intake.vocabulary import Tokens

TASK, IMPLEMENTERS, FUNDING, INDICATOR, VALUE, MONITORING, REMARKS = range(7)
COLUMNS = (
    Column.TASK,
    Column.IMPLEMENTERS,
    Column.FUNDING,
    Column.INDICATOR,
    Column.VALUE,
    Column.MONITORING,
    Column.REMARKS,
)

# What may begin after the frontier, and how unusual it is.
_NEXT: Mapping[int, Mapping[int, float]] = {
    -1: {TASK: 0.0},
    TASK: {IMPLEMENTERS: 0.0, FUNDING: -4.0, INDICATOR: -5.0},
    IMPLEMENTERS: {FUNDING: 0.0, INDICATOR: -3.0},
    FUNDING: {INDICATOR: 0.0},
    INDICATOR: {VALUE: 0.0, MONITORING: -8.0, REMARKS: -9.0, INDICATOR: -8.0},
    VALUE: {MONITORING: 0.0, REMARKS: -1.5, INDICATOR: 0.0},
    MONITORING: {REMARKS: -1.0, INDICATOR: 0.0},
    REMARKS: {INDICATOR: 0.0},
}
_UNFINISHED = -8.0
_CUT = -1.5
_BEAM = 24
_CLOSE = 2.0
_NONE = -1

NUMERIC, WORDY, GRADED = "numeric", "wordy", "graded"


@dataclass(frozen=True, slots=True)
class Node:
    """One partial reading. ``last`` holds for each column the last piece of its open cell."""

    score: float
    parent: Node | None
    piece: Piece | None
    column: int
    begins: bool
    row: int
    frontier: int = -1
    last: tuple[Piece | None, ...] = (None,) * 7
    phrase: int = _NONE
    spoken: int = 0
    page: int | None = None
    value: str = ""
    value_text: str = ""
    depth: int = 0
    funds: tuple[Tokens, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """States with the same key have the same future."""
        ends = tuple(_NONE if piece is None else piece.line for piece in self.last)
        at = (self.frontier, self.column, self.row, self.phrase, self.spoken, self.page)
        return (*at, self.value, self.depth > 0, ends)

    def path(self) -> list[Node]:
        """The nodes from the first piece on."""
        nodes: list[Node] = []
        node: Node | None = self
        while node is not None and node.piece is not None:
            nodes.append(node)
            node = node.parent
        return nodes[::-1]


@dataclass(frozen=True, slots=True)
class Reading:
    """The best path for a task, and the lines where a nearly as good one differs."""

    path: list[Node]
    rivals: Mapping[int, tuple[float, int]]


class Search:
    """Beam search over one task's lines; ``widths`` are the columns' widths where known."""

    def __init__(self, evidence: Evidence, widths: tuple[float | None, ...]) -> None:
        self.evidence = evidence
        self.widths = widths
        self.phrases = evidence.monitoring

    def run(self) -> Reading:
        """Find the likeliest cells."""
        beam = [Node(0.0, None, None, _NONE, False, -1)]
        for options in self.evidence.cuttings:
            reached: list[Node] = []
            for pieces in options:
                tier = [replace(node, score=node.score + _CUT * (len(pieces) - 1)) for node in beam]
                for piece in pieces:
                    tier = [after for node in tier for after in self._after(node, piece)]
                reached.extend(tier)
            beam = _prune(reached) or beam
        ranked = sorted(beam, key=lambda node: node.score + _ending(node), reverse=True)
        return Reading(ranked[0].path(), _rivals(ranked))

    def _after(self, node: Node, piece: Piece) -> Iterator[Node]:
        """Every state that ``piece`` can lead to."""
        page = -1 if piece.opens_page else node.page
        for column in range(7):
            if node.last[column] is not None:
                yield from self._goes_on(node, piece, column, page)
        for column, prior in _NEXT[node.frontier].items():
            yield from self._begins(node, piece, column, prior, page)

    # --- a cell goes on ---------------------------------------------------------------------

    def _goes_on(self, node: Node, piece: Piece, column: int, page: int | None) -> Iterator[Node]:
        previous = node.last[column]
        assert previous is not None
        if previous.line == piece.line:
            return
        same = column == node.column
        score = 0.0
        if not same:
            returning = self._return_score(node, column, page)
            if returning is None:
                return
            score += returning + self._leaving(node, piece)
        if column == MONITORING:
            spoken = self._spoken(node.phrase, node.spoken, piece) if node.spoken else None
            if spoken is None:
                return
            score += 2.0 * len(piece.words)
            yield self._step(node, piece, column, score, page, spoken=spoken)
            return
        score += self._boundary(previous, piece, column, near=same and not piece.opens_page)
        score += self._content(piece, column, node)
        changes: dict[str, object] = {}
        if column == VALUE:
            goes_on = self._value_goes_on(node, piece)
            score += goes_on[0]
            changes = {"value": goes_on[1], "value_text": f"{node.value_text} {piece.text}"}
        yield self._step(node, piece, column, score, page, **changes)

    def _return_score(self, node: Node, column: int, page: int | None) -> float | None:
        """Preference for going back to a cell left earlier; None where that cannot be."""
        partial = node.phrase != _NONE and node.spoken > 0
        if page is not None and column > page:
            return -0.5
        if column == MONITORING and partial:
            return -0.5
        if column == REMARKS and node.frontier in (VALUE, MONITORING):
            return -5.0
        return None

    def _value_goes_on(self, node: Node, piece: Piece) -> tuple[float, str]:
        """How well a piece continues the value begun before, and the value's kind then."""
        if node.value == WORDY:
            return 0.0, WORDY
        if node.value == GRADED:
            return (1.0, GRADED) if piece.grade else (-5.0, GRADED)
        if piece.continuation:
            return 1.0, WORDY
        joined = read_number(f"{node.value_text} {piece.text}")
        if joined.number is not None and (joined.unit or joined.marker) and not piece.number:
            return 0.5, NUMERIC
        return -6.0, NUMERIC

    # --- a cell begins ----------------------------------------------------------------------

    def _begins(
        self, node: Node, piece: Piece, column: int, prior: float, page: int | None
    ) -> Iterator[Node]:
        if column == MONITORING:
            for index in range(len(self.phrases)):
                spoken = self._spoken(index, 0, piece)
                if spoken is not None:
                    score = prior + 2.0 * len(piece.words) + self._leaving(node, piece)
                    yield self._step(
                        node, piece, column, score, page, begins=True, phrase=index, spoken=spoken
                    )
            return
        score = prior + self._opening(piece, column, node) + self._leaving(node, piece)
        score += self._content(piece, column, node)
        changes: dict[str, object] = {}
        if column == VALUE:
            kind = NUMERIC if piece.number else GRADED if piece.grade else WORDY
            changes = {"value": kind, "value_text": piece.text}
        yield self._step(node, piece, column, score, page, begins=True, **changes)

    def _opening(self, piece: Piece, column: int, node: Node) -> float:
        """How much a piece looks like the beginning of a cell of ``column``."""
        score = 0.8 if piece.gap >= 3 else 0.2 if piece.gap == 0 and piece.part == 0 else 0.0
        score += 0.5 if piece.upper else 0.0
        if column == TASK:
            return score
        if column in (IMPLEMENTERS, FUNDING):
            strength = (piece.implementer if column == IMPLEMENTERS else piece.funding)[1]
            return score + (strength or (-1.5 if piece.upper else -4.0))
        if column == INDICATOR:
            if piece.opens_list or piece.number:
                return score - 4.0
            if piece.indicator:
                return score + 3.0 * piece.indicator
            return score - (1.5 if piece.upper else 5.0)
        if column == VALUE:
            return score + self._value_opening(piece, node)
        if piece.remark:
            return score + 3.0
        return score - (0.5 if piece.upper or piece.opens_list else 2.5)

    def _value_opening(self, piece: Piece, node: Node) -> float:
        if piece.number:
            return 4.0 * piece.number
        if piece.grade:
            return 3.5
        asks = 1.5 if self._asks_for_text(node) else 0.0
        if piece.opens_list:
            return 2.5 + asks
        return asks - (2.0 if piece.upper else 3.0)

    def _asks_for_text(self, node: Node) -> bool:
        """Whether the indicator's name, as read so far, expects an answer in words."""
        at: Node | None = node
        while at is not None and at.column == INDICATOR and at.piece is not None:
            if at.piece.asks_for_text:
                return True
            at = at.parent
        return False

    # --- preferences ------------------------------------------------------------------------

    def _leaving(self, node: Node, piece: Piece) -> float:
        """Preference against leaving a cell in the middle of a phrase (pages may do that)."""
        before = node.piece
        if before is None or piece.opens_page or node.column == MONITORING:
            return 0.0
        if before.dangling:
            return -2.5
        if before.comma:
            return -1.0
        return -1.0 if node.depth > 0 else 0.0

    def _boundary(self, previous: Piece, piece: Piece, column: int, *, near: bool) -> float:
        """How well ``piece`` continues ``previous`` as the next line of one cell."""
        listed = column in (IMPLEMENTERS, FUNDING)
        score = 0.0
        if near:
            score -= 0.0 if piece.gap < 3 else 1.2 if piece.gap < 5 else 2.0
        if piece.lower or piece.opens_bracket:
            score += 1.0 if piece.lower else 0.5
        elif piece.upper:
            mild = listed or previous.sentence_end or column in (VALUE, REMARKS)
            score -= 0.2 if mild else 0.8
        if previous.dangling or previous.comma:
            score += 1.5 if previous.dangling else 0.5
        width = self.widths[column]
        if width is not None and not listed and not previous.sentence_end:
            slack = width - previous.width - 1 - piece.first_width
            score += 0.4 if slack < 1 else -0.8 if slack > 4 else 0.0
        return score

    def _content(self, piece: Piece, column: int, node: Node) -> float:
        """How well the words of a piece suit a column, wherever in the cell they stand."""
        count = len(piece.words) or 1
        score = -0.1
        width = self.widths[column]
        if width is not None and piece.width > width + 1.5:
            score -= min(4.0, 0.8 * (piece.width - width))
        if column == IMPLEMENTERS:
            known = piece.implementer[0]
            foreign = min(piece.funding[0], count - known)
            return score + 0.8 * known - 0.5 * (count - known - foreign) - 0.2 * foreign
        if column == FUNDING:
            known = piece.funding[0]
            foreign = min(piece.implementer[0], count - known)
            again = sum(name in node.funds for name in piece.funds) if node.funds else 0
            score -= 2.5 * again
            return score + 0.8 * known - 0.5 * (count - known - foreign) - 0.3 * foreign
        if column == TASK:
            strong = piece.upper and max(piece.implementer[1], piece.funding[1])
            return score - (0.8 * count if strong else 0.0) - (2.0 if piece.number == 1 else 0.0)
        if column == INDICATOR:
            score -= 4.0 if piece.number == 1 else 0.0
            score -= 2.0 if piece.goes_on_list and piece.upper is False and count > 1 else 0.0
        if column == REMARKS and piece.number == 1:
            score -= 3.0
        return score

    def _spoken(self, phrase: int, spoken: int, piece: Piece) -> int | None:
        """Words of the monitoring sentence read after ``piece``; None if it does not fit."""
        if phrase == _NONE:
            return None
        sentence = self.phrases[phrase]
        end = spoken + len(piece.words)
        if not piece.words or sentence[spoken:end] != piece.words:
            return None
        return 0 if end == len(sentence) else end

    def _step(
        self,
        node: Node,
        piece: Piece,
        column: int,
        score: float,
        page: int | None,
        *,
        begins: bool = False,
        **changes: object,
    ) -> Node:
        """The state after ``piece`` was put into ``column``."""
        row, frontier, last = node.row, node.frontier, list(node.last)
        if begins:
            frontier = column
            if column == INDICATOR:
                row += 1
                last[VALUE] = None
                if page is not None and page >= INDICATOR:
                    page = None
        last[column] = piece
        if page is not None:
            page = max(page, column)
        fresh = begins or column != node.column
        funds = piece.funds if begins and column == FUNDING else node.funds
        if column == FUNDING and not begins:
            funds = node.funds + piece.funds
        state = replace(
            node,
            score=node.score + score,
            parent=node,
            piece=piece,
            column=column,
            begins=begins,
            row=row,
            frontier=frontier,
            last=tuple(last),
            page=page,
            depth=max(0, piece.depth if fresh else node.depth + piece.depth),
            funds=funds,
        )
        return replace(state, **changes) if changes else state  # type: ignore[arg-type]


def _ending(node: Node) -> float:
    """Preference against a task that stops before its row is whole."""
    if node.frontier == INDICATOR:
        return _UNFINISHED
    return 0.0 if node.frontier > INDICATOR else 2 * _UNFINISHED


def _prune(nodes: list[Node]) -> list[Node]:
    """The best state for each key, and the best of these."""
    best: dict[tuple[object, ...], Node] = {}
    for node in nodes:
        held = best.get(node.key)
        if held is None or node.score > held.score:
            best[node.key] = node
    return sorted(best.values(), key=lambda node: node.score, reverse=True)[:_BEAM]


def _rivals(ranked: list[Node]) -> dict[int, tuple[float, int]]:
    """Lines that another reading, nearly as good, puts elsewhere: margin and other column."""
    best = ranked[0]
    chosen = {(node.piece.line, node.piece.part): node for node in best.path() if node.piece}
    found: dict[int, tuple[float, int]] = {}
    for other in ranked[1:]:
        margin = best.score + _ending(best) - other.score - _ending(other)
        if margin > _CLOSE:
            break
        for node in other.path():
            assert node.piece is not None
            mine = chosen.get((node.piece.line, node.piece.part))
            if mine is None or mine.column != node.column:
                found.setdefault(node.piece.line, (margin, node.column))
    return found
