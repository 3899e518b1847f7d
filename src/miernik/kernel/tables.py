"""CSV tables that keep to a Table Schema (Frictionless), and that no spreadsheet takes for code.

Text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return is written with an
apostrophe before it, because spreadsheets would run it as a formula; a reader that knows the
schema takes one leading apostrophe off such text. Numbers are never marked.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]
_MARKED = re.compile(r"'*[=+\-@\t\r]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBERS = ("number", "integer", "year")
_SHAPES = {
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "integer": re.compile(r"-?\d+"),
    "year": re.compile(r"\d{4}"),
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "boolean": re.compile(r"true|false"),
}


def names(schema: Schema) -> list[str]:
    """Return the columns' names in order."""
    return [field["name"] for field in schema["fields"]]


def guarded(text: str) -> str:
    """Return the text as a spreadsheet may safely open it."""
    return f"'{text}" if _MARKED.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` was given."""
    return text[1:] if text.startswith("'") and _MARKED.match(text) else text


def csv_bytes(schema: Schema, rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return the rows as CSV (UTF-8, commas, CRLF, RFC 4180); None is an empty cell.

    Raises KeyError when a row lacks one of the schema's columns.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(names(schema))
    for row in rows:
        writer.writerow([_cell(field, row[field["name"]]) for field in schema["fields"]])
    return target.getvalue().encode()


def faults(schema: Schema, content: bytes) -> list[str]:
    """Return what in the CSV breaks the schema, one Polish sentence each; empty when nothing."""
    lines = list(csv.reader(io.StringIO(content.decode(), newline="")))
    if not lines or lines[0] != names(schema):
        return ["Nagłówek nie zgadza się ze schematem."]
    found = []
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(schema["fields"]):
            found.append(f"Wiersz {number} ma {len(line)} pól zamiast {len(schema['fields'])}.")
            continue
        for field, text in zip(schema["fields"], line, strict=True):
            if not _fits(field, text):
                found.append(f"Wiersz {number}, pole {field['name']}: niedozwolone „{text}”.")
    return found + _repeated_keys(schema, lines[1:])


def _cell(field: Mapping[str, Any], value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if field["type"] in _NUMBERS else guarded(text)


def _fits(field: Mapping[str, Any], text: str) -> bool:
    rules = field.get("constraints", {})
    if text == "":
        return not rules.get("required", False)
    shape = _SHAPES.get(field["type"])
    if shape is not None and not shape.fullmatch(text):
        return False
    if "enum" in rules and text not in rules["enum"]:
        return False
    if shape is None and text.startswith(_FORMULA):
        return False
    return "pattern" not in rules or re.fullmatch(rules["pattern"], text) is not None


def _repeated_keys(schema: Schema, lines: Sequence[Sequence[str]]) -> list[str]:
    key = schema.get("primaryKey", [])
    places = [names(schema).index(name) for name in key]
    seen: set[tuple[str, ...]] = set()
    found = []
    for number, line in enumerate(lines, 2):
        if not places or len(line) != len(schema["fields"]):
            continue
        values = tuple(line[place] for place in places)
        if values in seen:
            found.append(f"Wiersz {number} powtarza klucz {', '.join(values)}.")
        seen.add(values)
    return found
