"""The indicator card proposed from wording; a person may correct it in the next version."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from miernik.intake.draft import DraftIndicator
from miernik.kernel.quantities import (
    Aggregation,
    CountedUnit,
    Kind,
    NoteKind,
    Territory,
    TimeBasis,
)
from miernik.strategy.content import Card

_PERSONS = {CountedUnit.PERSON, CountedUnit.FAMILY, CountedUnit.PERSON_IN_FAMILY}
_AGGREGATION = {
    Kind.COUNT: Aggregation.SUM,
    Kind.AMOUNT: Aggregation.SUM,
    Kind.PERCENT: Aggregation.RATIO,
    Kind.ORDINAL: Aggregation.DISTRIBUTION,
    Kind.LIST: Aggregation.UNION,
    Kind.BREAKDOWN: Aggregation.SUM,
}


def propose_card(indicator: DraftIndicator) -> Card:
    """Read the card off the indicator's name, kind and notes (dictionaries/cards.yaml)."""
    name = indicator.name.casefold()
    patterns = _patterns()
    unit = CountedUnit.ZLOTY if indicator.kind is Kind.AMOUNT else _counted(indicator, name)
    kinds = {note.kind for note in indicator.notes}
    return Card(
        kind=indicator.kind,
        counted_unit=unit,
        printed_unit=indicator.unit or "",
        time_basis=TimeBasis(_first(patterns["time_basis"], name) or TimeBasis.FLOW),
        territory=(Territory.CITY_AND_COUNTY if NoteKind.TERRITORY in kinds else Territory.CITY),
        over_institutions=_AGGREGATION.get(indicator.kind, Aggregation.NONE),
        persons_may_overlap=unit in _PERSONS,
        sensitive=any(re.search(pattern, name) for pattern in patterns["sensitive"]),
    )


def _counted(indicator: DraftIndicator, name: str) -> CountedUnit:
    for note in indicator.notes:
        if note.kind is NoteKind.COUNTED_UNIT:
            said = _first(_patterns()["counted_unit"], note.text.casefold())
            return CountedUnit(said or CountedUnit.PERSON_IN_FAMILY)
    return CountedUnit(_first(_patterns()["counted_unit"], name) or CountedUnit.OTHER)


def _first(rules: list[list[str]], name: str) -> str | None:
    return next((value for value, pattern in rules if re.search(pattern, name)), None)


@cache
def _patterns() -> dict[str, Any]:
    file = resources.files("miernik.intake") / "dictionaries" / "cards.yaml"
    loaded: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded
