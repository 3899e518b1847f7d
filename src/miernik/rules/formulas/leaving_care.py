"""Help for young people who leave care: art. 88-90, Dz.U. 2012 poz. 954 (§ 5 and 6)."""

from __future__ import annotations

from miernik.kernel.quantities import Labelled
from miernik.rules.calculation import Calculation, Number

BASE = "kwota_bazowa_usamodzielnienie"


class Facility(Labelled):
    """What the young person leaves; the regulation sets the help by it."""

    MOTHERS_HOME = "dom_dla_matek", "dom dla matek z małoletnimi dziećmi i kobiet w ciąży"
    DISABLED_CHILDRENS_HOME = (
        "dps_dla_dzieci",
        "dom pomocy społecznej dla dzieci i młodzieży niepełnosprawnych intelektualnie",
    )
    CORRECTIONAL = (
        "zaklad_poprawczy",
        "schronisko dla nieletnich, zakład poprawczy, specjalny ośrodek szkolno-wychowawczy lub "
        "wychowawczy, młodzieżowy ośrodek socjoterapii lub wychowawczy",
    )


def independence_help(law: Calculation, *, facility: Facility, months: Number) -> Number:
    """Return the help for becoming independent (grosze, once) after ``months`` in care.

    Years are full: "powyżej trzech lat" is more than 36 months, "od roku" at least 12; under a
    year nothing, save for those who leave a home for mothers.
    """
    months = law.given("months", "Miesiące pobytu", months, "mies.")
    base = law.amount(BASE)
    article = "§ 5 Dz.U. 2012 poz. 954"
    if facility is Facility.MOTHERS_HOME:
        amount = law.share(base, law.ratio("usamodzielnienie_pct_dom_dla_matek"))
        return law.step("Część podstawy dla domu dla matek", amount, article=article)
    kind = "dps" if facility is Facility.DISABLED_CHILDRENS_HOME else "poprawczy"
    over_three = law.share(base, law.ratio(f"usamodzielnienie_pct_{kind}_ponad_3"))
    two_to_three = law.share(base, law.ratio(f"usamodzielnienie_pct_{kind}_2_3"))
    one_to_two = law.share(base, law.ratio(f"usamodzielnienie_pct_{kind}_1_2"))
    amount = law.where(months > 24, two_to_three, law.where(months >= 12, one_to_two, 0))
    amount = law.where(months > 36, over_three, amount)
    return law.step("Część podstawy według czasu pobytu", amount, article=article)


def settling_in_limit(law: Calculation) -> Number:
    """Return the highest worth of help in kind for settling in (grosze, once).

    Someone moderately or severely disabled gets exactly this much (§ 6 ust. 2).
    """
    amount = law.share(law.amount(BASE), law.ratio("zagospodarowanie_max"))
    return law.step("Najwyższa wartość pomocy", amount, article="§ 6 Dz.U. 2012 poz. 954")


def education_help(law: Calculation) -> Number:
    """Return the monthly help for continuing education (grosze): 30 % of the base."""
    amount = law.share(law.amount(BASE), law.ratio("kontynuowanie_nauki_pct"))
    return law.step("30% podstawy miesięcznie", amount, article="art. 89 ust. 2")
