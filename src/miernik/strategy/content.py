"""The content of a version as plain data: what services write and selectors give back.

``unit`` and ``indicator`` carry the identity for life; None asks for a new one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from miernik.kernel.quantities import (
    Aggregation,
    CountedUnit,
    Kind,
    Polarity,
    Territory,
    TimeBasis,
)
from miernik.strategy.models import Indicator, Unit


@dataclass(slots=True)
class Card:
    """What an indicator counts and how its values add up (see IndicatorDefinition)."""

    kind: Kind
    counted_unit: CountedUnit = CountedUnit.OTHER
    printed_unit: str = ""
    time_basis: TimeBasis = TimeBasis.FLOW
    territory: Territory = Territory.CITY
    over_institutions: Aggregation = Aggregation.SUM
    persons_may_overlap: bool = False
    polarity: Polarity = Polarity.NONE
    sensitive: bool = False
    definition: str = ""


CARD_FIELDS = tuple(item.name for item in fields(Card))


@dataclass(slots=True)
class IndicatorContent:
    """An indicator at its place."""

    name: str
    card: Card
    indicator: Indicator | None = None


@dataclass(slots=True)
class UnitContent:
    """A goal or a priority with its children, or a task with its indicators."""

    title: str
    unit: Unit | None = None
    children: list[UnitContent] = field(default_factory=list)
    implementers: list[str] = field(default_factory=list)
    implementers_text: str = ""
    funding: list[str] = field(default_factory=list)
    funding_text: str = ""
    monitoring: str = ""
    indicators: list[IndicatorContent] = field(default_factory=list)

    def tasks(self) -> Iterator[UnitContent]:
        """The leaves under this unit, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.tasks()


def content_hash(goals: list[UnitContent]) -> str:
    """Return the SHA-256 of the content, identities included, in a canonical JSON form."""
    canonical = json.dumps(
        [_plain(goal) for goal in goals], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(unit: UnitContent) -> dict[str, Any]:
    return {
        "unit": str(unit.unit.uuid) if unit.unit else None,
        "title": unit.title,
        "implementers": unit.implementers,
        "funding": unit.funding,
        "monitoring": unit.monitoring,
        "indicators": [
            {
                "indicator": str(item.indicator.uuid) if item.indicator else None,
                "name": item.name,
                "card": asdict(item.card),
            }
            for item in unit.indicators
        ],
        "children": [_plain(child) for child in unit.children],
    }
