"""Small preferences added up by the search: how well a piece suits a column and its neighbours.

Units: 1 is a weak hint, 4 nearly certain. The figures were set by hand on one real report and on
its tables laid out in other ways (``tests/intake/extraction.py``), and kept as round as possible;
they weigh habits of Polish tables and hold no word, code or number of a document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from miernik.intake.readers.extracted_text.evidence import Piece
from miernik.intake.rows import Column
from miernik.intake.vocabulary import Names

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
Widths = tuple[float | None, ...]
NO_WIDTHS: Widths = (None,) * len(COLUMNS)

# What may begin after the last column begun in a row (the frontier), and how unusual it is.
NEXT: Mapping[int, tuple[tuple[int, float], ...]] = {
    -1: ((TASK, 0.0),),
    TASK: ((IMPLEMENTERS, 0.0), (FUNDING, -4.0), (INDICATOR, -5.0)),
    IMPLEMENTERS: ((FUNDING, 0.0), (INDICATOR, -3.0)),
    FUNDING: ((INDICATOR, 0.0),),
    INDICATOR: ((VALUE, 0.0), (MONITORING, -8.0), (REMARKS, -9.0), (INDICATOR, -8.0)),
    VALUE: ((MONITORING, 0.0), (REMARKS, -1.5), (INDICATOR, 0.0)),
    MONITORING: ((REMARKS, -1.0), (INDICATOR, 0.0)),
    REMARKS: ((INDICATOR, 0.0),),
}
CUT = -1.5  # two cells in one line
BROKEN = -3.0  # a monitoring sentence that never ends
UNFINISHED = -8.0  # an indicator without a value
RETURN = -0.1  # going on with a cell cut by a page
ORPHAN = -2.5  # a cell that begins on the page after the one on which its row began
UNKNOWN = 0.5  # each unknown word in a list of names
UNKNOWN_REST = 0.15  # the same in a line that continues a name
_REST_OF_NAME = 0.15  # each word of the next line of a name, in lower case
LATE_REMARK = -5.0  # going on with a remark beside a later indicator, without a page between
_WHOLE_NAME = 2  # a known name at the beginning of a piece is stronger, a mere head weaker
_NUMBER_IN_TEXT = {TASK: 2.0, INDICATOR: 4.0, REMARKS: 3.0}
_SHORT = 0.5  # each line by which a cell does not reach the foot of its page
_SHORT_AT_MOST = 3.0
_GAP = 3  # so many blank lines often stand between cells
_WIDE_GAP = 5


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one piece suits each column, as the rest of a cell and as its beginning."""

    content: tuple[float, ...]
    opening: tuple[float, ...]


def fit(piece: Piece, widths: Widths) -> Fit:
    """The part of the preferences that depends on the piece alone."""
    return Fit(
        tuple(_content(piece, column, widths[column]) for column in range(len(COLUMNS))),
        tuple(_opening(piece, column) for column in range(len(COLUMNS))),
    )


def leaving(before: Piece, piece: Piece, depth: int) -> float:
    """Preference against leaving a cell in the middle of a phrase; pages may do that."""
    if piece.opens_page:
        return 0.0
    if before.dangling:
        return -2.5
    return -1.0 if before.comma or depth > 0 else 0.0


def boundary(previous: Piece, piece: Piece, column: int, width: float | None, near: bool) -> float:
    """How well ``piece`` continues ``previous`` as the next line of one cell."""
    listed = column in (IMPLEMENTERS, FUNDING)
    score = 0.0
    if near and piece.gap >= _GAP:
        score -= 0.4 if listed else 1.2 if piece.gap < _WIDE_GAP else 2.0
    if piece.lower or piece.opens_bracket:
        score += 1.0 if piece.lower else 0.5
        score += _REST_OF_NAME * len(piece.words) if near and listed else 0.0
    elif piece.upper:
        mild = listed or previous.sentence_end or column in (VALUE, REMARKS)
        score -= 0.2 if mild else 0.8
    if previous.dangling or previous.comma:
        score += 1.5 if previous.dangling else 0.5
    if width is not None and not previous.sentence_end:
        slack = width - previous.width - 1 - piece.first_width
        score += 0.4 if slack < 1 else -0.8 if slack > 4 and not listed else 0.0
    return score


def returning(previous: Piece, column: int, missing: float) -> float:
    """Preference for a cell going on after a page; ``missing`` lines keep it from the foot."""
    score = RETURN - min(_SHORT_AT_MOST, _SHORT * missing)
    if column == INDICATOR:
        score -= 0.3  # long merged cells are cut more often
    if column in (VALUE, REMARKS) and not previous.sentence_end:
        score += 0.4
    return score


