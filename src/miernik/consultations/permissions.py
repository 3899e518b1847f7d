"""Who may do what in consultations: one table."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from miernik.accounts.models import Role, User
from miernik.accounts.permissions import holds
from miernik.kernel.quantities import Labelled


class Deed(Labelled):
    """What a person does with a consultation."""

    WATCH = "watch", "podgląd konsultacji"
    RUN = "run", "prowadzenie konsultacji"
    APPROVE = "approve", "zatwierdzanie rozstrzygnięć"
    PERSONAL = "personal", "dane osób, które złożyły opinie"


ALLOWED: dict[Deed, tuple[Role, ...]] = {
    Deed.WATCH: (Role.COORDINATOR, Role.DIRECTOR, Role.READER),
    Deed.RUN: (Role.COORDINATOR,),
    Deed.APPROVE: (Role.DIRECTOR,),
    Deed.PERSONAL: (Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER),
}


def may(user: User | AnonymousUser, deed: Deed) -> bool:
    """Return whether the person may do this; roles in one institution do not count."""
    return holds(user, *ALLOWED[deed])
