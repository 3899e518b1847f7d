"""One identifier of a person: a PESEL that is in order, or the reason why it is none.

Only PESEL is taken. One and the same person shows a passport here and a residence card there, and
documents are renewed: numbers of documents would make one person several and the count would stop
being exact without anybody noticing. Persons without PESEL are told by their number instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stdnum import exceptions
from stdnum.pl import pesel as stdnum_pesel

#: Part of every pseudonym's message: what kind of identifier was hashed.
KIND = "pesel"
DIGITS = 11
_SEPARATORS = re.compile(r"[\s\u200b\ufeff-]+")
_ASCII_DIGITS = re.compile(r"[0-9]+")
_HEAD, _TAIL = 2, 1  # characters of a wrong number that a fault shows


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of a list: its line, its text, and whether a sheet held it as a number."""

    line: int
    text: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class ListFault:
    """A row that is no PESEL; ``shown`` is the number with its middle hidden."""

    line: int
    shown: str
    reason: str

    @property
    def sentence(self) -> str:
        """The fault in Polish."""
        return f"Wiersz {self.line} ({self.shown}): {self.reason}."


@dataclass(frozen=True, slots=True)
class PersonList:
    """What a list holds: distinct numbers in order of appearance, repeats, mended rows, faults.

    ``repeated`` counts rows beyond the first of the same person; ``mended`` numbers to which the
    leading zeros were given back that a sheet had dropped.
    """

    numbers: tuple[str, ...]
    repeated: int
    mended: int
    faults: tuple[ListFault, ...]


def read_numbers(rows: Iterable[Row]) -> PersonList:
    """Check every row; empty ones are passed over, and all faults are told at once."""
    found: dict[str, None] = {}
    repeated = mended = 0
    faults = []
    for row in rows:
        number = _SEPARATORS.sub("", row.text)
        if not number:
            continue
        if row.numeric and len(number) < DIGITS:
            # a cell that is a number cannot begin with the zero of a birth year 2000-2009
            number = number.zfill(DIGITS)
            mended += not _fault_of(number)
        if reason := _fault_of(number):
            faults.append(ListFault(row.line, masked(row.text), reason))
        elif number in found:
            repeated += 1
        else:
            found[number] = None
    return PersonList(tuple(found), repeated, mended, tuple(faults))


def masked(text: str) -> str:
    """Return a wrong identifier as it may stand in a message: ends only, the middle hidden."""
    plain = _SEPARATORS.sub("", text)
    if len(plain) <= _HEAD + _TAIL + 1:
        return "…"
    return f"{plain[:_HEAD]}…{plain[-_TAIL:]}"


def _fault_of(number: str) -> str:
    """Why ``number`` is no PESEL, as the rest of a Polish sentence; empty when it is one."""
    if not _ASCII_DIGITS.fullmatch(number):
        return (
            "numer PESEL składa się z samych cyfr; numerów innych dokumentów nie wpisuje się na "
            "listę – osoby bez numeru PESEL podaj osobno, jako liczbę"
        )
    if len(number) == DIGITS - 1:
        return (
            "ma 10 cyfr zamiast 11; jeśli arkusz zgubił zero z przodu, nadaj kolumnie format "
            "tekstowy i wpisz je z powrotem"
        )
    if len(number) != DIGITS:
        return f"ma {len(number)} zamiast 11 cyfr"
    try:
        stdnum_pesel.validate(number)
    except exceptions.InvalidChecksum:
        return "błędna cyfra kontrolna; porównaj każdą cyfrę z dokumentem"
    except exceptions.ValidationError:
        return "data urodzenia, której nie ma w kalendarzu; porównaj cyfry z dokumentem"
    return ""
