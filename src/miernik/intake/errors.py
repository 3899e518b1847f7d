"""Why a file cannot be read, in one Polish sentence: what is wrong and what to do now."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from miernik.kernel.dates import print_short_date
from miernik.kernel.errors import MiernikError


class IntakeError(MiernikError):
    """Base of the room's errors: the message is for people, ``code`` is stable and for programs."""

    code: ClassVar[str] = "unreadable"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class MissingFileError(IntakeError):
    """Nothing readable stands at the given path."""

    code = "missing"


class EmptyFileError(IntakeError):
    """The file has no bytes."""

    code = "empty"


class TooLargeFileError(IntakeError):
    """More bytes, pages or cells than a report can have."""

    code = "too-large"


class EncryptedFileError(IntakeError):
    """The file opens only with a password."""

    code = "encrypted"


class ScannedFileError(IntakeError):
    """The PDF holds pictures of pages and no text."""

    code = "scanned"


class MacroFileError(IntakeError):
    """The file carries a program."""

    code = "macros"


class ArchiveBombError(IntakeError):
    """The packed content would unfold to an absurd size."""

    code = "archive-bomb"


class UnsafeFileError(IntakeError):
    """The file holds what no honest report holds: entities, paths leading outside."""

    code = "unsafe"


class WrongKindError(IntakeError):
    """A file of a kind that is not read."""

    code = "wrong-kind"


class CorruptFileError(IntakeError):
    """The file is damaged or cut."""

    code = "corrupt"


class NoTableError(IntakeError):
    """The file can be read, but holds no table of indicators."""

    code = "no-table"


class TooHardFileError(IntakeError):
    """Reading used up the time or memory it is allowed."""

    code = "too-hard"


#: Every error by its code, to carry one over a process boundary.
BY_CODE: dict[str, type[IntakeError]] = {
    error.code: error for error in (IntakeError, *IntakeError.__subclasses__())
}


class ImportStepError(MiernikError):
    """A step of an import cannot be taken; the message says what to do instead."""


class UnknownImportError(ImportStepError):
    """There is no such import."""

    def __init__(self) -> None:
        super().__init__("Nie ma takiego wczytanego dokumentu. Wróć do listy i wybierz inny.")


class AlreadyStoredError(ImportStepError):
    """The very same file has been stored before."""

    def __init__(self, file_name: str, stored_at: dt.datetime | None) -> None:
        when = f" ({print_short_date(stored_at.date())})" if stored_at else ""
        super().__init__(
            f"Ten plik jest już zapisany jako „{file_name}”{when}. "
            "Aby poprawić wartość, użyj sprostowania."
        )


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
