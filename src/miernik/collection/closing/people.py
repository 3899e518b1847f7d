"""How many different persons stand behind institutions' numbers, where pseudonyms tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from miernik.collection.closing.given import Given
from miernik.collection.held.sets import last_count
from miernik.collection.models import Campaign, PseudonymSet
from miernik.kernel.aggregation import people_bounds
from miernik.strategy.models import Indicator


@dataclass(frozen=True, slots=True)
class CountedTogether:
    """Institutions whose persons were counted each once, and how many these are at least, most."""

    names: frozenset[str]
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class People:
    """The city's number of persons between two bounds; ``by_pseudonyms`` institutions, none
    when nobody was counted by pseudonyms."""

    lower: Decimal
    upper: Decimal
    by_pseudonyms: int = 0


def counted_together(campaign: Campaign, indicator: Indicator) -> CountedTogether | None:
    """Return what the last count of pseudonyms told, if it is a count of the sets now in force."""
    counted = last_count(campaign=campaign, indicator=indicator)
    if counted is None:
        return None
    told = counted.result
    names = frozenset(item["institution"] for item in told["institutions"])
    sets = PseudonymSet.objects.filter(
        questionnaire__campaign=campaign, indicator=indicator, replaced_at__isnull=True
    )
    stands = all(item.received_at <= counted.counted_at for item in sets.order_by("id"))
    if not stands or {item.institution_name for item in sets.order_by("id")} != names:
        return None
    least, most = told.get("least"), told.get("most")
    if least is None or most is None:
        return None
    return CountedTogether(names, Decimal(least), Decimal(most))


def numbers_of_sets(campaign: Campaign, indicator: Indicator) -> dict[str, Decimal]:
    """Return how many persons each set in force stands for, by the institution's name."""
    sets = PseudonymSet.objects.filter(
        questionnaire__campaign=campaign, indicator=indicator, replaced_at__isnull=True
    )
    return {
        item.institution_name: Decimal(item.count + item.without_pesel)
        for item in sets.order_by("id")
    }


def agreeing(
    counted: CountedTogether | None, numbers: dict[str, Decimal], given: Sequence[Given]
) -> CountedTogether | None:
    """Return the count when every counted institution answered the number its set stands for."""
    answered = {item.name: item.content.number for item in given if item.known}
    if counted is None or any(answered.get(name) != numbers[name] for name in counted.names):
        return None
    return counted


def people(given: Sequence[Given], counted: CountedTogether | None) -> People | None:
    """Return between which numbers the persons behind these answers lie; None without answers."""
    names = counted.names if counted is not None else frozenset()
    others = [
        item.content.number
        for item in given
        if item.known and item.content.number is not None and item.name not in names
    ]
    least = people_bounds(others, counted.least if counted is not None else None)
    most = people_bounds(others, counted.most if counted is not None else None)
    if least is None or most is None:
        return None
    return People(least[0], most[1], len(names))
