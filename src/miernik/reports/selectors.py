"""Building the report's context from the store, and reading editions."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, QuerySet

from miernik.analysis.selectors import WorkChanges, work_changes
from miernik.cases.statistics.published import published_tables
from miernik.kernel.dates import print_date, print_short_date
from miernik.kernel.quantities import CountedUnit, Kind
from miernik.kernel.text import NBSP
from miernik.observations import selectors as observations
from miernik.observations.models import ComparabilityBreak, Embargo, Observation
from miernik.observations.selectors import EVERYTHING, Store
from miernik.reports import context as report
from miernik.reports.completeness import Given, collected
from miernik.reports.context import (
    ChangeEntry,
    EditionInfo,
    GoalEntry,
    IndicatorEntry,
    PriorityEntry,
    ReportContext,
    TaskEntry,
    TitlePage,
)
from miernik.reports.errors import NothingToReportError
from miernik.reports.findings import break_entries, doubt_entries, sign_entries, source_entries
from miernik.reports.models import Edition, EditionFile, Erratum
from miernik.reports.states import EditionState
from miernik.reports.summary import change_rows, charts, summary
from miernik.reports.values import change_entry, table_entry, value_entry
from miernik.strategy import selectors as strategy
from miernik.strategy.models import IndicatorDefinition, Version, Work
from miernik.strategy.selectors import Node

UNPUBLISHED = EditionInfo(number=0, label="wydruk roboczy", published_at="")


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that the report needs from the store; mappings are keyed by indicator id."""

    year: int
    previous_year: int | None
    values: Mapping[int, Mapping[int, Observation]]
    changes: WorkChanges | None
    breaks: Mapping[int, list[ComparabilityBreak]]
    institutions: Given


def build_context(
    work: Work,
    year: int,
    previous_year: int | None = None,
    *,
    on: dt.date,
    author: str = "",
    edition: EditionInfo = UNPUBLISHED,
    version: Version | None = None,
) -> ReportContext:
    """Return the report of ``work`` for ``year`` as data, compared with ``previous_year``.

    Without ``previous_year`` the latest earlier year with values is taken, if there is one. ``on``
    is the date on the title page, ``author`` the institution that answers for the report.
    Raises NothingToReportError when the year has no value.
    """
    known = observations.years(work)
    if year not in known:
        raise NothingToReportError(work.code, year, known)
    if previous_year is None:
        previous_year = max((item for item in known if item < year), default=None)
    roots = strategy.tree(version or strategy.latest_version(work))
    loaded = _load(work, roots, year, previous_year)
    goals = tuple(_goal(root, loaded) for root in roots)
    tables = tuple(table_entry(table) for table in published_tables(work, year))
    title = _title_page(work, year, previous_year, on=on, author=author)
    rows = change_rows(goals)
    breaks = break_entries(roots, loaded.breaks, loaded.changes)
    return ReportContext(
        format_version=report.FORMAT_VERSION,
        title=title,
        edition=edition,
        summary=summary(title, goals, loaded.changes),
        charts=charts(title, goals, loaded.changes),
        changes=tuple(row for row, both in rows if both),
        one_sided=tuple(row for row, both in rows if not both),
        columns=_columns(year),
        goals=goals,
        tables=tables,
        collected=collected(roots, loaded.institutions, year),
        breaks=breaks,
        doubts=doubt_entries(roots, goals, loaded.values, loaded.changes, year),
        sources=source_entries(loaded.values),
        signs=sign_entries(goals, tables),
    )


def next_edition_number(work: Work, year: int) -> int:
    """Return the number the next edition of this report will carry, from 1."""
    highest = Edition.objects.filter(work=work, year=year).aggregate(last=Max("number"))["last"]
    return int(highest or 0) + 1


def editions_in(store: Store) -> QuerySet[Edition]:
    """Return the published editions that a reading of the store may show.

    One of a year under embargo stays frozen and hidden until it is lifted, and so does one that
    was published under embargo on the year it compares with. One that a later edition replaced
    before the year was released was never public and never is.
    """
    found = Edition.objects.filter(state=EditionState.PUBLISHED)
    if not store.released_only:
        return found
    kept = observations.open_embargoes().filter(work=OuterRef("work"))
    compared = kept.filter(year=OuterRef("previous_year"), set_at__lte=OuterRef("published_at"))
    found = found.exclude(Exists(kept.filter(year=OuterRef("year")))).exclude(Exists(compared))
    return found.exclude(Exists(_replaced_under_embargo()))


def _replaced_under_embargo() -> QuerySet[Edition]:
    """The later editions of the same year from under the same, lifted, embargo."""
    lifted = Embargo.objects.filter(
        work=OuterRef("work"),
        year=OuterRef("year"),
        set_at__lte=OuterRef(OuterRef("published_at")),
        lifted_at__gte=OuterRef("published_at"),
    )
    later = Edition.objects.filter(
        state=EditionState.PUBLISHED,
        work=OuterRef("work"),
        year=OuterRef("year"),
        number__gt=OuterRef("number"),
    )
    return later.filter(Exists(lifted))


def published_editions(work: Work, *, store: Store = EVERYTHING) -> list[Edition]:
    """Return the work's published editions with their files and errata, the newest year first."""
    found = editions_in(store).filter(work=work)
    return list(found.prefetch_related("files", "errata").order_by("-year", "-number"))


def edition_context(edition: Edition) -> ReportContext:
    """Return the context as it was published."""
    return report.from_json(edition.context)


def stored_path(file: EditionFile) -> Path:
    """Return where the file of an edition lies."""
    return Path(settings.MEDIA_ROOT) / file.path


