"""A population in Parquet: three columns in, the same rows with two more columns out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from miernik.kernel.errors import MiernikError
from miernik.rules.population import Benefits, Flags, Integers

HOUSEHOLD, INCOME, UNABLE = "household_id", "income_gr", "unable_to_work"
PERMANENT, PERIODIC_MINIMUM = "staly_gr", "okresowy_min_gr"


class PopulationError(MiernikError):
    """A file of a population cannot be used: one Polish sentence a line for every fault."""


@dataclass(frozen=True, slots=True)
class PopulationFile:
    """The table as it stands, and its columns for the rules."""

    table: Any
    household: Integers
    income: Integers
    unable: Flags


def read_population(path: Path) -> PopulationFile:
    """Read a file; raises PopulationError with all faults of its columns."""
    if not path.is_file():
        raise PopulationError(f"Nie ma pliku „{path}”. Podaj plik Parquet z populacją.")
    try:
        # not read_table: it loads the machinery of data sets and pandas with it
        with pq.ParquetFile(path) as file:
            table = file.read()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise PopulationError(f"Pliku „{path.name}” nie można odczytać jako Parquet.") from error
    faults = [
        fault
        for name, what, kind in (
            (HOUSEHOLD, "liczbą całkowitą (int64)", pa.types.is_integer),
            (INCOME, "liczbą całkowitą groszy (int64)", pa.types.is_integer),
            (UNABLE, "prawdą albo fałszem (bool)", pa.types.is_boolean),
        )
        if (fault := _fault(table, name, what, kind))
    ]
    faults += [
        f"Kolumna „{name}” już jest w pliku; podaj plik bez wyników."
        for name in (PERMANENT, PERIODIC_MINIMUM)
        if name in table.column_names
    ]
    if faults:
        raise PopulationError("\n".join(f"{path.name}: {fault}" for fault in faults))
    try:
        numbers = [_integers(table.column(name)) for name in (HOUSEHOLD, INCOME)]
    except pa.ArrowInvalid as error:
        raise PopulationError(f"{path.name}: liczba nie mieści się w 64 bitach.") from error
    unable = np.asarray(table.column(UNABLE).to_numpy(), dtype=np.bool_)
    return PopulationFile(table, numbers[0], numbers[1], unable)


def write_population(source: PopulationFile, found: Benefits, path: Path) -> None:
    """Write the rows of the source in order with the two benefits beside them."""
    table = source.table.append_column(PERMANENT, _column(found.permanent))
    table = table.append_column(PERIODIC_MINIMUM, _column(found.periodic_minimum_of_rows()))
    with path.open("wb") as file:
        pq.write_table(table, file)


def _fault(table: Any, name: str, what: str, kind: Any) -> str:
    if name not in table.column_names:
        return f"Brakuje kolumny „{name}”."
    if table.column_names.count(name) > 1:
        return f"Kolumna „{name}” jest dwa razy."
    column = table.column(name)
    if not kind(column.type):
        return f"Kolumna „{name}” ma być {what}, a jest {column.type}."
    if column.null_count:
        return f"Kolumna „{name}” ma puste pola ({column.null_count}); uzupełnij je."
    return ""


def _integers(column: Any) -> Integers:
    return np.asarray(column.cast(pa.int64()).to_numpy(), dtype=np.int64)


def _column(amounts: Integers) -> Any:
    """The amounts as a column, without copying; pa.array would load pandas to look at them."""
    plain = np.ascontiguousarray(amounts)
    return pa.Array.from_buffers(pa.int64(), plain.size, [None, pa.py_buffer(plain)])
