"""Text whose cells are parted by tabs, semicolons or commas: what a table becomes when copied."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from miernik.intake.readers.grid import Grid, GridCell, GridReader
from miernik.intake.rows import Fragment, Place, ReadDocument
from miernik.kernel.text import squeeze

_POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
#: What CP1250 and ISO-8859-2 make of each other's ą, ś, ź, Ą, Ś, Ź.
_MISREAD = "šĽ±¶Ľ¦¬ˇ\ufffd"
_DELIMITERS = "\t;,|"
#: Columns a line must have for its text to be a table.
_FEWEST_COLUMNS = 4
_STRAY = re.compile(r"\s+[\[\]{}|~^]$|^[\[\]{}|~^]\s+")


def decode(content: bytes) -> str:
    """Return the text of a file; the encoding is the one that gives Polish letters.

    UTF-8 and UTF-16 are recognised for certain. CP1250 and ISO-8859-2 differ in six letters, so
    the one that makes Polish letters and no control or stray signs of them is taken.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    candidates = {name: content.decode(name, "replace") for name in ("cp1250", "iso-8859-2")}
    return max(candidates.values(), key=_looks_polish)


def _looks_polish(text: str) -> int:
    """Polish letters less twice what the other encoding makes of them."""
    counted = Counter(text)
    polish = sum(counted[letter] for letter in _POLISH)
    strange = sum(counted[sign] for sign in _MISREAD)
    strange += sum(number for sign, number in counted.items() if "\x80" <= sign <= "\x9f")
    return polish - 2 * strange


def delimiter_of(text: str) -> str | None:
    """The sign that parts the cells, or None where the text holds no such table."""
    lines = [line for line in text.splitlines() if line.strip()]
    for delimiter in _DELIMITERS:
        wide = sum(1 for line in lines if line.count(delimiter) >= _FEWEST_COLUMNS - 1)
        if wide >= 2 and (delimiter != "," or wide > len(lines) / 2):
            return delimiter
    return None


def read_tabbed_text(text: str) -> ReadDocument:
    """Read text with delimited cells: lines before the table are headings, then rows.

    A merged cell is empty in all its rows but the first, so the reading of an empty cell is the
    recogniser's. Signs that scanning leaves ("[" at the end of a cell) are dropped with a doubt.
    """
    delimiter = delimiter_of(text) or "\t"
    reader = GridReader()
    table: list[tuple[int, int, list[str]]] = []

    def close_table() -> None:
        if table:
            reader.table(_grid(table))
            table.clear()

    for first, last, values in _records(text, delimiter):
        if len(values) >= _FEWEST_COLUMNS:
            table.append((first, last, values))
        elif any(value.strip() for value in values):
            close_table()
            reader.heading(" ".join(values), Place(line_from=first, line_to=last))
    close_table()
    return reader.document("text")


def _records(text: str, delimiter: str) -> list[tuple[int, int, list[str]]]:
    """Records with their first and last line; a quoted cell may hold line ends."""
    quoted = any(f'{delimiter}"' in line or line.startswith('"') for line in text.splitlines())
    if not quoted or not _quotes_pair(text, delimiter):
        return [
            (number, number, line.split(delimiter))
            for number, line in enumerate(text.splitlines(), start=1)
        ]
    records = []
    reading = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    for values in reading:
        records.append((before + 1, reading.line_num, values))
        before = reading.line_num
    return records


def _quotes_pair(text: str, delimiter: str) -> bool:
    """Whether the quotes part cells; a lone straight quote inside a text does not."""
    opened = len(re.findall(rf'(?:^|{re.escape(delimiter)})"', text, re.M))
    closed = len(re.findall(rf'"(?={re.escape(delimiter)}|$)', text, re.M))
    return opened > 0 and opened == closed


def _grid(records: list[tuple[int, int, list[str]]]) -> Grid:
    width = max(len(values) for _, _, values in records)
    cells = []
    for top, (first, last, values) in enumerate(records):
        for left in range(width):
            value = values[left] if left < len(values) else ""
            cells.append(_cell(top, left, value, Place(line_from=first, line_to=last)))
    return Grid(width, cells)


def _cell(top: int, left: int, value: str, place: Place) -> GridCell:
    cell = GridCell(top, left, top + 1, left + 1)
    text = squeeze(value)
    cleaned = squeeze(_STRAY.sub("", text))
    if text in ("[", "]", "|"):
        cleaned = ""
    if cleaned != text:
        cell.doubts.append(
            f"Pominięto znak „{squeeze(text.replace(cleaned, ''))}”, który wygląda na ślad skanera."
        )
        cell.confidence = 0.8
    if cleaned:
        cell.fragments.append(Fragment(cleaned, place))
    return cell
