"""What the analysis takes in and gives out. Plain data; numbers in base units (see Observation)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from miernik.kernel.quantities import (
    BreakType,
    CountedUnit,
    Kind,
    Labelled,
    Polarity,
    Status,
    Territory,
    TimeBasis,
)


class Verdict(Labelled):
    """What may honestly be said of a change."""

    RISE = "rise", "wzrost"
    FALL = "fall", "spadek"
    NO_MATERIAL_CHANGE = "no_material_change", "bez istotnej zmiany"
    NOT_COMPARABLE = "not_comparable", "nieporównywalne"
    TOO_LITTLE_DATA = "too_little_data", "za mało danych"
    UNKNOWN = "unknown", "nie wiadomo"


@dataclass(frozen=True, slots=True)
class SubValue:
    """A part of a value named in a remark: "w tym 1921 objętych dożywianiem decyzją MOPR"."""

    text: str
    number: Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """One year's value of a series.

    ``entries`` are ordinal answers, list items or breakdown entries as printed; ``institutions``
    maps an institution's key to its own number, when the value was collected from institutions.
    """

    year: int
    status: Status
    number: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    entries: tuple[str, ...] = ()
    printed: str = ""
    territory: Territory = Territory.CITY
    sub_values: tuple[SubValue, ...] = ()
    notes: tuple[str, ...] = ()
    institutions: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Break:
    """A recorded break between ``since`` and ``year``; ``state`` as observations.BreakState."""

    since: int
    year: int
    type: BreakType
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator's values over the years, with what is needed to judge them."""

    key: str
    name: str
    kind: Kind
    counted_unit: CountedUnit = CountedUnit.OTHER
    printed_unit: str = ""
    time_basis: TimeBasis = TimeBasis.FLOW
    polarity: Polarity = Polarity.NONE
    materiality_percent: Decimal = Decimal(10)
    materiality_units: Decimal = Decimal(0)
    points: tuple[Point, ...] = ()
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedBreak:
    """A jump too large for the series' own size and history; a person must classify it."""

    since: int
    year: int
    type: BreakType
    reason: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """What happened to one named part of a value ("w tym …")."""

    text: str
    before: Decimal | None
    after: Decimal | None
    difference: Decimal | None
    percent: Decimal | None
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one series between two years, and what may be said of it.

    ``comparable_years`` are the years that compare with ``year_to``; ``difference`` and
    ``percent`` (one decimal, half up) are None wherever the values do not compare. ``sentence``
    is one plain Polish sentence, ``reason`` why this verdict and no stronger one, ``method`` the
    rule's name.
    """

    year_from: int
    year_to: int
    before: Point | None
    after: Point | None
    comparable: bool
    comparable_years: tuple[int, ...]
    difference: Decimal | None
    percent: Decimal | None
    interval: tuple[Decimal, Decimal] | None
    verdict: Verdict
    sentence: str
    reason: str
    method: str
    parts: tuple[PartChange, ...] = ()
    proposed_break: ProposedBreak | None = None
