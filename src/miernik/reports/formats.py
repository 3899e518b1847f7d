"""Earlier shapes of the report's context: editions keep theirs, and their hash, for ever.

Version 1 had no tables; versions 1 and 2 had no bounds of values; none told of silent institutions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

EARLIER = ("1", "2", "3")
_UNBOUNDED = ("1", "2")
_BOUNDS = ("lower", "upper")


def as_it_was(data: dict[str, Any]) -> dict[str, Any]:
    """Take away, in place, what the context's own version did not have; returns the same data."""
    version = data["format_version"]
    if version in EARLIER:
        del data["collected"]
    if version in _UNBOUNDED:
        for item in _with_bounds(data):
            for name in _BOUNDS:
                del item[name]
    if version == "1":
        del data["tables"]
    return data


def as_it_is(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with what its version did not have; nothing is taken from ``data``."""
    version = data["format_version"]
    if version not in EARLIER:
        return data
    copy: dict[str, Any] = json.loads(json.dumps(data))
    copy["collected"] = None
    if version in _UNBOUNDED:
        for item in _with_bounds(copy):
            item.update(dict.fromkeys(_BOUNDS))
    if version == "1":
        copy["tables"] = []
    return copy


def _with_bounds(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the records that have bounds from version 3 on: values and chart values."""
    if isinstance(data, dict):
        if "printed" in data:
            yield data
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from _with_bounds(item)
