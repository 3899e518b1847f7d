"""A small base of made-up organisations, and one of 448 as a file; their numbers are in order."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from openpyxl import Workbook

from miernik.accounts.models import NewsletterList, Organisation
from miernik.accounts.organisations.checking import OrganisationData
from miernik.accounts.organisations.services import add_organisation, give_consent, subscribe

AT = dt.datetime(2026, 5, 28, 10, 0, tzinfo=dt.UTC)
BY = "ewa"
BASE_SIZE = 448
HEADINGS = ["Nazwa", "KRS", "NIP", "REGON", "E-mail", "Telefon", "Adres", "Obszar działalności",
            "Zgoda"]  # fmt: skip


def organisation(name: str = "Fundacja „Droga”", **more: Any) -> Organisation:
    """An organisation without consent."""
    return add_organisation(data=OrganisationData(name=name, **more), by=BY, at=AT)


def consenting(name: str = "Fundacja „Droga”", email: str = "droga@example.org") -> Organisation:
    """An organisation that one may write to."""
    return give_consent(
        organisation=organisation(name, email=email), source="wniosek", given_at=AT, by=BY, at=AT
    )


def on_list(card: Organisation, to: NewsletterList) -> Organisation:
    """The organisation, put on a list."""
    subscribe(organisation=card, to=to, by=BY, at=AT)
    return card


def nip(number: int) -> str:
    """A NIP with its check digit (weights 6 5 7 2 3 4 5 6 7, modulo 11); None where it is 10."""
    head = f"542{number:06d}"
    digit = sum(int(d) * w for d, w in zip(head, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True)) % 11
    return f"{head}{digit}" if digit < 10 else ""


def regon(number: int) -> str:
    """A REGON of nine digits (weights 8 9 2 3 4 5 6 7, modulo 11, ten counts as zero)."""
    head = f"05{number:06d}"
    digit = sum(int(d) * w for d, w in zip(head, (8, 9, 2, 3, 4, 5, 6, 7), strict=True)) % 11 % 10
    return f"{head}{digit}"


def base_rows(size: int = BASE_SIZE) -> list[list[str]]:
    """Rows of a base as the city keeps it: every tenth organisation without an address."""
    return [
        [
            f"Stowarzyszenie nr {number}", f"{number:010d}", nip(number), regon(number),
            "" if number % 10 == 0 else f"biuro{number}@example.org", "+48 85 555 00 00",
            f"ul. Lipowa {number}, Białystok", "pomoc społeczna; dzieci i młodzież", "tak",
        ]
        for number in range(1, size + 1)
    ]  # fmt: skip


def csv_file(rows: list[list[str]], headings: list[str] | None = None) -> bytes:
    """The rows as a Polish spreadsheet saves them."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=";").writerows([headings or HEADINGS, *rows])
    return target.getvalue().encode("utf-8-sig")


def xlsx_file(rows: list[list[Any]], headings: list[str] | None = None) -> bytes:
    """The rows as a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [headings or HEADINGS, *rows]:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
