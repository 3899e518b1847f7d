"""Comparing recognised goals with a careful reading: white space and dash spacing set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
READ_BY_HAND_ONLY = {"detail"}


def plain(value: Any) -> Any:
    """Text without differences of white space and of spaces around dashes."""
    if not isinstance(value, str):
        return value
    return re.sub(r"\s*[-–—]\s*", "-", re.sub(r"\s+", " ", value)).strip()


def differences(got: Any, expected: Any, path: str = "") -> Iterator[str]:
    """Paths of fields whose values differ; ``got`` may have more fields."""
    if isinstance(expected, dict):
        for key in expected.keys() - READ_BY_HAND_ONLY:
            yield from differences(got.get(key), expected[key], f"{path}/{key}")
    elif isinstance(expected, list):
        if not isinstance(got, list) or len(got) != len(expected):
            yield f"{path}: {got!r} instead of {expected!r}"
            return
        for index, (one, other) in enumerate(zip(got, expected, strict=True)):
            code = other.get("code", index) if isinstance(other, dict) else index
            yield from differences(one, other, f"{path}/{code}")
    elif plain(got) != plain(expected):
        yield f"{path}: {got!r} instead of {expected!r}"


def tasks(goals: list[Json]) -> dict[str, Json]:
    """Every task by its code."""
    return {
        task["code"]: task
        for goal in goals
        for priority in goal["priorities"]
        for task in priority["tasks"]
    }
