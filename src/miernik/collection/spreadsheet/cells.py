"""Reading of single cells as people leave them: numbers as text, dates, formulas, errors."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from miernik.collection.typed import TypedError, typed_day, typed_number
from miernik.kernel.office.xlsx_package import SheetCell
from miernik.kernel.quantities import Status

_DIGITS = 15
_LONGEST = 32_767
_POLISH_ERRORS = {
    "#DIV/0!": "#DZIEL/0!", "#VALUE!": "#ARG!", "#REF!": "#ADR!", "#NAME?": "#NAZWA?",
    "#N/A": "#N/D!", "#NUM!": "#LICZBA!", "#NULL!": "#ZERO!",
}  # fmt: skip
_PICK = "wybierz z listy w pierwszym wierszu pytania"


def text_of(cell: SheetCell | None) -> str:
    """Return what the cell shows, in lines without trailing space; raises TypedError."""
    if cell is None:
        return ""
    _refuse_broken(cell)
    if len(cell.text) >= _LONGEST:
        raise TypedError("Tekst jest za długi na jedną komórkę arkusza: skróć go.")
    return cell.text.replace("\r\n", "\n").strip()


def number_of(cell: SheetCell | None, *, percent: bool = False) -> Decimal | Status | None:
    """Return the number of a cell in full, or the status written instead of it.

    ``percent``: the value is in percent, so that 0.71 shown as 71 % is 71. Raises TypedError with
    advice where the cell holds no number.
    """
    if cell is None:
        return None
    _refuse_broken(cell)
    if cell.kind == "b":
        raise TypedError(f"Zamiast liczby stoi {cell.text}: wpisz liczbę.")
    if cell.kind == "n" and cell.stored:
        return _stored_number(cell, percent)
    return typed_number(cell.text, percent=percent, otherwise=_PICK)


def date_of(cell: SheetCell | None, *, since_1904: bool = False) -> dt.date | None:
    """Return the day that a cell holds as a date or as text; raises TypedError."""
    if cell is None:
        return None
    _refuse_broken(cell)
    if cell.kind == "n" and cell.stored and is_date_format(cell.number_format):
        epoch = MAC_EPOCH if since_1904 else WINDOWS_EPOCH
        found = from_excel(float(cell.stored), epoch)
        if isinstance(found, dt.datetime):
            return found.date()
    return typed_day(cell.text)


def _refuse_broken(cell: SheetCell) -> None:
    if cell.kind == "e" or (cell.is_formula and cell.is_error):
        shown = _POLISH_ERRORS.get(cell.text, cell.text)
        raise TypedError(f"Komórka pokazuje błąd {shown}: popraw formułę albo wpisz samą liczbę.")
    if cell.is_formula and not cell.text:
        raise TypedError(
            "Formuła nie ma obliczonego wyniku: otwórz plik w Excelu lub LibreOffice i zapisz go"
            " jeszcze raz albo wpisz samą liczbę."
        )


def _stored_number(cell: SheetCell, percent: bool) -> Decimal:
    if is_date_format(cell.number_format):
        raise TypedError(
            f"Arkusz zamienił wpis na datę {cell.text}: ustaw komórce format liczbowy i wpisz"
            " liczbę jeszcze raz."
        )
    try:
        # A spreadsheet keeps 15 digits; a longer tail is the binary form of a decimal.
        number = Decimal(f"{Decimal(cell.stored):.{_DIGITS}g}")
    except InvalidOperation as error:
        raise TypedError(f"„{cell.stored}” nie jest liczbą: wpisz liczbę.") from error
    if not number.is_finite():
        raise TypedError(f"„{cell.stored}” nie jest liczbą: wpisz liczbę.")
    if "%" not in re.sub(r'"[^"]*"|\\.', "", cell.number_format):
        return number
    if not percent:
        raise TypedError(f"Komórka pokazuje odsetek {cell.text}, a pytanie jest o liczbę.")
    return number * 100
