"""Help for young people who leave care: art. 88-90, Dz.U. 2012 poz. 954 (§ 5 and 6)."""

from __future__ import annotations

from collections.abc import Callable

from miernik.kernel.quantities import Labelled
from miernik.rules.calculation import Calculation, Number, rule

BASE = "kwota_bazowa_usamodzielnienie"
YEAR = 12


class Facility(Labelled):
    """What the young person leaves; the regulation sets the help by it."""

    MOTHERS_HOME = "dom_dla_matek", "dom dla matek z małoletnimi dziećmi i kobiet w ciąży"
    DISABLED_CHILDRENS_HOME = (
        "dps_dla_dzieci",
        "dom pomocy społecznej dla dzieci i młodzieży niepełnosprawnych intelektualnie",
    )
    CORRECTIONAL = (
        "zaklad_poprawczy",
        "zakład poprawczy, schronisko dla nieletnich, ośrodek wychowawczy lub socjoterapii",
    )


@rule("leaving_care", "Pomoc pieniężna na usamodzielnienie")
def independence_help(law: Calculation, *, facility: Facility, months: Number) -> Number:
    """Return the help for becoming independent (grosze, once) after ``months`` in care.

    Years are full: "powyżej trzech lat" is more than 36 months, "od roku" at least 12; under a
    year nothing, save for those who leave a home for mothers.
    """
    months = law.given("months", "Miesiące pobytu", months, "miesiące")
    base = law.amount(BASE)
    article = "§ 5 Dz.U. 2012 poz. 954"
    if facility is Facility.MOTHERS_HOME:
        amount = law.share(base, law.ratio("usamodzielnienie_pct_dom_dla_matek"))
        return law.step("Część podstawy dla domu dla matek", amount, article=article)
    kind = "dps" if facility is Facility.DISABLED_CHILDRENS_HOME else "poprawczy"

    def part(stay: str) -> Callable[[], Number]:
        return lambda: law.share(base, law.ratio(f"usamodzielnienie_pct_{kind}_{stay}"))

    amount = law.where(
        months > 3 * YEAR,
        part("ponad_3"),
        lambda: law.where(
            months > 2 * YEAR, part("2_3"), lambda: law.where(months >= YEAR, part("1_2"), 0)
        ),
    )
    return law.step("Część podstawy według czasu pobytu", amount, article=article)


@rule("settling_in", "Pomoc na zagospodarowanie w formie rzeczowej")
def settling_in_limit(law: Calculation) -> Number:
    """Return the highest worth of help in kind for settling in (grosze, once).

    Someone moderately or severely disabled gets exactly this much (§ 6 ust. 2).
    """
    amount = law.share(law.amount(BASE), law.ratio("zagospodarowanie_max"))
    return law.step("Najwyższa wartość pomocy", amount, article="§ 6 Dz.U. 2012 poz. 954")


@rule("education", "Pomoc pieniężna na kontynuowanie nauki")
def education_help(law: Calculation) -> Number:
    """Return the monthly help for continuing education (grosze): 30 % of the base."""
    amount = law.share(law.amount(BASE), law.ratio("kontynuowanie_nauki_pct"))
    return law.step("30% podstawy miesięcznie", amount, article="art. 89 ust. 2")
