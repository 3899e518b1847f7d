"""What the register of help refuses, each in one Polish sentence."""

from __future__ import annotations

import datetime as dt

from miernik.cases.errors import RegisterError
from miernik.kernel.dates import print_short_date


class NotInFamilyError(RegisterError):
    """The person was no member of the family on that day."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            f"Dnia {print_short_date(day)} ta osoba nie należała do tej rodziny. "
            "Popraw datę albo skład rodziny."
        )


class DayInFutureError(RegisterError):
    """Something that has happened cannot have a day to come."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(f"Data {print_short_date(day)} jest w przyszłości. Popraw datę.")


class WrongOrderError(RegisterError):
    """A period ends before it begins."""

    def __init__(self) -> None:
        super().__init__("Koniec nie może być wcześniejszy niż początek. Popraw daty.")


class AlreadyEndedError(RegisterError):
    """What has ended cannot end again."""

    def __init__(self) -> None:
        super().__init__("Ta pozycja jest już zakończona. Odśwież stronę, aby zobaczyć jej datę.")


class NothingCountedError(RegisterError):
    """A number that must be at least one."""

    def __init__(self) -> None:
        super().__init__("Liczba musi wynosić co najmniej 1.")


class NoNameError(RegisterError):
    """A thing without a name cannot be found again."""

    def __init__(self) -> None:
        super().__init__("Podaj nazwę, aby inni mogli tę pozycję odnaleźć.")


class HasPartsError(RegisterError):
    """Entries hang on the row; they are withdrawn first, one by one."""

    def __init__(self, parts: str) -> None:
        super().__init__(f"Najpierw wycofaj {parts}: zależą od tej pozycji.")


class HalfAPointError(RegisterError):
    """A point of the map needs both coordinates, within the globe."""

    def __init__(self) -> None:
        super().__init__(
            "Współrzędne to dwie liczby, na przykład 53,1325 i 23,1688. Podaj obie albo żadnej."
        )
