"""Objects of JSON in which every key stands once: of two values the parser would keep the last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class RepeatedKeyError(ValueError):
    """A key stands twice in one object; ``key`` is which."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs, for ``object_pairs_hook``; raises RepeatedKeyError."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RepeatedKeyError(key)
        found[key] = value
    return found
