"""What a family could get on a day: its income, the income test and every benefit, explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from miernik.rules.benefits import Benefit
from miernik.rules.calculation import Explanation
from miernik.rules.family import FamilyCase


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What one benefit could be, in grosze; ``member`` is a member's key, None for the family.

    ``entitled`` says that the conditions the rules can see are met, never that the benefit is due:
    reasons of art. 7 and discretion are a person's. ``minimum_gr`` is what must be paid at least,
    ``maximum_gr`` what may be paid at most (None: the act sets none); ``why`` is one Polish
    sentence.
    """

    benefit: Benefit
    member: str | None
    entitled: bool
    minimum_gr: int | None
    maximum_gr: int | None
    why: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Assessment:
    """Benefits of one family on a day; amounts in grosze a month."""

    family: FamilyCase
    on: dt.date
    #: The family's income by art. 8, its criterion (n × per person), and income ≤ criterion.
    income_gr: int
    criterion_gr: int
    within_criterion: bool
    income: Explanation
    income_test: Explanation
    entitlements: tuple[Entitlement, ...]
    switches: Mapping[str, str] = field(default_factory=dict)
