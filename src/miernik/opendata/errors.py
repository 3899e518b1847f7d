"""What can go wrong in the room, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from miernik.kernel.errors import MiernikError


class OpenDataError(MiernikError):
    """Base of the room's errors; the message is a Polish sentence."""


class UnknownDatasetError(OpenDataError):
    """No data set has this name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"Nie ma zbioru „{name}”. Dostępne: {', '.join(known)}.")


class InvalidDatasetError(OpenDataError):
    """What was to be published fails its own schema; nothing was published."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        shown = "; ".join(faults[:5])
        super().__init__(
            f"Zbiór „{name}” nie zgadza się ze schematem, nie opublikowano go: {shown}"
        )
