"""The way into the pages of the data protection officer."""

from __future__ import annotations

from miernik.accounts.models import Role
from miernik.accounts.permissions import holds
from miernik.web.office.guard import P, View, guard

_OFFICER = Role.DATA_PROTECTION_OFFICER


def officer_only(view: View[P]) -> View[P]:
    """Let only the city's data protection officer in; others are told 403."""
    return guard(lambda person: holds(person, _OFFICER), {_OFFICER}, _OFFICER.label)(view)
