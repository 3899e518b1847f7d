"""What can be wrong with a register that is to be counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from miernik.kernel.errors import MiernikError
from miernik.kernel.text import plural


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a file; ``line`` counts from 1 with the header, 0 is the whole file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, wiersz {self.line}" if self.line else self.file
        return f"{place}: {self.reason}"


class FaultyRegisterError(MiernikError):
    """The files break the layout; the message has one line a fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        count = len(self.faults)
        word = plural(count, "błąd", "błędy", "błędów")
        listed = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"Rejestr ma {count} {word}, niczego nie policzono:\n{listed}")


class NoPopulationError(MiernikError):
    """The register does not say how many residents there were."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"Nie ma liczby mieszkańców na 31 grudnia {year} r., więc nie da się policzyć "
            "wskaźnika. Wpisz ją w statystykach rejestru i policz jeszcze raz."
        )


class NoProgrammeError(MiernikError):
    """There is no programme whose indicators could be written."""

    def __init__(self) -> None:
        super().__init__(
            "W bazie nie ma Programu Pomocy Społecznej, więc nie ma dokąd zapisać wskaźników. "
            "Wczytaj program (miernik demo robi to z danych przykładowych) i zapisz jeszcze raz."
        )
