"""Comparability before change: what forbids setting two values side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np

from miernik.analysis import words
from miernik.analysis.compute import rules, wording
from miernik.analysis.compute.series import Break, Point, ProposedBreak, Series
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import BreakType, Kind, NoteKind
from miernik.kernel.text import squeeze

# Remarks that say how the value was counted; one that stands beside only one of two values weighs
# when a jump is judged.
COUNTING_REMARKS = frozenset(
    {NoteKind.DUPLICATE_COUNT, NoteKind.COUNTED_UNIT, NoteKind.DEFINITION, NoteKind.TERRITORY}
)
# Share of significant words that two wordings of one remark have in common: "liczba osób w
# rodzinach korzystających z pomocy społecznej" and "ilość osób w rodzinach objętych pomocą".
SAME_REMARK = 0.6
_SCALE_WORD = re.compile(r"^(tys|mln|mld)\.?\s*", re.IGNORECASE)


def obstacle(series: Series, before: Point, after: Point) -> str | None:
    """Return why two known values do not compare by their own marks, in Polish, or None."""
    kinds = (before.kind or series.kind, after.kind or series.kind)
    if kinds[0] is not kinds[1]:
        return (
            f"w {words.year(before.year)} podano: {kinds[0].label}, "
            f"a w {words.year(after.year)}: {kinds[1].label}"
        )
    if before.territory is not after.territory:
        return (
            f"wartość z {words.year(before.year)} obejmuje: {before.territory.label}, "
            f"a z {words.year(after.year)}: {after.territory.label}"
        )
    units = (_unit(before), _unit(after))
    if all(units) and units[0] != units[1]:
        return (
            f"w {words.year(before.year)} jednostką jest „{before.unit}”, "
            f"a w {words.year(after.year)} „{after.unit}”"
        )
    return _other_counted_unit(before, after)


def stopping_break(series: Series, year_from: int, year_to: int) -> Break | None:
    """Return the recorded break that forbids comparing two years: the first undecided one first."""
    found = [item for item in series.breaks if item.stops and year_from < item.year <= year_to]
    return min(found, key=lambda item: (item.state != "proposed", item.year), default=None)


def pinned(series: Series) -> Series:
    """Return the series with a number for each bounded point: the one nearest to the year before.

    What jumps even so jumps for certain. Bounds without a year before stand at their lower one.
    """
    if not any(point.bounded and point.number is None for point in series.points):
        return series
    points: list[Point] = []
    last: Decimal | None = None
    for point in sorted(series.points, key=lambda point: point.year):
        here = point
        if point.number is None and point.lower is not None and point.upper is not None:
            nearest = point.lower if last is None else min(max(last, point.lower), point.upper)
            here = replace(point, number=nearest)
        points.append(here)
        last = here.number if here.known and here.number is not None else last
    return replace(series, points=tuple(points))


def panel(series: Series, anchor: Point) -> tuple[rules.Panel, tuple[int, ...]]:
    """Return the numeric points that compare with ``anchor`` as a panel of one, and its years."""
    points = sorted(pinned(series).points, key=lambda point: point.year)
    years = tuple(point.year for point in points)
    present = [
        point.number is not None and point.known and obstacle(series, point, anchor) is None
        for point in points
    ]
    shape = (1, len(years))
    result = rules.Panel(
        kind=np.array([rules.KIND_CODE.get(anchor.kind or series.kind, 0)], dtype=np.int8),
        values=np.array(
            [[rules.scaled(point.number or Decimal(0)) for point in points]], dtype=np.int64
        ),
        present=np.array([present], dtype=np.bool_),
        blocked=np.zeros(shape, dtype=np.bool_),
        accepted=np.zeros(shape, dtype=np.bool_),
        remarked=np.array([[bool(_counting_remarks(point)) for point in points]], dtype=np.bool_),
        percent=np.array([int(series.materiality_percent * 100)], dtype=np.int64),
        units=np.array([rules.scaled(series.materiality_units)], dtype=np.int64),
    )
    for item in series.breaks:
        place = next((i for i, year in enumerate(years) if year >= item.year), None)
        if place is not None:
            result.blocked[0, place] |= item.stops
            result.accepted[0, place] |= item.accepted
    return result, years


def proposals(series: Series) -> tuple[ProposedBreak, ...]:
    """Return every unexplained jump of a series that no recorded break covers, oldest first."""
    series = pinned(series)
    numeric = [point for point in series.points if point.known and point.number is not None]
    if series.kind not in rules.KINDS or len(numeric) < 2:
        return ()
    found: dict[int, ProposedBreak] = {}
    for anchor in numeric:
        for item in jumps_of(series, anchor):
            found.setdefault(item.year, item)
    return tuple(found[year] for year in sorted(found))


def jumps_of(series: Series, anchor: Point) -> tuple[ProposedBreak, ...]:
    """Return the unexplained jumps among the points that compare with ``anchor``."""
    series = pinned(series)
    if not _may_jump(series, anchor):
        return ()
    single, years = panel(series, anchor)
    marks = rules.jumps(single)[0]
    result = []
    for place in np.flatnonzero(marks):
        earlier = int(np.flatnonzero(single.present[0, :place])[-1])
        before, after = series.point(years[earlier]), series.point(years[int(place)])
        if before is not None and after is not None:
            result.append(
                ProposedBreak(
                    before.year, after.year, BreakType.UNEXPLAINED, _why(series, before, after)
                )
            )
    return tuple(result)


def _may_jump(series: Series, anchor: Point) -> bool:
    """Whether any step is large enough to be judged at all; spares most series the arrays."""
    least = Decimal(rules.JUMP_RATIO_REMARK_LOST)
    values = [
        point.number
        for point in sorted(series.points, key=lambda point: point.year)
        if point.known and point.number is not None and obstacle(series, point, anchor) is None
    ]
    return any(max(step) >= least * min(step) for step in pairwise(values))


def years_comparable_with(series: Series, anchor: Point) -> tuple[int, ...]:
    """Return the years up to the anchor's whose values compare with it, itself included."""
    jumps = jumps_of(series, anchor) if series.kind in rules.KINDS else ()
    return tuple(
        point.year
        for point in sorted(series.points, key=lambda point: point.year)
        if point.year <= anchor.year
        and point.known
        and obstacle(series, point, anchor) is None
        and stopping_break(series, point.year, anchor.year) is None
        and not any(point.year < jump.year <= anchor.year for jump in jumps)
    )


