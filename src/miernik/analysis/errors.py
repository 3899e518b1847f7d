"""What can go wrong in the room, in words for people."""

from __future__ import annotations

from miernik.kernel.errors import MiernikError


class AnalysisError(MiernikError):
    """Base of the room's errors; the message is a Polish sentence."""


class YearsOutOfOrderError(AnalysisError):
    """The earlier year is not earlier."""

    def __init__(self, year_from: int, year_to: int) -> None:
        super().__init__(
            f"Pierwszy rok musi być wcześniejszy niż drugi, a podano {year_from} i {year_to}."
        )
