"""Files that are not read: each gets its one Polish sentence and its code, and nothing else."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from miernik.intake.errors import NoTableError, TooHardFileError
from miernik.intake.readers import read_file
from miernik.intake.readers.isolation import read_in_bounds
from miernik.kernel.office import errors, gate
from tests.intake.office_files import (
    SHORT_HEADER,
    paragraph,
    row,
    table,
    write_docx,
    write_package,
    write_pdf_objects,
)

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
GOOD = table(row("A.1.1", "Zadanie", "Liczba", "25", ""))


def _png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 100


def _zip(names: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in names.items():
            package.writestr(name, content)
    return stream.getvalue()


def _ole(entry: str) -> bytes:
    return OLE + b"\0" * 504 + entry.encode("utf-16-le") + b"\0" * 512


FOREIGN = {
    "pusty.docx": (b"", errors.EmptyFileError, "jest pusty"),
    "zdjecie.docx": (b"\xff\xd8\xff\xe0" + b"\0" * 50, errors.WrongKindError, "obraz JPG"),
    "skan.pdf": (_png(), errors.WrongKindError, "obraz PNG"),
    "program.xlsx": (b"MZ\x90\0" + b"\0" * 200, errors.WrongKindError, "program"),
    "strona.docx": (b"<!DOCTYPE html><html><body>", errors.WrongKindError, "strona internetowa"),
    "szum.txt": (bytes(range(256)) * 8, errors.WrongKindError, "Nie rozpoznano"),
    "haslo.docx": (_ole("EncryptedPackage"), errors.EncryptedFileError, "hasłem"),
    "stary.doc": (_ole("WordDocument"), errors.WrongKindError, "zapisz jako DOCX"),
    "stary.xls": (_ole("Workbook"), errors.WrongKindError, "zapisz jako XLSX"),
    "arkusz.ods": (
        _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        errors.WrongKindError,
        "zapisz jako XLSX",
    ),
    "tekst.odt": (
        _zip({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        errors.WrongKindError,
        "zapisz jako DOCX",
    ),
    "paczka.docx": (_zip({"a.docx": b"x"}), errors.WrongKindError, "archiwum ZIP"),
    "uciety.docx": (
        _zip({"word/document.xml": b"x" * 999})[:80],
        errors.CorruptFileError,
        "ucięty",
    ),
    "notatka.rtf": (b"{\\rtf1 ansi}", errors.WrongKindError, "RTF"),
    "zepsuty.pdf": (b"%PDF-1.7\nnic tu nie ma", errors.CorruptFileError, "uszkodzony"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_of_another_kind_gets_its_sentence_whatever_its_name(
    name: str, tmp_path: Path
) -> None:
    content, error, words = FOREIGN[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=words) as raised:
        read_file(path, isolated=False)
    assert str(raised.value).endswith(".")
    assert raised.value.code == error.code


def test_a_renamed_document_is_read_by_its_content(tmp_path: Path) -> None:
    assert read_file(write_docx(tmp_path / "plik.pdf", GOOD), isolated=False).kind == "docx"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingFileError, match="Nie ma pliku „raport"):
        read_file(tmp_path / "raport.docx")
    with pytest.raises(errors.MissingFileError, match="nie jest plikiem"):
        read_file(tmp_path)


def test_two_hundred_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "wielki.pdf"
    with path.open("wb") as stream:
        stream.truncate(200 * gate.MEGABYTE)
    with pytest.raises(errors.TooLargeFileError, match=r"200 MB.*do 50 MB"):
        read_file(path)


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/VBAPROJECT.BIN"])
def test_a_document_with_macros_is_refused(part: str, tmp_path: Path) -> None:
    path = write_package(tmp_path / "plik.docx", {"word/document.xml": "<a/>", part: b"\1"})
    with pytest.raises(errors.MacroFileError, match="makra"):
        read_file(path)


def test_a_macro_workbook_is_known_by_its_declared_type(tmp_path: Path) -> None:
    types = (
        '<Override PartName="/xl/workbook.xml" ContentType="application/'
        'vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
    )
    path = write_package(tmp_path / "plik.xlsx", {"xl/workbook.xml": "<a/>"}, types)
    with pytest.raises(errors.MacroFileError, match="makra"):
        read_file(path)


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    content = {"word/document.xml": b"<a/>", "word/media/x.xml": b" " * (30 * gate.MEGABYTE)}
    path = tmp_path / "bomba.docx"
    path.write_bytes(_zip({"[Content_Types].xml": b"<Types/>", **content}))
    assert path.stat().st_size < gate.MEGABYTE
    with pytest.raises(errors.ArchiveBombError, match="niewspółmiernie"):
        read_file(path)


def test_a_part_with_a_forged_size_cannot_unfold_further(tmp_path: Path) -> None:
    path = tmp_path / "plik.docx"
    packed = _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * 10_000_000})
    forged = packed.replace(struct.pack("<I", 10_000_000), struct.pack("<I", 100))
    path.write_bytes(forged)
    with pytest.raises(errors.CorruptFileError):
        read_file(path, isolated=False)


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "..\\x.xml", "C:\\x.xml"])
def test_a_path_leading_outside_is_refused(name: str, tmp_path: Path) -> None:
    path = write_package(tmp_path / "plik.docx", {"word/document.xml": "<a/>", name: "x"})
    with pytest.raises(errors.UnsafeFileError, match="poza dokument"):
        read_file(path)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_and_document_types_are_refused(
    declared: str, encoding: str, tmp_path: Path
) -> None:
    path = write_package(tmp_path / "plik.docx", {"word/document.xml": declared.encode(encoding)})
    with pytest.raises(errors.UnsafeFileError, match="niedozwolone definicje"):
        read_file(path)


def test_a_document_without_a_table_of_indicators_says_so(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "list.docx", paragraph("Szanowni Państwo"))
    with pytest.raises(NoTableError, match="nie znaleziono tabeli"):
        read_file(path, isolated=False)


def test_a_broken_document_raises_nothing_but_the_rooms_error(tmp_path: Path) -> None:
    span = '<w:tcPr><w:gridSpan w:val="x"/></w:tcPr>'
    for body in ("<w:tbl><w:tr>", f"<w:tbl><w:tr><w:tc>{span}<w:p/></w:tc></w:tr></w:tbl>"):
        path = write_docx(tmp_path / "plik.docx", body)
        with pytest.raises(errors.CorruptFileError, match="uszkodzony"):
            read_file(path, isolated=False)


def test_a_huge_span_does_not_take_the_memory(tmp_path: Path) -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc>'
    path = write_docx(tmp_path / "plik.docx", table(f"<w:tr>{wide}</w:tr>") + GOOD)
    assert read_file(path, isolated=False).items


# --- what only a process of its own can hold back ------------------------------------------------


def test_reading_apart_gives_the_same_document(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "plik.docx", GOOD)
    assert read_file(path) == read_file(path, isolated=False)


def test_an_error_comes_back_from_the_process_with_its_sentence(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "plik.docx", "<w:tbl><w:tr>")
    with pytest.raises(errors.CorruptFileError, match="uszkodzony"):
        read_file(path)


def _write_pdf_that_unfolds(path: Path, megabytes: int) -> None:
    packed = zlib.compress(b" " * (megabytes * gate.MEGABYTE), 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    write_pdf_objects(path, objects)


def test_a_pdf_that_unfolds_beyond_the_allowed_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomba.pdf"
    _write_pdf_that_unfolds(path, 600)
    with pytest.raises(TooHardFileError, match="zbyt złożony"):
        read_in_bounds(path, gate.FileKind.PDF, memory=600 * gate.MEGABYTE)


def test_a_workbook_that_merges_the_whole_sheet_takes_no_memory(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append(list(SHORT_HEADER))
    book.active.append(["A.1.1", "Zadanie", "Liczba", 25, ""])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    merged = b'<mergeCells count="1"><mergeCell ref="F3:XFD1048576"/></mergeCells><pageMargins'
    parts[name] = parts[name].replace(b"<pageMargins", merged)
    path = tmp_path / "plik.xlsx"
    path.write_bytes(_zip(parts))
    assert len(read_in_bounds(path, gate.FileKind.XLSX, seconds=20).items) == 1


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "plik.docx", GOOD)
    with pytest.raises(TooHardFileError, match="zbyt złożony"):
        read_in_bounds(path, gate.FileKind.DOCX, seconds=0)
