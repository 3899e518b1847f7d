"""Tabela Nr 1 and Nr 2 over a register, against pandas and hand-written DuckDB SQL.

All start from the same Arrow tables in memory and end with the same figures. The peers are what a
good analyst writes: one pass to the windows, joins on the family, distinct counts per row. Last,
our own reading and checking of the same register from CSV files, which has no peer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from bench.measure import DIFFERENT, Comparison, measure
from miernik.cases.statistics import tables
from miernik.cases.statistics.compute import Tabulation, tabulate
from miernik.cases.statistics.folder import read_folder
from miernik.cases.statistics.tables import Register
from miernik.rules.reasons import ReasonCode

SIZES = (10_000, 100_000, 1_000_000)
YEAR = 2015
_YEAR_START = 16436  # 2015-01-01 in days since 1970
_CODES = list(ReasonCode)


def comparisons() -> Iterator[Comparison]:
    """Compare at several sizes, to show the growth."""
    for persons in SIZES:
        ours = measure(register, with_miernik, persons)
        name = f"Tabela 1 i 2: {persons} osób"
        for peer_name, run in (("pandas", with_pandas), ("SQL w DuckDB", with_sql)):
            peer = measure(register, run, persons)
            same = "te same" if ours.answer == peer.answer else DIFFERENT
            yield Comparison(name, ours, peer, peer_name, same)
        files = measure(folder, from_files, persons, repeats=1)
        same = "te same" if files.answer == ours.answer else DIFFERENT
        yield Comparison(
            f"{name}, z plików CSV ze sprawdzeniem", files, None, "bez konkurenta", same
        )


# --- the register --------------------------------------------------------------------------------


def register(persons: int) -> Register:
    """Return a register: families of 1-6, some moves, 1-3 grants and 1-4 reasons a family."""
    random = np.random.default_rng(2015)
    sizes = random.choice([1, 2, 3, 4, 5, 6], persons, p=[0.45, 0.2, 0.15, 0.12, 0.05, 0.03])
    family_of = np.repeat(np.arange(persons), sizes)[:persons]
    families = int(family_of[-1]) + 1
    moved = random.random(persons) < 0.05
    member_since, member_until = _periods(random, persons, 3000, 0.85)
    other = random.integers(0, families, int(moved.sum()))
    other_since, other_until = _periods(random, len(other), 700, 0.5)
    people = np.arange(persons)
    granted = np.repeat(np.arange(families), random.integers(1, 4, families))
    grant_since, grant_until = _periods(random, len(granted), 900, 0.15)
    first = np.searchsorted(family_of, np.arange(families))
    status = random.choice(["granted", "refused", "revoked"], len(granted), p=[0.9, 0.07, 0.03])
    reasoned = np.repeat(np.arange(families), random.integers(1, 5, families))
    reason_since, reason_until = _periods(random, len(reasoned), 1500, 0.5)
    codes = random.integers(0, len(_CODES), len(reasoned))
    bits = np.array([tables.bits_of(code) for code in _CODES])[codes]
    return Register(
        grants=_table(
            tables.GRANTS,
            granted,
            first[granted],
            np.full(len(granted), "zasilek_okresowy"),
            grant_since,
            grant_since,
            grant_until,
            status,
            random.integers(0, 3, len(granted)) * 10_000,
        ),
        memberships=_table(
            tables.MEMBERSHIPS,
            np.concatenate([family_of, other]),
            np.concatenate([people, people[moved]]),
            np.concatenate([member_since, other_since]),
            np.concatenate([member_until, other_until]),
        ),
        reasons=_table(tables.REASONS, reasoned, bits, reason_since, reason_until),
        population={YEAR: persons * 17},
    )


def _periods(
    random: np.random.Generator, number: int, before: int, open_share: float
) -> tuple[Any, Any]:
    since = _YEAR_START + random.integers(-before, 365, number)
    until = since + random.integers(0, 500, number)
    end = (tables.OPEN_END - tables.OPEN_END.replace(1970, 1, 1)).days
    until[random.random(number) < open_share] = end
    return since.astype(np.int32), until.astype(np.int32)


def _table(schema: pa.Schema, *columns: Any) -> pa.Table:
    arrays = [
        pa.array(column).cast(field.type) for field, column in zip(schema, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


# --- three ways to count -------------------------------------------------------------------------

Answer = tuple[int, ...]


def with_miernik(given: Register) -> Answer:
    """Count as the program does."""
    return _answer(tabulate(given, YEAR))


def _answer(counted: Tabulation) -> Answer:
    rows = [number for row in counted.table2 for number in (row.families, row.persons)]
    first = counted.table1
    return (first.persons_granted, first.families, first.persons_in_families, *rows)


_WINDOWS = """
create temp table w as
select family, person, greatest(since, date '2015-01-01') a, least(until, date '2015-12-31') b
from grants
where (status = 'granted' or status = 'revoked' and amount_gr > 0)
  and since <= date '2015-12-31' and until >= date '2015-01-01'"""
_FIRST = """
select count(distinct person), count(distinct family),
 (select count(distinct m.person) from memberships m join w
   on m.family = w.family and m.since <= w.b and m.until >= w.a) from w"""
_SECOND = """
with codes as (select unnest(range(20)) code),
r as (select c.code, r.family, r.since, r.until from reasons r join codes c
      on r.bits & (1::bigint << c.code) != 0),
