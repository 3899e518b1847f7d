"""The receipt of a submission: who answered, when, how much, and a code to check it by."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from miernik.kernel.dates import print_date
from miernik.kernel.text import plural

#: Letters and figures that are not taken for one another, in print or over the telephone.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 3, 4
_BITS = 5
_CITY_TIME = ZoneInfo("Europe/Warsaw")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NO_SIGN = re.compile(r"[\s\-–—.]")


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of what was submitted, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def code_of(digest: str) -> str:
    """Return the short code of a SHA-256 (64 hexadecimal signs): "K7QM-2XRD-9HVT", 60 bits.

    Raises ValueError for anything else.
    """
    if not _SHA256.fullmatch(digest):
        raise ValueError(f"not a SHA-256 in hexadecimal: {digest!r}")
    number = int(digest, 16) >> (len(digest) * 4 - _GROUPS * _GROUP * _BITS)
    signs = [
        _ALPHABET[(number >> (_BITS * place)) & 31] for place in reversed(range(_GROUPS * _GROUP))
    ]
    groups = ["".join(signs[at : at + _GROUP]) for at in range(0, len(signs), _GROUP)]
    return "-".join(groups)


def is_code_of(typed: str, digest: str) -> bool:
    """Whether the code as a person typed it, in any case and spacing, is that of the digest."""
    return _NO_SIGN.sub("", typed).upper() == code_of(digest).replace("-", "")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a submission is confirmed by; ``at`` is aware, ``digest`` the SHA-256 of the content."""

    campaign: str
    year: int
    institution: str
    submitter: str
    at: dt.datetime
    values: int
    digest: str

    @property
    def code(self) -> str:
        """The short code of the digest."""
        return code_of(self.digest)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a Polish label and its words, for a page, a letter or a message."""
        at = self.at.astimezone(_CITY_TIME)
        answers = plural(self.values, "odpowiedź", "odpowiedzi", "odpowiedzi")
        return (
            ("Sprawozdanie", f"{self.campaign}, rok {self.year}"),
            ("Placówka", self.institution),
            ("Kto przekazał", self.submitter),
            ("Kiedy", f"{print_date(at.date())}, godz. {at:%H:%M}"),
            ("Ile", f"{self.values} {answers}"),
            ("Kod potwierdzenia", self.code),
            ("Skrót SHA-256", self.digest),
        )

    def text(self) -> str:
        """The whole receipt as plain text."""
        told = "\n".join(f"{label}: {words}" for label, words in self.lines())
        return (
            f"Potwierdzenie przyjęcia odpowiedzi\n\n{told}\n\n"
            "Zachowaj tę wiadomość. Kod potwierdza, jakie dokładnie odpowiedzi przyjęto.\n"
        )
