"""What can go wrong in the room, in words for people."""

from __future__ import annotations

from miernik.kernel.errors import MiernikError


class AnalysisError(MiernikError):
    """Base of the room's errors; the message is a Polish sentence."""


class YearWithoutValuesError(AnalysisError):
    """The strategy has no value for one of the years."""

    def __init__(self, code: str, year: int, known: list[int]) -> None:
        years = ", ".join(map(str, known)) if known else "żadne"
        super().__init__(
            f"Strategia „{code}” nie ma wartości za rok {year}. Lata z wartościami: {years}."
        )


class YearsOutOfOrderError(AnalysisError):
    """The earlier year is not earlier."""

    def __init__(self, year_from: int, year_to: int) -> None:
        super().__init__(
            f"Pierwszy rok musi być wcześniejszy niż drugi, a podano {year_from} i {year_to}."
        )
