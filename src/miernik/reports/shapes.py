"""The context's shape as JSON Schema 2020-12, made from the dataclasses themselves."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from miernik.reports.context import FORMAT_VERSION, ReportContext

_PLAIN = {str: "string", int: "integer", bool: "boolean"}


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema of a report; no property may be missing and none may be added."""
    definitions: dict[str, Any] = {}
    root = _schema(ReportContext, definitions)
    definitions["ReportContext"]["properties"]["format_version"] = {"const": FORMAT_VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:miernik:report:{FORMAT_VERSION}",
        "title": "Raport z wykonania strategii lub programu",
        **root,
        "$defs": definitions,
    }


def _schema(shape: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if dataclasses.is_dataclass(shape):
        name = typing.cast("type", shape).__name__
        if name not in definitions:
            definitions[name] = {}  # taken, should the shape contain itself
            hints = typing.get_type_hints(shape)
            definitions[name] = {
                "description": " ".join((shape.__doc__ or "").split()),
                "type": "object",
                "properties": {key: _schema(hint, definitions) for key, hint in hints.items()},
                "required": list(hints),
                "additionalProperties": False,
            }
        return {"$ref": f"#/$defs/{name}"}
    if typing.get_origin(shape) is tuple:
        return {"type": "array", "items": _schema(typing.get_args(shape)[0], definitions)}
    if isinstance(shape, types.UnionType):
        options = [item for item in typing.get_args(shape) if item is not type(None)]
        return {"anyOf": [*(_schema(item, definitions) for item in options), {"type": "null"}]}
    return {"type": _PLAIN[shape]}
