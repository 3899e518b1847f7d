"""The first pages of the report: tallies, key sentences, charts, the table of changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from miernik.analysis.compute.series import Verdict
from miernik.analysis.selectors import WorkChanges
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Status
from miernik.kernel.text import plural
from miernik.reports.context import (
    ChangeRow,
    Chart,
    ChartSeries,
    ChartValue,
    GoalEntry,
    IndicatorEntry,
    Summary,
    Tally,
    TaskEntry,
    TitlePage,
)
from miernik.reports.values import NOT_GIVEN

#: So many sentences and bars fit on one page and in one reader's head.
KEY_SENTENCES = 8
CHART_ROWS = 14


def summary(title: TitlePage, goals: Sequence[GoalEntry], changes: WorkChanges | None) -> Summary:
    """Return the summary of the report and of its changes."""
    entries = list(_entries(goals))
    statuses = Counter(indicator.value.status for _, indicator in entries)
    verdicts = Counter(
        indicator.change.verdict for _, indicator in entries if indicator.change is not None
    )
    return Summary(
        counts=_counts(goals, entries),
        statuses=_tallies(
            [(status.value, status.label) for status in Status] + [("", NOT_GIVEN)], statuses
        ),
        verdicts=_tallies([(verdict.value, verdict.label) for verdict in Verdict], verdicts),
        sentences=_sentences(title, entries),
        false_alarms=_false_alarms(changes),
        suppression=_suppression(statuses[Status.SUPPRESSED]),
    )


def change_rows(goals: Sequence[GoalEntry]) -> list[tuple[ChangeRow, bool]]:
    """Return every indicator with a value in either year, and whether it has both."""
    rows = []
    for task, indicator in _entries(goals):
        change, previous, value = indicator.change, indicator.previous, indicator.value
        if change is None or previous is None or not (previous.status or value.status):
            continue
        row = ChangeRow(
            code=task.code,
            name=indicator.name,
            before=previous.display,
            after=value.display,
            difference=change.difference,
            percent=change.percent,
            verdict=change.verdict,
            verdict_label=change.verdict_label,
            sentence=change.sentence,
            reason=change.reason,
            lineage=value.lineage,
        )
        rows.append((row, bool(previous.status and value.status)))
    return rows


def charts(
    title: TitlePage, goals: Sequence[GoalEntry], changes: WorkChanges | None
) -> tuple[Chart, ...]:
    """Return the charts of the summary: completeness, and with a second year the changes."""
    entries = list(_entries(goals))
    found = [_completeness(title, goals)]
    if changes is not None:
        found += [_verdict_chart(title, entries), _percent_chart(title, entries)]
    return tuple(chart for chart in found if chart.series)


def _entries(goals: Sequence[GoalEntry]) -> Iterator[tuple[TaskEntry, IndicatorEntry]]:
    for goal in goals:
        for priority in goal.priorities:
            for task in priority.tasks:
                for indicator in task.indicators:
                    yield task, indicator


def _counts(
    goals: Sequence[GoalEntry], entries: Sequence[tuple[TaskEntry, IndicatorEntry]]
) -> tuple[Tally, ...]:
    priorities = [priority for goal in goals for priority in goal.priorities]
    tasks = sum(len(priority.tasks) for priority in priorities)
    given = sum(indicator.value.status != "" for _, indicator in entries)
    words = (
        ("goals", len(goals), ("cel", "cele", "celów")),
        ("priorities", len(priorities), ("priorytet", "priorytety", "priorytetów")),
        ("tasks", tasks, ("zadanie", "zadania", "zadań")),
        ("indicators", len(entries), ("wskaźnik", "wskaźniki", "wskaźników")),
        ("given", given, ("podana wartość", "podane wartości", "podanych wartości")),
    )
    return tuple(
        Tally(key=key, label=plural(number, *forms), number=number, share="")
        for key, number, forms in words
    )


def _tallies(names: Sequence[tuple[str, str]], counted: Counter[str]) -> tuple[Tally, ...]:
    total = sum(counted.values())
    return tuple(
        Tally(key=key, label=label, number=counted[key], share=_share(counted[key], total))
        for key, label in names
        if counted[key]
    )


def _share(part: int, total: int) -> str:
    percent = (Decimal(100 * part) / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{print_number(percent, decimals=1)}%"


def _sentences(
    title: TitlePage, entries: Sequence[tuple[TaskEntry, IndicatorEntry]]
) -> tuple[str, ...]:
    """What to know first: what cannot be compared, parts that go against their total, changes."""
    if title.previous_year is None:
        return (
            "Jest to pierwszy rok z wartościami w zbiorze, więc zmian nie można jeszcze ocenić.",
        )
    said = [
        (_weight(indicator), place, f"{task.code}: {indicator.change.sentence}")
        for place, (task, indicator) in enumerate(entries)
        if indicator.change is not None and indicator.change.verdict in _WORTH_SAYING
        if indicator.previous is not None and indicator.previous.status and indicator.value.status
    ]
    return tuple(text for *_, text in sorted(said)[:KEY_SENTENCES])


#: What a reader must know first: what may not be compared, then real changes, then chance.
_WORTH_SAYING = (Verdict.NOT_COMPARABLE, Verdict.RISE, Verdict.FALL, Verdict.UNKNOWN)


def _weight(indicator: IndicatorEntry) -> tuple[int, Decimal]:
    """Sort key: the verdict's place, parts that go another way than their total, then size."""
    change = indicator.change
    if change is None:
        return (len(_WORTH_SAYING), Decimal(0))
    if change.verdict not in (Verdict.RISE, Verdict.FALL):
        return (0 if change.verdict == Verdict.NOT_COMPARABLE else 3, Decimal(0))
    label = Verdict(change.verdict).label
    opposed = any(part.verdict_label != label for part in change.parts)
    return (1 if opposed else 2, -abs(Decimal(change.percent_number or 0)))


