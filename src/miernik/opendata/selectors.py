"""The rows of each data set, by the names of its schema's columns."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from miernik.analysis.selectors import work_changes
from miernik.kernel.numbers import print_interval
from miernik.kernel.quantities import Kind, Status
from miernik.observations.models import BreakState, ComparabilityBreak, Observation
from miernik.observations.selectors import RELEASED
from miernik.opendata.errors import UnknownDatasetError
from miernik.strategy.errors import EmptyWorkError, NotEnactedError
from miernik.strategy.models import IndicatorDefinition, Work
from miernik.strategy.selectors import Node, latest_version, tree

Row = dict[str, Any]

SUPPRESSED_SIGN = "#"
_UNITS = {Kind.AMOUNT: "zł", Kind.PERCENT: "%"}
#: Until somebody says that a jump is real, nothing is computed across it.
_STOPPING = (BreakState.PROPOSED, BreakState.CONFIRMED)


def rows(dataset: str, work: Work) -> list[Row]:
    """Return the rows of a data set for one work; numbers are Decimal, None where there is none.

    A work without a version in force has no rows. Raises UnknownDatasetError.
    """
    if dataset not in _ROWS:
        raise UnknownDatasetError(dataset, tuple(_ROWS))
    try:
        return list(_ROWS[dataset](work))
    except (EmptyWorkError, NotEnactedError):
        return []


def _indicator_rows(work: Work) -> Iterator[Row]:
    for goal, priority, task, definition in _places(work):
        yield {
            "strategia": work.code,
            "wskaznik_id": str(definition.indicator.uuid),
            "wskaznik": definition.name,
            "zadanie_kod": task.label,
            "zadanie": task.title,
            "priorytet_kod": priority.label,
            "priorytet": priority.title,
            "cel_kod": goal.label,
            "cel": goal.title,
            "realizatorzy": task.placement.implementers_text,
            "finansowanie": task.placement.funding_text,
            "rodzaj": definition.kind,
            "co_sie_liczy": definition.counted_unit,
            "ujecie_w_czasie": definition.time_basis,
            "obszar": definition.territory,
            "laczenie_instytucji": definition.over_institutions,
            "kierunek": definition.polarity,
        }


def _value_rows(work: Work) -> Iterator[Row]:
    places = list(_places(work))
    ids = [definition.indicator_id for *_, definition in places]
    values, breaks = RELEASED.current(ids), RELEASED.breaks(ids)
    for _, _, task, definition in places:
        stopped = breaks.get(definition.indicator_id, [])
        for observation in values.get(definition.indicator_id, {}).values():
            yield _value_row(work, task, definition, observation, stopped)


def _value_row(
    work: Work,
    task: Node,
    definition: IndicatorDefinition,
    observation: Observation,
    breaks: list[ComparabilityBreak],
) -> Row:
    hidden = observation.status == Status.SUPPRESSED
    notes = [] if hidden else list(observation.notes.all())
    return {
        "strategia": work.code,
        "wskaznik_id": str(definition.indicator.uuid),
        "wskaznik": definition.name,
        "zadanie_kod": task.label,
        "rok": observation.year,
        "wartosc": _plain(observation.number),
        "wartosc_od": _plain(observation.lower),
        "wartosc_do": _plain(observation.upper),
        "jednostka": _UNITS.get(Kind(observation.kind), ""),
        "licznik": None if hidden else _plain(observation.numerator),
        "mianownik": None if hidden else _plain(observation.denominator),
        "zapis": SUPPRESSED_SIGN if hidden else _words(observation),
        "status": observation.status,
        "obszar": observation.territory,
        "uwagi": "\n".join(note.marker + note.text for note in notes),
        "przerwa_przed": any(
            item.year == observation.year and item.state in _STOPPING for item in breaks
        ),
        "zrodlo": observation.source.title,
        "wersja": observation.version,
        "wartosc_id": str(observation.uuid),
    }


def _words(observation: Observation) -> str:
    if observation.printed or observation.lower is None or observation.upper is None:
        return observation.printed
    return print_interval(observation.lower, observation.upper)


def _change_rows(work: Work) -> Iterator[Row]:
    for year_from, year_to in itertools.pairwise(RELEASED.years(work)):
        yield from change_rows(work, year_from, year_to)


def change_rows(work: Work, year_from: int, year_to: int) -> Iterator[Row]:
    """Yield the changes of every indicator between two years."""
    for row in work_changes(work, year_from, year_to, store=RELEASED).rows:
        change = row.change
        yield {
            "strategia": work.code,
            "wskaznik_id": str(row.definition.indicator.uuid),
            "wskaznik": row.definition.name,
            "zadanie_kod": row.task.label,
            "rok_przed": year_from,
            "rok_po": year_to,
            "wartosc_przed": _plain(change.before.number if change.before else None),
            "wartosc_po": _plain(change.after.number if change.after else None),
            "porownywalne": change.comparable,
            "roznica": _plain(change.difference),
            "zmiana_procent": _plain(change.percent),
            "ocena": change.verdict.value,
            "zdanie": change.sentence,
            "powod": change.reason,
        }


def _break_rows(work: Work) -> Iterator[Row]:
    places = list(_places(work))
    recorded = RELEASED.breaks(definition.indicator_id for *_, definition in places)
    for *_, definition in places:
        for item in recorded.get(definition.indicator_id, ()):
            yield {
                "strategia": work.code,
                "wskaznik_id": str(definition.indicator.uuid),
                "wskaznik": definition.name,
                "rok_przed": item.since,
                "rok_po": item.year,
                "rodzaj": item.type,
                "rozstrzygniecie": item.state,
                "uzasadnienie": item.reason,
                "wyjasnienie": item.decision_note,
            }


_ROWS: dict[str, Callable[[Work], Iterator[Row]]] = {
    "wskazniki": _indicator_rows,
    "wartosci": _value_rows,
    "zmiany": _change_rows,
    "przerwy": _break_rows,
}


def _places(work: Work) -> Iterator[tuple[Node, Node, Node, IndicatorDefinition]]:
    for goal in tree(latest_version(work)):
        for priority in goal.children:
            for task in priority.tasks():
                for definition in task.definitions:
                    yield goal, priority, task, definition


def _plain(number: Decimal | None) -> Decimal | None:
    """Return the number without trailing zeros and without an exponent."""
    return None if number is None else Decimal(format(number.normalize(), "f"))
