"""Fee tables of a council from YAML, in percent as a resolution prints them.

    name: Lipnica Murowana 2015
    hourly: 19.87                  # zł for an hour
    single:                        # osoba samotnie gospodarująca
      - {above: 0, upto: 100, share: 0}
      - {above: 100, upto: 130, share: 5}
      - {above: 130, share: 100}   # no upto: to the end
    family: …                      # osoba w rodzinie

``above`` and ``upto`` are percent of the criterion, ``share`` percent of the hourly cost. Bounds
are written both, as printed, so that a hole between two rows ("do 100 %", "101-140 %") shows.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from miernik.rules.formulas.fees import Band, FeeTable, checked
from miernik.rules.law import LawError

_FIELDS = {"name", "hourly", "single", "family"}
_BAND = {"above", "upto", "share"}


def load_fee_table(path: Path) -> FeeTable:
    """Read a table; raises LawError with every fault, as ``fee_table_from`` does."""
    try:
        # BaseLoader keeps numbers as text, so that 19.87 never becomes a float
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # strings only
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LawError(f"Tabela opłat {path.name}: zapis YAML jest uszkodzony.") from error
    return fee_table_from(document)


def fee_table_from(document: Any) -> FeeTable:
    """Return a sound table; raises LawError for unknown or missing fields and faults of bands."""
    if not isinstance(document, dict):
        raise LawError("Tabela opłat ma być zbiorem pól name, hourly, single, family.")
    unknown = sorted(set(document) - _FIELDS)
    missing = sorted(_FIELDS - set(document))
    if unknown or missing:
        raise LawError(
            f"Tabela opłat: brakuje pól: {', '.join(missing) or 'żadnych'}; "
            f"nieznane pola: {', '.join(unknown) or 'żadne'}."
        )
    grosze = _number(document["hourly"], "hourly") * 100
    if grosze.denominator != 1:
        raise LawError("Tabela opłat: koszt godziny („hourly”) ma części grosza.")
    return checked(
        FeeTable(
            str(document["name"]),
            grosze.numerator,
            _column(document["single"], "single"),
            _column(document["family"], "family"),
        )
    )


def _column(rows: Any, name: str) -> tuple[Band, ...]:
    if not isinstance(rows, list):
        raise LawError(f"Tabela opłat: „{name}” ma być listą przedziałów.")
    return tuple(_band(row, f"{name}[{place}]") for place, row in enumerate(rows))


def _band(row: Any, place: str) -> Band:
    if not isinstance(row, dict) or not {"above", "share"} <= set(row) <= _BAND:
        raise LawError(f"Tabela opłat: {place} ma mieć pola above, share i może mieć upto.")
    upto = row.get("upto")
    return Band(
        _number(row["above"], f"{place}.above") / 100,
        None if upto is None else _number(upto, f"{place}.upto") / 100,
        _number(row["share"], f"{place}.share") / 100,
    )


def _number(value: Any, place: str) -> Fraction:
    try:
        return Fraction(str(value).replace(",", "."))
    except (ValueError, ZeroDivisionError) as error:
        raise LawError(f"Tabela opłat: {place}: „{value}” nie jest liczbą.") from error
