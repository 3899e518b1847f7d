"""The register in the database as tables to be counted, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connection
from django.db.models import QuerySet

from miernik.cases.models import FamilyMembership, Grant, Person, Population, ReasonRecord
from miernik.cases.statistics.sheets import Integers
from miernik.cases.statistics.tables import (
    GRANTS,
    MEMBERSHIPS,
    OPEN_END,
    OPEN_START,
    REASONS,
    Register,
    bits_of,
)
from miernik.rules.reasons import ReasonCode

_CHUNK = 50_000
_BITS = {code.value: bits_of(code) for code in ReasonCode}


def read_database() -> Register:
    """Read the register: each person as the one that survived every merge."""
    survivor = _survivors()
    return Register(
        grants=_grants(survivor),
        memberships=_memberships(survivor),
        reasons=_reasons(),
        population=dict(Population.objects.values_list("year", "number")),
    )


def survivors() -> Mapping[int, int]:
    """Return, for each merged person, the person that is left after the last merge."""
    into = dict(
        Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    )
    found = {}
    for person in into:
        last, seen = person, {person}
        while into.get(last) is not None and into[last] not in seen:
            last = into[last]
            seen.add(last)
        found[person] = last
    return found


def _survivors() -> Integers:
    """The same as an array: the survivor's key at every person's key."""
    last = Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    keys = np.arange(last + 1, dtype=np.int64)
    for person, survivor in survivors().items():
        keys[person] = survivor
    return keys


def _grants(survivor: Integers) -> pa.Table:
    names = (
        "family_id",
        "person_id",
        "benefit",
        "decided_on",
        "since",
        "until",
        "status",
        "amount_gr",
    )
    columns = _columns(Grant.objects.all(), names)
    family, person, benefit, decided, since, until, status, amount = columns
    return pa.Table.from_arrays(
        [
            pa.array(family, pa.int64()),
            _merged(person, survivor),
            pa.array(benefit, pa.string()),
            _dates(decided, None),
            _dates(since, OPEN_START),
            _dates(until, OPEN_END),
            pa.array(status, pa.string()),
            pa.array(amount, pa.int64()),
        ],
        schema=GRANTS,
    )


def _memberships(survivor: Integers) -> pa.Table:
    names = ("family_id", "person_id", "since", "until")
    family, person, since, until = _columns(FamilyMembership.objects.all(), names)
    return pa.Table.from_arrays(
        [
            pa.array(family, pa.int64()),
            _merged(person, survivor),
            _dates(since, OPEN_START),
            _dates(until, OPEN_END),
        ],
        schema=MEMBERSHIPS,
    )


def _reasons() -> pa.Table:
    names = ("family_id", "code", "since", "until")
    family, code, since, until = _columns(ReasonRecord.objects.all(), names)
    return pa.Table.from_arrays(
        [
            pa.array(family, pa.int64()),
            pa.array([_BITS[item] for item in code], pa.int64()),
            _dates(since, OPEN_START),
            _dates(until, OPEN_END),
        ],
        schema=REASONS,
    )


def _columns(rows: QuerySet[Any], names: Sequence[str]) -> list[list[Any]]:
    """Whole columns as the database gives them: on SQLite a date is text."""
    sql, parameters = rows.order_by().values_list(*names).query.sql_with_params()
    columns: list[list[Any]] = [[] for _ in names]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while chunk := cursor.fetchmany(_CHUNK):
            for column, values in zip(columns, zip(*chunk, strict=True), strict=True):
                column.extend(values)
    return columns


def _merged(persons: list[int], survivor: Integers) -> pa.Array:
    return pa.array(survivor[np.array(persons, dtype=np.int64)], pa.int64())


def _dates(values: list[Any], empty: dt.date | None) -> pa.Array:
    array = pa.array(values)
    if pa.types.is_null(array.type):
        array = pa.nulls(len(values), pa.date32())
    dates = array.cast(pa.date32())
    return dates if empty is None else dates.fill_null(empty)
