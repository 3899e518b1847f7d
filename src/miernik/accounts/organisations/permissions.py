"""Who may do what with the base of organisations: one table."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from miernik.accounts.models import Role, User
from miernik.accounts.permissions import holds
from miernik.kernel.quantities import Labelled


class Deed(Labelled):
    """What a person does with the base; contact data are seen by those who keep it."""

    WATCH = "watch", "podgląd bazy organizacji bez danych kontaktowych"
    KEEP = "keep", "prowadzenie bazy organizacji i mailingu"


ALLOWED: dict[Deed, tuple[Role, ...]] = {
    Deed.WATCH: (Role.COORDINATOR, Role.DIRECTOR, Role.READER),
    Deed.KEEP: (Role.COORDINATOR,),
}


def may(user: User | AnonymousUser, deed: Deed) -> bool:
    """Return whether the person may do this; roles in one institution do not count."""
    return holds(user, *ALLOWED[deed])
