"""Files that are no form of this institution, or no honest file at all."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

from miernik.collection.spreadsheet import FileFaultCode, read_workbook
from tests.collection.forms import ALL, FORM, Cells, edited, read, sent

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def _ole(entry: str) -> bytes:
    return OLE + b"\0" * 504 + entry.encode("utf-16-le") + b"\0" * 512


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def _changed(name: str, change: Callable[[bytes], bytes], extra: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(sent())) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    parts[name] = change(parts[name])
    return _zip(parts | extra)


FORM_SHEET = "xl/worksheets/sheet2.xml"
FOREIGN = {
    "empty": (b"", "jest pusty"),
    "noise": (b"\0\1\2\3" * 50, "Nie rozpoznano"),
    "text": (b"odpowiedzi: 25", "Zapisz jako"),
    "old Excel": (_ole("Workbook"), "zapisz jako XLSX"),
    "password": (_ole("EncryptedPackage"), "usuń hasło"),
    "OpenDocument": (
        _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "zapisz jako XLSX",
    ),
    "cut": (sent()[:2000], "ucięty"),
    "bomb": (
        _changed(FORM_SHEET, bytes, {"xl/media/x.xml": b" " * 29_000_000}),
        "niewspółmiernie",
    ),
    "entities": (
        _changed(
            FORM_SHEET,
            lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet', 1),
            {},
        ),
        "niedozwolone definicje",
    ),
    "broken cells": (
        _changed(FORM_SHEET, lambda xml: xml.replace(b'r="A1"', b'r="!!"'), {}),
        "uszkodzony",
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_cannot_be_read_gets_one_sentence_with_advice(name: str) -> None:
    content, words = FOREIGN[name]
    reading = read(content)
    [fault] = reading.file_faults
    assert fault.code is FileFaultCode.UNREADABLE
    assert words in fault.message
    assert fault.message.endswith(".")
    assert (reading.answers, reading.sound) == ({}, False)


def test_a_merged_range_over_the_whole_sheet_takes_no_time() -> None:
    merged = b'<mergeCell ref="H5:XFD1048576"/></mergeCells>'
    data = _changed(FORM_SHEET, lambda xml: xml.replace(b"</mergeCells>", merged), {})
    begun = time.monotonic()
    assert read(data).sound
    assert time.monotonic() - begun < 5


def test_a_dimension_that_claims_a_million_rows_takes_no_time() -> None:
    def claim(xml: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml)

    begun = time.monotonic()
    assert read(_changed(FORM_SHEET, claim, {})).sound
    assert time.monotonic() - begun < 5


def test_a_number_with_a_billion_digits_takes_no_memory() -> None:
    data, _ = edited(lambda book, cells: cells.put("1.number.0", 123454321))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    parts[FORM_SHEET] = parts[FORM_SHEET].replace(b">123454321<", b">1E+999999999<")
    [fault] = read(_zip(parts)).file_faults
    assert fault.code is FileFaultCode.UNREADABLE


# --- whose form it is ----------------------------------------------------------------------------


def _codes(data: bytes, **expected: Any) -> list[FileFaultCode]:
    return [fault.code for fault in read(data, **expected).file_faults]


def test_a_form_of_another_institution_is_named_and_not_read() -> None:
    other = sent(form=UUID(int=77), institution="Przedszkole nr 12")
    reading = read(other)
    [fault] = reading.file_faults
    assert fault.code is FileFaultCode.OTHER_FORM
    assert "„Przedszkole nr 12” za 2018 r." in fault.message
    assert (reading.answers, reading.cell_faults) == ({}, ())
    assert read_workbook(other, ALL, expected_form=UUID(int=77)).sound


def test_forged_identifiers_are_known_by_the_signature() -> None:
    assert _codes(sent(), expected_signature="podpis") == []
    assert _codes(sent(), expected_signature="inny podpis") == [FileFaultCode.FORGED]


def test_a_sheet_of_answers_from_another_institutions_file_is_told() -> None:
    other = load_workbook(io.BytesIO(sent(form=UUID(int=77))))["Odpowiedzi"]

    def carry(book: Any, cells: Cells) -> None:
        for row in other.iter_rows(max_col=1):
            cells.sheet[row[0].coordinate].value = row[0].value

    [fault] = read(edited(carry)[0]).file_faults
    assert fault.code is FileFaultCode.OTHER_FORM
    assert "z innego formularza niż reszta pliku" in fault.message


def test_another_year_and_an_older_revision_are_told() -> None:
    assert _codes(sent(year=2017), expected_year=2018) == [FileFaultCode.OTHER_YEAR]
    assert _codes(sent(), expected_year=2018, expected_revision="r1") == []
    assert _codes(sent(), expected_revision="r2") == [FileFaultCode.OLDER_REVISION]


def test_answers_of_an_older_revision_are_shown_all_the_same() -> None:
    data, _ = edited(lambda book, cells: cells.put("1.number.0", 25))
    reading = read(data, expected_revision="r2")
    assert not reading.sound
    assert [one.number for one in reading.answers.values()] == [25]


def test_hidden_identifiers_that_are_gone_or_damaged_are_told() -> None:
    def drop(book: Any, cells: Cells) -> None:
        del book["_miernik"]

    def forge(book: Any, cells: Cells) -> None:
        book["_miernik"]["B2"] = str(UUID(int=77))

    def age(book: Any, cells: Cells) -> None:
        book["_miernik"]["B1"] = "0"

    assert _codes(edited(drop)[0]) == [FileFaultCode.NOT_A_FORM]
    assert _codes(edited(forge)[0]) == [FileFaultCode.DAMAGED]
    assert _codes(edited(age)[0]) == [FileFaultCode.UNKNOWN_VERSION]


def test_a_file_without_the_sheet_of_answers_is_told() -> None:
    def drop(book: Any, cells: Cells) -> None:
        del book["Odpowiedzi"]

    assert _codes(edited(drop)[0]) == [FileFaultCode.DAMAGED]


def test_questions_that_changed_since_are_told() -> None:
    reading = read_workbook(sent(), ALL[1:], expected_form=FORM)
    assert [fault.code for fault in reading.file_faults] == [FileFaultCode.OTHER_QUESTIONS]
