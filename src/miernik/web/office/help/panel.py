"""The help section of a family's file: ``office/help/_family.html`` shows what this returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from miernik.accounts.models import User
from miernik.cases.help.permissions import blue_card_families
from miernik.cases.help.selectors import help_of
from miernik.cases.models import BlueCard, Family
from miernik.cases.permissions import Deed, may

FEW = 10


@dataclass(frozen=True, slots=True)
class BlueCardsShown:
    """Procedures of a family, for those who may know of them."""

    cards: tuple[BlueCard, ...]


def family_panel(family: Family, user: User) -> dict[str, Any]:
    """Return the context ``panel`` of ``_family.html`` for a file that is already open.

    ``blue_cards`` is None for a person without the permission: the section is not there at all,
    whether or not there is a procedure.
    """
    found = help_of(family)
    knows = may(user, Deed.BLUE_CARD) and blue_card_families(user).filter(pk=family.pk).exists()
    cards = tuple(family.blue_cards.defer("document")) if knows else ()
    return {
        "family": family,
        "ongoing": found.ongoing,
        "given": found.given[:FEW],
        "more": max(0, len(found.given) - FEW),
        "plans": found.plans,
        "referrals": found.referrals,
        "outcomes": found.outcomes,
        "participations": found.participations,
        "blue_cards": BlueCardsShown(cards) if knows else None,
        "may_record": may(user, Deed.RECORD),
        "may_add": may(user, Deed.RECORD) and family.closed_on is None,
    }
