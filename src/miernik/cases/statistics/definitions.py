"""The programme's indicators as data: wording, what is counted, the version of the definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from miernik.kernel.quantities import CountedUnit
from miernik.rules.reasons import ReasonCode

FILE = Path(__file__).with_name("indicators.yaml")

#: Version of the definitions in the file; raise it with any change of what is counted.
VERSION = "1"

#: Units that are people or lead straight to them; small counts of these are hidden.
PERSONAL = frozenset(
    {
        CountedUnit.PERSON,
        CountedUnit.FAMILY,
        CountedUnit.PERSON_IN_FAMILY,
        CountedUnit.ADVICE,
        CountedUnit.PROGRAMME,
        CountedUnit.PARTICIPATION,
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """One number of an indicator: ``of`` names the way of counting, ``kinds`` what is counted.

    ``kinds`` None is every kind; ``beside`` parts are shown but not added.
    """

    name: str
    unit: CountedUnit
    of: str
    kinds: tuple[str, ...] | None = ()
    cash: bool = False
    reason: ReasonCode | None = None
    foreigners: bool = False
    children: bool = False
    beside: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator and how the register counts it; ``others`` count a share of their own."""

    code: str
    section: str
    text: str
    definition: str
    parts: tuple[Part, ...]
    added: bool = False
    others: str = ""

    @property
    def full_text(self) -> str:
        """The definition with what the register cannot know, to stand beside the number."""
        if not self.others:
            return self.definition
        return f"{self.definition} Rejestr nie obejmuje: {self.others}."


@cache
def definitions() -> tuple[Definition, ...]:
    """Return every indicator in the programme's order."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(_definition(entry) for entry in entries)


def definition(code: str) -> Definition:
    """Return one indicator; raises KeyError for a code that is not in the programme."""
    return {item.code: item for item in definitions()}[code]


def _definition(entry: Mapping[str, Any]) -> Definition:
    parts = tuple(_part(part) for part in entry["parts"])
    return Definition(**{**entry, "parts": parts})


def _part(entry: Mapping[str, Any]) -> Part:
    kinds = entry.get("kinds", ())
    unit = CountedUnit(entry["unit"])
    return Part(
        **{
            **entry,
            "unit": unit,
            "kinds": None if kinds in ("all", "cash") else tuple(kinds),
            "cash": kinds == "cash",
            "reason": ReasonCode(entry["reason"]) if "reason" in entry else None,
            "personal": entry.get("personal", unit in PERSONAL),
        }
    )
