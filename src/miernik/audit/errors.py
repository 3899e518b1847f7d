"""What can go wrong in the room, in words for people."""

from __future__ import annotations

from miernik.kernel.errors import MiernikError


class UnsoundLogError(MiernikError):
    """The event log is not what the program wrote; the message says where."""


class BadNoteError(MiernikError):
    """A noted head cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"Nie rozumiem zapisu „{text}”. Podaj numer i początek skrótu tak, jak je wydrukowano, "
            "na przykład 1520:3fa9-07c1-55be-d210."
        )
