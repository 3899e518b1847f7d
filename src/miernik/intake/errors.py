"""Why a file cannot be read, in one Polish sentence: what is wrong and what to do now."""

from __future__ import annotations

import datetime as dt

from miernik.kernel.dates import print_short_date
from miernik.kernel.errors import MiernikError
from miernik.kernel.office.errors import UnreadableFileError


class NoTableError(UnreadableFileError):
    """The file can be read, but holds no table of indicators."""

    code = "no-table"


class TooHardFileError(UnreadableFileError):
    """Reading used up the time or memory it is allowed."""

    code = "too-hard"


#: Every error by its code, to carry one over a process boundary.
BY_CODE: dict[str, type[UnreadableFileError]] = {
    error.code: error for error in (UnreadableFileError, *UnreadableFileError.__subclasses__())
}


class ImportStepError(MiernikError):
    """A step of an import cannot be taken; the message says what to do instead."""


class UnknownImportError(ImportStepError):
    """There is no such import."""

    def __init__(self) -> None:
        super().__init__("Nie ma takiego wczytanego dokumentu. Wróć do listy i wybierz inny.")


class AlreadyStoredError(ImportStepError):
    """The very same file has been stored before."""

    def __init__(
        self, file_name: str, stored_at: dt.datetime | None, *, programme: bool = False
    ) -> None:
        when = f" ({print_short_date(stored_at.date())})" if stored_at else ""
        advice = (
            "Aby poprawić tekst, otwórz go w części „Teksty”."
            if programme
            else "Aby poprawić wartość, użyj sprostowania."
        )
        super().__init__(f"Ten plik jest już zapisany jako „{file_name}”{when}. {advice}")


class YearConflictError(ImportStepError):
    """The person gave another year than the document."""

    def __init__(self, printed: int, given: int) -> None:
        super().__init__(
            f"Dokument mówi o roku {printed}, a podano {given}. Pomiń rok albo, jeśli to dokument "
            "się myli, popraw rok w podglądzie."
        )


class YearMissingError(ImportStepError):
    """The document names no year."""

    def __init__(self) -> None:
        super().__init__("Dokument nie podaje roku. Uzupełnij rok sprawozdania i zapisz ponownie.")


class ProgrammeNameError(ImportStepError):
    """The document does not say what programme it is or for what years."""

    def __init__(self) -> None:
        super().__init__(
            "Dokument nie podaje tytułu programu z latami: popraw w podglądzie tytuł, na przykład "
            "„Program … na lata 2021-2024”, i zapisz ponownie."
        )


class UnnamedPartError(ImportStepError):
    """A goal, priority, task or indicator has no wording."""

    def __init__(self, places: list[str]) -> None:
        shown = ", ".join(sorted(places)[:8]) + (" …" if len(places) > 8 else "")
        super().__init__(
            f"Brakuje nazwy przy: {shown}. Uzupełnij ją w podglądzie dokumentu i zapisz ponownie."
        )


class ForbiddenStepError(ImportStepError):
    """The import's state does not allow the step."""

    def __init__(self, state: str, step: str) -> None:
        super().__init__(f"Dokument w stanie „{state}” nie może przejść do: {step}.")


class UnknownFieldError(ImportStepError):
    """The draft has no such field."""

    def __init__(self, path: str) -> None:
        super().__init__(f"Szkic nie ma pola „{path}”. Odśwież stronę i spróbuj jeszcze raz.")


class BadCorrectionError(ImportStepError):
    """What was written cannot stand in the field."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"Nie można tak poprawić pola „{path}”: {why}.")


class StaleCorrectionError(ImportStepError):
    """A correction no longer matches what it corrects."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Poprawka pola „{path}” nie pasuje już do odczytanej treści. Cofnij ją i popraw pole "
            "jeszcze raz."
        )