x as (select distinct r.code, w.family, w.a, w.b from w join r
      on r.family = w.family and r.since <= w.b and r.until >= w.a)
select code, count(distinct x.family), count(distinct m.person) from x
left join memberships m on m.family = x.family and m.since <= x.b and m.until >= x.a
group by code"""


def with_sql(given: Register) -> Answer:
    """Count with SQL written by hand."""
    import duckdb

    connection = duckdb.connect()
    for name in ("grants", "memberships", "reasons"):
        connection.register(name, getattr(given, name))
    connection.execute(_WINDOWS)
    first = connection.execute(_FIRST).fetchone()
    assert first is not None
    rows = {code: (a, b) for code, a, b in connection.execute(_SECOND).fetchall()}
    return (*first, *(n for place in range(len(_CODES)) for n in rows.get(place, (0, 0))))


def with_pandas(given: Register) -> Answer:
    """Count with pandas: days as whole numbers, merges on the family, nunique."""
    import pandas as pd

    def frame(table: pa.Table) -> pd.DataFrame:
        days = {
            name: table[name].cast(pa.int32()).to_numpy()
            if pa.types.is_date(table.schema.field(name).type)
            else table[name].to_pandas()
            for name in table.column_names
        }
        return pd.DataFrame(days)

    grants, members, reasons = (
        frame(getattr(given, name)) for name in ("grants", "memberships", "reasons")
    )
    last = _YEAR_START + 364
    paid = (grants.status == "revoked") & (grants.amount_gr > 0)
    counts = ((grants.status == "granted") | paid) & (grants.since <= last)
    windows = grants[counts & (grants.until >= _YEAR_START)]
    windows = windows.assign(
        a=windows.since.clip(lower=_YEAR_START), b=windows.until.clip(upper=last)
    )
    places = windows[["family", "a", "b"]].drop_duplicates()
    met = members.merge(places, on="family")
    met = met[(met.since <= met.b) & (met.until >= met.a)][["family", "person", "a", "b"]]
    there = reasons.merge(places, on="family")
    there = there[(there.since <= there.b) & (there.until >= there.a)]
    answer = [windows.person.nunique(), windows.family.nunique(), met.person.nunique()]
    for place in range(len(_CODES)):
        such = there[there.bits & (1 << place) != 0][["family", "a", "b"]].drop_duplicates()
        answer += [such.family.nunique(), met.merge(such, on=["family", "a", "b"]).person.nunique()]
    return tuple(int(number) for number in answer)


# --- from files ----------------------------------------------------------------------------------


def folder(persons: int) -> Path:
    """Write the register as files of the exchange layout and return their folder."""
    given = register(persons)
    place = Path(tempfile.mkdtemp(prefix="miernik-bench-"))
    families = int(np.max(given.reasons["family"])) + 1
    codes = {tables.bits_of(code): code.value for code in _CODES}
    empty = {name: np.full(persons, "") for name in ("birth_date", "sex", "pesel")}
    _write(place, "persons", {"person_id": np.arange(persons), **empty})
    _write(place, "families", {"family_id": np.arange(families), "homeless": np.full(families, "")})
    spells = {"family_id": "family", "person_id": "person", "from": "since", "to": "until"}
    _write(place, "memberships", _renamed(given.memberships, spells))
    reasons = _renamed(given.reasons, {"family_id": "family", "from": "since", "to": "until"})
    reasons["code"] = [codes[bits] for bits in given.reasons["bits"].to_pylist()]
    distinct = pa.table(reasons).group_by(list(reasons)).aggregate([])
    _write(place, "reasons", {name: distinct[name] for name in reasons})
    grants = _renamed(given.grants, {**spells, "benefit": "benefit", "status": "status"})
    grants |= {"grant_id": np.arange(len(given.grants)), "amount_gr": given.grants["amount_gr"]}
    _write(place, "grants", grants | {"decision_date": np.full(len(given.grants), "")})
    _write(place, "population", {"year": [YEAR], "population": [given.population[YEAR]]})
    return place


def from_files(place: Path) -> Answer:
    """Read, check and count."""
    return _answer(tabulate(read_folder(place, YEAR), YEAR))


def _renamed(table: pa.Table, names: dict[str, str]) -> dict[str, Any]:
    return {new: table[old] for new, old in names.items()}


def _write(place: Path, name: str, columns: dict[str, Any]) -> None:
    style = arrow_csv.WriteOptions(quoting_style="none")
    arrow_csv.write_csv(pa.table(columns), place / f"{name}.csv", style)
