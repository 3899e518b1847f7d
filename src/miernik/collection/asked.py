"""What an institution is asked: the indicator's card with last year's answer beside it.

Plain data, built by ``selectors`` while a campaign runs and kept for good in every submission:
an answer without the definition it answered says little ten years on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from miernik.collection.content import AnswerContent, as_json, from_json
from miernik.kernel.quantities import Aggregation, CountedUnit, Kind, Territory, TimeBasis


@dataclass(frozen=True, slots=True)
class SubValue:
    """A part the last answer named: "w tym objętych dożywianiem decyzją MOPR", 1921."""

    text: str
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The last known value: the institution's own, or the city's where there is none.

    ``printed`` is the value in Polish as the form shows it; ``notes`` the remarks in full.
    """

    year: int
    of_city: bool
    printed: str
    answer: AnswerContent
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedIndicator:
    """One indicator of a form. ``indicator`` is its UUID, ``task_code`` the label "A.1.3".

    ``levels`` are the answers an ordinal indicator knows; ``sub_values`` the parts to ask for
    again; ``rows`` the labels of a breakdown.
    """

    indicator: str
    work_code: str
    work_title: str
    goal_title: str
    task_code: str
    task_title: str
    name: str
    kind: Kind
    definition: str = ""
    counted_unit: CountedUnit = CountedUnit.OTHER
    printed_unit: str = ""
    time_basis: TimeBasis = TimeBasis.FLOW
    territory: Territory = Territory.CITY
    over_institutions: Aggregation = Aggregation.SUM
    persons_may_overlap: bool = False
    sensitive: bool = False
    levels: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    sub_values: tuple[SubValue, ...] = ()
    previous: Previous | None = None


_PLAIN = ("kind", "counted_unit", "time_basis", "territory", "over_institutions")


def asked_json(asked: AskedIndicator) -> dict[str, Any]:
    """Return the card as JSON values."""
    plain = {item.name: getattr(asked, item.name) for item in fields(asked)}
    plain |= {name: getattr(asked, name).value for name in _PLAIN}
    plain["levels"], plain["rows"] = list(asked.levels), list(asked.rows)
    plain["sub_values"] = [
        {"text": part.text, "number": None if part.number is None else format(part.number, "f")}
        for part in asked.sub_values
    ]
    if asked.previous is not None:
        plain["previous"] = asdict(asked.previous) | {
            "answer": as_json(asked.previous.answer),
            "notes": list(asked.previous.notes),
        }
    return plain


def asked_from_json(plain: Mapping[str, Any]) -> AskedIndicator:
    """Return the card that ``asked_json`` wrote."""
    given = dict(plain)
    given["kind"] = Kind(given["kind"])
    given["counted_unit"] = CountedUnit(given["counted_unit"])
    given["time_basis"] = TimeBasis(given["time_basis"])
    given["territory"] = Territory(given["territory"])
    given["over_institutions"] = Aggregation(given["over_institutions"])
    given["levels"], given["rows"] = tuple(given["levels"]), tuple(given["rows"])
    given["sub_values"] = tuple(
        SubValue(part["text"], None if part["number"] is None else Decimal(part["number"]))
        for part in given["sub_values"]
    )
    if given["previous"] is not None:
        earlier = given["previous"]
        given["previous"] = Previous(
            earlier["year"],
            earlier["of_city"],
            earlier["printed"],
            from_json(earlier["answer"]),
            tuple(earlier["notes"]),
        )
    return AskedIndicator(**given)
