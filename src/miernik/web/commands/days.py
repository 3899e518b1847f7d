"""Days given on the command line."""

from __future__ import annotations

import datetime as dt

from miernik.kernel.dates import day_written
from miernik.kernel.errors import MiernikError


class UnknownDayError(MiernikError):
    """The text is no day."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"„{text}” nie jest dniem w zapisie RRRR-MM-DD. Podaj na przykład --on 2025-01-15."
        )


def day_of(text: str) -> dt.date:
    """Return the day; raises UnknownDayError."""
    try:
        return day_written(text)
    except ValueError as error:
        raise UnknownDayError(text) from error


def today() -> dt.date:
    """Return the day it is where the program runs."""
    return dt.date.today()  # noqa: DTZ011 - a calendar day, not a moment
