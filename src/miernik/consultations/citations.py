"""Citations in the reasons of a decision, and what may be wrong with them."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypedDict

from miernik.consultations.models import Consultation
from miernik.rules.loader import law

_UNIT = re.compile(
    r"art\.\s*\d+[a-z]*(?:\s*ust\.\s*\d+[a-z]*)?(?:\s*pkt\s*\d+[a-z]*(?:\s*(?:i|oraz|,)\s*\d+)*)?"
    r"(?:\s*lit\.\s*[a-z])?"
)
_ACT = re.compile(
    r"ustaw(?:a|ą|ę|y|ie)?\s+z\s+dnia\s+(\d{1,2}\s+\w+\s+\d{4})\s*r(?:\.|oku)\s+o\s+"
    r"([\wąćęłńóśźż ]+?)(?=\s*(?:\(|,|\.|;|są\b|mowa\b|$))"
)
_JOURNAL = re.compile(r"[\s(,]*(Dz\.\s*U\.[^);]*?poz\.\s*\d+)")
_SAME = re.compile(r"\b(?:cytowan|ww\.|tej|powołan|wskazan)\w*\s+ustaw", re.IGNORECASE)


class Act(NamedTuple):
    """An act as a text names it: the name, "12 marca 2004", what it is about, its journal or ""."""

    name: str
    dated: str
    title: str
    journal: str


class Citation(TypedDict):
    """A provision that a text cites; ``doubt`` is a Polish sentence, "" when all is there."""

    text: str
    act: str
    unit: str
    journal: str
    checked_on: str
    doubt: str


def known_acts(consultation: Consultation) -> list[Act]:
    """Return the acts of the consultation's legal bases, then those of the program's own law."""
    bases = [base for track in consultation.tracks.all() for base in track.legal_bases]
    return [act for _, act in acts_in(bases)] + list(_acts_of_law())


@functools.cache
def _acts_of_law() -> tuple[Act, ...]:
    return tuple(
        act
        for _, act in acts_in(
            sorted({item.act for history in law().parameters.values() for item in history})
        )
    )


def acts_in(texts: Iterable[str]) -> list[tuple[int, Act]]:
    """Return the acts that texts name, each with its place in its text."""
    found = []
    for text in texts:
        for match in _ACT.finditer(text):
            dated, title = (" ".join(match[group].split()) for group in (1, 2))
            journal = _JOURNAL.match(text, match.end())
            name = " ".join(match[0].split())
            found.append((match.start(), Act(name, dated, title, journal[1] if journal else "")))
    return found


def checked(text: str, day: dt.date, known: Sequence[Act] = ()) -> list[Citation]:
    """Return the provisions a text cites, each with its act and what is doubtful about it.

    A provision of "cytowanej ustawy" belongs to the act named before. An act without a name, or
    without its journal, is doubtful: the reader cannot tell which text was valid. So is one whose
    date or journal differs from that of the same act in ``known``. The provision itself is not
    looked up: nobody but a person has read the act.
    """
    acts = acts_in([text])
    found: list[Citation] = []
    for match in _UNIT.finditer(text):
        act = _act_near(text, match.start(), match.end(), acts)
        found.append(
            Citation(
                text=match[0],
                act=act.name if act else "",
                unit=match[0],
                journal=act.journal if act else "",
                checked_on=day.isoformat(),
                doubt=_doubt(act, known),
            )
        )
    return found


def _doubt(act: Act | None, known: Sequence[Act]) -> str:
    if act is None:
        return "Nie wiadomo, z jakiej ustawy jest ten przepis: dopisz jej pełną nazwę i datę."
    alike = [one for one in known if one.title == act.title]
    same = [one for one in alike if one.dated == act.dated]
    if alike and not same:
        return f"Ustawa o {act.title} jest znana z datą {alike[0].dated} r.: sprawdź datę."
    printed = next((one.journal for one in same if one.journal), "")
    told = f" W podstawach prawnych konsultacji stoi: {printed}." if printed else ""
    if not act.journal:
        return f"Brak miejsca ogłoszenia (Dz. U.): sprawdź, jaki tekst obowiązywał.{told}"
    if printed and _place(printed) != _place(act.journal):
        return f"Inne miejsce ogłoszenia: sprawdź, jaki tekst obowiązywał.{told}"
    return ""


def _place(journal: str) -> list[int]:
    """Year, number where there was one, and position."""
    return [int(digits) for digits in re.findall(r"\d+", journal)]


def _act_near(text: str, start: int, end: int, acts: list[tuple[int, Act]]) -> Act | None:
    """The act right behind a provision; the one before it when "cytowanej ustawy" stands behind."""
    after = [act for place, act in acts if 0 <= place - end <= 3]
    if after:
        return after[0]
    before = [act for place, act in acts if place < start]
    same = _SAME.search(text, end, end + 40)
    if not before or not same:
        return None
    named = before[-1]
    printed = [act for act in before if act[1:3] == named[1:3] and act.journal]
    return printed[-1] if printed else named
