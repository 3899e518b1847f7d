"""A form of the city with a question of every kind, and a way to fill in a sent file."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from openpyxl import load_workbook

from miernik.collection.asked import AskedIndicator, Previous, SubValue
from miernik.collection.content import AnswerContent
from miernik.collection.spreadsheet import FileReading, FormFacts, read_workbook, write_workbook
from miernik.kernel.quantities import CountedUnit, Kind

FORM = UUID("7e6b6c0e-3c7b-4b6e-9f0e-1f6f2b0d9a01")
FACTS = FormFacts(
    campaign="Sprawozdanie ze Strategii Rozwiązywania Problemów Społecznych",
    year=2018,
    institution="Szkoła Podstawowa nr 5",
    deadline=dt.date(2019, 2, 28),
    contact="Anna Nowak, tel. 85 000 00 00",
    form=FORM,
    revision="r1",
    intro="Prosimy o odpowiedzi do sprawozdania dla Rady Miasta.",
    link="https://miernik.example/f/abc",
    signature="podpis",
)


def _asked(number: int, kind: Kind, name: str, **more: Any) -> AskedIndicator:
    return AskedIndicator(
        indicator=str(UUID(int=number)),
        work_code="SRPS",
        work_title="Strategia",
        goal_title="Cel A. Wspieranie rodzin w wypełnianiu ich funkcji",
        task_code=f"A.1.{number}",
        task_title="Pomoc dzieciom i rodzinom",
        name=name,
        kind=kind,
        **more,
    )


MEALS = _asked(
    1,
    Kind.COUNT,
    "Liczba uczniów objętych dożywianiem",
    definition="Każdego ucznia liczymy raz, choćby korzystał przez część roku.",
    counted_unit=CountedUnit.PERSON,
    sub_values=(SubValue("w tym objętych dożywianiem decyzją MOPR", Decimal(1921)),),
    previous=Previous(
        2017, False, "3 821", AnswerContent(), ("w tym 1921 objętych dożywianiem decyzją MOPR",)
    ),
)
MONEY = _asked(2, Kind.AMOUNT, "Wydatki na stypendia", printed_unit="zł")
SHARE = _asked(3, Kind.PERCENT, "Udział lokali socjalnych")
LEVEL = _asked(4, Kind.ORDINAL, "Poziom współpracy", levels=("minimalny", "wystarczający, dobry"))
ITEMS = _asked(5, Kind.LIST, "Programy profilaktyczne")
WORDS = _asked(6, Kind.TEXT, "Działania na rzecz rodzin")
SPLIT = _asked(7, Kind.BREAKDOWN, "Przyczyny", rows=("wzrok", "słuch"))
UNKNOWN = _asked(8, Kind.MISSING, "Czas oczekiwania")
ALL = (MEALS, MONEY, SHARE, LEVEL, ITEMS, WORDS, SPLIT, UNKNOWN)

Fill = Callable[[Any, "Cells"], None]


class Cells:
    """Addresses of a sent form by key, such as "1.number.0"."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.rows = {
            str(row[0].value): row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value
        }

    def at(self, key: str, column: str = "E") -> str:
        """The address of the cell in that row."""
        return f"{column}{self.rows[key]}"

    def put(self, key: str, value: Any, column: str = "E") -> Any:
        """Fill in the cell of that row; returns it."""
        cell = self.sheet[self.at(key, column)]
        cell.value = value
        return cell


def sent(answers: dict[str, AnswerContent] | None = None, **facts: Any) -> bytes:
    """The form as sent out."""
    return write_workbook(replace(FACTS, **facts), ALL, answers or {})


def edited(fill: Fill, data: bytes | None = None) -> tuple[bytes, Cells]:
    """A sent form opened, filled in and saved by another program."""
    book = load_workbook(io.BytesIO(data or sent()), rich_text=True)
    sheet = book["Odpowiedzi"]
    cells = Cells(sheet)
    fill(book, cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue(), cells


def read(data: bytes, **more: Any) -> FileReading:
    """Read a file as the form's own."""
    return read_workbook(data, ALL, expected_form=FORM, **more)
