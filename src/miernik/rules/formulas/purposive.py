"""Zasiłek celowy and specjalny zasiłek celowy (art. 39 and 41 of the act).

The act sets no amount of zasiłek celowy: the need does. It asks that the income does not exceed
the criterion. Above the criterion only the special one is possible, in a justified case and up to
the criterion of the person or family.
"""

from __future__ import annotations

from miernik.rules.calculation import PERSONS, YES_NO, Calculation, Flag, Number, rule
from miernik.rules.formulas.criteria import criterion, within


@rule("zasilek_celowy_prawo", "Zasiłek celowy – dochód")
def purposive_allowed(law: Calculation, *, persons: Number, income: Number) -> Flag:
    """Tell whether the income lets a family have zasiłek celowy: equal to the criterion does."""
    return within(law, persons=persons, income=income, local=True)


@rule("specjalny_zasilek_celowy_granica", "Specjalny zasiłek celowy – górna granica")
def special_purposive_limit(law: Calculation, *, persons: Number, income: Number) -> Number:
    """Return the most of a special one that need not be returned (grosze); 0 within the criterion.

    Whoever is within the criterion gets the ordinary one.
    """
    persons = law.given("persons", "Liczba osób w rodzinie", persons, PERSONS)
    income = law.given("income", "Dochód osoby lub rodziny", income)
    limit = criterion(law, persons=persons, local=True)
    above = law.step("Dochód przekracza kryterium", income > limit, article="art. 41", unit=YES_NO)
    return law.step(
        "Nie więcej niż kryterium osoby lub rodziny",
        law.where(above, limit, 0),
        article="art. 41 pkt 1",
    )
