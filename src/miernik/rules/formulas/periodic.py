"""Zasiłek okresowy (art. 38 and, for 2004-2007, art. 147 of the act).

Up to the whole difference between criterion and income, at least a share of it, and never under
the lowest amount, even where the difference itself is smaller. The right ends where the income
equals the criterion.
"""

from __future__ import annotations

from miernik.rules.calculation import Calculation, Number, rule
from miernik.rules.formulas.criteria import gap


@rule("zasilek_okresowy_minimum", "Zasiłek okresowy – kwota minimalna")
def periodic_minimum(law: Calculation, *, persons: Number, income: Number) -> Number:
    """Return the least the family must get (grosze a month; 0: no right to it)."""
    return _minimum(law, persons, gap(law, persons=persons, income=income, local=True))


@rule("zasilek_okresowy_granica", "Zasiłek okresowy – górna granica")
def periodic_limit(law: Calculation, *, persons: Number, income: Number) -> Number:
    """Return the limit of art. 38 ust. 2: the whole difference, capped for a single person."""
    return _limit(law, persons, gap(law, persons=persons, income=income, local=True))


@rule("zasilek_okresowy_maksimum", "Zasiłek okresowy – kwota maksymalna")
def periodic_maximum(law: Calculation, *, persons: Number, income: Number) -> Number:
    """Return the most the family may get: the limit, or the lowest amount where that is more."""
    difference = gap(law, persons=persons, income=income, local=True)
    limit = _limit(law, persons, difference)
    return law.where(
        difference > 0,
        lambda: law.step(
            "Górna granica po porównaniu z najniższą kwotą",
            law.most(limit, law.amount("okresowy_min_kwota")),
            article="art. 38 ust. 4",
        ),
        0,
    )


def _minimum(law: Calculation, persons: Number, difference: Number) -> Number:
    def entitled() -> Number:
        part = law.where(
            persons == 1,
            lambda: law.share(difference, law.ratio("okresowy_min_udzial_sg_gmina")),
            lambda: law.share(difference, law.ratio("okresowy_min_udzial_rodz_gmina")),
        )
        part = law.step("Najmniejszy udział różnicy", part, article="art. 38 ust. 3")
        return law.step(
            "Po porównaniu z najniższą kwotą",
            law.most(part, law.amount("okresowy_min_kwota")),
            article="art. 38 ust. 4",
        )

    return law.where(difference > 0, entitled, 0)


def _limit(law: Calculation, persons: Number, difference: Number) -> Number:
    return law.step(
        "Górna granica zasiłku",
        law.where(
            persons == 1,
            lambda: law.least(difference, law.amount("okresowy_max_sg")),
            difference,
        ),
        article="art. 38 ust. 2",
    )
