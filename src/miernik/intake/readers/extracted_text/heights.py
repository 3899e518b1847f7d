"""How far down a page the cells of a task reach: only cells that reach its foot are cut by it."""

from __future__ import annotations

from dataclasses import dataclass

from miernik.intake.readers.extracted_text.preferences import (
    FUNDING,
    INDICATOR,
    MONITORING,
    REMARKS,
    VALUE,
)

_WHOLE_TASK = range(FUNDING + 1)
_OF_ROW = (INDICATOR, VALUE, MONITORING)


@dataclass(frozen=True, slots=True)
class Heights:
    """Lines from the task's top on this page down to the foot of each column's open cell.

    ``loose`` adds the blank lines that may stand at the foot of a cell. Whether a remark is
    merged over rows is not known, so a row's top is kept twice: ``low`` as if it were,
    ``high`` as if it were not.
    """

    feet: tuple[int, ...]
    loose: tuple[int, ...]
    low: int = 0
    high: int = 0

    def grown(self, column: int, before: int, gap: int, begins: bool) -> Heights:
        """The heights after one more line in ``column``; ``before`` is the last line's column."""
        feet, loose = list(self.feet), list(self.loose)
        low, high = self.low, self.high
        blank = max(0, gap - 1) // 2
        if begins and column == INDICATOR:
            low = max(feet[INDICATOR], feet[VALUE], low)
            high = max(feet[INDICATOR:])
            feet[VALUE] = loose[VALUE] = 0
        if 0 <= before != column:
            loose[before] += blank
        if begins and column >= INDICATOR:
            feet[column] = (low if column == REMARKS else high) + 1
        else:
            feet[column] += 1 + (blank if before == column else 0)
        loose[column] = feet[column]
        return Heights(tuple(feet), tuple(loose), low, high)

    def missing(self, column: int) -> float:
        """Lines by which the cell of ``column`` falls short of the page's foot; the blank lines
        that may belong to it count half."""
        own = (self.feet[column] + self.loose[column]) / 2
        task = max(self.feet[at] for at in _WHOLE_TASK)
        row = max(self.feet[at] for at in _OF_ROW)
        if column in _OF_ROW:
            return max(0, max(task, row) - own)
        lowered = row - (self.high - self.low)
        return max(0, max(task, lowered, self.feet[REMARKS]) - own)


EMPTY_PAGE = Heights((0,) * 7, (0,) * 7)
