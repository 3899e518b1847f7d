"""Help with meals: 150 % of the criterion under the programmes from 2014, 200 % from 2023."""

from __future__ import annotations

from miernik.rules.calculation import PERSONS, YES_NO, Calculation, Flag, Number, rule
from miernik.rules.formulas.criteria import criterion

ARTICLE = "uchwały Rady Ministrów o programach dożywiania"


@rule("dozywianie_kryterium", "Dożywianie – kryterium")
def meal_criterion(law: Calculation, *, persons: Number) -> Number:
    """Return the highest income for help with meals without return (grosze)."""
    return law.step(
        "Krotność kryterium dochodowego",
        law.share(criterion(law, persons=persons), law.ratio("dozywianie_pct")),
        article=ARTICLE,
    )


@rule("dozywianie_prawo", "Dożywianie – dochód")
def meal_allowed(law: Calculation, *, persons: Number, income: Number) -> Flag:
    """Tell whether the income does not exceed the criterion of help with meals."""
    persons = law.given("persons", "Liczba osób w rodzinie", persons, PERSONS)
    income = law.given("income", "Dochód osoby lub rodziny", income)
    return law.step(
        "Dochód nie przekracza kryterium dożywiania",
        income <= meal_criterion(law, persons=persons),
        article=ARTICLE,
        unit=YES_NO,
    )
