"""What reading a returned workbook finds: answers, faults with addresses, differences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from miernik.collection.content import AnswerContent
from miernik.collection.spreadsheet.facts import Identity


class FileFaultCode(StrEnum):
    """Why a whole file is not what was expected."""

    UNREADABLE = "unreadable"
    NOT_A_FORM = "not-a-form"
    DAMAGED = "damaged"
    UNKNOWN_VERSION = "unknown-version"
    OTHER_FORM = "other-form"
    OTHER_YEAR = "other-year"
    OLDER_REVISION = "older-revision"
    FORGED = "forged"
    OTHER_QUESTIONS = "other-questions"


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault of the whole file; ``message`` is one Polish sentence with advice."""

    code: FileFaultCode
    message: str


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault of one cell: sheet, address such as "C12", the indicator's UUID, Polish message."""

    sheet: str
    address: str
    indicator: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing the file would change: what it is, what it was and what it would be, in Polish.

    ``clears``: the file is empty where an answer already stands.
    """

    indicator: str
    what: str
    was: str
    now: str
    clears: bool = False


@dataclass(frozen=True, slots=True)
class FileReading:
    """All that a file says; nothing is stored.

    ``answers`` by indicator's UUID hold only what the file answers: an indicator left empty is in
    ``left_empty`` instead, so its present answer stays. Where ``sound`` is false nothing should
    be taken over.
    """

    identity: Identity | None = None
    answers: Mapping[str, AnswerContent] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    left_empty: tuple[str, ...] = ()
    file_faults: tuple[FileFault, ...] = ()
    cell_faults: tuple[CellFault, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the file has no fault at all."""
        return not self.file_faults and not self.cell_faults
