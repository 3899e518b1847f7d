"""Reading of a returned workbook: what it answers, what it changes, everything wrong with it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import EMPTY, AnswerContent
from miernik.collection.spreadsheet.block import BlockReader
from miernik.collection.spreadsheet.differences import differences
from miernik.collection.spreadsheet.facts import Identity
from miernik.collection.spreadsheet.findings import (
    CellFault,
    Difference,
    FileFault,
    FileFaultCode,
    FileReading,
)
from miernik.collection.spreadsheet.identity import identity_of, mismatches
from miernik.collection.spreadsheet.layout import plan
from miernik.collection.spreadsheet.sheet_rows import FormRow, FormRows, find_form
from miernik.kernel.office.errors import UnreadableFileError
from miernik.kernel.office.gate import MEGABYTE, FileKind, inspect_content
from miernik.kernel.office.xlsx_package import Sheet, read_sheets

MAX_FILE = 5 * MEGABYTE
MAX_UNPACKED = 30 * MEGABYTE
#: Faults after which the answers are another form's and are not read.
_FINAL = frozenset({FileFaultCode.OTHER_FORM, FileFaultCode.OTHER_YEAR, FileFaultCode.FORGED})


def read_identity(data: bytes) -> Identity | FileFault:
    """Return whose form a file says it is, as the mailbox needs it; nothing is proven yet."""
    sheets = _sheets(data)
    return sheets if isinstance(sheets, FileFault) else identity_of(sheets)


def read_workbook(
    data: bytes,
    asked: Sequence[AskedIndicator],
    *,
    expected_form: UUID | None,
    expected_year: int | None = None,
    expected_revision: str | None = None,
    expected_signature: str | None = None,
    current: Mapping[str, AnswerContent] | None = None,
) -> FileReading:
    """Read a returned workbook without storing anything; never raises for what a file holds.

    ``current`` are the present answers by indicator's UUID: differences are told against them and
    the reporter's words to warnings, which a file does not carry, are kept from them. What is
    expected is compared where it is given.
    """
    sheets = _sheets(data)
    if isinstance(sheets, FileFault):
        return FileReading(file_faults=(sheets,))
    identity = identity_of(sheets)
    if isinstance(identity, FileFault):
        return FileReading(file_faults=(identity,))
    faults = mismatches(
        identity,
        form=expected_form,
        year=expected_year,
        revision=expected_revision,
        signature=expected_signature,
    )
    if any(fault.code in _FINAL for fault in faults):
        return FileReading(identity, file_faults=tuple(faults))
    rows = _form_rows(identity, sheets, asked)
    if isinstance(rows, FileFault):
        return FileReading(identity, file_faults=(*faults, rows))
    return _read(identity, rows, asked, current or {}, faults)


def _form_rows(
    identity: Identity, sheets: Sequence[Sheet], asked: Sequence[AskedIndicator]
) -> FormRows | FileFault:
    """The rows to read, or why they do not answer what is asked."""
    if set(identity.indicators) != {one.indicator for one in asked}:
        return FileFault(
            FileFaultCode.OTHER_QUESTIONS,
            "Od pobrania tego pliku zmieniły się pytania: pobierz formularz jeszcze raz i"
            " przepisz do niego odpowiedzi.",
        )
    rows = find_form(sheets)
    if rows is None:
        return FileFault(
            FileFaultCode.DAMAGED,
            "W pliku nie ma arkusza z odpowiedziami albo usunięto z niego kolumny: pobierz"
            " formularz jeszcze raz i przepisz do niego odpowiedzi.",
        )
    if not rows.of_form(identity.form):
        return FileFault(
            FileFaultCode.OTHER_FORM,
            "Arkusz z odpowiedziami pochodzi z innego formularza niż reszta pliku: wpisz"
            " odpowiedzi do pliku, który przyszedł do tej placówki.",
        )
    return rows


def _sheets(data: bytes) -> list[Sheet] | FileFault:
    """The sheets of a file that passed the gate, or the sentence why it is not read."""
    try:
        kind = inspect_content(data, max_size=MAX_FILE, max_unpacked=MAX_UNPACKED)
        if kind is not FileKind.XLSX:
            return FileFault(
                FileFaultCode.UNREADABLE,
                "To nie jest skoroszyt XLSX: otwórz formularz w Excelu lub LibreOffice, wybierz"
                " „Zapisz jako” i format XLSX.",
            )
        return list(read_sheets(io.BytesIO(data)))
    except UnreadableFileError as error:
        return FileFault(FileFaultCode.UNREADABLE, error.sentence)
    except Exception:  # noqa: BLE001 - a damaged file can make a parser raise anything
        return FileFault(
            FileFaultCode.UNREADABLE,
            "Skoroszyt jest uszkodzony: otwórz go w Excelu i zapisz jeszcze raz jako XLSX.",
        )


def _read(
    identity: Identity,
    rows: FormRows,
    asked: Sequence[AskedIndicator],
    current: Mapping[str, AnswerContent],
    faults: list[FileFault],
) -> FileReading:
    numbers = {indicator: number for number, indicator in enumerate(identity.indicators, 1)}
    answers: dict[str, AnswerContent] = {}
    found: list[Difference] = []
    empty: list[str] = []
    wrong: list[CellFault] = list(rows.faults)
    for one in asked:
        block = rows.blocks.get(numbers[one.indicator], [])
        wrong += _missing(one, block, rows)
        reader = BlockReader(one, rows)
        answer = reader.read(block)
        wrong += reader.faults
        was = current.get(one.indicator, EMPTY)
        if reader.faults:
            continue  # what cannot be read is told as a fault, not as a difference
        found += differences(one, was, answer)
        if answer == EMPTY:
            empty.append(one.indicator)
        else:
            answers[one.indicator] = replace(answer, explanations=dict(was.explanations))
    wrong.sort(key=_place)
    return FileReading(identity, answers, tuple(found), tuple(empty), tuple(faults), tuple(wrong))


def _missing(one: AskedIndicator, block: list[FormRow], rows: FormRows) -> list[CellFault]:
    """Rows of the form that are no longer there."""
    there = {(row.part, row.index) for row in block}
    needed = {(row.part, row.index): row.label for row in plan(one, EMPTY) if row.index == 0}
    needed |= {
        (row.part, row.index): row.label
        for row in plan(one, EMPTY)
        if row.part in ("row", "sub_value")
    }
    lost = [label or "uwagi" for key, label in needed.items() if key not in there]
    if not lost:
        return []
    address = f"A{block[0].row}" if block else "A1"
    words = ", ".join(f"„{label}”" for label in lost)
    message = f"W pytaniu „{one.name}” brakuje wierszy: {words}. Pobierz formularz jeszcze raz."
    return [CellFault(rows.sheet.title, address, one.indicator, message)]


def _place(fault: CellFault) -> tuple[int, str]:
    digits = "".join(filter(str.isdigit, fault.address))
    return int(digits or 0), fault.address
