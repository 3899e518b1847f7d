"""Formulas beside each other by date: a change of law adds one, nothing is deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from miernik.rules.law import LawError

Formula = TypeVar("Formula")


def in_force(day: dt.date, formulas: Sequence[tuple[dt.date, Formula]]) -> Formula:
    """Return the formula in force on a day; ``formulas`` stand in order of their first day.

    Raises LawError for a day before the first one.
    """
    found = [formula for since, formula in formulas if since <= day]
    if not found:
        raise LawError(
            f"Dla dnia {day:%d.%m.%Y} nie ma wzoru: pierwszy obowiązuje od "
            f"{formulas[0][0]:%d.%m.%Y}. Podaj późniejszą datę."
        )
    return found[-1]
