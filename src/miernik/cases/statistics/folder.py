"""A register as a folder of CSV files: hostile until checked, every fault at once."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pyarrow as pa

from miernik.cases.statistics.errors import FaultyRegisterError
from miernik.cases.statistics.sheets import EMPTY, Faults, Integers, Mask, Sheet, read_sheet
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

LAYOUT = {
    "persons.csv": ("person_id", "birth_date", "sex", "pesel"),
    "families.csv": ("family_id", "homeless"),
    "memberships.csv": ("family_id", "person_id", "from", "to"),
    "reasons.csv": ("family_id", "code", "from", "to"),
    "grants.csv": (
        "grant_id",
        "family_id",
        "person_id",
        "benefit",
        "decision_date",
        "from",
        "to",
        "status",
        "amount_gr",
    ),
    "population.csv": ("year", "population"),
}
STATUSES = ("granted", "refused", "revoked")
_EPOCH = dt.date(1970, 1, 1)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLAGS = {"true", "false", "1", "0", "tak", "nie", "t", "n", "yes", "no", "y"}
_CODES = {code.value: bits_of(code) for code in ReasonCode}


def read_folder(folder: Path, year: int) -> Register:
    """Read and check a register of the exchange layout, to be counted for ``year``.

    Raises FaultyRegisterError with every fault of every file, in Polish; then nothing is counted.
    """
    faults = Faults()
    if not folder.is_dir():
        faults.add(str(folder), 0, "nie ma takiego folderu")
        raise FaultyRegisterError(faults.everything())
    sheets = {name: read_sheet(folder / name, columns, faults) for name, columns in LAYOUT.items()}
    register = _checked(sheets, year, faults)
    if found := faults.everything():
        raise FaultyRegisterError(found)
    return register


def _checked(sheets: dict[str, Sheet | None], year: int, faults: Faults) -> Register:
    persons, families = sheets["persons.csv"], sheets["families.csv"]
    _check_persons(persons)
    _check_families(families)
    return Register(
        grants=_grants(sheets["grants.csv"], families, persons),
        memberships=_memberships(sheets["memberships.csv"], families, persons),
        reasons=_reasons(sheets["reasons.csv"], families),
        population=_population(sheets["population.csv"], year, faults),
    )


def _check_persons(sheet: Sheet | None) -> None:
    if sheet is None:
        return
    sheet.required("person_id")
    sheet.unique(["person_id"], "powtórzone person_id")
    sheet.unique(["pesel"], "ten sam numer PESEL mają dwie osoby, więc byłyby policzone dwa razy")
    _days(sheet, "birth_date")


def _check_families(sheet: Sheet | None) -> None:
    if sheet is None:
        return
    sheet.required("family_id")
    sheet.unique(["family_id"], "powtórzone family_id")
    sheet.parsed(
        "homeless",
        lambda text: 1 if text.strip().lower() in _FLAGS else None,
        "powinno być true albo false",
    )


def _memberships(sheet: Sheet | None, families: Sheet | None, persons: Sheet | None) -> pa.Table:
    if sheet is None:
        return MEMBERSHIPS.empty_table()
    sheet.required("family_id")
    sheet.required("person_id")
    sheet.unique(["family_id", "person_id", "from", "to"], "powtórzony wiersz")
    since, until = _period(sheet)
    return pa.table(
        [
            sheet.known("family_id", families),
            sheet.known("person_id", persons),
            since,
            until,
        ],
        schema=MEMBERSHIPS,
    )


def _reasons(sheet: Sheet | None, families: Sheet | None) -> pa.Table:
    if sheet is None:
        return REASONS.empty_table()
    sheet.required("family_id")
    sheet.required("code")
    sheet.unique(["family_id", "code", "from", "to"], "powtórzony wiersz")
    since, until = _period(sheet)
    bits = sheet.parsed("code", _CODES.get, "nie ma takiego powodu z art. 7")
    return pa.table([sheet.known("family_id", families), bits, since, until], schema=REASONS)


def _grants(sheet: Sheet | None, families: Sheet | None, persons: Sheet | None) -> pa.Table:
    if sheet is None:
        return GRANTS.empty_table()
    for column in ("grant_id", "family_id", "person_id", "status"):
        sheet.required(column)
    sheet.unique(["grant_id"], "powtórzone grant_id")
    decided = _days(sheet, "decision_date")
    since, until = _period(sheet)
    sheet.parsed(
        "status",
        lambda text: 1 if text in STATUSES else None,
        f"powinno być {', '.join(STATUSES)}",
    )
    amounts = sheet.parsed(
        "amount_gr", _amount, "powinna być liczba groszy, nieujemna i bez ułamka"
    )
    return pa.table(
        [
            sheet.known("family_id", families),
            sheet.known("person_id", persons),
            sheet.columns["benefit"],
            _as_dates(np.where(decided == EMPTY, 0, decided), mask=decided == EMPTY),
            since,
            until,
            sheet.columns["status"],
            pa.array(amounts, mask=amounts == EMPTY),
        ],
        schema=GRANTS,
    )


def _population(sheet: Sheet | None, year: int, faults: Faults) -> dict[int, int]:
    if sheet is None:
        return {}
    sheet.required("year")
    sheet.required("population")
    sheet.unique(["year"], "powtórzony rok")
    years = sheet.parsed("year", _year, "powinien być rok, na przykład 2015")
    numbers = sheet.parsed("population", _residents, "powinna być liczba mieszkańców, dodatnia")
    if year not in years:
        faults.add(sheet.file, 0, f"brak liczby mieszkańców na 31 grudnia {year} r.")
    return {int(a): int(b) for a, b in zip(years, numbers, strict=True)}


def _period(sheet: Sheet) -> tuple[pa.Array, pa.Array]:
    """The period of each row; an empty end is open. A reversed period is noted."""
    since, until = _days(sheet, "from"), _days(sheet, "to")
    since = np.where(since == EMPTY, _day_number(OPEN_START), since)
    until = np.where(until == EMPTY, _day_number(OPEN_END), until)
    sheet.refuse(
        since > until,
        "odwrócony okres",
        lambda row: (
            f"od {sheet.text('from', row)} do {sheet.text('to', row)}: "
            "koniec jest wcześniejszy niż początek"
        ),
    )
    return _as_dates(since), _as_dates(until)


def _days(sheet: Sheet, column: str) -> Integers:
    """Days since 1970 of a column of dates, EMPTY where there is none."""
    return sheet.parsed(column, _day, "to nie jest data w postaci 2015-12-31")


def _as_dates(days: Integers, mask: Mask | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), mask=mask).cast(pa.date32())


def _day(text: str) -> int | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return _day_number(dt.date.fromisoformat(text))
    except ValueError:
        return None


def _day_number(day: dt.date) -> int:
    return (day - _EPOCH).days


def _whole(text: str, digits: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def _amount(text: str) -> int | None:
    return _whole(text, 15)


def _year(text: str) -> int | None:
    return _whole(text, 4) if len(text) == 4 else None


def _residents(text: str) -> int | None:
    return _whole(text, 12) or None
