"""Stored values for tests of the store and of what reads it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from miernik.kernel.quantities import Kind, Status
from miernik.observations.models import Observation, Origin, Source
from miernik.observations.services import (
    NoteContent,
    ValueContent,
    correct_observation,
    record_observation,
    record_source,
)
from miernik.strategy.models import Indicator, Work, WorkKind

AT = dt.datetime(2018, 4, 30, 12, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2020, 6, 15, 12, 0, tzinfo=dt.UTC)


def indicator() -> Indicator:
    work, _ = Work.objects.get_or_create(
        code="srps",
        defaults={
            "kind": WorkKind.STRATEGY,
            "title": "Strategia",
            "municipality": "Białystok",
            "start_year": 2011,
            "end_year": 2020,
        },
    )
    return Indicator.objects.create(work=work)


def source() -> Source:
    return record_source(origin=Origin.INTAKE, title="Sprawozdanie", by="test", at=AT)


def count(number: int, *notes: NoteContent) -> ValueContent:
    status = Status.VALUE if number else Status.TRUE_ZERO
    return ValueContent(
        kind=Kind.COUNT, status=status, number=Decimal(number), printed=str(number), notes=notes
    )


def recorded(
    number: int = 2659, *notes: NoteContent, year: int = 2017, of: Indicator | None = None
) -> Observation:
    return record_observation(
        indicator=of or indicator(),
        year=year,
        value=count(number, *notes),
        source=source(),
        by="anna",
        at=AT,
    )


def corrected(observation: Observation, number: int = 2655) -> Observation:
    return correct_observation(
        observation=observation,
        value=count(number),
        reason="Rodziny policzone dwukrotnie",
        by="jan",
        at=LATER,
    )
