"""One CSV file of a register as columns of text, with the line of every row and every fault."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from miernik.cases.statistics.errors import Fault
from miernik.kernel.text import plural

#: Faults of one kind that are listed one by one in a file; the rest is counted.
LISTED = 1000
#: Letters of a cell that a fault quotes.
QUOTED = 60
_CHUNK = 100_000

Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Faults:
    """Everything found wrong so far."""

    found: list[Fault] = field(default_factory=list)
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, file: str, line: int, reason: str, *, kind: str = "") -> None:
        """Keep one fault; of a kind that comes by the thousand only the first ones."""
        if kind:
            self._counts[file, kind] += 1
            if self._counts[file, kind] > LISTED:
                return
        self.found.append(Fault(file, line, reason))

    def everything(self) -> list[Fault]:
        """Return the faults, with one line for those of each kind that are not listed."""
        rest = [
            Fault(file, 0, f"i jeszcze {more} {plural(more, 'błąd', 'błędy', 'błędów')}: {kind}")
            for (file, kind), count in self._counts.items()
            if (more := count - LISTED) > 0
        ]
        return self.found + rest


@dataclass(slots=True)
class Sheet:
    """The wanted columns of a file as text, and the line each row stands in (from 1)."""

    file: str
    columns: dict[str, pa.Array]
    lines: Integers
    faults: Faults

    def __len__(self) -> int:
        return len(self.lines)

    def refuse(self, wrong: Mask, kind: str, say: Callable[[int], str]) -> None:
        """Note a fault for every row of the mask; ``say`` words it for a row number."""
        for row in np.flatnonzero(wrong):
            self.faults.add(self.file, int(self.lines[row]), say(int(row)), kind=kind)

    def text(self, column: str, row: int) -> str:
        """Return one cell as a short text to be quoted."""
        cell = "".join(c if c.isprintable() else "·" for c in self.columns[column][row].as_py())
        return cell if len(cell) <= QUOTED else cell[: QUOTED - 1] + "…"

    def empty(self, column: str) -> Mask:
        """Return which rows have nothing in a column."""
        return _as_mask(pc.equal(self.columns[column], ""))

    def required(self, column: str) -> None:
        """Note every row with nothing in a column."""
        self.refuse(self.empty(column), f"puste {column}", lambda _: f"brak wartości {column}")

    def unique(self, columns: Sequence[str], said: str) -> None:
        """Note every row that repeats the values of an earlier one; empty ones are no values."""
        keys = pc.binary_join_element_wise(*(self.columns[c] for c in columns), "\x1f")
        codes: Integers = keys.dictionary_encode().indices.to_numpy()
        if not len(codes) or codes.max() + 1 == len(codes):
            return
        _, first = np.unique(codes, return_index=True)
        repeated = first[codes] != np.arange(len(codes))
        if len(columns) == 1:
            repeated &= ~self.empty(columns[0])
        self.refuse(
            repeated,
            said,
            lambda row: f"{said}; pierwszy raz w wierszu {self.lines[first[codes[row]]]}",
        )

    def known(self, column: str, among: Sheet | None) -> Integers:
        """Return the row of each identifier in another file, -1 where it is not there.

        Without the other file nothing can be said and nothing is noted.
        """
        if among is None:
            return np.full(len(self), -1, dtype=np.int64)
        found = pc.index_in(self.columns[column], value_set=among.columns[column])
        rows: Integers = pc.fill_null(found, -1).to_numpy().astype(np.int64)
        self.refuse(
            (rows < 0) & ~self.empty(column),
            f"nieznane {column}",
            lambda row: f"{column} „{self.text(column, row)}” nie ma w pliku {among.file}",
        )
        return rows

    def parsed(self, column: str, parse: Callable[[str], int | None], said: str) -> Integers:
        """Return each cell as a whole number by ``parse``; EMPTY for an empty or wrong one.

        ``parse`` returns None for what it refuses; each different text is parsed once.
        """
        codes = self.columns[column].dictionary_encode()
        texts: list[str] = codes.dictionary.to_pylist()
        values = [None if text == "" else parse(text) for text in texts]
        numbers = np.array([EMPTY if value is None else value for value in values], dtype=np.int64)
        refused = np.array(
            [value is None and text != "" for text, value in zip(texts, values, strict=True)],
            dtype=np.bool_,
        )
        places = codes.indices.to_numpy()
        if not texts:
            return np.empty(0, dtype=np.int64)
        self.refuse(
            refused[places],
            f"{column}: {said}",
            lambda row: f"{column} „{self.text(column, row)}”: {said}",
        )
        result: Integers = numbers[places]
        return result


#: What ``parsed`` gives for a cell with nothing (or nonsense) in it.
EMPTY = np.iinfo(np.int64).min


def read_sheet(path: Path, wanted: Sequence[str], faults: Faults) -> Sheet | None:
    """Read one file; None, and faults, when there is no such file or it lacks a column."""
    file = path.name
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        faults.add(file, 0, "brak pliku")
        return None
    except OSError:
        faults.add(file, 0, "pliku nie da się odczytać")
        return None
    content = _decodable(content.removeprefix(b"\xef\xbb\xbf"), file, faults)
    header = _header(content, wanted, file, faults)
    if header is None:
        return None
    table, lines = _plain_rows(content, header, file, faults) or _quoted_rows(
        content, header, file, faults
    )
    filled = np.zeros(len(lines), dtype=np.bool_)
    for column in header:
        filled |= ~_as_mask(pc.equal(table[column], ""))
    kept = pa.array(filled)
    columns = {name: table[name].filter(kept) for name in wanted}
    return Sheet(file, columns, lines[filled], faults)


def _decodable(content: bytes, file: str, faults: Faults) -> bytes:
    """The content as correct UTF-8; lines that are not are noted and read as well as they can."""
    try:
        content.decode()
    except UnicodeDecodeError:
        for number, line in enumerate(content.splitlines(), 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                reason = "tekst nie jest w kodowaniu UTF-8 (zapisz plik jako CSV UTF-8)"
                faults.add(file, number, reason, kind="kodowanie inne niż UTF-8")
        return content.decode(errors="replace").encode()
    return content


def _header(content: bytes, wanted: Sequence[str], file: str, faults: Faults) -> list[str] | None:
    first = content.decode().splitlines()[:1]
    names = next(csv.reader(first), []) if first else []
    missing = [name for name in wanted if name not in names]
    repeated = [name for name in wanted if names.count(name) > 1]
    if not names:
        faults.add(file, 0, "plik jest pusty: brak nagłówka")
    elif missing and len(names) == 1 and ";" in names[0]:
        faults.add(file, 1, "pola rozdzielają średniki, a powinny przecinki")
    elif missing:
        faults.add(
            file,
            1,
            f"brak {plural(len(missing), 'kolumny', 'kolumn', 'kolumn')}: {', '.join(missing)}",
        )
    elif repeated:
        faults.add(file, 1, f"kolumna powtórzona: {', '.join(repeated)}")
    else:
        return names
    return None


def _plain_rows(
    content: bytes, header: list[str], file: str, faults: Faults
) -> tuple[dict[str, pa.Array], Integers] | None:
    """Rows of a file where every row is one line; None when some are not."""
    refused: dict[int, int] = {}

    def refuse(row: Any) -> str:
        refused[row.number] = row.actual_columns
        return "skip"

    names = [str(place) for place in range(len(header))]
    table = arrow_csv.read_csv(
        pa.BufferReader(content),
        read_options=arrow_csv.ReadOptions(use_threads=False, column_names=names, skip_rows=1),
        parse_options=arrow_csv.ParseOptions(ignore_empty_lines=False, invalid_row_handler=refuse),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    lines = np.arange(2, 2 + len(table) + len(refused), dtype=np.int64)
    if len(lines) + 1 != content.count(b"\n") + (not content.endswith(b"\n")):
        return None
    for line, actual in refused.items():
        _wrong_width(file, line, actual, len(header), faults)
    lines = lines[~np.isin(lines, list(refused))]
    columns = {name: table.column(place).combine_chunks() for place, name in enumerate(header)}
    return columns, lines


def _quoted_rows(
    content: bytes, header: list[str], file: str, faults: Faults
) -> tuple[dict[str, pa.Array], Integers]:
    """Rows of a file whose quotation marks hide ends of lines; slower, sure of the lines."""
    reader = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    chunks: list[list[pa.Array]] = []
    rows: list[list[str]] = []
    lines: list[int] = []

    def flush() -> None:
        by_column = zip(*rows, strict=True) if rows else [()] * len(header)
        chunks.append([pa.array(column, pa.string()) for column in by_column])
        rows.clear()

    line = 1
    try:
        for row in reader:
            if line > 1 and len(row) == len(header):
                rows.append(row)
                lines.append(line)
            elif line > 1 and row:
                _wrong_width(file, line, len(row), len(header), faults)
            if len(rows) == _CHUNK:
                flush()
            line = reader.line_num + 1
    except csv.Error:
        faults.add(file, line, "cudzysłów nie jest zamknięty albo stoi w środku pola")
    flush()
    columns = {
        name: pa.concat_arrays([chunk[place] for chunk in chunks])
        for place, name in enumerate(header)
    }
    return columns, np.array(lines, dtype=np.int64)


def _wrong_width(file: str, line: int, actual: int, expected: int, faults: Faults) -> None:
    fields = plural(actual, "pole", "pola", "pól")
    faults.add(
        file, line, f"{actual} {fields} zamiast {expected}", kind="inna liczba pól niż w nagłówku"
    )


def _as_mask(booleans: Any) -> Mask:
    mask: Mask = booleans.to_numpy(zero_copy_only=False)
    return mask
