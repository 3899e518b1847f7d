"""Series for tests of the pure analysis."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from miernik.analysis.compute.series import Point, Series
from miernik.kernel.quantities import Kind, NoteKind, Status


def point(year: int, number: object = None, **more: Any) -> Point:
    """A value of a year; without a number, a value that is not a number."""
    value = None if number is None else Decimal(str(number))
    status = Status.TRUE_ZERO if value == 0 else Status.VALUE
    fields: dict[str, Any] = {"year": year, "status": status, "number": value} | more
    return Point(**fields)


def noted(year: int, number: object, kind: NoteKind, text: str) -> Point:
    """A value with one remark."""
    return point(year, number, notes=(text,), note_kinds=(kind,))


def pair(before: object, after: object, kind: Kind = Kind.COUNT, **more: Any) -> Series:
    """Two values, of 2017 and 2019, as in the city's reports."""
    return series(point(2017, before), point(2019, after), kind=kind, **more)


def series(
    *points: Point, kind: Kind = Kind.COUNT, name: str = "Liczba rodzin", **more: Any
) -> Series:
    """A series of given points."""
    return Series(key="1", name=name, kind=kind, points=points, **more)


def yearly(*numbers: object, first: int = 2010, **more: Any) -> Series:
    """A series of consecutive years."""
    return series(*(point(first + i, number) for i, number in enumerate(numbers)), **more)


def plain(text: str) -> str:
    """A sentence with ordinary spaces, to be compared with what a person would type."""
    return text.replace("\u00a0", " ")
