"""The report as data: one typed context that every renderer places and none computes.

Plain values only (text, whole numbers, true or false, None, tuples of such records): ``as_json``
and ``from_json`` are exact inverses. Other numbers are decimal text with a point. A change of a
record's shape is a new FORMAT_VERSION.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from dataclasses import dataclass
from typing import Any

from miernik.reports import formats
from miernik.reports.collected import Collected
from miernik.reports.errors import UnknownFormatVersionError

FORMAT_VERSION = "4"


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What the title page says; ``date`` is ISO, ``date_text`` the same in Polish words."""

    heading: str
    work_code: str
    work_title: str
    work_uuid: str
    municipality: str
    year: int
    previous_year: int | None
    start_year: int
    end_year: int
    author: str
    date: str
    date_text: str


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """Which edition this is; number 0 and an empty date for a report that is not published."""

    number: int
    label: str
    published_at: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are of something that has a name; ``share`` in percent, one decimal."""

    key: str
    label: str
    number: int
    share: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The first page a councillor reads."""

    counts: tuple[Tally, ...]
    statuses: tuple[Tally, ...]
    verdicts: tuple[Tally, ...]
    sentences: tuple[str, ...]
    false_alarms: str
    suppression: str


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A remark beside a value, with its star as printed."""

    kind: str
    kind_label: str
    marker: str
    text: str
    number: str | None
    as_of: str | None


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """One year's value of an indicator.

    ``printed`` is what the table shows (the document's own words), ``display`` the same number as
    Poles write it with its unit, ``number`` in the base unit. ``status`` and ``lineage`` are empty
    when nothing was handed in. ``lower`` and ``upper`` bound a count without a single number.
    """

    year: int
    printed: str
    display: str
    number: str | None
    lower: str | None
    upper: str | None
    numerator: str | None
    denominator: str | None
    unit: str
    status: str
    status_label: str
    territory_label: str
    notes: tuple[NoteEntry, ...]
    lineage: str
    observation: str | None
    source: str


@dataclass(frozen=True, slots=True)
class PartEntry:
    """What happened to a named part of a value ("w tym …")."""

    text: str
    before: str
    after: str
    difference: str
    verdict_label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What may be said of an indicator's change; texts are ready to print.

    ``difference_number`` (base unit) and ``percent_number`` are the same as numbers, None wherever
    the values do not compare.
    """

    verdict: str
    verdict_label: str
    comparable: bool
    difference: str
    difference_number: str | None
    percent: str
    percent_number: str | None
    sentence: str
    reason: str
    method: str
    parts: tuple[PartEntry, ...]


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """One indicator under its task. ``previous`` and ``change`` are None without a second year."""

    uuid: str
    name: str
    kind: str
    kind_label: str
    counted_unit_label: str
    value: ValueEntry
    previous: ValueEntry | None
    change: ChangeEntry | None


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """One task with its row group."""

    uuid: str
    code: str
    title: str
    implementers: str
    funding: str
    monitoring: str
    indicators: tuple[IndicatorEntry, ...]


@dataclass(frozen=True, slots=True)
class PriorityEntry:
    """One priority: one table of the report."""

    uuid: str
    code: str
    title: str
    tasks: tuple[TaskEntry, ...]


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """One strategic goal."""

    uuid: str
    code: str
    title: str
    priorities: tuple[PriorityEntry, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of the table of changes, ready to print."""

    code: str
    name: str
    before: str
    after: str
    difference: str
    percent: str
    verdict: str
    verdict_label: str
    sentence: str
    reason: str
    lineage: str


@dataclass(frozen=True, slots=True)
class ChartValue:
    """One value of a chart; ``number`` None leaves a gap, ``break_before`` interrupts the line.

    ``lower`` and ``upper`` are drawn as a segment in the place of a number.
    """

    label: str
    key: str
    number: str | None
    printed: str
    break_before: bool
    lower: str | None = None
    upper: str | None = None


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One row of bars or one line."""

    label: str
    values: tuple[ChartValue, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows; ``kind`` is tally, stacked, percent or line (see charts.svg)."""

    id: str
    kind: str
    title: str
    description: str
    unit: str
    note: str
    series: tuple[ChartSeries, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table; ``part`` is a "w tym" row.

    ``observations`` are the values' UUIDs, as many as there are columns of figures.
    """

    cells: tuple[str, ...]
    part: bool
    observations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table of the work itself, such as Tabela Nr 1; its first ``words`` columns are no figures.

    No row is a total unless the document's table has one.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    words: int
    rows: tuple[TableRow, ...]
    note: str


@dataclass(frozen=True, slots=True)
class BreakEntry:
    """A break in comparability and what was decided about it."""

    code: str
    name: str
    since: int
    year: int
    type_label: str
    state: str
    state_label: str
    reason: str
    decision: str


@dataclass(frozen=True, slots=True)
class DoubtEntry:
    """Something the reader should know before trusting a figure."""

    code: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A file or system that values come from; ``values`` counts those in this report."""

    title: str
    origin_label: str
    file_name: str
    sha256: str
    published_on: str
    values: int


@dataclass(frozen=True, slots=True)
class SignEntry:
    """A sign of the report and what it means."""

    sign: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The whole report.

    ``changes`` are the indicators with a value in both years, ``one_sided`` those with a value in
    one of them; ``columns`` are the headers of the report's table, left to right; ``tables`` are
    of the work itself; ``collected`` is None for a year without values of institutions.
    """

    format_version: str
    title: TitlePage
    edition: EditionInfo
    summary: Summary
    charts: tuple[Chart, ...]
    changes: tuple[ChangeRow, ...]
    one_sided: tuple[ChangeRow, ...]
    columns: tuple[str, ...]
    goals: tuple[GoalEntry, ...]
    tables: tuple[TableEntry, ...]
    collected: Collected | None
    breaks: tuple[BreakEntry, ...]
    doubts: tuple[DoubtEntry, ...]
    sources: tuple[SourceEntry, ...]
    signs: tuple[SignEntry, ...]

    def indicators(self) -> list[tuple[GoalEntry, PriorityEntry, TaskEntry, IndicatorEntry]]:
        """Every indicator with what it stands under, in the report's order."""
        return [
            (goal, priority, task, indicator)
            for goal in self.goals
            for priority in goal.priorities
            for task in priority.tasks
            for indicator in task.indicators
        ]

    def table_values(self) -> list[tuple[str, str, str]]:
        """Every figure of the tables: table, row and column, UUID of its value."""
        return [
            (table.title.partition(".")[0], f"{row.cells[table.words - 1]}, {column}", observation)
            for table in self.tables
            for row in table.rows
            for column, observation in zip(
                table.columns[table.words :], row.observations, strict=True
            )
        ]


def as_json(context: ReportContext) -> dict[str, Any]:
    """Return the context as plain JSON values."""
    return formats.as_it_was(json.loads(json.dumps(dataclasses.asdict(context))))


def from_json(data: dict[str, Any]) -> ReportContext:
    """Return the context that ``as_json`` wrote; raises UnknownFormatVersionError."""
    version = data.get("format_version")
    if version != FORMAT_VERSION and version not in formats.EARLIER:
        raise UnknownFormatVersionError(str(version))
    built: ReportContext = _build(ReportContext, formats.as_it_is(data))
    return built


def canonical(context: ReportContext) -> bytes:
    """Return the context as JSON bytes that are equal for equal contexts."""
    text = json.dumps(as_json(context), ensure_ascii=False, sort_keys=True, indent=1)
    return (text + "\n").encode()


def context_hash(context: ReportContext) -> str:
    """Return the SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(context)).hexdigest()


def _build(shape: Any, data: Any) -> Any:
    """Make a value of the annotated ``shape`` of plain JSON ``data``."""
    if dataclasses.is_dataclass(shape):
        hints = typing.get_type_hints(shape)
        return shape(**{name: _build(hint, data[name]) for name, hint in hints.items()})  # type: ignore[operator]  # a dataclass
    if typing.get_origin(shape) is tuple:
        return tuple(_build(typing.get_args(shape)[0], item) for item in data)
    if isinstance(shape, types.UnionType):
        inner = next(kind for kind in typing.get_args(shape) if kind is not type(None))
        return None if data is None else _build(inner, data)
    return data
