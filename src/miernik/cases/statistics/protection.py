"""Which figures of a year may leave the register: its cells, how they hang together, what hides.

A cell's name is ``table1.families``, ``table2.ubostwo.persons``, ``indicator.2.1.5.1`` (a part,
from 0) or ``indicator.2.1.5`` (the sum of its parts).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from miernik.cases.statistics.compute import Tabulation
from miernik.cases.statistics.counting import IndicatorCount
from miernik.kernel.disclosure import Relations, Subset, Sum, hidden_cells

COVERAGE = "table1.coverage"
_COUNTED = ("families", "persons")


def protected(
    tabulation: Tabulation,
    indicators: Sequence[IndicatorCount],
    *,
    threshold: int,
    earlier: Mapping[str, int | None] | None = None,
) -> frozenset[str]:
    """Return the names of the cells that nobody outside the register may see.

    ``earlier`` is what was published of the same year before, None for a hidden cell.
    """
    cells = cells_of(tabulation, indicators)
    relations = Relations(
        sums=tuple(_sums(indicators, cells)),
        subsets=tuple(_subsets(tabulation, cells)),
        together=tuple(_together(tabulation, indicators, cells)),
    )
    return hidden_cells(cells, relations, threshold=threshold, earlier=earlier)


def cells_of(tabulation: Tabulation, indicators: Sequence[IndicatorCount]) -> dict[str, int]:
    """Return every count of people or families by the name of its cell."""
    table1 = tabulation.table1
    cells = {
        "table1.persons_granted": table1.persons_granted,
        "table1.families": table1.families,
        "table1.persons_in_families": table1.persons_in_families,
    }
    for row in tabulation.table2:
        cells[f"table2.{row.code}.families"] = row.families
        cells[f"table2.{row.code}.persons"] = row.persons
    for item in indicators:
        for place, part in enumerate(item.parts):
            if part.part.personal and part.number is not None:
                cells[f"indicator.{item.definition.code}.{place}"] = part.number
        if item.definition.added and item.number is not None:
            cells[f"indicator.{item.definition.code}"] = item.number
    return cells


def _sums(indicators: Sequence[IndicatorCount], cells: Mapping[str, int]) -> Iterator[Sum]:
    for item in indicators:
        name = f"indicator.{item.definition.code}"
        if name in cells:
            added = [n for n, part in enumerate(item.parts) if not part.part.beside]
            yield Sum(name, tuple(f"{name}.{place}" for place in added))


def _subsets(tabulation: Tabulation, cells: Mapping[str, int]) -> Iterator[Subset]:
    whole = {"families": "table1.families", "persons": "table1.persons_in_families"}
    for row in tabulation.table2:
        for counted in _COUNTED:
            head = row.code.head
            above = f"table2.{head}.{counted}" if head else whole[counted]
            yield Subset(above, f"table2.{row.code}.{counted}")
    for wide, narrow in (
        ("table1.persons_granted", "indicator.1.1.0"),
        ("table1.families", "indicator.1.1.1"),
        ("indicator.2.2.4.1", "indicator.2.2.4.0"),
    ):
        if {wide, narrow} <= set(cells):
            yield Subset(wide, narrow)


def _together(
    tabulation: Tabulation, indicators: Sequence[IndicatorCount], cells: Mapping[str, int]
) -> Iterator[tuple[str, ...]]:
    yield ("table1.persons_in_families", COVERAGE)
    for row in tabulation.table2:
        yield tuple(f"table2.{row.code}.{counted}" for counted in _COUNTED)
    for item in indicators:
        parts = [
            (f"indicator.{item.definition.code}.{place}", part.part)
            for place, part in enumerate(item.parts)
        ]
        for name, part in parts:
            for other, second in parts:
                of_the_same = (part.of, part.kinds, part.cash) == (
                    second.of,
                    second.kinds,
                    second.cash,
                )
                if name < other and of_the_same and part.unit != second.unit:
                    yield (name, other)
            if part.of == "table2" and name in cells:
                counted = "families" if part.unit == "family" else "persons"
                yield (name, f"table2.{(part.kinds or ('',))[0]}.{counted}")
