"""Who reaches Niebieskie Karty.

Without the permission a person is told nothing, not even that a procedure exists: its mere
existence says that somebody may be beaten at home, the persons of the group are bound to secrecy
(art. 9c of the act on domestic violence), and a worker who sees a mark without the document can
neither help with it nor keep it from the one it is about.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from miernik.accounts.models import Role, User
from miernik.accounts.permissions import holds
from miernik.cases.models import BlueCard, Family
from miernik.cases.permissions import families


def blue_card_families(user: User | AnonymousUser) -> QuerySet[Family]:
    """Return the families whose Niebieskie Karty the person may read and write.

    Two conditions at once: the family's file is in reach, and the role of Niebieska Karta was given
    in the city as a whole or in the family's team.
    """
    reach = families(user)
    if not isinstance(user, User) or holds(user, Role.BLUE_CARD):
        return reach
    teams = user.memberships.filter(role=Role.BLUE_CARD, institution__isnull=False)
    return reach.filter(Q(team__in=teams.values("institution")))


def blue_cards(user: User | AnonymousUser) -> QuerySet[BlueCard]:
    """Return the procedures the person may know of."""
    return BlueCard.objects.filter(family__in=blue_card_families(user).values("pk"))