def _false_alarms(changes: WorkChanges | None) -> str:
    if changes is None or not changes.tested:
        return ""
    compared = plural(changes.tested, "porównanie", "porównania", "porównań")
    return (
        f"Testem sprawdzono {changes.tested} {compared} małych liczb; sam przypadek dałby wśród "
        f"nich najwyżej {print_number(changes.expected_false_alarms)} fałszywych alarmów."
    )


def _suppression(hidden: int) -> str:
    if not hidden:
        return "W tym sprawozdaniu nie ukryto żadnej wartości ze względu na małą liczbę osób."
    values = plural(hidden, "wartość", "wartości", "wartości")
    return f"Ukryto {hidden} {values} (znak #), bo wskazywałyby konkretne osoby."


def _completeness(title: TitlePage, goals: Sequence[GoalEntry]) -> Chart:
    series = []
    for goal in goals:
        found = [indicator for _, indicator in _entries([goal])]
        given = sum(indicator.value.status != "" for indicator in found)
        series.append(
            ChartSeries(
                label=f"{goal.code}. {goal.title}",
                values=(
                    _part("podane", "given", given),
                    _part(NOT_GIVEN, "absent", len(found) - given),
                ),
            )
        )
    return Chart(
        id="kompletnosc",
        kind="stacked",
        title=f"Wskaźniki z podaną wartością za rok {title.year}, według celów",
        description="Liczba wskaźników każdego celu: z podaną wartością i bez niej.",
        unit="wskaźniki",
        note="",
        series=tuple(series),
    )


def _part(label: str, key: str, number: int) -> ChartValue:
    return ChartValue(
        label=label,
        key=key,
        number=str(number),
        printed=str(number),
        break_before=False,
    )


def _verdict_chart(title: TitlePage, entries: Sequence[tuple[TaskEntry, IndicatorEntry]]) -> Chart:
    counted = Counter(
        indicator.change.verdict for _, indicator in entries if indicator.change is not None
    )
    return Chart(
        id="oceny",
        kind="tally",
        title=f"Co można powiedzieć o zmianach {title.previous_year}–{title.year}",
        description="Liczba wskaźników według oceny zmiany.",
        unit="wskaźniki",
        note="Ocena mówi, na co pozwalają dane, a nie czy zmiana jest dobra.",
        series=tuple(
            ChartSeries(label=verdict.label, values=(_part(verdict.label, verdict, number),))
            for verdict in Verdict
            if (number := counted[verdict])
        ),
    )


#: Verdicts that say something of a difference; chance and breaks have no place in a chart of it.
_DRAWN = (Verdict.RISE, Verdict.FALL, Verdict.NO_MATERIAL_CHANGE)


def _percent_chart(title: TitlePage, entries: Sequence[tuple[TaskEntry, IndicatorEntry]]) -> Chart:
    both = [
        (task.code, indicator, indicator.change)
        for task, indicator in entries
        if indicator.change is not None
        and indicator.previous is not None
        and indicator.previous.status
        and indicator.value.status
    ]
    found = [
        (Decimal(change.percent_number), code, indicator, change)
        for code, indicator, change in both
        if change.verdict in _DRAWN and change.percent_number is not None
    ]
    largest = sorted(found, key=lambda item: -abs(item[0]))[:CHART_ROWS]
    silent = sum(change.verdict not in _DRAWN for *_, change in both)
    wording = plural(silent, "wskaźnik", "wskaźniki", "wskaźników")
    return Chart(
        id="zmiany",
        kind="percent",
        title=f"Największe zmiany {title.previous_year}–{title.year}",
        description="Zmiana wartości wskaźnika w procentach i to, co można o niej powiedzieć.",
        unit="%",
        note=(
            f"Pominięto {silent} {wording}: wartości nie są porównywalne albo różnica mieści się "
            "w granicach przypadku."
            if silent
            else ""
        ),
        series=tuple(
            ChartSeries(
                label=f"{code} {indicator.name}",
                values=(
                    ChartValue(
                        label=change.verdict_label,
                        key=change.verdict,
                        number=change.percent_number,
                        printed=change.percent,
                        break_before=False,
                    ),
                ),
            )
            for _, code, indicator, change in largest
        ),
    )
