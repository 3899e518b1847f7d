"""What may be wrong when pseudonyms are kept."""

from __future__ import annotations

from collections.abc import Sequence

from miernik.accounts.models import Role
from miernik.kernel.errors import MiernikError


class NotAllowedError(MiernikError):
    """The person has no role for this."""

    def __init__(self, deed: str, roles: Sequence[Role]) -> None:
        who = " lub ".join(role.label for role in roles)
        super().__init__(f"Do tej czynności ({deed}) potrzebna jest rola: {who}.")


class HeldError(MiernikError):
    """A key or a set of pseudonyms is not acceptable as things stand."""
