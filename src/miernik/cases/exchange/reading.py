"""Reading a register from a folder, a ZIP of CSV files or a workbook, as text.

Nothing is understood yet: the outcome is columns and rows of text with their lines. Whatever is
wrong with a file is noted in Polish and the others are read on.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from miernik.cases.exchange.faults import Faults
from miernik.cases.exchange.layout import TABLES, RawRegister, RawTable, Row, Table
from miernik.cases.exchange.packages import MAX_FILE, MEGABYTE, formulas, refusal
from miernik.kernel.text import plural

MAX_ROWS = 5_000_000
#: Tables that may be missing: the city's population may stand in the register already.
OPTIONAL = {"population"}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_register(path: Path, faults: Faults) -> RawRegister:
    """Read every table that is there; what is wrong goes into ``faults``."""
    if path.is_dir():
        return _tables(lambda table: _from_folder(path, table, faults), faults)
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError:
        faults.add(path.name, 0, "", "nie ma takiego pliku ani folderu albo nie da się go odczytać")
        return {}
    if size > MAX_FILE:
        faults.add(path.name, 0, "", f"plik ma ponad {MAX_FILE // MEGABYTE} MB")
    elif head == _OLD_EXCEL:
        faults.add(path.name, 0, "", "dawny plik Excela albo plik z hasłem; zapisz go jako XLSX")
    elif head[:2] != b"PK":
        faults.add(
            path.name, 0, "", "to nie jest ZIP ani XLSX; wskaż folder, ZIP z plikami CSV lub XLSX"
        )
    else:
        return _from_package(path, faults)
    return {}


def _from_package(path: Path, faults: Faults) -> RawRegister:
    try:
        with zipfile.ZipFile(path) as package:
            if reason := refusal(package):
                faults.add(path.name, 0, "", f"plik {reason}")
                return {}
            if "[Content_Types].xml" in package.namelist():
                return _from_workbook(path, package, faults)
            return _from_zip(package, faults)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError):
        faults.add(path.name, 0, "", "plik jest uszkodzony lub ucięty; pobierz go jeszcze raz")
        return {}


def _tables(
    read: Callable[[Table], RawTable | None], faults: Faults, ending: str = ".csv"
) -> RawRegister:
    found: RawRegister = {}
    for table in TABLES:
        raw = read(table)
        if raw is not None:
            found[table.name] = raw
    for table in TABLES:
        if table.name not in found and table.name not in OPTIONAL:
            name = f"{table.name}{ending}"
            if not any(fault.file == name for fault in faults.everything()):
                faults.add(name, 0, "", "brak pliku" if ending else "brak arkusza")
    return found


# --- CSV -----------------------------------------------------------------------------------------


def _from_folder(folder: Path, table: Table, faults: Faults) -> RawTable | None:
    file = folder / f"{table.name}.csv"
    try:
        if not file.is_file():
            return None
        if file.stat().st_size > MAX_FILE:
            faults.add(file.name, 0, "", f"plik ma ponad {MAX_FILE // MEGABYTE} MB")
            return None
        content = file.read_bytes()
    except OSError:
        faults.add(file.name, 0, "", "pliku nie da się odczytać")
        return None
    return _csv(content, table, faults)


def _from_zip(package: zipfile.ZipFile, faults: Faults) -> RawRegister:
    by_name: dict[str, list[str]] = {}
    for name in package.namelist():
        by_name.setdefault(PurePosixPath(name).name, []).append(name)

    def read(table: Table) -> RawTable | None:
        names = by_name.get(f"{table.name}.csv", [])
        if len(names) > 1:
            faults.add(f"{table.name}.csv", 0, "", "ten plik jest w archiwum więcej niż raz")
        return _csv(package.read(names[0]), table, faults) if len(names) == 1 else None

    return _tables(read, faults)


def _csv(content: bytes, table: Table, faults: Faults) -> RawTable | None:
    file = f"{table.name}.csv"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.add(file, line, "", "tekst nie jest w kodowaniu UTF-8 (zapisz plik jako CSV UTF-8)")
        return None
    first = text.partition("\n")[0]
    mark = ";" if ";" in first and "," not in first else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)

    def rows() -> Iterator[tuple[int, list[str]]]:
        line = 1
        try:
            for row in lines:
                yield line, row
                line = lines.line_num + 1
        except csv.Error:
            reason = "cudzysłów nie jest zamknięty, stoi w środku pola albo pole jest za długie"
            faults.add(file, line, "", reason)

    return _shaped(file, rows(), table, faults)


def _shaped(
    file: str, lines: Iterable[tuple[int, list[str]]], table: Table, faults: Faults
) -> RawTable | None:
    """Rows under their header: each as wide as it, the empty ones left out."""
    rows = iter(lines)
    header = tuple(name.strip() for name in next(rows, (1, []))[1])
    if not any(header):
        faults.add(file, 1, "", "plik jest pusty: brak nagłówka z nazwami kolumn")
        return None
    missing = [name for name in table.minimum if name not in header]
    for name in missing:
        faults.add(file, 1, name, "brak kolumny")
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        faults.add(file, 1, name, "kolumna powtórzona")
        missing.append(name)
    if missing:
        return None
    return RawTable(header, list(_wide_rows(file, rows, header, faults)))


def _wide_rows(
    file: str, rows: Iterable[tuple[int, list[str]]], header: Row, faults: Faults
) -> Iterator[tuple[int, Row]]:
    for number, (line, row) in enumerate(rows):
        if number >= MAX_ROWS:
            faults.add(file, line, "", f"więcej niż {MAX_ROWS} wierszy; podziel rejestr")
            return
        if not any(row):
            continue
        if len(row) == len(header):
            yield line, tuple(field.strip() for field in row)
            continue
        fields = plural(len(row), "pole", "pola", "pól")
        faults.add(
            file,
            line,
            "",
            f"{len(row)} {fields} zamiast {len(header)}",
            kind="inna liczba pól niż w nagłówku",
        )


# --- XLSX ----------------------------------------------------------------------------------------


def _from_workbook(path: Path, package: zipfile.ZipFile, faults: Faults) -> RawRegister:
    for part, cell in formulas(package):
        faults.add(
            PurePosixPath(part).name,
            0,
            "",
            f"komórka {cell} zawiera formułę; wklej w jej miejsce wartość",
            kind="formuła zamiast wartości",
        )
    if faults:
        return {}
    try:
        workbook = CalamineWorkbook.from_path(path)
        names = set(workbook.sheet_names)

        def read(table: Table) -> RawTable | None:
            if table.name not in names:
                return None
            return _shaped(table.name, _sheet_rows(workbook, table.name), table, faults)

        return _tables(read, faults, ending="")
    except (CalamineError, PasswordError, ZipError):
        faults.add(
            path.name, 0, "", "skoroszyt jest uszkodzony; otwórz go w Excelu i zapisz ponownie"
        )
        return {}


def _sheet_rows(workbook: CalamineWorkbook, name: str) -> Iterator[tuple[int, list[str]]]:
    rows = workbook.get_sheet_by_name(name).iter_rows()
    width = 0
    for line, cells in enumerate(rows, 1):
        texts = [_text(cell) for cell in cells]
        if line == 1:  # a sheet is as wide as its header; formatting further right means nothing
            width = max((place for place, text in enumerate(texts, 1) if text), default=0)
        yield line, texts[:width] if not any(texts[width:]) else texts


def _text(cell: object) -> str:
    """A cell as the CSV file would have it."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)
