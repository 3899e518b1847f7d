"""Reading of single cells as people leave them: numbers as text, dates, formulas, errors."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from miernik.collection.spreadsheet.layout import STATUS_WORDS
from miernik.kernel.numbers import read_number
from miernik.kernel.office.xlsx_package import SheetCell
from miernik.kernel.quantities import Status
from miernik.kernel.text import DASHES, comparable, folded, squeeze

_DIGITS = 15
_LONGEST = 32_767
_LONGEST_NUMBER = 100
_POLISH_ERRORS = {
    "#DIV/0!": "#DZIEL/0!", "#VALUE!": "#ARG!", "#REF!": "#ADR!", "#NAME?": "#NAZWA?",
    "#N/A": "#N/D!", "#NUM!": "#LICZBA!", "#NULL!": "#ZERO!",
}  # fmt: skip
_DAY = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})(?:\s*r\.?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PICK = "wybierz z listy w pierwszym wierszu pytania"


class CellError(Exception):
    """A cell cannot be read; the message is a Polish sentence."""


def status_of(text: str) -> Status | None:
    """Return the status that a word says, however it is spelt, or None."""
    word = folded(comparable(text)).strip(" .!")
    for status, printed in STATUS_WORDS.items():
        if word in (folded(comparable(printed)), folded(status.label)):
            return status
    by_word = {
        "bd": Status.NO_DATA, "b.d": Status.NO_DATA, "nd": Status.NOT_APPLICABLE,
        "n/d": Status.NOT_APPLICABLE, "0": Status.TRUE_ZERO, "podaje": Status.VALUE,
    }  # fmt: skip
    return by_word.get(word)


def text_of(cell: SheetCell | None) -> str:
    """Return what the cell shows, in lines without trailing space; raises CellError."""
    if cell is None:
        return ""
    _refuse_broken(cell)
    if len(cell.text) >= _LONGEST:
        raise CellError("Tekst jest za długi na jedną komórkę arkusza: skróć go.")
    return cell.text.replace("\r\n", "\n").strip()


def number_of(cell: SheetCell | None, *, percent: bool = False) -> Decimal | Status | None:
    """Return the number of a cell in full, or the status written instead of it.

    ``percent``: the value is in percent, so that 0.71 shown as 71 % is 71. Raises CellError with
    advice where the cell holds no number.
    """
    if cell is None:
        return None
    _refuse_broken(cell)
    if cell.kind == "b":
        raise CellError(f"Zamiast liczby stoi {cell.text}: wpisz liczbę.")
    if cell.kind == "n" and cell.stored:
        return _stored_number(cell, percent)
    return _typed_number(squeeze(cell.text), percent)


def date_of(cell: SheetCell | None, *, since_1904: bool = False) -> dt.date | None:
    """Return the day that a cell holds as a date or as text; raises CellError."""
    if cell is None:
        return None
    _refuse_broken(cell)
    if cell.kind == "n" and cell.stored and is_date_format(cell.number_format):
        epoch = MAC_EPOCH if since_1904 else WINDOWS_EPOCH
        found = from_excel(float(cell.stored), epoch)
        if isinstance(found, dt.datetime):
            return found.date()
    text = squeeze(cell.text)
    if not text:
        return None
    try:
        if iso := _ISO.match(text):
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if polish := _DAY.fullmatch(text):
            return dt.date(int(polish[3]), int(polish[2]), int(polish[1]))
    except ValueError:
        pass
    raise CellError(f"„{text}” nie jest datą: wpisz ją jako 31.12.2018.")


def _refuse_broken(cell: SheetCell) -> None:
    if cell.kind == "e" or (cell.is_formula and cell.is_error):
        shown = _POLISH_ERRORS.get(cell.text, cell.text)
        raise CellError(f"Komórka pokazuje błąd {shown}: popraw formułę albo wpisz samą liczbę.")
    if cell.is_formula and not cell.text:
        raise CellError(
            "Formuła nie ma obliczonego wyniku: otwórz plik w Excelu lub LibreOffice i zapisz go"
            " jeszcze raz albo wpisz samą liczbę."
        )


def _stored_number(cell: SheetCell, percent: bool) -> Decimal:
    if is_date_format(cell.number_format):
        raise CellError(
            f"Arkusz zamienił wpis na datę {cell.text}: ustaw komórce format liczbowy i wpisz"
            " liczbę jeszcze raz."
        )
    try:
        # A spreadsheet keeps 15 digits; a longer tail is the binary form of a decimal.
        number = Decimal(f"{Decimal(cell.stored):.{_DIGITS}g}")
    except InvalidOperation as error:
        raise CellError(f"„{cell.stored}” nie jest liczbą: wpisz liczbę.") from error
    if not number.is_finite():
        raise CellError(f"„{cell.stored}” nie jest liczbą: wpisz liczbę.")
    if "%" not in re.sub(r'"[^"]*"|\\.', "", cell.number_format):
        return number
    if not percent:
        raise CellError(f"Komórka pokazuje odsetek {cell.text}, a pytanie jest o liczbę.")
    return number * 100


def _typed_number(text: str, percent: bool) -> Decimal | Status | None:
    if not text:
        return None
    if text.strip(DASHES + " ") == "":
        raise CellError(
            f"Kreska „{text}” może znaczyć zero, nie dotyczy albo brak danych: {_PICK}."
        )
    if len(text) > _LONGEST_NUMBER:
        raise CellError(f"„{text[:60]}…” nie jest liczbą: wpisz samą liczbę albo {_PICK}.")
    reading = read_number(text)
    if reading.no_data:
        return Status.NO_DATA
    status = status_of(text)
    if status is not None and reading.number is None:
        return status
    if reading.doubt is not None:
        raise CellError(f"{reading.doubt} Wpisz liczbę bez kropki, ułamek po przecinku.")
    two = re.search(r"\s\d", reading.unit or "") is not None
    if reading.number is None or two:
        raise CellError(f"„{text[:60]}” nie jest liczbą: wpisz samą liczbę albo {_PICK}.")
    if reading.unit == "%" and not percent:
        raise CellError(f"„{text}” to odsetek, a pytanie jest o liczbę.")
    return reading.number
