"""Lists as institutions have them: text with one number a line, CSV, or a sheet of XLSX.

A column is named, or called PESEL in its heading, or the only one. The same is done in the
browser by ``pseudonyms.js``, save for XLSX.
"""

from __future__ import annotations

import csv
import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from miernik.collection.pseudonyms.errors import ListError
from miernik.collection.pseudonyms.identifiers import Row
from miernik.kernel.text import folded

MEGABYTE = 1024 * 1024
MAX_LIST = 20 * MEGABYTE
MAX_UNPACKED = 200 * MEGABYTE
MAX_ROWS = 1_000_000
_DELIMITERS = (";", "\t", ",")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
#: Name of the column that is taken when none is given.
COLUMN = "pesel"

_Cells = list[tuple[str, bool]]


def read_list(content: bytes, *, column: str = "") -> list[Row]:
    """Return the cells of the column with numbers. Raises ListError with one Polish sentence."""
    if len(content) > MAX_LIST:
        raise ListError(f"Lista ma ponad {MAX_LIST // MEGABYTE} MB. Zostaw w niej jedną kolumnę.")
    if content[:4] == _OLD_EXCEL:
        raise ListError("To dawny plik Excela albo plik z hasłem. Zapisz go jako XLSX bez hasła.")
    lines = _sheet(content) if content[:2] == b"PK" else _text(content)
    if len(lines) > MAX_ROWS:
        raise ListError("Lista ma ponad milion wierszy. Sprawdź, czy to właściwy plik.")
    filled = [(number, cells) for number, cells in lines if any(text for text, _ in cells)]
    if not filled:
        raise ListError("Lista jest pusta. Wskaż plik z numerami PESEL, jeden w wierszu.")
    return _column(filled, column)


def _column(lines: list[tuple[int, _Cells]], column: str) -> list[Row]:
    first = [text for text, _ in lines[0][1]]
    heading = not any(letter.isdigit() for text in first for letter in text)
    names = [folded(text) for text in first] if heading else []
    wanted = folded(column or COLUMN)
    if wanted in names:
        place = names.index(wanted)
    elif column:
        raise ListError(f"W pierwszym wierszu listy nie ma kolumny „{column}”. Podaj jej nazwę.")
    elif max(len(cells) for _, cells in lines) > 1:
        raise ListError(
            "Lista ma kilka kolumn, a żadna nie nazywa się PESEL. Nazwij tak kolumnę z numerami "
            "albo zostaw ją samą."
        )
    else:
        place = 0
    body = lines[1:] if heading else lines
    return [Row(number, *cells[place]) for number, cells in body if place < len(cells)]


def _text(content: bytes) -> list[tuple[int, _Cells]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1250", errors="replace")
    if "\x00" in text:
        raise ListError("To nie jest lista w pliku tekstowym, CSV ani XLSX. Wskaż inny plik.")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((sign for sign in _DELIMITERS if sign in first), ";")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines = []
    begins = 1
    try:
        for cells in reader:
            lines.append((begins, [(cell.strip(), False) for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ListError(
            f"Wiersz {begins} listy jest za długi albo źle zapisany. Popraw go i spróbuj znowu."
        ) from error
    return lines


def _sheet(content: bytes) -> list[tuple[int, _Cells]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED:
                raise ListError("Arkusz po rozpakowaniu byłby zbyt wielki. Zapisz listę jako CSV.")
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise ListError("Arkusz jest zabezpieczony hasłem. Zapisz go bez hasła.") from error
    except (CalamineError, ZipError, zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise ListError("Arkusza nie da się odczytać. Zapisz listę jako CSV.") from error
    return [(number, [_cell(value) for value in row]) for number, row in enumerate(rows, 1)]


def _cell(value: object) -> tuple[str, bool]:
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), True
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value), True
    return str(value).strip(), False
