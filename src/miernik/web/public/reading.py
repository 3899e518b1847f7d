"""What the portal's pages show, gathered from the rooms below. Nothing is judged here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from miernik.analysis.compute.series import Change, Run, Verdict
from miernik.analysis.selectors import WorkChanges, work_changes
from miernik.observations.models import ComparabilityBreak, Observation
from miernik.observations.selectors import RELEASED
from miernik.strategy.models import IndicatorDefinition, Version, Work
from miernik.strategy.selectors import Node, latest_version, tree
from miernik.web.public.disclosure import is_hidden
from miernik.web.public.door import short


@dataclass(frozen=True, slots=True)
class YearValue:
    """A year and the value in force, or None where the documents say nothing of that year."""

    year: int
    observation: Observation | None


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator in a table: its card, its values over the years and what changed."""

    definition: IndicatorDefinition
    label: str
    values: tuple[YearValue, ...]
    change: Change | None
    run: Run | None
    breaks: tuple[ComparabilityBreak, ...]

    @property
    def short(self) -> str:
        """The part of the indicator's identity that stands in its address."""
        return short(self.definition.indicator.uuid)

    @property
    def guarded(self) -> bool:
        """Whether a value is suppressed, so that no sentence with its number may be shown."""
        return any(item.observation and is_hidden(item.observation) for item in self.values)


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many indicators got a verdict; ``start`` and ``width`` are its place in a bar, in %."""

    verdict: Verdict
    count: int
    start: str
    width: str


@dataclass(frozen=True)
class Shelf:
    """A strategy opened for reading: its tree, the years it has values for and its two latest.

    Values, breaks and changes are loaded for the whole strategy, once, when first asked for.
    """

    work: Work
    version: Version
    roots: list[Node]
    years: list[int]

    @cached_property
    def indicators(self) -> list[int]:
        """Ids of the indicators of the shown version, in printed order."""
        return [
            definition.indicator_id
            for root in self.roots
            for task in root.tasks()
            for definition in task.definitions
        ]

    @cached_property
    def values(self) -> dict[int, dict[int, Observation]]:
        """Values in force by indicator and year."""
        return RELEASED.current(self.indicators)

    @cached_property
    def breaks(self) -> dict[int, list[ComparabilityBreak]]:
        """Breaks by indicator."""
        return RELEASED.breaks(self.indicators)

    @property
    def task_count(self) -> int:
        """How many tasks the strategy has."""
        return sum(len(root.tasks()) for root in self.roots)

    @property
    def latest_years(self) -> list[int]:
        """The latest year with values, and the one before it."""
        return self.years[-2:]

    @property
    def latest_pair(self) -> tuple[int, int] | None:
        """The two latest years with values."""
        return (self.years[-2], self.years[-1]) if len(self.years) > 1 else None

    @cached_property
    def analysed(self) -> WorkChanges | None:
        """The analysis of the change between the two latest years."""
        pair = self.latest_pair
        return work_changes(self.work, *pair, store=RELEASED) if pair else None

    @cached_property
    def changes(self) -> dict[int, Change]:
        """What may be said of the change between the two latest years, by indicator."""
        return self.analysed.by_indicator if self.analysed else {}

    @cached_property
    def runs(self) -> dict[int, Run]:
        """What may be said of three and more comparable years, by indicator."""
        rows = self.analysed.rows if self.analysed else ()
        return {row.definition.indicator_id: row.run for row in rows if row.run is not None}

    def rows(self, task: Node, years: Iterable[int] | None = None) -> list[Row]:
        """The indicators of a task, with the values of ``years`` (by default the latest two)."""
        shown = list(years) if years is not None else self.latest_years
        return [self.row(task.label, definition, shown) for definition in task.definitions]

    def row(self, label: str, definition: IndicatorDefinition, years: list[int]) -> Row:
        """One indicator with the values of ``years``."""
        key = definition.indicator_id
        held = self.values.get(key, {})
        return Row(
            definition=definition,
            label=label,
            values=tuple(YearValue(year, held.get(year)) for year in years),
            change=self.changes.get(key),
            run=self.runs.get(key),
            breaks=tuple(self.breaks.get(key, ())),
        )

    def verdicts(self, nodes: Iterable[Node] | None = None) -> list[VerdictCount]:
        """How the verdicts of the latest change divide, over all indicators or under ``nodes``."""
        found = Counter(
            self.changes[definition.indicator_id].verdict
            for root in (self.roots if nodes is None else nodes)
            for task in root.tasks()
            for definition in task.definitions
            if definition.indicator_id in self.changes
        )
        total, before = sum(found.values()), 0
        counts = []
        for verdict in Verdict:
            if found[verdict]:
                start, width = (f"{100 * part / total:.3f}" for part in (before, found[verdict]))
                counts.append(VerdictCount(verdict, found[verdict], start, width))
                before += found[verdict]
        return counts

    def comparable_count(self) -> int:
        """How many indicators have values that compare between the two latest years."""
        return sum(1 for change in self.changes.values() if change.comparable)

    def both_years_count(self) -> int:
        """How many indicators have something printed in both latest years."""
        return sum(
            1
            for change in self.changes.values()
            if change.before is not None and change.after is not None
        )


def open_shelf(work: Work) -> Shelf:
    """Open a strategy that has at least one version."""
    version = latest_version(work)
    return Shelf(work, version, tree(version), RELEASED.years(work))