def completes_name(previous: Piece, piece: Piece, names: Names) -> float:
    """A known name cut by a page goes on; or a new one begins in a list of names."""
    words = previous.words + piece.words
    cut = len(previous.words)
    if any(names.match(words, at) > cut - at or names.opens(words[at:]) for at in range(cut)):
        return 2.0
    return 0.5 if names.match(piece.words, 0) or names.opens(piece.words) else 0.0


def brackets(piece: Piece, depth: int) -> float:
    """A closing bracket belongs where one is open."""
    if piece.depth >= 0:
        return 0.0
    return 1.5 if depth > 0 else -1.5


def repeated(piece: Piece, funds: tuple[tuple[str, ...], ...]) -> float:
    """A source of money is seldom named twice in one cell."""
    return -2.5 * sum(name in funds for name in piece.funds)


def _content(piece: Piece, column: int, width: float | None) -> float:
    """How well the words of a piece suit a column, wherever in the cell they stand."""
    score = -0.1
    if width is not None and piece.width > width + 1.5:
        score -= min(1.0 if column == VALUE else 4.0, 0.8 * (piece.width - width))
    if piece.unit_in_brackets:
        score += 3.5 if column == INDICATOR else -1.5
    if column in (IMPLEMENTERS, FUNDING):
        return score + _name_content(piece, column)
    if column == TASK and piece.upper:
        known = max(piece.implementer[1], piece.funding[1])
        score -= 3.0 if known > _WHOLE_NAME else 1.0 if known else 0.0
    if column == VALUE and piece.goes_on_list:
        score += 1.0
    if column == INDICATOR and piece.goes_on_list and not piece.upper and len(piece.words) > 1:
        score -= 1.0
    return score - (_NUMBER_IN_TEXT.get(column, 0.0) if piece.number == 1 else 0.0)


def _name_content(piece: Piece, column: int) -> float:
    """How well a piece suits one of the two lists of names; names of the other count against."""
    own, other = piece.implementer, piece.funding
    if column == FUNDING:
        own, other = other, own
    stranger = other[1] > _WHOLE_NAME > own[1] and (piece.upper or column == IMPLEMENTERS)
    against = (2.5 if column == IMPLEMENTERS else 1.5) if stranger else 0.0
    return _share(piece, own[0], other[0]) - against


def _share(piece: Piece, known: float, foreign: float) -> float:
    """Known words count for a column, unknown ones against it, those of the other list less."""
    count = len(piece.words) or 1
    foreign = max(0.0, min(foreign, count - known))
    unknown = UNKNOWN_REST if piece.lower else UNKNOWN
    return 0.8 * known - 0.2 * foreign - unknown * (count - known - foreign)


def _opening(piece: Piece, column: int) -> float:
    """How much a piece looks like the beginning of a cell of ``column``."""
    score = 0.8 if piece.gap >= _GAP else 0.2 if piece.gap == 0 and piece.part == 0 else 0.0
    score += 0.5 if piece.upper else 0.0
    opening = _OPENINGS.get(column)
    return score + (opening(piece) if opening is not None else 0.0)


def _implementer_opening(piece: Piece) -> float:
    return piece.implementer[1] or (-1.5 if piece.upper else -4.0)


def _funding_opening(piece: Piece) -> float:
    return piece.funding[1] or (-1.5 if piece.upper else -4.0)


def _indicator_opening(piece: Piece) -> float:
    if piece.opens_list or piece.number:
        return -4.0
    if piece.indicator:
        return 3.0 * piece.indicator
    return -3.5 if piece.upper else -5.0


def _value_opening(piece: Piece) -> float:
    if piece.number:
        return 4.0 * piece.number
    if piece.grade:
        return 3.5
    if piece.opens_list:
        return 0.5
    return (-5.5 if piece.upper else -6.5) + (1.5 if piece.gap >= _GAP else 0.0)


def _remark_opening(piece: Piece) -> float:
    named = max(piece.funding[1], piece.implementer[1]) > _WHOLE_NAME
    score = -1.5 if named else 0.0
    if piece.remark:
        return score + 3.0
    return score - (0.5 if piece.upper else 2.5)


_OPENINGS: Mapping[int, Callable[[Piece], float]] = {
    IMPLEMENTERS: _implementer_opening,
    FUNDING: _funding_opening,
    INDICATOR: _indicator_opening,
    VALUE: _value_opening,
    REMARKS: _remark_opening,
}
