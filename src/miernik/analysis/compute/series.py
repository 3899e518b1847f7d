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
    NoteKind,
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


#: So many institutions are named in a sentence; more are only counted.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class SubValue:
    """A part of a value named in a remark: "w tym 1921 objętych dożywianiem decyzją MOPR"."""

    text: str
    number: Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """One year's value of a series.

    ``kind`` and ``unit`` are this year's own where a document gave them (None and "" otherwise);
    ``entries`` are ordinal answers, list items or breakdown entries as printed, ``breakdown`` the
    numbers of breakdown entries by label. ``note_kinds[i]`` is the kind of ``notes[i]``.
    ``institutions`` maps an institution's key to its own number, when the value was collected from
    institutions; ``silent`` are those that were asked and gave no number. ``lower`` and ``upper``
    bound a count that has no single number.
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
    silent: frozenset[str] = frozenset()
    kind: Kind | None = None
    unit: str = ""
    note_kinds: tuple[NoteKind, ...] = ()
    breakdown: Mapping[str, Decimal] = field(default_factory=dict)
    lower: Decimal | None = None
    upper: Decimal | None = None

    @property
    def bounded(self) -> bool:
        """Whether only bounds of the value are known."""
        return self.lower is not None and self.upper is not None

    @property
    def known(self) -> bool:
        """Whether there is a value, zero included."""
        return self.status in (Status.VALUE, Status.TRUE_ZERO)


@dataclass(frozen=True, slots=True)
class Break:
    """A recorded break between ``since`` and ``year``; ``state`` as observations.BreakState.

    ``corrected`` says that one of the two values was corrected after the break was called an error.
    """

    since: int
    year: int
    type: BreakType
    state: str
    reason: str
    corrected: bool = False

    @property
    def stops(self) -> bool:
        """Whether values on both sides must not be compared."""
        return self.state in ("proposed", "confirmed") or (
            self.state == "error" and not self.corrected
        )

    @property
    def accepted(self) -> bool:
        """Whether a person said that the values do compare: the change is real."""
        return self.state == "rejected"


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator's values over the years, with what is needed to judge them.

    ``materiality_percent`` (percent of the earlier value) and ``materiality_units`` (base units;
    percentage points for a percent) are set per indicator in advance, both must be reached.
    ``persons_may_overlap`` says that institutions may count the same people; ``sampled`` that a
    percent comes from a survey and not from a full register.
    """

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
    persons_may_overlap: bool = False
    sampled: bool = False

    def point(self, year: int) -> Point | None:
        """Return the point of a year."""
        return next((point for point in self.points if point.year == year), None)


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
class InstitutionsChange:
    """The like-for-like panel: what the same institutions say, and who came, left or fell silent.

    ``before`` and ``after`` are totals of the same institutions; ``top_share`` is the share of
    their summed absolute changes that the three largest make, in percent; ``sign_p`` and
    ``wilcoxon_p`` are two-sided and None where there are too few institutions that changed.
    """

    same: int
    joined: tuple[str, ...]
    left: tuple[str, ...]
    silent: tuple[str, ...]
    before: Decimal
    after: Decimal
    up: int
    down: int
    unchanged: int
    top_share: Decimal | None
    sign_p: float | None
    wilcoxon_p: float | None

    @property
    def sentence(self) -> str:
        """Who stands behind both values and who behind one of them; names where they are few."""
        said = [f"Instytucje z wartością w obu latach: {self.same}"]
        for names, word in (
            (self.joined, "nowe"),
            (self.left, "już nieobecne"),
            (self.silent, "milczące w jednym z lat"),
        ):
            if names:
                listed = f" ({', '.join(names)})" if len(names) <= _NAMED else ""
                said.append(f"{word}: {len(names)}{listed}")
        return "; ".join(said) + "."


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one series between two years, and what may be said of it.

    ``comparable_years`` are the years that compare with ``year_to``, itself included;
    ``difference`` and ``percent`` (one decimal, half up) are None wherever the values do not
    compare, ``percent`` also when the earlier value is zero. ``interval`` is in ``interval_unit``:
    "%" of change, "pkt proc." or "" for base units. ``sentence`` is one plain Polish sentence,
    ``reason`` why this verdict and no stronger one, ``method`` the rule's name. ``p_value`` is
    None unless the values are small enough for a test to mean something; ``stopped_by`` is the
    recorded break that forbids the comparison; ``doubts`` do not forbid it but should be read.
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
    stopped_by: Break | None = None
    interval_unit: str = ""
    p_value: float | None = None
    real_percent: Decimal | None = None
    institutions: InstitutionsChange | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What may be said of three and more comparable years.

    ``limits`` are the XmR chart's lower limit, centre and upper limit, from five years on;
    ``locked`` whether they stand (twelve years) or are a trial; ``outside`` the years beyond them;
    ``false_alarm`` the chance in percent that one more ordinary year falls outside. ``p_value`` is
    the exact two-sided Mann-Kendall test, ``slope`` Theil and Sen's, per year.
    """

    years: tuple[int, ...]
    lowest: Decimal
    highest: Decimal
    every_year: Verdict | None
    limits: tuple[Decimal, Decimal, Decimal] | None
    locked: bool
    outside: tuple[int, ...]
    false_alarm: Decimal | None
    p_value: float | None
    slope: Decimal | None
    sentence: str
    reason: str
    method: str
