"""What can go wrong in the room, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from miernik.kernel.errors import MiernikError


class ReportError(MiernikError):
    """Base of the room's errors; the message is a Polish sentence."""


class NothingToReportError(ReportError):
    """The work has no value for the year."""

    def __init__(self, code: str, year: int, known: Sequence[int]) -> None:
        years = ", ".join(map(str, known)) if known else "żadne"
        super().__init__(
            f"Strategia „{code}” nie ma wartości za rok {year}, więc nie ma czego sprawozdać. "
            f"Lata z wartościami: {years}."
        )


class TransitionError(ReportError):
    """The edition's state does not allow the action."""

    def __init__(self, state: str, action: str) -> None:
        super().__init__(f"Nie można wykonać „{action}” na edycji w stanie „{state}”.")


class UnknownFormatError(ReportError):
    """No renderer writes this format."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"Nie ma formatu „{name}”. Dostępne: {', '.join(known)}.")


class UnknownFormatVersionError(ReportError):
    """A stored context has a format version this program does not read."""

    def __init__(self, version: str) -> None:
        super().__init__(f"Zapis sprawozdania ma nieznaną wersję formatu „{version}”.")


class InvalidOutputError(ReportError):
    """What was to be written fails its own schema; nothing was written."""

    def __init__(self, what: str, faults: Sequence[str]) -> None:
        shown = "; ".join(faults[:5])
        super().__init__(f"Plik {what} nie zgadza się ze swoim schematem, nie zapisano go: {shown}")


class UnknownIdentifierError(ReportError):
    """No value has this lineage identifier."""

    def __init__(self, identifier: str) -> None:
        super().__init__(
            f"Nie ma wartości o identyfikatorze „{identifier}”. "
            "Identyfikator ma postać M-7K3QPD-2017; sprawdź, czy przepisano go w całości."
        )
