"""Correcting a unit of a recognised programme: its text or its kind, addressed by its path."""

from __future__ import annotations

from miernik.intake.errors import BadCorrectionError, StaleCorrectionError, UnknownFieldError
from miernik.intake.programme.recognise import DraftProgramme
from miernik.kernel.text import squeeze
from miernik.strategy.models import UnitKind
from miernik.strategy.text.content import PassageContent

NAMES = ("text", "kind")
#: Kinds a unit can be called instead of the one that was read; fields and tables stay.
KINDS = (
    UnitKind.CHAPTER,
    UnitKind.PART,
    UnitKind.SECTION,
    UnitKind.SUBTITLE,
    UnitKind.PARAGRAPH,
    UnitKind.POINT,
    UnitKind.LETTER,
    UnitKind.INDENT,
    UnitKind.ITEM,
    UnitKind.INDICATOR,
    UnitKind.ARTICLE,
    UnitKind.FOOTNOTE,
)


def find_unit(draft: DraftProgramme, path: str) -> tuple[PassageContent, str]:
    """Return the unit and the field name that ``3/1/0/text`` addresses.

    Raises UnknownFieldError when there is no such unit or field.
    """
    place, _, name = path.rpartition("/")
    numbers = place.split("/")
    if name not in NAMES or not all(number.isdecimal() for number in numbers):
        raise UnknownFieldError(path)
    units, found = draft.roots, None
    for number in map(int, numbers):
        if number >= len(units):
            raise UnknownFieldError(path)
        found, units = units[number], units[number].children
    if found is None or (name == "kind" and found.kind not in KINDS):
        raise UnknownFieldError(path)
    return found, name


def read_unit(unit: PassageContent, name: str) -> str:
    """Return the field as text."""
    return unit.text if name == "text" else str(unit.kind)


def correct_unit(draft: DraftProgramme, path: str, old: str, new: str) -> None:
    """Set a unit's text or kind, given that it still reads ``old``.

    Raises StaleCorrectionError, BadCorrectionError, UnknownFieldError.
    """
    unit, name = find_unit(draft, path)
    if read_unit(unit, name) != old:
        raise StaleCorrectionError(path)
    said = squeeze(new)
    if name == "text":
        if not said:
            raise BadCorrectionError(path, "treść nie może być pusta")
        unit.text = said
        return
    if said not in {str(kind) for kind in KINDS}:
        raise BadCorrectionError(path, "wybierz rodzaj z listy")
    unit.kind = UnitKind(said)
