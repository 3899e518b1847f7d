"""Who was asked and stayed silent, and which values lack them, as the store tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from miernik.kernel.quantities import Status
from miernik.kernel.text import sort_key
from miernik.observations.models import Observation
from miernik.reports.collected import Collected, IncompleteEntry, SilentEntry
from miernik.strategy.models import IndicatorDefinition
from miernik.strategy.selectors import Node

Given = Mapping[tuple[int, int], Sequence[Observation]]


def collected(roots: Sequence[Node], given: Given, year: int) -> Collected | None:
    """Return how whole the year is; None when no institution was asked for it.

    ``given`` are the institutions' values in force by indicator id and year.
    """
    rows = [
        (code, card, given[card.indicator_id, year])
        for code, card in _cards(roots)
        if given.get((card.indicator_id, year))
    ]
    if not rows:
        return None
    entries = [_entry(code, card, values) for code, card, values in rows]
    incomplete = tuple(item for item in entries if item.silent or item.no_data)
    silent = _silent(rows)
    asked = {_name(value) for _, _, values in rows for value in values}
    said = {
        _name(value)
        for _, _, values in rows
        for value in values
        if value.status != Status.NOT_SUBMITTED
    }
    whole = len(rows) - len(incomplete)
    first = f"Pytane instytucje: {len(asked)}. Odpowiedziało: {len(said)}. "
    second = "Wartości wszystkich instytucji, których dotyczy pytanie, ma "
    sentences = (
        f"{first}Nie przekazało danych: {len(asked - said)}.",
        f"{second}{whole} z {len(rows)} zbieranych wskaźników.",
    )
    return Collected(sentences, silent, incomplete)


def _entry(code: str, card: IndicatorDefinition, values: Sequence[Observation]) -> IncompleteEntry:
    found = [Status(value.status) for value in values]
    silent = found.count(Status.NOT_SUBMITTED)
    no_data = found.count(Status.NO_DATA) + found.count(Status.REFUSED)
    not_applicable = found.count(Status.NOT_APPLICABLE)
    given = len(found) - silent - no_data - not_applicable
    return IncompleteEntry(
        code=code,
        name=card.name,
        asked=len(found),
        given=given,
        silent=silent,
        no_data=no_data,
        not_applicable=not_applicable,
        text=f"podało {given} z {len(found)} instytucji",
    )


def _silent(
    rows: Sequence[tuple[str, IndicatorDefinition, Sequence[Observation]]],
) -> tuple[SilentEntry, ...]:
    codes: dict[str, list[str]] = {}
    for code, _, values in rows:
        for value in values:
            if value.status == Status.NOT_SUBMITTED:
                codes.setdefault(_name(value), []).append(code)
    return tuple(
        SilentEntry(name, len(codes[name]), ", ".join(dict.fromkeys(codes[name])))
        for name in sorted(codes, key=sort_key)
    )


def _cards(roots: Sequence[Node]) -> Iterator[tuple[str, IndicatorDefinition]]:
    for root in roots:
        for task in root.tasks():
            for card in task.definitions:
                yield task.label, card


def _name(value: Observation) -> str:
    return value.institution.name if value.institution is not None else ""
