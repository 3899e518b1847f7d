"""The changes of a whole work: every indicator in the order of the tree, and the sum of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from miernik.analysis.compute.changes import change
from miernik.analysis.compute.comparability import proposals
from miernik.analysis.compute.multiplicity import expected_false_alarms, standing
from miernik.analysis.compute.runs import run
from miernik.analysis.compute.series import Break, Change, ProposedBreak, Run, Series, Verdict
from miernik.analysis.errors import YearsOutOfOrderError
from miernik.analysis.stored import series_of
from miernik.observations.models import ComparabilityBreak, Observation
from miernik.observations.selectors import EVERYTHING, Store
from miernik.strategy.models import IndicatorDefinition, Version, Work
from miernik.strategy.selectors import Node, latest_version, tree

__all__ = ["Row", "WorkChanges", "series_of", "series_of_work", "work_changes"]

_DECIDED = (Verdict.RISE, Verdict.FALL)


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator at its place.

    ``before`` and ``after`` are the city's values in force, None where there is none. ``run`` is
    there from three comparable years on. ``jumps`` are the unexplained jumps up to the later year
    that are not on record. ``stands`` says whether a tested rise or fall stands when all tested
    ones are weighed together; None where nothing was tested.
    """

    goal: Node
    priority: Node
    task: Node
    definition: IndicatorDefinition
    series: Series
    before: Observation | None
    after: Observation | None
    change: Change
    run: Run | None = None
    jumps: tuple[ProposedBreak, ...] = ()
    stands: bool | None = None


@dataclass(frozen=True, slots=True)
class WorkChanges:
    """What changed in a work between two years.

    ``tested`` is the number of comparisons of small counts decided by a test;
    ``expected_false_alarms`` how many of them chance alone would let through, at most.
    """

    work: Work
    version: Version
    year_from: int
    year_to: int
    rows: tuple[Row, ...]
    tested: int = 0
    expected_false_alarms: Decimal = Decimal(0)
    counts: Mapping[Verdict, int] = field(default_factory=dict)

    @property
    def by_indicator(self) -> dict[int, Change]:
        """Every change by indicator id."""
        return {row.definition.indicator_id: row.change for row in self.rows}

    @property
    def recorded_breaks(self) -> list[tuple[Row, Break]]:
        """Breaks on record that lie between the two years, whatever their state."""
        return [
            (row, item)
            for row in self.rows
            for item in row.series.breaks
            if self.year_from < item.year <= self.year_to
        ]

    @property
    def proposed_breaks(self) -> list[tuple[Row, ProposedBreak]]:
        """Unexplained jumps that nobody has put on record yet, up to the later year."""
        return [(row, item) for row in self.rows for item in row.jumps]

    @property
    def doubts(self) -> list[tuple[Row, str]]:
        """What weakens comparisons without forbidding them."""
        return [(row, text) for row in self.rows for text in row.change.doubts]


def work_changes(
    work: Work,
    year_from: int,
    year_to: int,
    *,
    cpi: Mapping[int, Decimal] | None = None,
    store: Store = EVERYTHING,
) -> WorkChanges:
    """Return the changes of every indicator of a work's latest version, in eleven queries.

    ``cpi`` as in ``change``; ``store`` says what may be read: pages of the public give RELEASED.
    Raises YearsOutOfOrderError unless ``year_from`` < ``year_to``.
    """
    if year_from >= year_to:
        raise YearsOutOfOrderError(year_from, year_to)
    version = latest_version(work)
    roots = tree(version)
    stored = _stored(roots, store)
    rows = [_row(*place, stored, year_from, year_to, cpi) for place in _places(roots)]
    rows, tested = _weighed(rows)
    return WorkChanges(
        work=work,
        version=version,
        year_from=year_from,
        year_to=year_to,
        rows=tuple(rows),
        tested=tested,
        expected_false_alarms=expected_false_alarms(tested),
        counts=Counter(row.change.verdict for row in rows),
    )


def series_of_work(work: Work) -> dict[int, Series]:
    """Return the series of every indicator of a work's latest version by indicator id."""
    roots = tree(latest_version(work))
    stored = _stored(roots, EVERYTHING)
    return {place[3].indicator_id: stored.series(place[3]) for place in _places(roots)}


@dataclass(frozen=True, slots=True)
class _Stored:
    values: dict[int, dict[int, Observation]]
    breaks: dict[int, list[ComparabilityBreak]]
    institutions: dict[int, dict[int, list[Observation]]]

    def series(self, definition: IndicatorDefinition) -> Series:
        key = definition.indicator_id
        return series_of(
            definition,
            self.values.get(key, {}),
            self.breaks.get(key, ()),
            self.institutions.get(key, {}),
        )


def _stored(roots: list[Node], store: Store) -> _Stored:
    ids = [definition.indicator_id for *_, definition in _places(roots)]
    institutions: dict[int, dict[int, list[Observation]]] = {}
    for (indicator, year), items in store.institutions_of(ids).items():
        institutions.setdefault(indicator, {})[year] = items
    return _Stored(store.current(ids), store.breaks(ids), institutions)


def _places(roots: list[Node]) -> Iterator[tuple[Node, Node, Node, IndicatorDefinition]]:
    for goal in roots:
        for priority in goal.children:
            for task in priority.tasks():
                for definition in task.definitions:
                    yield goal, priority, task, definition


def _row(
    goal: Node,
    priority: Node,
    task: Node,
    definition: IndicatorDefinition,
    stored: _Stored,
    year_from: int,
    year_to: int,
    cpi: Mapping[int, Decimal] | None,
) -> Row:
    series = stored.series(definition)
    values = stored.values.get(definition.indicator_id, {})
    return Row(
        goal=goal,
        priority=priority,
        task=task,
        definition=definition,
        series=series,
        before=values.get(year_from),
        after=values.get(year_to),
        change=change(series, year_from, year_to, cpi=cpi),
        run=run(series, year_to),
        jumps=tuple(item for item in proposals(series) if item.year <= year_to),
    )


def _weighed(rows: list[Row]) -> tuple[list[Row], int]:
    """Weigh all tested changes together: which stand after Benjamini and Hochberg's correction."""
    places = [place for place, row in enumerate(rows) if row.change.p_value is not None]
    kept = standing([rows[place].change.p_value or 0.0 for place in places])
    weighed = list(rows)
    for place, stands in zip(places, kept, strict=True):
        if rows[place].change.verdict in _DECIDED:
            weighed[place] = replace(rows[place], stands=stands)
    return weighed, len(places)
