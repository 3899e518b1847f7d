"""What the report prints beside the city's value: who answered, who is silent, its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miernik.collection.closing.given import Given
from miernik.kernel.quantities import Status
from miernik.kernel.text import comparable, plural, squeeze

#: So many institutions are named; more are only counted.
NAMED = 5
#: Beginnings of the reasons that closing gives to its corrections.
COLLECTED = "zbieranie danych za"
AGAIN = "ponowne zamknięcie zbierania"
BOUNDS = "te same osoby mogły korzystać z pomocy kilku instytucji, dlatego podano granice"
_LEAD = re.compile(r"^\W*(?:w tym|z tego|z czego)\b\W*", re.IGNORECASE)
_NUMBER = re.compile(r"^\d[\d   .]*(?:,\d+)?\s+")


def counted(number: int) -> str:
    """Return ``1 instytucja``, ``3 instytucje``, ``12 instytucji``."""
    return f"{number} {plural(number, 'instytucja', 'instytucje', 'instytucji')}"


def completeness(given: Sequence[Given]) -> str:
    """Return ``dane z 748 z 750 instytucji; milczą: …``; "" when everybody gave a value."""
    asked = len(given)
    known = sum(item.known for item in given)
    if known == asked:
        return ""
    said = [f"dane z {known} z {asked} instytucji"]
    said += _listed(given, Status.NOT_SUBMITTED, "milczy", "milczą", "milczy")
    for status, words in (
        (Status.NO_DATA, "brak danych"),
        (Status.NOT_APPLICABLE, "nie dotyczy"),
        (Status.REFUSED, "odmowa"),
    ):
        said += _listed(given, status, words, words, words)
    return "; ".join(said)


def _listed(given: Sequence[Given], status: Status, one: str, few: str, many: str) -> list[str]:
    names = [item.name for item in given if item.status is status]
    if not names:
        return []
    verb = plural(len(names), one, few, many)
    if len(names) <= NAMED:
        return [f"{one if len(names) == 1 else few}: {', '.join(names)}"]
    return [f"{verb}: {counted(len(names))}"]


def part_name(text: str) -> str:
    """Return the words of a part: „w tym 1921 objętych decyzją” is „objętych decyzją”."""
    return _NUMBER.sub("", _LEAD.sub("", squeeze(text)), count=1).strip(" :,;–-")


def part_key(text: str) -> str:
    """Return what two wordings of one part have in common."""
    return comparable(part_name(text))
