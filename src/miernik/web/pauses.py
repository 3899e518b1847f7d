"""Pauses: so many times from one side, then nothing for a while; counted for all processes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import caches


@dataclass(frozen=True, slots=True)
class Pause:
    """``allowed`` times within ``seconds`` of the last one; sides are told apart by a hash."""

    name: str
    allowed: int
    seconds: int

    def is_on(self, side: str) -> bool:
        """Return whether this side has to wait."""
        return bool(caches["pauses"].get(self._key(side), 0) >= self.allowed)

    def count(self, side: str) -> int:
        """Count once more; returns how many times it has been."""
        times: int = caches["pauses"].get(self._key(side), 0) + 1
        caches["pauses"].set(self._key(side), times, self.seconds)
        return times

    def forget(self, side: str) -> None:
        """Begin from nothing."""
        caches["pauses"].delete(self._key(side))

    def _key(self, side: str) -> str:
        return f"{self.name}:{hashlib.sha256(side.encode()).hexdigest()}"
