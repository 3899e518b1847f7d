"""The analysis of a strategy, as the portal asks for it."""

from __future__ import annotations

from miernik.analysis.compute.series import Change
from miernik.strategy.models import Work


def changes_between(work: Work, year_from: int, year_to: int) -> dict[int, Change]:
    """Return the change of every indicator by indicator id."""
    return {}
