"""Lines of a text as a page shows them: levels of headings, addresses of indicators."""

from __future__ import annotations

from dataclasses import dataclass

from miernik.strategy.models import Indicator, UnitKind, Version, Work
from miernik.strategy.selectors import IN_FORCE
from miernik.strategy.text.content import Table
from miernik.strategy.text.reading import Line, lines

_TOP = (UnitKind.PART, UnitKind.CHAPTER, UnitKind.TITLE, UnitKind.ACT)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its level: 2 to 4 for a heading, 0 for a wording; ``indent`` counts from 0.

    ``indicator`` is set for a unit whose indicator carries yearly figures.
    """

    line: Line
    level: int
    indent: int
    indicator: Indicator | None = None

    @property
    def anchor(self) -> str:
        """The anchor of the unit, the same in every version."""
        return f"j-{self.line.code}"

    @property
    def table(self) -> Table | None:
        """The unit's table."""
        return self.line.table


def shown_lines(found: list[Line], work: Work) -> list[ShownLine]:
    """Return the lines of a work's text ready to be shown.

    An indicator that the text in force no longer holds has no page to lead to.
    """
    in_force = work.versions.filter(**IN_FORCE).order_by("-number").first()
    cards = Indicator.objects.filter(definitions__version=in_force) if in_force else []
    known = {indicator.pk: indicator for indicator in cards}
    levels: dict[str, int] = {}
    indents: dict[str, int] = {}
    shown = []
    for line in found:
        above = levels.get(line.parent or "", 1)
        level = 0
        if line.kind in (*_TOP, UnitKind.SECTION, UnitKind.FIELD, UnitKind.SUBTITLE):
            level = min(above + 1, 4)
        levels[line.code] = level or above
        outer = indents.get(line.parent or "", 0)
        indents[line.code] = 0 if level else outer + 1
        indent = max(0, indents[line.code] - 1)
        shown.append(ShownLine(line, level, indent, known.get(line.indicator_id or 0)))
    return shown


def contents(found: list[ShownLine]) -> list[ShownLine]:
    """Return what stands in the table of contents: chapters, parts and sections."""
    kinds = (UnitKind.CHAPTER, UnitKind.PART, UnitKind.SECTION)
    return [shown for shown in found if shown.line.kind in kinds]


def read(version: Version) -> list[ShownLine]:
    """Return the text of a version ready to be shown."""
    return shown_lines(lines(version), version.work)
