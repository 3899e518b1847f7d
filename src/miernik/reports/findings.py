"""What the reader should know before trusting a figure: breaks, doubts, sources, signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from miernik.analysis.compute.series import ProposedBreak
from miernik.analysis.selectors import WorkChanges
from miernik.intake.models import Import
from miernik.kernel.quantities import BreakType, Kind, NoteKind, Status, Territory
from miernik.kernel.text import comparable, plural
from miernik.observations.models import (
    BreakState,
    ComparabilityBreak,
    Observation,
    Origin,
    Source,
)
from miernik.reports.context import (
    BreakEntry,
    DoubtEntry,
    GoalEntry,
    SignEntry,
    SourceEntry,
    TableEntry,
    ValueEntry,
)
from miernik.reports.values import NOT_GIVEN, SUPPRESSED_SIGN, WHY_BOUNDS
from miernik.strategy.models import IndicatorDefinition
from miernik.strategy.selectors import Node

#: Smaller equal numbers are a coincidence more often than one fact counted twice.
SMALLEST_REPEAT = 100

Values = Mapping[int, Mapping[int, Observation]]


def break_entries(
    roots: Sequence[Node],
    recorded: Mapping[int, list[ComparabilityBreak]],
    changes: WorkChanges | None,
) -> tuple[BreakEntry, ...]:
    """Return the breaks on record and those the analysis proposes, in the report's order."""
    proposed: dict[int, list[ProposedBreak]] = defaultdict(list)
    for row, item in changes.proposed_breaks if changes else ():
        proposed[row.definition.indicator_id].append(item)
    entries = []
    for code, definition in _definitions(roots):
        key = definition.indicator_id
        entries += [_recorded(code, definition, item) for item in recorded.get(key, ())]
        entries += [_proposed(code, definition, item) for item in proposed.get(key, ())]
    return tuple(entries)


def doubt_entries(
    roots: Sequence[Node],
    goals: Sequence[GoalEntry],
    values: Values,
    changes: WorkChanges | None,
    year: int,
) -> tuple[DoubtEntry, ...]:
    """Return what may mislead: missing values, doubts of reading, weak comparisons, repeats."""
    return (
        *_missing(goals, year),
        *_of_reading(roots, values, year),
        *_of_values(roots, values, year),
        *_of_comparisons(changes),
        *_repeated(roots, values, year),
    )


def source_entries(values: Values) -> tuple[SourceEntry, ...]:
    """Return the sources of the report's values, with how many come from each."""
    counts: dict[int, int] = defaultdict(int)
    sources: dict[int, Source] = {}
    for by_year in values.values():
        for observation in by_year.values():
            counts[observation.source_id] += 1
            sources[observation.source_id] = observation.source
    return tuple(
        SourceEntry(
            title=source.title,
            origin_label=Origin(source.origin).label,
            file_name=source.file_name,
            sha256=source.sha256,
            published_on=source.published_on.isoformat() if source.published_on else "",
            values=counts[key],
        )
        for key, source in sorted(sources.items())
    )


def sign_entries(
    goals: Sequence[GoalEntry], tables: Sequence[TableEntry] = ()
) -> tuple[SignEntry, ...]:
    """Return the signs this report prints beside or instead of numbers."""
    statuses = {
        indicator.value.status
        for goal in goals
        for priority in goal.priorities
        for task in priority.tasks
        for indicator in task.indicators
    }
    signs = [
        SignEntry("*", "odsyłacz do kolumny „Uwagi” w tym samym wierszu"),
        SignEntry("0", "zjawisko nie wystąpiło"),
        SignEntry(
            "M-…",
            "identyfikator wartości: w serwisie prowadzi do jej źródła, uwag i sprostowań",
        ),
    ]
    if "" in statuses:
        signs.append(SignEntry(NOT_GIVEN, "w zbiorze nie ma wartości wskaźnika za ten rok"))
    if any(value.lower is not None for value in _printed_values(goals)):
        meaning = f"znane są tylko granice wartości, bo {WHY_BOUNDS}"
        signs.append(SignEntry("od … do …", meaning))
    if Status.NO_DATA in statuses:
        signs.append(SignEntry("brak danych", "realizator odpowiedział, że danych nie ma"))
    cells = {cell for table in tables for row in table.rows for cell in row.cells}
    if Status.SUPPRESSED in statuses or SUPPRESSED_SIGN in cells:
        signs.append(
            SignEntry(SUPPRESSED_SIGN, "wartość ukryta, bo mogłaby wskazać konkretną osobę")
        )
    return tuple(signs)


def _printed_values(goals: Sequence[GoalEntry]) -> Iterator[ValueEntry]:
    for goal in goals:
        for priority in goal.priorities:
            for task in priority.tasks:
                for indicator in task.indicators:
                    yield indicator.value
                    if indicator.previous is not None:
                        yield indicator.previous


