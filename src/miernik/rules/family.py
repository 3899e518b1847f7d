"""A family as the rules see it: who lives together and what they receive; no names of rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode


@dataclass(frozen=True, slots=True)
class IncomeItem:
    """A receipt of one month (or a single one), in grosze, with what art. 8 ust. 3 deducts."""

    kind: IncomeKind
    amount_gr: int
    tax_gr: int = 0
    costs_gr: int = 0
    contributions_gr: int = 0
    alimony_paid_gr: int = 0
    hectares: Decimal | None = None
    #: A single receipt (art. 8 ust. 11-12); ``since`` is then the day it came.
    one_off: bool = False
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class MemberCase:
    """A member; ``key`` leads back to whoever asks, ``label`` is what people read."""

    key: str
    label: str
    birth_date: dt.date | None = None
    unable_to_work: bool = False
    incomes: tuple[IncomeItem, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyCase:
    """A family on a day: one member is a person keeping house alone (art. 6 pkt 10)."""

    members: tuple[MemberCase, ...]
    reasons: tuple[ReasonCode, ...] = ()
    homeless: bool = False
