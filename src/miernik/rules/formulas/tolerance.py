"""Changes of income too small to change a benefit or a fee (art. 106 ust. 3a-3b)."""

from __future__ import annotations

from miernik.rules.calculation import YES_NO, Calculation, Flag, Number, rule


@rule("income_change", "Czy zmiana dochodu zmienia świadczenie lub opłatę")
def change_matters(law: Calculation, *, single: Flag, before: Number, after: Number) -> Flag:
    """Whether a change of the income of a person or family (grosze) changes what is paid.

    It does when it exceeds 10 % of the criterion of a person alone, for a family 10 % of the
    criterion per person; the whole change of the family's income is compared, not that per head.
    """
    before = law.given("before", "Dochód dotychczasowy", before)
    after = law.given("after", "Dochód po zmianie", after)
    change = law.step("Kwota zmiany", law.most(after - before, before - after))
    criterion = law.where(
        single, lambda: law.amount("kryterium_sg"), lambda: law.amount("kryterium_os")
    )
    ratio = law.ratio("tolerancja_zmiany_dochodu")
    matters = change * ratio.denominator > criterion * ratio.numerator
    return law.step(
        "Zmiana przekracza 10% kryterium", matters, article="art. 106 ust. 3a-3b", unit=YES_NO
    )
