"""Statistical disclosure control of counts: which numbers may not be shown, and which others then
must go with them so that no subtraction brings them back.

Zeros stay: they say that nobody is concerned. A number under the threshold is hidden (primary
suppression). What leads to it is hidden too (secondary suppression): the rest of an exact sum, a
part that leaves a small remainder in its whole, and numbers that tell of the same people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

#: Groups smaller than this are not shown unless an installation says otherwise.
DEFAULT_THRESHOLD = 5
#: What stands for a hidden number (sign of the statistical office).
SIGN = "#"


@dataclass(frozen=True, slots=True)
class Sum:
    """``whole`` is exactly the sum of ``parts``."""

    whole: str
    parts: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The whole and its parts."""
        return (self.whole, *self.parts)


@dataclass(frozen=True, slots=True)
class Subset:
    """Everybody counted in ``part`` is counted in ``whole``; there may be others."""

    whole: str
    part: str


@dataclass(frozen=True, slots=True)
class Relations:
    """How the cells of a publication hang together; ``together`` are hidden all or none."""

    sums: tuple[Sum, ...] = ()
    subsets: tuple[Subset, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()


def hidden_cells(
    cells: Mapping[str, int],
    relations: Relations,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    earlier: Mapping[str, int | None] | None = None,
) -> frozenset[str]:
    """Return the names of the cells that may not be shown.

    ``earlier`` is what was already published of the same cells, None for a hidden one: what was
    shown with the same number is known to everybody and hides nothing, and what was hidden inside
    a sum stays hidden, or its partner would be told by the two publications together.
    """
    known = {name for name, number in (earlier or {}).items() if number == cells.get(name)}
    summed = {name for item in relations.sums for name in item.cells}
    hidden = {name for name, number in cells.items() if 0 < number < threshold}
    hidden |= {name for name, number in (earlier or {}).items() if number is None} & summed
    while True:
        more = (
            _complements(cells, relations.subsets, hidden, threshold)
            or _companions(relations.together, hidden)
            or _partners(cells, relations.sums, hidden, known)
        )
        if not more:
            return frozenset(hidden)
        hidden |= more


def recoverable(
    cells: Mapping[str, int], sums: Iterable[Sum], hidden: Iterable[str]
) -> frozenset[str]:
    """Return the hidden cells that follow from the shown ones by exact arithmetic.

    Zeros are shown, so a hidden number is at least one: a sum that leaves just one for each
    hidden cell tells them all.
    """
    unknown = sorted(set(hidden) & set(cells))
    equations = _equations(cells, sums, set(unknown))
    found = {name for row, _ in equations if _all_ones(row, _) for name in row}
    return frozenset(found | _solved(unknown, [row for row, _ in equations]))


_Row = dict[str, Fraction]


def _equations(
    cells: Mapping[str, int], sums: Iterable[Sum], unknown: set[str]
) -> list[tuple[_Row, int]]:
    """Each sum as coefficients of its unknown cells and the number they make together."""
    found = []
    for item in sums:
        sign = {name: Fraction(1) for name in item.parts} | {item.whole: Fraction(-1)}
        row = {name: factor for name, factor in sign.items() if name in unknown}
        right = -sum(int(sign[name]) * cells[name] for name in item.cells if name not in unknown)
        if row:
            found.append((row, right))
    return found


def _all_ones(row: _Row, right: int) -> bool:
    return all(factor > 0 for factor in row.values()) and right == len(row)


def _solved(unknown: list[str], rows: list[_Row]) -> set[str]:
    """The unknowns that Gauss-Jordan elimination leaves alone in an equation."""
    reduced: list[_Row] = []
    for given in rows:
        row = dict(given)
        for pivot in reduced:
            row = _minus(row, pivot, next(iter(pivot)))
        if not row:
            continue
        lead = min(row, key=unknown.index)
        row = {lead: row[lead], **row}
        reduced = [_minus(pivot, row, lead) for pivot in reduced]
        reduced.append(row)
    return {next(iter(row)) for row in reduced if len(row) == 1}


def _minus(row: _Row, pivot: _Row, lead: str) -> _Row:
    """``row`` without ``lead``, its own leading cell kept in front."""
    if lead not in row:
        return row
    factor = row[lead] / pivot[lead]
    result = {
        name: row.get(name, Fraction(0)) - factor * pivot.get(name, Fraction(0)) for name in row
    }
    result |= {name: -factor * number for name, number in pivot.items() if name not in row}
    return {name: number for name, number in result.items() if number}


def _complements(
    cells: Mapping[str, int], subsets: Iterable[Subset], hidden: set[str], threshold: int
) -> set[str]:
    """Parts that would tell, by subtraction from a shown whole, of a small remainder."""
    return {
        item.part
        for item in subsets
        if not {item.part, item.whole} & hidden
        and 0 < cells[item.whole] - cells[item.part] < threshold
    }


def _companions(together: Iterable[tuple[str, ...]], hidden: set[str]) -> set[str]:
    return {name for group in together if hidden & set(group) for name in group} - hidden


def _partners(
    cells: Mapping[str, int], sums: tuple[Sum, ...], hidden: set[str], known: set[str]
) -> set[str]:
    """One more cell to hide where a hidden one can be worked out: the smallest that helps."""
    told = recoverable(cells, sums, hidden - known) - known
    for name in sorted(told):
        for item in sums:
            free = [
                other for other in item.cells if other not in hidden | known and cells[other] > 0
            ]
            if name in item.cells and free:
                # A part rather than the whole, which more readers need.
                return {min(free, key=lambda cell: (cell == item.whole, cells[cell], cell))}
    return set()
