"""The receipt of a submission: who answered, when, how much, and a code to check it by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from miernik.kernel.dates import print_date
from miernik.kernel.receipt_codes import code_of
from miernik.kernel.text import plural

_CITY_TIME = ZoneInfo("Europe/Warsaw")


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
