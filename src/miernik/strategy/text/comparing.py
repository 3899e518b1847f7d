"""Two versions of one work side by side: units are matched by identity, never by wording."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from itertools import zip_longest

from miernik.kernel.quantities import Labelled
from miernik.kernel.redline import Piece, is_changed, redline
from miernik.strategy.text.content import Table
from miernik.strategy.text.reading import Line


class Fate(Labelled):
    """What became of a unit between two versions of a work."""

    KEPT = "kept", "bez zmian"
    CHANGED = "changed", "zmienione"
    ADDED = "added", "dodane"
    REMOVED = "removed", "usunięte"
    MOVED = "moved", "przeniesione"
    RELABELLED = "relabelled", "przenumerowane"


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One unit in two versions; ``old`` is None for an added one, ``new`` for a removed one.

    ``fate`` says the most important thing: a unit that was reworded and moved is CHANGED, and
    ``moved`` and ``relabelled`` still tell the rest. ``pieces`` lead from the old wording (title
    of a table) to the new one; ``cells`` are the cells of a table that differ.
    """

    old: Line | None
    new: Line | None
    fate: Fate
    pieces: tuple[Piece, ...]
    cells: tuple[ComparedCell, ...] = ()
    moved: bool = False
    relabelled: bool = False

    @property
    def line(self) -> Line:
        """The unit as it stands now, or as it last stood."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """One cell of a table that differs; ``row`` and ``column`` count from 1, row 0 is the head."""

    row: int
    column: int
    pieces: tuple[Piece, ...]


def compare(old: list[Line], new: list[Line]) -> list[ComparedLine]:
    """Return every unit of two versions of one work, in the reading order of ``new``.

    A removed unit stands behind the unit that preceded it in ``old``, a whole removed branch in
    its order. A unit counts as moved when it stands under another unit, or changed its order with
    units beside it that both versions hold; one that only slid because of a neighbour's coming or
    going is relabelled.
    """
    before = {line.uuid: line for line in old}
    after = {line.uuid for line in new}
    moved = _moved(old, new)
    found: list[ComparedLine] = []
    leading = _removed_behind(old, after)
    found += leading.get(None, [])
    for line in new:
        earlier = before.get(line.uuid)
        found.append(_added(line) if earlier is None else _pair(earlier, line, line.uuid in moved))
        found += leading.get(line.uuid, [])
    return found


def differences(compared: list[ComparedLine]) -> list[ComparedLine]:
    """Return what is not the same in both versions, in order."""
    return [item for item in compared if item.fate is not Fate.KEPT]


def count_fates(compared: list[ComparedLine]) -> dict[Fate, int]:
    """Return how many units had each fate; every fate has an entry."""
    counted = dict.fromkeys(Fate, 0)
    for item in compared:
        counted[item.fate] += 1
    return counted


def _pair(old: Line, new: Line, moved: bool) -> ComparedLine:
    cells = compare_tables(old.table, new.table)
    relabelled = old.label != new.label
    if is_changed(old.text, new.text) or cells:
        fate = Fate.CHANGED
    elif moved:
        fate = Fate.MOVED
    elif relabelled:
        fate = Fate.RELABELLED
    else:
        fate = Fate.KEPT
    pieces = tuple(redline(old.text, new.text))
    return ComparedLine(old, new, fate, pieces, cells, moved, relabelled)


def _added(line: Line) -> ComparedLine:
    cells = compare_tables(None, line.table)
    return ComparedLine(None, line, Fate.ADDED, tuple(redline("", line.text)), cells)


def _removed_behind(
    old: list[Line], kept: set[uuid.UUID]
) -> dict[uuid.UUID | None, list[ComparedLine]]:
    """Removed units by the surviving unit they stood behind; None before every survivor."""
    found: dict[uuid.UUID | None, list[ComparedLine]] = {}
    last: uuid.UUID | None = None
    for line in old:
        if line.uuid in kept:
            last = line.uuid
            continue
        pieces = tuple(redline(line.text, ""))
        cells = compare_tables(line.table, None)
        gone = ComparedLine(line, None, Fate.REMOVED, pieces, cells)
        found.setdefault(last, []).append(gone)
    return found


def _moved(old: list[Line], new: list[Line]) -> set[uuid.UUID]:
    """Units under another parent now, or out of the longest order that both versions share."""
    before = {line.uuid: line for line in old}
    common = [line for line in new if line.uuid in before]
    found = {line.uuid for line in common if before[line.uuid].parent != line.parent}
    places = {line.uuid: place for place, line in enumerate(old)}
    beside: dict[str | None, list[uuid.UUID]] = {}
    for line in common:
        if line.uuid not in found:
            beside.setdefault(line.parent, []).append(line.uuid)
    for units in beside.values():
        kept = _longest_rising([places[unit] for unit in units])
        found.update(unit for unit in units if places[unit] not in kept)
    return found


def _longest_rising(numbers: list[int]) -> set[int]:
    """The members of a longest rising subsequence; the numbers differ from each other."""
    best: list[list[int]] = []
    for place, number in enumerate(numbers):
        earlier = [best[at] for at in range(place) if numbers[at] < number]
        best.append([*_longest(earlier), number])
    return set(_longest(best))


def _longest(lists: list[list[int]]) -> list[int]:
    return max(lists, key=len) if lists else []


def compare_tables(old: Table | None, new: Table | None) -> tuple[ComparedCell, ...]:
    """Return the cells that differ, row by row; the note counts as a row of its own at the end."""
    size = max((len(table["rows"]) for table in (old, new) if table is not None), default=0)
    before, after = _grid(old, size), _grid(new, size)
    found = []
    for row, (old_cells, new_cells) in enumerate(zip(before, after, strict=True)):
        cells = zip_longest(old_cells, new_cells, fillvalue="")
        for column, (one, two) in enumerate(cells, 1):
            if is_changed(one, two):
                found.append(ComparedCell(row, column, tuple(redline(one, two))))
    return tuple(found)


def _grid(table: Table | None, size: int) -> list[list[str]]:
    """Head, ``size`` rows and the note of a table, as rows of cells."""
    if table is None:
        return [[] for _ in range(size + 2)]
    missing: list[list[str]] = [[] for _ in range(size - len(table["rows"]))]
    return [table["columns"], *table["rows"], *missing, [table["note"]]]
