"""Citations in the reasons of a decision, and what may be wrong with them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TypedDict

_UNIT = re.compile(
    r"art\.\s*\d+[a-z]*(?:\s*ust\.\s*\d+[a-z]*)?(?:\s*pkt\s*\d+[a-z]*(?:\s*(?:i|oraz|,)\s*\d+)*)?"
    r"(?:\s*lit\.\s*[a-z])?"
)
_ACT = re.compile(
    r"ustaw[aąęy]?\s+z\s+dnia\s+\d{1,2}\s+\w+\s+\d{4}\s*r(?:\.|oku)\s+o\s+[\wąćęłńóśźż ]+?"
    r"(?=\s*(?:\(|,|\.|;|są\b|mowa\b|$))"
)
_JOURNAL = re.compile(r"Dz\.\s*U\.\s*(?:z\s*)?\d{4}[^)]*?poz\.\s*\d+")
_SAME = re.compile(r"\b(?:cytowan|ww\.|tej|powołan|wskazan)\w*\s+ustaw", re.IGNORECASE)


class Citation(TypedDict):
    """A provision that a text cites; ``doubt`` is a Polish sentence, "" when all is there."""

    text: str
    act: str
    unit: str
    journal: str
    checked_on: str
    doubt: str


def checked(text: str, day: dt.date) -> list[Citation]:
    """Return the provisions a text cites, each with its act and what is doubtful about it.

    A provision of "cytowanej ustawy" belongs to the act named before. An act without a name, or
    without its journal, is doubtful: the reader cannot tell which text was valid.
    """
    acts = [(match.start(), " ".join(match[0].split())) for match in _ACT.finditer(text)]
    journals = [match[0] for match in _JOURNAL.finditer(text)]
    found: list[Citation] = []
    for match in _UNIT.finditer(text):
        act = _act_near(text, match.start(), match.end(), acts)
        journal = journals[0] if journals else ""
        doubt = ""
        if not act:
            doubt = "Nie wiadomo, z jakiej ustawy jest ten przepis: dopisz jej pełną nazwę i datę."
        elif not journal:
            doubt = "Brak miejsca ogłoszenia (Dz. U.): sprawdź, jaki tekst obowiązywał."
        found.append(
            Citation(
                text=match[0],
                act=act,
                unit=match[0],
                journal=journal,
                checked_on=day.isoformat(),
                doubt=doubt,
            )
        )
    return found


def _act_near(text: str, start: int, end: int, acts: list[tuple[int, str]]) -> str:
    after = [act for place, act in acts if 0 <= place - end <= 3]
    if after:
        return after[0]
    before = [act for place, act in acts if place < start]
    same = _SAME.search(text, end, end + 40)
    return before[-1] if before and same else ""
