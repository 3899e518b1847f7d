"""What can be wrong with a wish to see or change the register."""

from __future__ import annotations

from miernik.kernel.errors import MiernikError


class RegisterError(MiernikError):
    """A wish the register refuses; the message is one Polish sentence."""


class NoAccessError(RegisterError):
    """The file belongs to somebody else's team."""

    def __init__(self) -> None:
        super().__init__(
            "Ta sprawa jest poza Twoim zespołem. Poproś kierownika zespołu o przydzielenie rodziny."
        )


class UnknownFileError(RegisterError):
    """No such row."""

    def __init__(self) -> None:
        super().__init__("Nie ma takiej pozycji w rejestrze. Wyszukaj ją jeszcze raz.")
