"""What a sent workbook knows of itself: facts shown to people, identifiers hidden from them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

#: Raised when the layout changes so that an older file cannot be read any more.
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class FormFacts:
    """One form as sent to one institution.

    ``revision`` is a token that changes with the stored answers; ``signature`` an opaque text by
    which the caller knows its own files again. ``contact`` is one line, ``link`` the form's page.
    """

    campaign: str
    year: int
    institution: str
    deadline: dt.date
    contact: str
    form: UUID
    revision: str
    intro: str = ""
    link: str | None = None
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the hidden sheet of a returned workbook says; nothing of it is proven yet.

    ``indicators`` are the UUIDs in the order of the form's numbers, from 1.
    """

    form: UUID
    revision: str
    year: int
    institution: str
    signature: str
    indicators: tuple[str, ...]
