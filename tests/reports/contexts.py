"""Small reports made by hand, for what the city's documents do not hold."""

from __future__ import annotations

from dataclasses import replace

from miernik.reports.collected import Collected, IncompleteEntry, SilentEntry
from miernik.reports.context import (
    FORMAT_VERSION,
    ChangeEntry,
    ChangeRow,
    Chart,
    ChartSeries,
    ChartValue,
    DoubtEntry,
    EditionInfo,
    GoalEntry,
    IndicatorEntry,
    NoteEntry,
    PriorityEntry,
    ReportContext,
    SourceEntry,
    Summary,
    Tally,
    TaskEntry,
    TitlePage,
    ValueEntry,
)

TITLE = TitlePage(
    heading="Raport z wykonania zadań za rok 2019",
    work_code="proba",
    work_title="Strategia próbna",
    work_uuid="00000000-0000-4000-8000-000000000001",
    municipality="Gmina Próbna",
    year=2019,
    previous_year=2017,
    start_year=2011,
    end_year=2020,
    author="Ośrodek Pomocy",
    date="2020-05-28",
    date_text="28 maja 2020 r.",
)


def value(printed: str, year: int = 2019, number: str | None = None) -> ValueEntry:
    """A stored value of a year."""
    return ValueEntry(
        year=year,
        printed=printed,
        display=printed,
        number=number,
        lower=None,
        upper=None,
        numerator=None,
        denominator=None,
        unit="",
        status="value",
        status_label="wartość",
        territory_label="miasto",
        notes=(),
        lineage=f"M-000000-{year}",
        observation=f"00000000-0000-4000-8000-00000000{year}",
        source="Raport",
    )


CHANGE = ChangeEntry(
    verdict="rise",
    verdict_label="wzrost",
    comparable=True,
    difference="+5",
    difference_number="5",
    percent="+50%",
    percent_number="50",
    sentence="Wzrosło z 10 do 15.",
    reason="Różnica przekracza próg.",
    method="materiality",
    parts=(),
)


def indicator(name: str = "Liczba osób", number: int = 1) -> IndicatorEntry:
    """An indicator with values of both years."""
    return IndicatorEntry(
        uuid=f"00000000-0000-4000-8000-{number:012}",
        name=name,
        kind="count",
        kind_label="liczba",
        counted_unit_label="osoba",
        value=value("15", number="15"),
        previous=value("10", 2017, "10"),
        change=CHANGE,
    )


def report(text: str = "Zwykły tekst", *, rows: int = 2) -> ReportContext:
    """A report in which ``text`` stands wherever people may write; ``rows`` indicators a task."""
    note = NoteEntry("explanation", "wyjaśnienie", "*", text, None, None)
    entries = tuple(indicator(f"{text} {number}", number) for number in range(1, rows + 1))
    noted = tuple(
        replace(item, value=replace(item.value, printed=text, notes=(note,))) for item in entries
    )
    task = TaskEntry("u-t", "A.1.1", text, text, text, text, noted)
    empty = TaskEntry("u-e", "A.1.2", text, text, text, text, ())
    priority = PriorityEntry("u-p", "A.1", text, (task, empty))
    row = ChangeRow(
        code="A.1.1",
        name=text,
        before=text,
        after=text,
        difference="+5",
        percent="+50%",
        verdict="rise",
        verdict_label="wzrost",
        sentence=text,
        reason=text,
        lineage="M-000000-2019",
    )
    bar = ChartSeries(text, (ChartValue(text, "rise", "50", text, False),))
    return ReportContext(
        format_version=FORMAT_VERSION,
        title=replace(TITLE, work_title=text, municipality=text, author=text),
        edition=EditionInfo(1, "wydanie 1", "2020-05-28T10:00:00+00:00"),
        summary=Summary(
            counts=(Tally("tasks", "zadania", 2, ""),),
            statuses=(Tally("value", "wartość", rows, "100%"),),
            verdicts=(Tally("rise", "wzrost", rows, "100%"),),
            sentences=(text,),
            false_alarms=text,
            suppression=text,
        ),
        charts=(Chart("zmiany", "percent", text, text, "%", text, (bar,)),),
        changes=(row,),
        one_sided=(row,),
        columns=("L.p.", "Zadania", "Realizatorzy", "Źródła", "Wskaźniki", "Wartość w 2019 r.",
                 "Identyfikator", "Monitorowanie", "Uwagi"),
        goals=(GoalEntry("u-g", "A", text, (priority,)),),
        tables=(),
        collected=Collected(
            sentences=(text,),
            silent=(SilentEntry(text, 1, "A.1.1"),),
            incomplete=(IncompleteEntry("A.1.1", text, 3, 2, 1, 0, 0, text),),
        ),
        breaks=(),
        doubts=(DoubtEntry("A.1.1", text, text),),
        sources=(SourceEntry(text, "wczytany dokument", text, "ab" * 32, "2020-05-28", rows),),
        signs=(),
    )  # fmt: skip
