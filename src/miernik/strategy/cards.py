"""The indicator card read off a name; a person may correct it in the next version."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from miernik.kernel.quantities import Aggregation, CountedUnit, Kind, Territory, TimeBasis
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


def card_of_name(
    name: str,
    kind: Kind = Kind.COUNT,
    *,
    counted: CountedUnit | None = None,
    printed_unit: str = "",
    territory: Territory = Territory.CITY,
) -> Card:
    """Read the card off an indicator's name and kind (dictionaries/cards.yaml).

    ``counted`` overrides the unit of count that the name suggests.
    """
    name = name.casefold()
    patterns = _patterns()
    unit = CountedUnit.ZLOTY if kind is Kind.AMOUNT else counted or counted_unit(name)
    return Card(
        kind=kind,
        counted_unit=unit or CountedUnit.OTHER,
        printed_unit=printed_unit,
        time_basis=TimeBasis(_first(patterns["time_basis"], name) or TimeBasis.FLOW),
        territory=territory,
        over_institutions=_AGGREGATION.get(kind, Aggregation.NONE),
        persons_may_overlap=unit in _PERSONS,
        sensitive=any(re.search(pattern, name) for pattern in patterns["sensitive"]),
    )


def counted_unit(text: str) -> CountedUnit | None:
    """Return the unit of count that a name or a note speaks of."""
    found = _first(_patterns()["counted_unit"], text.casefold())
    return CountedUnit(found) if found else None


def _first(rules: list[list[str]], name: str) -> str | None:
    return next((value for value, pattern in rules if re.search(pattern, name)), None)


@cache
def _patterns() -> dict[str, Any]:
    file = resources.files("miernik.strategy") / "dictionaries" / "cards.yaml"
    loaded: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded
