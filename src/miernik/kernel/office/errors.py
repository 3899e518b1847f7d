"""Why a file is not read, in one Polish sentence: what is wrong and what to do now."""

from __future__ import annotations

from typing import ClassVar

from miernik.kernel.errors import MiernikError


class UnreadableFileError(MiernikError):
    """Base of these errors: the message is for people, ``code`` is stable and for programs."""

    code: ClassVar[str] = "unreadable"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class MissingFileError(UnreadableFileError):
    """Nothing readable stands at the given path."""

    code = "missing"


class EmptyFileError(UnreadableFileError):
    """The file has no bytes."""

    code = "empty"


class TooLargeFileError(UnreadableFileError):
    """More bytes, pages or cells than a report can have."""

    code = "too-large"


class EncryptedFileError(UnreadableFileError):
    """The file opens only with a password."""

    code = "encrypted"


class ScannedFileError(UnreadableFileError):
    """The PDF holds pictures of pages and no text."""

    code = "scanned"


class MacroFileError(UnreadableFileError):
    """The file carries a program."""

    code = "macros"


class ArchiveBombError(UnreadableFileError):
    """The packed content would unfold to an absurd size."""

    code = "archive-bomb"


class UnsafeFileError(UnreadableFileError):
    """The file holds what no honest report holds: entities, paths leading outside."""

    code = "unsafe"


class WrongKindError(UnreadableFileError):
    """A file of a kind that is not read."""

    code = "wrong-kind"


class CorruptFileError(UnreadableFileError):
    """The file is damaged or cut."""

    code = "corrupt"
