"""The report as JSON: the context itself, checked against its published schema."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from miernik.reports.context import ReportContext, as_json, canonical
from miernik.reports.errors import InvalidOutputError

SCHEMA = Path(__file__).parent.parent / "schema" / "report.schema.json"


def render(context: ReportContext, at: dt.datetime) -> bytes:
    """Return the context as JSON; raises InvalidOutputError when it breaks its schema."""
    del at  # nothing in the file depends on when it was made
    found = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in _validator().iter_errors(as_json(context))
    ]
    if found:
        raise InvalidOutputError("JSON", found)
    return canonical(context)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