def doubts(before: Point, after: Point) -> tuple[str, ...]:
    """Return remarks that stand beside only one of the two values, as Polish sentences."""
    result = []
    for one, other in ((before, after), (after, before)):
        kinds = {NoteKind.SUB_VALUE, *COUNTING_REMARKS}
        for text in _remarks(one, kinds):
            if not any(_alike(text, there) for there in _remarks(other, kinds)):
                quoted = words.shorten(text)
                said = f"uwaga „{quoted}” stoi tylko przy wartości z {words.year(one.year)}"
                result.append(words.sentence(said))
    return tuple(result)


def _why(series: Series, before: Point, after: Point) -> str:
    first, second = before.number or Decimal(0), after.number or Decimal(0)
    kind = series.kind
    low, high = sorted((first, second))
    movement = "wzrosła" if second > first else "spadła"
    text = (
        f"Wartość {movement} {words.out_of(words.quantity(kind, first))} "
        f"do {words.quantity(kind, second)}"
        + (" co najmniej, bo znane są tylko jej granice" if before.bounded or after.bounded else "")
        + (f" ({print_number(round(high / low, 1))}-krotnie)" if low > 0 else "")
    )
    if kind is Kind.COUNT:
        phi = round(rules.overdispersion(first, second))
        text += (
            f". Wahania musiałyby być {print_number(phi)} razy silniejsze, niż wynika z wielkości "
            f"liczby, żeby to wyjaśnić; powyżej {rules.JUMP_OVERDISPERSION:.0f} pytamy o przyczynę."
        )
    else:
        text += ". Zmiana o rząd wielkości bywa skutkiem podania wartości w innej jednostce."
    lost = _lost_remark(before, after)
    return (
        f"{text}{lost} Trzeba rozstrzygnąć: rzeczywista zmiana, przerwa porównywalności czy błąd."
    )


def _lost_remark(before: Point, after: Point) -> str:
    for one, other in ((before, after), (after, before)):
        remarks = _counting_remarks(one)
        if remarks and not _counting_remarks(other):
            quoted = words.shorten(remarks[0])
            return (
                f" Przy wartości z {words.year(one.year)} stoi uwaga „{quoted}”, "
                f"a przy wartości z {words.year(other.year)} takiej uwagi nie ma."
            )
    return ""


def _other_counted_unit(before: Point, after: Point) -> str | None:
    first, second = (_remarks(point, {NoteKind.COUNTED_UNIT}) for point in (before, after))
    if not first and not second:
        return None
    if first and second:
        if all(any(_alike(one, other) for other in second) for one in first):
            return None
        return (
            f"w {words.year(before.year)} liczono inaczej („{words.shorten(first[0])}”) "
            f"niż w {words.year(after.year)} („{words.shorten(second[0])}”)"
        )
    point, text = (before, first[0]) if first else (after, second[0])
    return (
        f"tylko przy wartości z {words.year(point.year)} zaznaczono inną jednostkę liczenia: "
        f"„{words.shorten(text)}”"
    )


def _remarks(point: Point, kinds: set[NoteKind] | frozenset[NoteKind]) -> list[str]:
    return [
        text for text, kind in zip(point.notes, point.note_kinds, strict=False) if kind in kinds
    ]


def _counting_remarks(point: Point) -> list[str]:
    return _remarks(point, COUNTING_REMARKS)


def _alike(one: str, other: str) -> bool:
    plain = (re.sub(r"\d[\d ]*", " ", text) for text in (one, other))
    return wording.overlap(*plain) >= SAME_REMARK


def _unit(point: Point) -> str:
    unit = _SCALE_WORD.sub("", squeeze(point.unit)).casefold().rstrip(".")
    return "osoba" if unit in {"osoba", "osoby", "osób", "os"} else unit
