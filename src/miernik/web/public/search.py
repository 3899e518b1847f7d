"""Searching the portal: names, tasks, implementers and notes, Polish letters or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from miernik.kernel.quantities import Status
from miernik.kernel.text import folded
from miernik.observations.selectors import RELEASED, Store
from miernik.strategy.models import IndicatorDefinition, Work
from miernik.strategy.selectors import Node, latest_version, tree, works_in_force
from miernik.web.public.door import short

SHORTEST_STEM = 4
ENDINGS = 3  # letters that Polish inflection may change at the end of a word


@dataclass(frozen=True, slots=True)
class Hit:
    """One indicator found: where, and in which of its texts besides the name."""

    work: Work
    task: Node
    definition: IndicatorDefinition
    found_in: tuple[tuple[str, str], ...]
    rank: int

    @property
    def short(self) -> str:
        """The part of the indicator's identity that stands in its address."""
        return short(self.definition.indicator.uuid)


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query; ``loosened`` says that only beginnings of words were matched."""

    hits: tuple[Hit, ...]
    loosened: bool = False


def search(query: str, *, store: Store = RELEASED) -> Found:
    """Find indicators for which every word of ``query`` stands in some text of theirs.

    When no indicator has all the words as written, their endings are cut, so that „asystent”
    finds „asystentów” and „rodziny” finds „rodzin”. ``store`` says whose remarks are searched.
    """
    words = folded(query).split()
    if not words:
        return Found(())
    shelf = [(work, _notes(work, store), tree(latest_version(work))) for work in _works()]
    hits = _ranked(shelf, words)
    if hits:
        return Found(tuple(hits))
    stems = [_stem(word) for word in words]
    hits = _ranked(shelf, stems) if stems != words else []
    return Found(tuple(hits), loosened=bool(hits))


def _works() -> Iterable[Work]:
    return works_in_force()


def _notes(work: Work, store: Store) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    notes = (
        store.notes()
        .filter(observation__indicator__work=work, observation__superseded_by__isnull=True)
        .exclude(observation__status=Status.SUPPRESSED)
    )
    pairs = notes.order_by("observation__year", "position")
    for indicator, text in pairs.values_list("observation__indicator_id", "text"):
        found.setdefault(indicator, []).append(text)
    return {indicator: " · ".join(texts) for indicator, texts in found.items()}


def _stem(word: str) -> str:
    return word[: max(SHORTEST_STEM, len(word) - ENDINGS)]


def _ranked(shelf: list[tuple[Work, dict[int, str], list[Node]]], words: list[str]) -> list[Hit]:
    hits = [
        hit
        for work, notes, roots in shelf
        for root in roots
        for task in root.tasks()
        for definition in task.definitions
        if (hit := _hit(work, task, definition, notes, words)) is not None
    ]
    return sorted(hits, key=lambda hit: hit.rank)


def _hit(
    work: Work,
    task: Node,
    definition: IndicatorDefinition,
    notes: dict[int, str],
    words: list[str],
) -> Hit | None:
    places = {
        "name": f"{task.label} {definition.name}",
        "task": task.title,
        "implementers": task.placement.implementers_text,
        "notes": notes.get(definition.indicator_id, ""),
    }
    plain = {place: folded(text) for place, text in places.items()}
    first = [next((place for place in plain if word in plain[place]), None) for word in words]
    if None in first:
        return None
    order = list(places)
    elsewhere = tuple((place, places[place]) for place in order[1:] if place in first)
    return Hit(work, task, definition, elsewhere, sum(order.index(str(place)) for place in first))
