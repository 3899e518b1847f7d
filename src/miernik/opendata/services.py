"""Publishing data sets: nothing leaves that fails its schema."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from miernik.kernel.tables import csv_bytes, faults
from miernik.opendata.catalogue import catalog
from miernik.opendata.errors import InvalidDatasetError
from miernik.opendata.schemas import DATASETS, csvw, table_schema
from miernik.opendata.selectors import rows
from miernik.strategy.models import Work


def dataset_csv(dataset: str, work: Work) -> bytes:
    """Return a data set as CSV that was checked against its schema.

    Raises UnknownDatasetError and InvalidDatasetError.
    """
    schema = table_schema(dataset)
    content = csv_bytes(schema, rows(dataset, work))
    found = faults(schema, content)
    if found:
        raise InvalidDatasetError(dataset, found)
    return content


def write_datasets(work: Work, *, out: Path, at: dt.datetime, base: str = "") -> list[Path]:
    """Write every data set, its schemas and the catalogue into ``out``.

    ``base`` is the address the files will have, with a slash at the end; ``at`` the date of issue.
    Everything is made and checked before anything is written.
    """
    files = {name: dataset_csv(name, work) for name in DATASETS}
    documents = {"catalog.jsonld": _json(catalog(work, files, base=base, at=at))}
    for name, content in files.items():
        documents[f"{name}.csv"] = content
        documents[f"{name}.csv-metadata.json"] = _json(csvw(name, f"{name}.csv"))
        documents[f"{name}.table.json"] = _json(table_schema(name))
    out.mkdir(parents=True, exist_ok=True)
    for file_name, content in documents.items():
        (out / file_name).write_bytes(content)
    return [out / file_name for file_name in documents]


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
