"""The hidden sheet of a returned workbook, and whether it is the form that was expected."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from uuid import UUID

from miernik.collection.spreadsheet.facts import FORMAT_VERSION, Identity
from miernik.collection.spreadsheet.findings import FileFault, FileFaultCode
from miernik.collection.spreadsheet.layout import IDENTITY_MARK
from miernik.collection.spreadsheet.writing import checksum
from miernik.kernel.office.xlsx_package import Sheet

_HEAD = ("form", "revision", "year", "institution", "signature")
_FRESH = "pobierz formularz jeszcze raz i przepisz do niego odpowiedzi"


def identity_of(sheets: Sequence[Sheet]) -> Identity | FileFault:
    """Return what the hidden sheet says, or why it cannot be told whose file this is."""
    sheet = next((s for s in sheets if _text(s, 1, 1) == IDENTITY_MARK), None)
    if sheet is None:
        return FileFault(
            FileFaultCode.NOT_A_FORM,
            "Plik nie ma ukrytych oznaczeń formularza, więc nie wiadomo, czyje to odpowiedzi:"
            f" {_FRESH}.",
        )
    if _text(sheet, 1, 2) != str(FORMAT_VERSION):
        return FileFault(
            FileFaultCode.UNKNOWN_VERSION,
            f"Formularz ma inny układ niż czytany teraz: {_FRESH}.",
        )
    lines = _lines(sheet)
    if len(lines) < len(_HEAD) + 2 or lines[-1] != ["checksum", checksum(lines[:-1])]:
        return _damaged()
    named = dict(zip(_HEAD, [value for _, value in lines[1:]], strict=False))
    try:
        return Identity(
            UUID(named["form"]),
            named["revision"],
            int(named["year"]),
            named["institution"],
            named["signature"],
            tuple(str(UUID(value)) for _, value in lines[len(_HEAD) + 1 : -1]),
        )
    except ValueError:
        return _damaged()


def mismatches(
    identity: Identity,
    *,
    form: UUID | None,
    year: int | None,
    revision: str | None,
    signature: str | None,
) -> list[FileFault]:
    """Return why the file is not the expected one; None means: any will do."""
    if form is not None and identity.form != form:
        message = (
            f"To jest inny formularz: „{identity.institution}” za {identity.year} r. Wczytaj"
            " plik, który przyszedł do tej placówki na ten rok."
        )
        return [FileFault(FileFaultCode.OTHER_FORM, message)]
    faults = []
    if year is not None and identity.year != year:
        message = (
            f"To jest formularz za {identity.year} r., a zbierane są odpowiedzi za {year} r.:"
            " wczytaj plik na ten rok."
        )
        faults.append(FileFault(FileFaultCode.OTHER_YEAR, message))
    if signature is not None and not _same(identity.signature, signature):
        message = f"Ukryte oznaczenia formularza nie zgadzają się z wysłanymi: {_FRESH}."
        faults.append(FileFault(FileFaultCode.FORGED, message))
    if revision is not None and identity.revision != revision:
        message = (
            "Od pobrania tego pliku odpowiedzi w formularzu zmieniono: porównaj różnice albo"
            " pobierz formularz jeszcze raz."
        )
        faults.append(FileFault(FileFaultCode.OLDER_REVISION, message))
    return faults


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _lines(sheet: Sheet) -> list[list[str]]:
    lines = []
    row = 1
    while name := _text(sheet, row, 1):
        lines.append([name, _text(sheet, row, 2)])
        row += 1
    return lines


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return cell.text if cell else ""


def _damaged() -> FileFault:
    return FileFault(
        FileFaultCode.DAMAGED, f"Ukryte oznaczenia formularza są uszkodzone: {_FRESH}."
    )
