"""Reading a file with organisations, XLSX or CSV, into rows of text; nothing is judged."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from openpyxl.styles.numbers import is_date_format

from miernik.accounts.organisations.columns import HEADINGS, key_of
from miernik.accounts.organisations.errors import OrganisationError
from miernik.kernel.office.gate import MEGABYTE, FileKind, inspect_content
from miernik.kernel.office.xlsx_package import SheetCell, read_sheets
from miernik.kernel.tables import unguarded
from miernik.kernel.text import squeeze

MAX_SIZE = 3 * MEGABYTE
MAX_UNPACKED = 50 * MEGABYTE
MAX_ROWS = 20_000
#: Headings may stand below a title.
_HEADINGS_WITHIN = 20
_NUMBERS = {"krs", "nip", "regon", "phone"}


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: ``number`` as a spreadsheet counts it, ``cells`` by the column's key, blanks out."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class ReadBase:
    """The rows, the columns that were known, and headings that mean nothing to the program."""

    rows: tuple[ReadRow, ...]
    known: tuple[str, ...]
    unknown: tuple[str, ...]


def read_base(content: bytes) -> ReadBase:
    """Read the file's table.

    Raises a subclass of UnreadableFileError for a file that is not opened, OrganisationError for
    one without a column "Nazwa", with a column twice or without rows.
    """
    kind = inspect_content(content, max_size=MAX_SIZE, max_unpacked=MAX_UNPACKED)
    if kind == FileKind.XLSX:
        return _read_sheets(content)
    if kind == FileKind.TEXT:
        return _read_csv(content)
    raise OrganisationError("Bazę organizacji czyta się z pliku XLSX albo CSV: zapisz ją tak.")


def _read_sheets(content: bytes) -> ReadBase:
    for sheet in read_sheets(io.BytesIO(content)):
        if sheet.hidden:
            continue
        by_row: dict[int, dict[int, SheetCell]] = {}
        for (row, column), cell in sheet.cells.items():
            by_row.setdefault(row, {})[column] = cell
        numbered = sorted(by_row.items())
        for place, (_, cells) in enumerate(numbered[:_HEADINGS_WITHIN]):
            headings = {column: cell.text for column, cell in sorted(cells.items())}
            if "name" in map(key_of, headings.values()):
                return _table(headings, numbered[place + 1 :])
    raise _no_headings()


def _table(headings: dict[int, str], rows: list[tuple[int, dict[int, SheetCell]]]) -> ReadBase:
    keys = _keys(headings)
    found = [
        ReadRow(
            number,
            {
                keys[column]: text
                for column, cell in cells.items()
                if column in keys and (text := _text(cell, keys[column]))
            },
        )
        for number, cells in rows
    ]
    return _base(found, headings, keys)


def _text(cell: SheetCell, key: str) -> str:
    """What a cell says; a number in full where digits matter, however the sheet shows it."""
    if cell.kind == "n" and key in _NUMBERS and not is_date_format(cell.number_format):
        try:
            number = Decimal(cell.stored)
        except InvalidOperation:
            return squeeze(cell.text)
        if number == number.to_integral_value():
            return f"{number:.0f}"
    return _plain(cell.text, key)


def _read_csv(content: bytes) -> ReadBase:
    text = _decoded(content)
    first = "\n".join(text.splitlines()[:_HEADINGS_WITHIN])
    separator = max(";,\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise OrganisationError(
            "Pliku CSV nie da się odczytać: zapisz go jeszcze raz, najlepiej jako XLSX."
        ) from error
    for place, line in enumerate(lines[:_HEADINGS_WITHIN]):
        headings = {column: squeeze(cell) for column, cell in enumerate(line) if squeeze(cell)}
        if "name" not in map(key_of, headings.values()):
            continue
        keys = _keys(headings)
        found = [
            ReadRow(
                number,
                {
                    keys[column]: plain
                    for column, cell in enumerate(cells)
                    if column in keys and (plain := _plain(cell, keys[column]))
                },
            )
            for number, cells in enumerate(lines[place + 1 :], start=place + 2)
        ]
        return _base(found, headings, keys)
    raise _no_headings()


def _decoded(content: bytes) -> str:
    """UTF-8, else what older Polish spreadsheets write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1250", errors="replace")


def _plain(text: str, key: str) -> str:
    text = unguarded(text.strip())
    return text if key == "fields" else squeeze(text)


def _keys(headings: dict[int, str]) -> dict[int, str]:
    keys = {column: key for column, text in headings.items() if (key := key_of(text))}
    for key in keys.values():
        if list(keys.values()).count(key) > 1:
            raise OrganisationError(
                f"Kolumna „{HEADINGS[key]}” stoi w pliku dwa razy: zostaw jedną z nich."
            )
    return keys


def _base(rows: list[ReadRow], headings: dict[int, str], keys: dict[int, str]) -> ReadBase:
    filled = tuple(row for row in rows if row.cells)
    if not filled:
        raise OrganisationError("Pod nagłówkami nie ma ani jednego wiersza: uzupełnij plik.")
    if len(filled) > MAX_ROWS:
        raise OrganisationError("Plik ma ponad 20 tysięcy wierszy: zostaw w nim samą bazę.")
    unknown = tuple(text for column, text in headings.items() if column not in keys)
    return ReadBase(filled, tuple(keys.values()), unknown)


def _no_headings() -> OrganisationError:
    return OrganisationError(
        "W pliku nie ma wiersza nagłówków z kolumną „Nazwa”: nazwij kolumny tak, jak w pliku "
        "pobranym z bazy."
    )
