"""What is due for one month of a grant, and how much of it may be set off."""

from __future__ import annotations

import datetime as dt

from miernik.cases.models import Grant
from miernik.kernel.dates import last_of_month
from miernik.rules.calculation import Explained, Explanation
from miernik.rules.formulas.fractions import partial_month
from miernik.rules.formulas.set_off import set_off
from miernik.rules.loader import law


def days_of_month(grant: Grant, month: dt.date) -> tuple[int, int]:
    """Return how many days of a month the grant covers, and how many the month has."""
    last = last_of_month(month)
    first_day, last_day = max(grant.since, month), min(grant.until or last, last)
    return max((last_day - first_day).days + 1, 0), last.day


def due_for_month(grant: Grant, month: dt.date) -> int:
    """Return grosze due for the month that begins on ``month``; a single benefit whole."""
    if grant.monthly_gr is None:
        return grant.amount_gr or 0
    days, month_days = days_of_month(grant, month)
    if days == month_days:
        return grant.monthly_gr
    result = explained_part(grant.monthly_gr, days, month_days, month).result
    assert result is not None
    return result


def explained_part(monthly_gr: int, days: int, month_days: int, month: dt.date) -> Explanation:
    """Return the calculation of a partial month (art. 106 ust. 3)."""
    calculation = Explained(law().on(month), "partial_month", "Kwota za niepełny miesiąc")
    calculation.explanation.result = partial_month(
        calculation, monthly=monthly_gr, days=days, month_days=month_days
    )
    return calculation.explanation


def largest_set_off(amount_gr: int, on: dt.date) -> int:
    """Return how many grosze of a payment may be set off at most (art. 104 ust. 2)."""
    calculation = Explained(law().on(on), "set_off", "Najwyższe potrącenie")
    result: int = set_off(calculation, benefit=amount_gr, debt=amount_gr)
    return result
