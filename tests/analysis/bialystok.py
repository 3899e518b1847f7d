"""The city's reports for 2017 and 2019 as stored values, for tests of the analysis."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from miernik.kernel.quantities import CountedUnit, Kind, NoteKind, Status
from miernik.observations.models import Origin
from miernik.observations.services import (
    NoteContent,
    ValueContent,
    record_observation,
    record_source,
)
from miernik.strategy.content import Card, IndicatorContent, UnitContent
from miernik.strategy.models import Work, WorkKind
from miernik.strategy.selectors import latest_version, tree
from miernik.strategy.services import create_work, write_version

AT = dt.datetime(2020, 5, 28, 12, 0, tzinfo=dt.UTC)


def stored_strategy(golden_2017: list[dict[str, Any]], code: str = "srps-2011-2020") -> Work:
    """Store the strategy of goals A to C as the report for 2017 prints it, without values."""
    work = create_work(
        code=code,
        kind=WorkKind.STRATEGY,
        title="Strategia Rozwiązywania Problemów Społecznych",
        municipality="Białystok",
        years=(2011, 2020),
        by="test",
        at=AT,
    )
    goals = [
        UnitContent(
            goal["title"],
            children=[
                UnitContent(
                    priority["title"],
                    children=[
                        UnitContent(task["title"], indicators=list(_contents(task["indicators"])))
                        for task in priority["tasks"]
                    ],
                )
                for priority in goal["priorities"]
            ],
        )
        for goal in golden_2017
    ]
    write_version(work=work, goals=goals, note="test", by="test", at=AT)
    return work


def store_values(work: Work, year: int, golden: list[dict[str, Any]]) -> None:
    """Store the values a golden document has for the tasks the work knows."""
    source = record_source(
        origin=Origin.INTAKE, title=f"Sprawozdanie za {year} r.", by="test", at=AT
    )
    printed = {
        task["code"]: task["indicators"]
        for goal in golden
        for priority in goal["priorities"]
        for task in priority["tasks"]
    }
    for root in tree(latest_version(work)):
        for task in root.tasks():
            values = printed.get(task.label, [])
            for definition, item in zip(task.definitions, values, strict=False):
                record_observation(
                    indicator=definition.indicator,
                    year=year,
                    value=_value(item),
                    source=source,
                    by="test",
                    at=AT,
                )


def _contents(indicators: list[dict[str, Any]]) -> Iterable[IndicatorContent]:
    for item in indicators:
        unit = CountedUnit.ZLOTY if item["kind"] == "amount" else CountedUnit.OTHER
        yield IndicatorContent(item["name"], Card(Kind(item["kind"]), unit))


def _value(item: dict[str, Any]) -> ValueContent:
    number = None if item["number"] is None else Decimal(str(item["number"]))
    return ValueContent(
        kind=Kind(item["kind"]),
        status=Status.TRUE_ZERO if number == 0 else Status.VALUE,
        number=number,
        printed=item["value_raw"],
        printed_unit=item["unit"] or "",
        notes=[_note(item["footnote"])] if item["footnote"] else [],
    )


def _note(text: str) -> NoteContent:
    part = re.match(r"w tym (\d+) ", text)
    if "dwukrotnie" in text:
        return NoteContent(text, NoteKind.DUPLICATE_COUNT, "*")
    if part:
        return NoteContent(text, NoteKind.SUB_VALUE, "*", number=Decimal(part[1]))
    return NoteContent(text, NoteKind.EXPLANATION, "*")
