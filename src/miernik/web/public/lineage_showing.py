"""Links of two programmes as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
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


def dropped_behind(
    links: Sequence[Linked], old: Sequence[Line], new: Sequence[Line]
) -> dict[str, list[Line]]:
    """Return dropped units by the code of the later unit they would stand behind today.

    That is the heir of the unit they stood behind; "" before every heir. Fields have no links:
    one continues the field of its kind under the heir of the unit above.
    """
    heirs = {row.earlier.code: row.later.code for row in links if row.earlier and row.later}
    dropped = {row.earlier.code for row in links if row.earlier and row.later is None}
    fields = {(line.parent, line.field_type): line.code for line in new if line.field_type}
    found: dict[str, list[Line]] = {}
    last = ""
    for line in old:
        if line.field_type and line.parent:
            last = fields.get((heirs.get(line.parent, ""), line.field_type), last)
        elif line.code in dropped:
            found.setdefault(last, []).append(line)
        else:
            last = heirs.get(line.code, last)
    return found
