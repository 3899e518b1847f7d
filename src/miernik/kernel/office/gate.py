"""What is checked before a file is parsed: size, kind by content, and what hides in a package.

The gate reads a few bytes and a ZIP directory; it unpacks nothing but the beginning of XML parts.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO

from lxml import etree

from miernik.kernel.office.errors import (
    ArchiveBombError,
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    MacroFileError,
    MissingFileError,
    TooLargeFileError,
    UnreadableFileError,
    UnsafeFileError,
    WrongKindError,
)

MEGABYTE = 1024 * 1024
MAX_FILE = 50 * MEGABYTE
MAX_UNPACKED = 200 * MEGABYTE
MAX_PARTS = 5000
#: Text of a spreadsheet packs up to about 1 : 60; a part over this is made to unfold.
MAX_RATIO = 200
RATIO_MATTERS_FROM = 5 * MEGABYTE

READ_KINDS = "DOCX, XLSX, PDF z tekstem, TXT lub CSV"


class FileKind(StrEnum):
    """The kinds of files that are read."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    TEXT = "text"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = {
    b"\xff\xd8\xff": "JPG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"BM": "BMP",
}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError)
_ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OPEN_DOCUMENT = {
    "text": "tekstu ODT: otwórz go i zapisz jako DOCX",
    "spreadsheet": "arkusza ODS: otwórz go i zapisz jako XLSX",
}
_MARKUP = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script)\b", re.I | re.S)


def inspect(path: Path) -> FileKind:
    """Return the kind of the file at ``path``, told from its content.

    Raises a subclass of ``UnreadableFileError`` for everything that will not be parsed; its
    message is one Polish sentence.
    """
    _check_file(path)
    try:
        with path.open("rb") as stream:
            return _kind_of(stream, stream.read(4096), MAX_UNPACKED)
    except OSError as error:
        raise MissingFileError(
            "Pliku nie da się odczytać z dysku: sprawdź, czy masz do niego dostęp."
        ) from error


def inspect_content(
    content: bytes, *, max_size: int = MAX_FILE, max_unpacked: int = MAX_UNPACKED
) -> FileKind:
    """Return the kind of a file given as bytes; raises as ``inspect`` does.

    ``max_size`` and ``max_unpacked`` are in bytes: a caller who knows its files sets them low.
    """
    _check_size(len(content), max_size)
    return _kind_of(io.BytesIO(content), content[:4096], max_unpacked)


def _check_file(path: Path) -> None:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise MissingFileError(
            f"Nie ma pliku „{path.name}”: sprawdź ścieżkę i nazwę pliku."
        ) from error
    if not stat.S_ISREG(status.st_mode):
        raise MissingFileError(f"„{path.name}” nie jest plikiem: wskaż plik ze sprawozdaniem.")
    _check_size(status.st_size, MAX_FILE)


def _check_size(size: int, largest: int) -> None:
    if size == 0:
        raise EmptyFileError("Plik jest pusty (0 bajtów): zapisz lub pobierz go jeszcze raz.")
    if size > largest:
        raise TooLargeFileError(
            f"Plik ma {-(-size // MEGABYTE)} MB, a czytane są pliki do"
            f" {largest // MEGABYTE} MB: usuń z niego obrazy i zapisz ponownie."
        )


def _kind_of(stream: IO[bytes], head: bytes, max_unpacked: int) -> FileKind:
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(b"PK"):
        return _package_kind(stream, max_unpacked)
    if head.startswith(_OLE):
        stream.seek(0)
        raise _compound_error(stream.read())
    _refuse_known_strangers(head)
    if _is_binary(head):
        raise WrongKindError(f"Nie rozpoznano rodzaju pliku: wskaż plik {READ_KINDS}.")
    return FileKind.TEXT


def _refuse_known_strangers(head: bytes) -> None:
    for magic, name in _PICTURES.items():
        if head.startswith(magic):
            raise WrongKindError(
                f"To jest obraz {name}, a nie dokument: poproś o plik DOCX, XLSX lub PDF z tekstem."
            )
    if head.startswith(_PROGRAMS):
        raise WrongKindError(f"To jest program, a nie dokument: wskaż plik {READ_KINDS}.")
    if head.startswith(_ARCHIVES):
        raise WrongKindError("To jest archiwum: rozpakuj je i wskaż sam plik ze sprawozdaniem.")
    if head.startswith(b"{\\rtf"):
        raise WrongKindError("To jest plik RTF: otwórz go i zapisz jako DOCX.")
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise WrongKindError(f"To jest strona internetowa (HTML): wskaż plik {READ_KINDS}.")


