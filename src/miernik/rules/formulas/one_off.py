"""A single receipt large enough to be spread over a year (art. 8 ust. 11)."""

from __future__ import annotations

from miernik.rules.calculation import YES_NO, Calculation, Flag, Number, rule

ARTICLE = "art. 8 ust. 11"


def is_spread(law: Calculation, *, single: Flag, persons: Number, amount: Number) -> Flag:
    """Whether a single receipt (grosze) exceeds five times the criterion of person or family."""
    criterion = law.where(
        single,
        lambda: law.amount("kryterium_sg"),
        lambda: persons * law.amount("kryterium_os"),
    )
    times = law.ratio("dochod_jednorazowy_mnoznik")
    return amount * times.denominator > criterion * times.numerator


@rule("one_off_income", "Dochód jednorazowy w miesiącu")
def monthly_part(law: Calculation, *, single: Flag, persons: Number, amount: Number) -> Number:
    """Return what of a single receipt (grosze) counts as income of one month.

    A receipt above the limit counts in twelve equal parts from the month it was paid, each rounded
    to the grosz; a smaller one counts whole in its month.
    """
    amount = law.given("amount", "Dochód jednorazowy", amount)
    spread = is_spread(law, single=single, persons=persons, amount=amount)
    law.step("Przekracza pięciokrotność kryterium", spread, article=ARTICLE, unit=YES_NO)
    months = law.number("dochod_jednorazowy_czesci")
    part = law.where(spread, law.half_up(amount, months), amount)
    return law.step("Dochód przypadający na miesiąc", part, article=ARTICLE)
