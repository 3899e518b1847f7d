"""What a recognised programme says of the work it will become."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from miernik.intake.errors import ProgrammeNameError, UnnamedPartError
from miernik.intake.programme.public import public_programme
from miernik.intake.programme.recognise import DraftProgramme
from miernik.kernel.text import comparable, folded
from miernik.strategy.models import UnitKind, Work, WorkKind
from miernik.strategy.text.content import walk

_OWNER = re.compile(r"\s+(?:miasta|gminy|powiatu)\b.*$", re.IGNORECASE)
_YEARS = re.compile(r"\s+na\s+lata\b.*$", re.IGNORECASE)
_PROJECT = re.compile(r"^projekt\b", re.IGNORECASE)
_CODE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class AdoptedBy:
    """The resolution that adopted a programme."""

    number: str
    date: dt.date
    body: str
    in_force_from: dt.date


@dataclass(frozen=True, slots=True)
class ProgrammeName:
    """Title, proposed code, years, municipality; the resolution when the document is adopted.

    ``years`` is None where the title names none.
    """

    title: str
    code: str
    years: tuple[int, int] | None
    municipality: str
    adopted: AdoptedBy | None


def programme_name(draft: DraftProgramme, *, code: str = "") -> ProgrammeName:
    """Derive the work's name from the document; ``code`` comes first when it is given."""
    found = public_programme(draft)
    title = _nominative(found["title"])
    period = found["period"]
    years = (period["start"], period["end"]) if period else None
    adopted = _adopted(draft, found["resolution"])
    return ProgrammeName(title, code or _slug(title, years), years, found["municipality"], adopted)


def find_programme_work(name: ProgrammeName) -> Work | None:
    """Return the stored programme with this code or title."""
    same_code = Work.objects.filter(code__iexact=name.code).first()
    if same_code is not None:
        return same_code
    for work in Work.objects.filter(kind=WorkKind.PROGRAMME).order_by("pk"):
        if comparable(work.title) == comparable(name.title):
            return work
    return None


def must_be_named(draft: DraftProgramme, name: ProgrammeName) -> None:
    """Raise ProgrammeNameError or UnnamedPartError for a document that cannot be stored yet."""
    if not name.title or name.years is None:
        raise ProgrammeNameError
    needed = (UnitKind.PART, UnitKind.SECTION, UnitKind.INDICATOR)
    if any(unit.kind in needed and not unit.text for unit in walk(draft.roots)):
        raise UnnamedPartError(["jednostka bez treści"])


def _nominative(title: str) -> str:
    return re.sub(r"^Programu\b", "Program", title)


def _slug(title: str, years: tuple[int, int] | None) -> str:
    name = _OWNER.sub("", _YEARS.sub("", title)) or "program"
    ending = f"-{years[0]}-{years[1]}" if years else ""
    words = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")
    return words[: _CODE_LENGTH - len(ending)].strip("-") + ending


def _adopted(draft: DraftProgramme, resolution: dict[str, str | None] | None) -> AdoptedBy | None:
    """The resolution, unless its number or date is missing or it is printed as a project."""
    act = next((root for root in draft.roots if root.kind is UnitKind.ACT), None)
    if resolution is None or act is None or _PROJECT.match(act.text):
        return None
    number, date = resolution["number"], resolution["date"]
    if not number or not date or not any(sign.isalnum() for sign in number):
        return None
    day = dt.date.fromisoformat(date)
    since = resolution["in_force_from"]
    return AdoptedBy(
        number[:40],
        day,
        resolution["body"] or "rada gminy",
        dt.date.fromisoformat(since) if since else day,
    )
