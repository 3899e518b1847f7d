"""Links of two programmes as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from miernik.kernel.redline import Piece, redline
from miernik.strategy.models import Lineage, Version
from miernik.strategy.text.lineage import in_order
from miernik.strategy.text.reading import Line, lines


@dataclass(frozen=True, slots=True)
class Linked:
    """A link with its ends as they read and the change of wording between them."""

    link: Lineage
    earlier: Line | None
    later: Line | None
    pieces: list[Piece]

    @property
    def line(self) -> Line | None:
        """The unit in the later text, for a dropped one in the earlier."""
        return self.later or self.earlier


def linked(earlier: Version, later: Version) -> list[Linked]:
    """Return the links of two versions in the order of the later text."""
    past = {line.unit_id: line for line in lines(earlier)}
    now = {line.unit_id: line for line in lines(later)}
    found = []
    for link in in_order(earlier, later):
        one, two = past.get(link.earlier_id or 0), now.get(link.later_id or 0)
        pieces = redline(one.text if one else "", two.text if two else "")
        if one or two:
            found.append(Linked(link, one, two, pieces))
    return found
