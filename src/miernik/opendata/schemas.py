"""The published schemas: Table Schema of each data set, its CSVW form, the catalogue's schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from miernik.opendata.errors import UnknownDatasetError

FOLDER = Path(__file__).parent / "schema"
DATASETS = ("wskazniki", "wartosci", "zmiany", "przerwy")
_CSVW_TYPES = {"year": "gYear", "number": "decimal"}


@cache
def table_schema(dataset: str) -> dict[str, Any]:
    """Return the Table Schema of a data set; raises UnknownDatasetError."""
    if dataset not in DATASETS:
        raise UnknownDatasetError(dataset, DATASETS)
    return _load(f"{dataset}.table.json")


@cache
def catalog_validator() -> Draft202012Validator:
    """Return the validator of the catalogue."""
    return Draft202012Validator(_load("catalog.schema.json"))


def csvw(dataset: str, file_name: str) -> dict[str, Any]:
    """Return the same schema as CSV on the Web metadata for the file of that name."""
    schema = table_schema(dataset)
    columns = [
        {
            "name": field["name"],
            "titles": field["name"],
            "dc:description": field["title"],
            "datatype": _CSVW_TYPES.get(field["type"], field["type"]),
            "required": field.get("constraints", {}).get("required", False),
        }
        for field in schema["fields"]
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "pl"}],
        "url": file_name,
        "dc:title": schema["title"],
        "dc:description": schema["description"],
        "tableSchema": {"columns": columns, "primaryKey": schema["primaryKey"]},
    }


def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded
