"""The register as tables to be counted, wherever it came from.

Persons and families are whole numbers here; a merged person is already the one that survived.
Periods are inclusive on both ends and never empty: an open end is OPEN_START or OPEN_END.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import ibis
import pyarrow as pa

from miernik.rules.reasons import ReasonCode

OPEN_START = dt.date.min
OPEN_END = dt.date.max

#: Each row of Tabela Nr 2 is one bit, in the table's order.
BIT: Mapping[ReasonCode, int] = {code: 1 << place for place, code in enumerate(ReasonCode)}

GRANTS = pa.schema(
    [
        ("family", pa.int64()),
        ("person", pa.int64()),
        ("benefit", pa.string()),
        ("decided", pa.date32()),
        ("since", pa.date32()),
        ("until", pa.date32()),
        ("status", pa.string()),
        ("amount_gr", pa.int64()),
    ]
)
MEMBERSHIPS = pa.schema(
    [("family", pa.int64()), ("person", pa.int64()), ("since", pa.date32()), ("until", pa.date32())]
)
#: ``bits``: the row of the reason and, for a sub-code, of its head too.
REASONS = pa.schema(
    [("family", pa.int64()), ("bits", pa.int64()), ("since", pa.date32()), ("until", pa.date32())]
)


@dataclass(frozen=True, slots=True)
class Register:
    """Arrow tables of the schemas above, and the number of residents on 31 December by year."""

    grants: pa.Table
    memberships: pa.Table
    reasons: pa.Table
    population: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Tables:
    """The same tables inside a database that Ibis speaks to."""

    grants: ibis.Table
    memberships: ibis.Table
    reasons: ibis.Table


NAMES = ("grants", "memberships", "reasons")


def bits_of(code: ReasonCode) -> int:
    """Return the bits of the rows a reason counts in: its own and its head's."""
    return BIT[code] | (BIT[code.head] if code.head else 0)


@contextmanager
def embedded(register: Register) -> Iterator[Tables]:
    """Open the register's tables in a DuckDB of their own, gone afterwards; nothing is copied."""
    connection = ibis.duckdb.connect()
    connection.raw_sql("SET enable_progress_bar = false")  # it would stand in the JSON
    try:
        for name in NAMES:
            connection.con.register(f"register_{name}", getattr(register, name))
        yield Tables(*(connection.table(f"register_{name}") for name in NAMES))
    finally:
        connection.disconnect()


def loaded(connection: ibis.BaseBackend, register: Register) -> Tables:
    """Copy the register into temporary tables of any database that Ibis speaks to."""
    return Tables(
        *(
            connection.create_table(f"register_{name}", getattr(register, name), temp=True)
            for name in NAMES
        )
    )
