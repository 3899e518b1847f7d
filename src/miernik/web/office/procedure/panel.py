"""What a family's file shows of this piece."""

from __future__ import annotations

from typing import Any

from miernik.accounts.models import User
from miernik.cases.models import Family


def family_panel(family: Family, user: User) -> dict[str, Any]:  # noqa: ARG001
    """Return what the template ``_family.html`` of this piece needs."""
    return {}
