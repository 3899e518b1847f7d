"""The city's golden documents put into the store, straight through the models."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from miernik.accounts.models import Institution
from miernik.kernel.quantities import CountedUnit, Kind, NoteKind, Status, Territory
from miernik.observations.models import Note, Observation, Origin, Source
from miernik.strategy.models import (
    Funding,
    FundingSource,
    Implementation,
    Indicator,
    IndicatorDefinition,
    Placement,
    Unit,
    UnitKind,
    Version,
    Work,
    WorkKind,
)

AT = dt.datetime(2020, 5, 28, 12, 0, tzinfo=dt.UTC)
KINDS_OF_UNIT = (UnitKind.GOAL, UnitKind.PRIORITY, UnitKind.TASK)


def store_work(code: str = "bialystok-srps") -> Work:
    """The strategy itself, still empty."""
    return Work.objects.create(
        code=code,
        kind=WorkKind.STRATEGY,
        title="Strategia Rozwiązywania Problemów Społecznych Miasta Białegostoku na lata 2011–2020",
        municipality="Miasto Białystok",
        start_year=2011,
        end_year=2020,
    )


def store_tree(work: Work, goals: Iterable[dict[str, Any]]) -> Version:
    """One version of the work with the goals, tasks and indicators of a golden document."""
    version = Version.objects.create(work=work, number=1, created_at=AT)
    for position, goal in enumerate(goals, 1):
        _store_unit(version, None, position, goal, 0)
    return version


def _store_unit(
    version: Version, parent: Placement | None, position: int, data: dict[str, Any], depth: int
) -> None:
    placement = Placement.objects.create(
        version=version,
        unit=Unit.objects.create(work=version.work, kind=KINDS_OF_UNIT[depth]),
        parent=parent,
        position=position,
        title=data["title"],
        implementers_text=data.get("implementers_text", ""),
        funding_text=data.get("funding_text", ""),
        monitoring=data.get("monitoring", ""),
    )
    for number, child in enumerate(data.get("priorities", data.get("tasks", [])), 1):
        _store_unit(version, placement, number, child, depth + 1)
    for number, name in enumerate(data.get("implementers", []), 1):
        institution, _ = Institution.objects.get_or_create(name=name)
        Implementation.objects.create(
            placement=placement, institution=institution, position=number, printed_name=name
        )
    for number, name in enumerate(data.get("funding", []), 1):
        source, _ = FundingSource.objects.get_or_create(name=name)
        Funding.objects.create(
            placement=placement, source=source, position=number, printed_name=name
        )
    for number, item in enumerate(data.get("indicators", []), 1):
        amount = item["kind"] == Kind.AMOUNT
        IndicatorDefinition.objects.create(
            version=version,
            indicator=Indicator.objects.create(work=version.work),
            task=placement,
            position=number,
            name=item["name"],
            kind=item["kind"],
            counted_unit=CountedUnit.ZLOTY if amount else CountedUnit.OTHER,
            printed_unit=item["unit"] or "",
        )


def store_values(version: Version, goals: Iterable[dict[str, Any]], year: int) -> Source:
    """The values of a golden document, attached by task code and place in the task."""
    source = Source.objects.create(
        origin=Origin.INTAKE,
        title=f"Raport z wykonania zadań za rok {year}",
        file_name=f"raport-{year}.pdf",
        sha256="ab" * 32,
        added_at=AT,
    )
    for code, number, item in _items(goals):
        store_value(_definition(version, code, number).indicator, item, year, source)
    return source


def store_value(
    indicator: Indicator, item: dict[str, Any], year: int, source: Source
) -> Observation:
    """One value with its footnote, as a golden document gives it."""
    number = item["number"]
    observation = Observation.objects.create(
        indicator=indicator,
        year=year,
        status=Status.TRUE_ZERO if number == 0 else Status.VALUE,
        kind=item["kind"],
        number=None if number is None else Decimal(str(number)),
        printed=item["value_raw"],
        printed_unit=item["unit"] or "",
        territory=_territory(item["footnote"]),
        source=source,
        recorded_at=AT,
        recorded_by="test",
    )
    if item["footnote"]:
        Note.objects.create(
            observation=observation,
            position=1,
            kind=_note_kind(item["footnote"]),
            marker="*" if item["value_raw"].endswith("*") else "",
            text=item["footnote"],
        )
    return observation


def correct(observation: Observation, number: int, reason: str) -> Observation:
    """The next version of a value, as a correction in the store."""
    return Observation.objects.create(
        indicator=observation.indicator,
        year=observation.year,
        version=observation.version + 1,
        supersedes=observation,
        status=Status.VALUE,
        kind=observation.kind,
        number=number,
        printed=str(number),
        source=observation.source,
        recorded_at=AT,
        recorded_by="test",
        reason=reason,
    )


def find(version: Version, code: str, number: int = 1) -> Indicator:
    """The ``number``-th indicator (from 1) of the task with this label."""
    return _definition(version, code, number).indicator


def _definition(version: Version, code: str, number: int) -> IndicatorDefinition:
    goal, priority, task = code.split(".")
    return IndicatorDefinition.objects.get(
        version=version,
        position=number,
        task__position=int(task),
        task__parent__position=int(priority),
        task__parent__parent__position=ord(goal) - ord("A") + 1,
    )


def _items(goals: Iterable[dict[str, Any]]) -> Iterable[tuple[str, int, dict[str, Any]]]:
    for goal in goals:
        for priority in goal["priorities"]:
            for task in priority["tasks"]:
                for number, item in enumerate(task["indicators"], 1):
                    yield task["code"], number, item


def _territory(footnote: str | None) -> Territory:
    wide = footnote is not None and "powiatu białostockiego" in footnote
    return Territory.CITY_AND_COUNTY if wide else Territory.CITY


def _note_kind(footnote: str) -> NoteKind:
    if "dwukrotnie" in footnote:
        return NoteKind.DUPLICATE_COUNT
    return NoteKind.SUB_VALUE if footnote.startswith("w tym") else NoteKind.EXPLANATION
