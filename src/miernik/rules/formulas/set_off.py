"""Setting off fees and undue benefits against a benefit being paid (art. 104 ust. 2)."""

from __future__ import annotations

from miernik.rules.calculation import Calculation, Number, rule


@rule("set_off", "Potrącenie z wypłacanego świadczenia")
def set_off(law: Calculation, *, benefit: Number, debt: Number) -> Number:
    """Return how much of ``debt`` is kept back from a ``benefit`` (both grosze).

    At most half of the benefit: the odd grosz stays with the person, since more than half may
    never be kept.
    """
    benefit = law.given("benefit", "Wypłacane świadczenie", benefit)
    debt = law.given("debt", "Należność do potrącenia", debt)
    ratio = law.ratio("potracenie_max")
    limit = benefit * ratio.numerator // ratio.denominator
    limit = law.step("Najwyższe potrącenie, grosz w dół", limit, article="art. 104 ust. 2")
    return law.step("Potrącenie", law.least(debt, limit), article="art. 104 ust. 2")
