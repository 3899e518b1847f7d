"""What can go wrong in the room, in words for people."""

from __future__ import annotations

from miernik.kernel.errors import MiernikError


class StrategyError(MiernikError):
    """Base of the room's errors; the message is a Polish sentence."""


class UnknownWorkError(StrategyError):
    """No strategy or programme has this code."""

    def __init__(self, code: str, known: list[str]) -> None:
        listed = ", ".join(known) if known else "baza jest jeszcze pusta – uruchom miernik demo"
        super().__init__(f"Nie ma strategii ani programu o kodzie „{code}”. Dostępne: {listed}.")


class CodeTakenError(StrategyError):
    """Another work has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Kod „{code}” ma już inna strategia albo inny program. Podaj inny kod.")


class EmptyWorkError(StrategyError):
    """The work has no text yet."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Strategia „{code}” nie ma jeszcze tekstu. "
            "Wczytaj jej sprawozdanie: miernik import PLIK."
        )
