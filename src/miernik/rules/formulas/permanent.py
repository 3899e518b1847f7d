"""Zasiłek stały (art. 37 of the act).

For an adult unable to work by age or total incapacity whose income, and in a family also whose
income per head, is strictly below the criterion. The right depends on the whole criterion at all
times; only what the income is taken from changed: 100 % of the criterion until 31 December 2023,
130 % since.
"""

from __future__ import annotations

import datetime as dt

from miernik.rules.calculation import PERSONS, YES_NO, Calculation, Flag, Number, rule
from miernik.rules.dated import in_force
from miernik.rules.formulas.criteria import per_person_criterion

ARTICLE = "art. 37 ust. 2"


@rule("zasilek_staly", "Zasiłek stały")
def permanent_benefit(
    law: Calculation, *, persons: Number, family_income: Number, own_income: Number
) -> Number:
    """Return the benefit of one person unable to work (grosze a month; 0: no right to it).

    ``family_income`` is the sum over ``persons``, ``own_income`` what the person has; for one who
    keeps house alone they are the same.
    """
    persons = law.given("persons", "Liczba osób w rodzinie", persons, PERSONS)
    family_income = law.given("family_income", "Dochód osoby lub rodziny", family_income)
    own_income = law.given("own_income", "Dochód własny osoby", own_income)
    single = persons == 1
    criterion = law.step(
        "Kryterium dochodowe osoby",
        per_person_criterion(law, single=single),
        article="art. 8 ust. 1",
    )
    entitled = _entitled(law, criterion, persons, family_income, own_income)
    return law.where(entitled, lambda: _amount(law, single, criterion, persons, family_income), 0)


def _entitled(
    law: Calculation,
    criterion: Number,
    persons: Number,
    family_income: Number,
    own_income: Number,
) -> Flag:
    own = law.step(
        "Dochód własny jest niższy od kryterium",
        own_income < criterion,
        article="art. 37 ust. 1",
        unit=YES_NO,
    )
    per_head = law.step(
        "Dochód na osobę w rodzinie jest niższy od kryterium",
        family_income < persons * criterion,
        article="art. 37 ust. 1",
        unit=YES_NO,
    )
    return own & per_head


def _amount(
    law: Calculation, single: Flag, criterion: Number, persons: Number, family_income: Number
) -> Number:
    difference = in_force(law.day, _DIFFERENCES)(law, criterion, persons, family_income)

    def capped() -> Number:
        return law.step(
            "Po porównaniu z najwyższą kwotą",
            law.least(difference, law.amount("zasilek_staly_max")),
            article="art. 37 ust. 2 pkt 1",
        )

    return law.step(
        "Po porównaniu z najniższą kwotą",
        law.most(law.where(single, capped, difference), law.amount("zasilek_staly_min")),
        article="art. 37 ust. 3",
    )


def _difference_until_2023(
    law: Calculation, criterion: Number, persons: Number, family_income: Number
) -> Number:
    """The criterion less the income per head."""
    return law.step(
        "Różnica między kryterium a dochodem na osobę",
        law.half_up(criterion * persons - family_income, persons),
        article=ARTICLE,
    )


def _difference_since_2024(
    law: Calculation, criterion: Number, persons: Number, family_income: Number
) -> Number:
    """A multiple of the criterion less the income per head (Dz.U. 2023 poz. 1693)."""
    times = law.ratio("zasilek_staly_pct")
    law.step("Kryterium po podwyższeniu", law.share(criterion, times), article=ARTICLE)
    return law.step(
        "Różnica między podwyższonym kryterium a dochodem na osobę",
        law.half_up(
            times.numerator * criterion * persons - times.denominator * family_income,
            times.denominator * persons,
        ),
        article=ARTICLE,
    )


_DIFFERENCES = (
    (dt.date(2004, 5, 1), _difference_until_2023),
    (dt.date(2024, 1, 1), _difference_since_2024),
)


@rule("zasilek_staly_podstawa", "Kwota, od której odejmuje się dochód w zasiłku stałym")
def permanent_base(law: Calculation, *, single: Flag) -> Number:
    """Return what the income is taken from: the criterion times its share (grosze)."""
    return law.share(per_person_criterion(law, single=single), law.ratio("zasilek_staly_pct"))
