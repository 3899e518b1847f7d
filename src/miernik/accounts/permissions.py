"""Who holds which role. What a role may do with an object is said by that object's own room."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from miernik.accounts.models import Institution, Role, User


def holds(user: User | AnonymousUser, *roles: Role, institution: Institution | None = None) -> bool:
    """Return whether the person holds one of the roles in the city as a whole.

    With ``institution`` a role in that institution counts as well. An account that is switched
    off holds nothing; an administrator (``is_superuser``) holds every role.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser:
        return True
    held = user.memberships.filter(role__in=roles)
    if institution is None:
        return held.filter(institution__isnull=True).exists()
    return (held.filter(institution__isnull=True) | held.filter(institution=institution)).exists()
