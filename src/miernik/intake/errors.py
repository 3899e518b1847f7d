"""Why a file cannot be read, in one Polish sentence: what is wrong and what to do now."""

from __future__ import annotations

from typing import ClassVar


class IntakeError(Exception):
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