def _is_binary(head: bytes) -> bool:
    """Whether the bytes hold signs that no text in a Polish encoding or UTF-16 holds."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return any(byte < 32 and byte not in b"\t\n\v\f\r\x1a" for byte in head)


def _compound_error(content: bytes) -> UnreadableFileError:
    """Why a file in Microsoft's old container is refused."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        return EncryptedFileError(
            "Plik jest zabezpieczony hasłem: otwórz go, usuń hasło i zapisz ponownie."
        )
    if holds("WordDocument"):
        return WrongKindError("To jest dawny plik Worda (DOC): otwórz go i zapisz jako DOCX.")
    if holds("Workbook") or holds("Book"):
        return WrongKindError("To jest dawny plik Excela (XLS): otwórz go i zapisz jako XLSX.")
    return WrongKindError(f"Nie rozpoznano rodzaju pliku: wskaż plik {READ_KINDS}.")


# --- packages ------------------------------------------------------------------------------------


def _package_kind(stream: IO[bytes], max_unpacked: int) -> FileKind:
    try:
        with zipfile.ZipFile(stream) as package:
            parts = package.infolist()
            _refuse_bomb(parts, max_unpacked)
            _refuse_outside_names(parts)
            kind = _office_kind(package)
            _refuse_macros(package)
            _refuse_document_types(package)
            return kind
    except _BROKEN as error:
        raise CorruptFileError(
            "Plik jest uszkodzony lub ucięty: pobierz go albo zapisz jeszcze raz."
        ) from error


def _refuse_bomb(parts: list[zipfile.ZipInfo], max_unpacked: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    folded = any(
        part.file_size > RATIO_MATTERS_FROM
        and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > max_unpacked or folded or len(parts) > MAX_PARTS:
        raise ArchiveBombError(
            "Plik po rozpakowaniu byłby niewspółmiernie wielki, więc go nie otwarto:"
            " zapisz dokument na nowo w Wordzie lub Excelu."
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise EncryptedFileError(
            "Plik jest zabezpieczony hasłem: otwórz go, usuń hasło i zapisz ponownie."
        )


def _refuse_outside_names(parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name.split("/")[0]:
            raise UnsafeFileError(
                "Plik zawiera ścieżki prowadzące poza dokument, więc go nie otwarto:"
                " poproś nadawcę o nowy plik."
            )


def _office_kind(package: zipfile.ZipFile) -> FileKind:
    names = {part.filename for part in package.infolist()}
    if "mimetype" in names:
        with package.open("mimetype") as stream:
            mimetype = stream.read(100).decode("ascii", "replace")
        if "opendocument" in mimetype:
            found = next((v for k, v in _OPEN_DOCUMENT.items() if k in mimetype), None)
            raise WrongKindError(
                f"To jest plik {found}." if found else "To jest plik OpenDocument: zapisz DOCX."
            )
    if "[Content_Types].xml" in names:
        if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
            return FileKind.DOCX
        if any(re.fullmatch(r"xl/workbook\d*\.xml", name) for name in names):
            return FileKind.XLSX
        if "xl/workbook.bin" in names:
            raise WrongKindError("To jest plik XLSB: otwórz go i zapisz jako XLSX.")
        raise WrongKindError(f"To nie jest dokument Worda ani Excela: wskaż plik {READ_KINDS}.")
    raise WrongKindError("To jest archiwum ZIP: rozpakuj je i wskaż sam plik ze sprawozdaniem.")


def _refuse_macros(package: zipfile.ZipFile) -> None:
    names = [part.filename.casefold() for part in package.infolist()]
    with package.open("[Content_Types].xml") as stream:
        declared = b"macroenabled" in stream.read(MEGABYTE).lower()
    if declared or any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise MacroFileError(
            "Plik zawiera makra (program), więc go nie otwarto: zapisz go jako DOCX lub XLSX"
            " bez makr."
        )


def _refuse_document_types(package: zipfile.ZipFile) -> None:
    """Refuse a part that declares a document type: office files have none, attacks do."""
    for part in package.infolist():
        if not part.filename.casefold().endswith((".xml", ".rels", ".vml")):
            continue
        with package.open(part) as stream:
            if _declares_document_type(stream):
                raise UnsafeFileError(
                    "Plik zawiera niedozwolone definicje XML, więc go nie otwarto:"
                    " poproś nadawcę o plik zapisany w Wordzie lub Excelu."
                )


def _declares_document_type(stream: IO[bytes]) -> bool:
    reading = etree.iterparse(
        stream, events=("start",), resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        _, root = next(reading)
    except StopIteration:
        return False
    except etree.XMLSyntaxError as error:
        raise CorruptFileError(
            "Plik jest uszkodzony lub ucięty: pobierz go albo zapisz jeszcze raz."
        ) from error
    return bool(root.getroottree().docinfo.doctype)
