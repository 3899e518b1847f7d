"""A benefit due for a part of a month (art. 106 ust. 3)."""

from __future__ import annotations

from miernik.rules.calculation import Calculation, Number, rule
from miernik.rules.switches import DAILY_RATE, PARTIAL_MONTH

ARTICLE = "art. 106 ust. 3"


@rule("partial_month", "Świadczenie za niepełny miesiąc")
def partial_month(law: Calculation, *, monthly: Number, days: Number, month_days: Number) -> Number:
    """Return the part of a monthly amount (grosze) due for ``days`` of a month.

    The act divides the amount by the calendar days of the month and multiplies by the days of the
    benefit; where to round it does not say, so a switch does.
    """
    monthly = law.given("monthly", "Kwota za pełny miesiąc", monthly)
    days = law.given("days", "Dni objęte świadczeniem", days, "dni")
    month_days = law.given("month_days", "Dni miesiąca", month_days, "dni")
    if law.switch(PARTIAL_MONTH) == DAILY_RATE:
        rate = law.step("Stawka dzienna", law.half_up(monthly, month_days), article=ARTICLE)
        return law.step("Stawka dzienna razy dni", rate * days, article=ARTICLE)
    part = law.half_up(monthly * days, month_days)
    return law.step("Kwota ÷ dni miesiąca × dni świadczenia", part, article=ARTICLE)
