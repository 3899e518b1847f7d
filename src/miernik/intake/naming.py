"""What a report's title says of the strategy it reports on. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from miernik.intake.draft import DraftReport
from miernik.kernel.text import squeeze

_QUOTED = re.compile(r"„([^”]+)”")
_PERIOD = re.compile(r"\b((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)\b")
_OWNER = re.compile(r"\s+(Miasta|Gminy|Powiatu)\b.*$")
_NOMINATIVE = (("Strategii ", "Strategia "), ("Programu ", "Program "))


@dataclass(frozen=True, slots=True)
class WorkName:
    """Title in the nominative, a short code and the years of a strategy."""

    title: str
    code: str
    years: tuple[int, int]


def work_name(draft: DraftReport) -> WorkName:
    """Derive the strategy's name from the report's title; a person may change it later."""
    quoted = _QUOTED.search(draft.title)
    title = squeeze(quoted[1] if quoted else draft.title) or "Strategia bez tytułu"
    for genitive, nominative in _NOMINATIVE:
        if title.startswith(genitive):
            title = nominative + title.removeprefix(genitive)
    found = _PERIOD.search(title)
    year = draft.year or 2000
    years = draft.period or ((int(found[1]), int(found[2])) if found else (year, year))
    words = _OWNER.sub("", _PERIOD.sub("", title)).split()
    initials = "".join(word[0] for word in words if word[0].isupper())
    return WorkName(title, f"{_ascii(initials) or 'S'}-{years[0]}-{years[1]}", years)


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("Ł", "L").replace("ł", "l"))
    return plain.encode("ascii", "ignore").decode()
