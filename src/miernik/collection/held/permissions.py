"""Who may do what with pseudonyms: one table."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from miernik.accounts.models import Role, User
from miernik.accounts.permissions import holds
from miernik.collection.held.errors import NotAllowedError
from miernik.kernel.quantities import Labelled


class Deed(Labelled):
    """What a person does with pseudonyms."""

    ISSUE_KEY = "issue_key", "rejestracja i unieważnienie klucza pseudonimów"
    COUNT = "count", "liczenie różnych osób"
    DESTROY = "destroy", "niszczenie pseudonimów"


ALLOWED: dict[Deed, tuple[Role, ...]] = {
    Deed.ISSUE_KEY: (Role.DATA_PROTECTION_OFFICER,),
    Deed.COUNT: (Role.COORDINATOR, Role.DIRECTOR, Role.DATA_PROTECTION_OFFICER),
    Deed.DESTROY: (Role.DATA_PROTECTION_OFFICER,),
}


def may(user: User | AnonymousUser, deed: Deed) -> bool:
    """Return whether the person may do this, as of now; the role must be in the city as a whole."""
    return holds(user, *ALLOWED[deed])


def check(user: User, deed: Deed) -> None:
    """Raise NotAllowedError unless the person may do this."""
    if not may(user, deed):
        raise NotAllowedError(deed.label, ALLOWED[deed])