def _recorded(code: str, definition: IndicatorDefinition, item: ComparabilityBreak) -> BreakEntry:
    state = BreakState(item.state)
    return BreakEntry(
        code=code,
        name=definition.name,
        since=item.since,
        year=item.year,
        type_label=BreakType(item.type).label,
        state=state.value,
        state_label=state.label,
        reason=item.reason,
        decision=item.decision_note,
    )


def _proposed(code: str, definition: IndicatorDefinition, item: ProposedBreak) -> BreakEntry:
    return BreakEntry(
        code=code,
        name=definition.name,
        since=item.since,
        year=item.year,
        type_label=item.type.label,
        state=BreakState.PROPOSED.value,
        state_label=BreakState.PROPOSED.label,
        reason=item.reason,
        decision="",
    )


def _definitions(roots: Sequence[Node]) -> Iterator[tuple[str, IndicatorDefinition]]:
    for root in roots:
        for task in root.tasks():
            for definition in task.definitions:
                yield task.label, definition


def _missing(goals: Sequence[GoalEntry], year: int) -> list[DoubtEntry]:
    codes = [
        task.code
        for goal in goals
        for priority in goal.priorities
        for task in priority.tasks
        for indicator in task.indicators
        if not indicator.value.status
    ]
    if not codes:
        return []
    verb = plural(len(codes), "wskaźnika", "wskaźników", "wskaźników")
    listed = ", ".join(dict.fromkeys(codes))
    text = f"Nie podano wartości {len(codes)} {verb} za rok {year}. Zadania: {listed}."
    return [DoubtEntry(code="", name="", text=text)]


def _of_reading(roots: Sequence[Node], values: Values, year: int) -> list[DoubtEntry]:
    """Doubts of the imports the year's values come from that nobody has resolved."""
    sources = {
        by_year[year].source_id for by_year in values.values() if by_year.get(year) is not None
    }
    names = {
        f"{task.label}/{definition.position}": definition.name
        for root in roots
        for task in root.tasks()
        for definition in task.definitions
    }
    entries = []
    found = Import.objects.filter(source__in=sources).prefetch_related("resolutions", "corrections")
    for item in found.order_by("id"):
        settled = {resolution.path for resolution in item.resolutions.all()}
        settled |= {correction.path for correction in item.corrections.all()}
        for doubt in item.draft.get("doubts", []):
            code, _, rest = doubt["path"].partition("/")
            if doubt["path"] not in settled:
                name = names.get(f"{code}/{rest.split('/')[0]}", "")
                entries.append(DoubtEntry(code=code, name=name, text=doubt["reason"]))
    return entries


def _of_values(roots: Sequence[Node], values: Values, year: int) -> list[DoubtEntry]:
    entries = []
    for code, definition in _definitions(roots):
        observation = values.get(definition.indicator_id, {}).get(year)
        if observation is None:
            continue
        texts = [
            f"Liczenie wielokrotne: {note.text}."
            for note in observation.notes.all()
            if note.kind == NoteKind.DUPLICATE_COUNT
        ]
        if observation.lower is not None:
            texts.append(f"Znane są tylko granice wartości: {WHY_BOUNDS}.")
        if observation.territory == Territory.CITY_AND_COUNTY:
            texts.append("Wartość obejmuje miasto i powiat łącznie; nie porównuj jej z miastem.")
        entries += [DoubtEntry(code=code, name=definition.name, text=text) for text in texts]
    return entries


def _of_comparisons(changes: WorkChanges | None) -> list[DoubtEntry]:
    return [
        DoubtEntry(code=row.task.label, name=row.definition.name, text=text)
        for row, text in (changes.doubts if changes else ())
    ]


def _repeated(roots: Sequence[Node], values: Values, year: int) -> list[DoubtEntry]:
    """The same wording and number under several tasks: probably one fact, not to be added up."""
    groups: dict[tuple[str, Decimal], list[str]] = defaultdict(list)
    names: dict[tuple[str, Decimal], str] = {}
    for code, definition in _definitions(roots):
        observation = values.get(definition.indicator_id, {}).get(year)
        number = observation.number if observation else None
        if number is None or number < SMALLEST_REPEAT:
            continue
        if definition.kind in (Kind.COUNT, Kind.AMOUNT):
            key = (comparable(definition.name), number)
            groups[key].append(code)
            names[key] = definition.name
    entries = []
    for key, codes in groups.items():
        if len(codes) > 1:
            text = (
                f"Ta sama wartość stoi przy zadaniach {', '.join(codes)}; "
                "to może być jeden fakt, więc nie należy ich dodawać."
            )
            entries.append(DoubtEntry(code=codes[0], name=names[key], text=text))
    return entries