def pending_errata(edition: Edition) -> list[Erratum]:
    """Return, unsaved, an erratum for each correction of a printed value that has none yet.

    A value corrected twice gives two, each from the state before it; numbers go on from the last
    one issued.
    """
    context = edition_context(edition)
    printed = {
        value.observation: (task.code, indicator.name)
        for _, _, task, indicator in context.indicators()
        for value in (indicator.value, indicator.previous)
        if value is not None and value.observation is not None
    }
    for place, name, value_uuid in context.table_values():
        printed.setdefault(value_uuid, (place, name))
    issued = set(edition.errata.values_list("corrected_id", flat=True))
    number = edition.errata.aggregate(last=Max("number"))["last"] or 0
    errata: list[Erratum] = []
    corrected = Observation.objects.filter(uuid__in=printed, superseded_by__isnull=False)
    for observation in corrected.order_by("year", "id"):
        code, name = printed[str(observation.uuid)]
        for before, after in _corrections(observation):
            if after.pk not in issued:
                number += 1
                errata.append(_erratum(edition, number, code, name, before, after))
    return errata


def _corrections(observation: Observation) -> list[tuple[Observation, Observation]]:
    """The later versions of a value in pairs (before, after), the oldest first."""
    versions = [
        item
        for item in reversed(observations.history(observation))
        if item.version >= observation.version
    ]
    return list(itertools.pairwise(versions))


def _erratum(
    edition: Edition,
    number: int,
    code: str,
    name: str,
    before: Observation,
    after: Observation,
) -> Erratum:
    was, now = value_entry(before, before.year), value_entry(after, after.year)
    day = print_short_date(after.recorded_at.date())
    text = (
        f"{code}, „{name}”, rok {before.year}: było „{was.printed}” ({was.lineage}), "
        f"jest „{now.printed}” ({now.lineage}). Powód: {after.reason} Poprawiono {day}."
    )
    return Erratum(
        edition=edition,
        number=number,
        printed=before,
        corrected=after,
        place=code,
        indicator_name=name,
        before=was.printed,
        after=now.printed,
        reason=after.reason,
        text=text,
    )


def _load(work: Work, roots: list[Node], year: int, previous_year: int | None) -> Loaded:
    ids = [
        definition.indicator_id
        for root in roots
        for task in root.tasks()
        for definition in task.definitions
    ]
    years = [year] if previous_year is None else [previous_year, year]
    changes = None if previous_year is None else work_changes(work, previous_year, year)
    return Loaded(
        year=year,
        previous_year=previous_year,
        values=observations.current(ids, years),
        changes=changes,
        breaks=observations.breaks(ids),
        institutions=observations.institutions_of(ids, year),
    )


def _title_page(
    work: Work, year: int, previous_year: int | None, *, on: dt.date, author: str
) -> TitlePage:
    return TitlePage(
        heading=f"Raport z wykonania zadań za rok {year}",
        work_code=work.code,
        work_title=work.title,
        work_uuid=str(work.uuid),
        municipality=work.municipality,
        year=year,
        previous_year=previous_year,
        start_year=work.start_year,
        end_year=work.end_year,
        author=author or work.municipality,
        date=on.isoformat(),
        date_text=print_date(on),
    )


def _columns(year: int) -> tuple[str, ...]:
    return (
        "L.p.",
        "Zadania realizacyjne (działania)",
        "Realizatorzy",
        "Źródła finansowania",
        "Wskaźniki",
        f"Wartość wskaźnika w {year}{NBSP}r.",
        "Identyfikator",
        "Monitorowanie",
        "Uwagi",
    )


def _goal(root: Node, loaded: Loaded) -> GoalEntry:
    priorities = tuple(
        PriorityEntry(
            uuid=str(node.placement.unit.uuid),
            code=node.label,
            title=node.title,
            tasks=tuple(_task(task, loaded) for task in node.tasks()),
        )
        for node in root.children
    )
    return GoalEntry(
        uuid=str(root.placement.unit.uuid),
        code=root.label,
        title=root.title,
        priorities=priorities,
    )


def _task(task: Node, loaded: Loaded) -> TaskEntry:
    placement = task.placement
    return TaskEntry(
        uuid=str(placement.unit.uuid),
        code=task.label,
        title=task.title,
        implementers=placement.implementers_text
        or ", ".join(item.printed_name for item in task.implementations),
        funding=placement.funding_text or ", ".join(item.printed_name for item in task.fundings),
        monitoring=placement.monitoring,
        indicators=tuple(_indicator(definition, loaded) for definition in task.definitions),
    )


def _indicator(definition: IndicatorDefinition, loaded: Loaded) -> IndicatorEntry:
    values = loaded.values.get(definition.indicator_id, {})
    value = value_entry(values.get(loaded.year), loaded.year)
    previous = change = None
    if loaded.previous_year is not None:
        previous = value_entry(values.get(loaded.previous_year), loaded.previous_year)
        change = _change(definition, loaded, value.unit or previous.unit)
    return IndicatorEntry(
        uuid=str(definition.indicator.uuid),
        name=definition.name,
        kind=definition.kind,
        kind_label=Kind(definition.kind).label,
        counted_unit_label=CountedUnit(definition.counted_unit).label,
        value=value,
        previous=previous,
        change=change,
    )


def _change(definition: IndicatorDefinition, loaded: Loaded, unit: str) -> ChangeEntry | None:
    if loaded.changes is None:
        return None
    found = loaded.changes.by_indicator.get(definition.indicator_id)
    return change_entry(found, unit) if found else None
