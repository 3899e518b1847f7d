"""Money of the individual programme of integration: art. 92, Dz.U. 2015 poz. 515 § 3."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from miernik.rules.calculation import PERSONS, Calculation, Number, rule
from miernik.rules.law import LawError

MONTHS = 12
FULL_MONTHS = 6


@rule("integration", "Świadczenie z indywidualnego programu integracji, na osobę")
def integration_maximum(law: Calculation, *, persons: Number, month: int) -> Number:
    """Return the highest benefit per person and month (grosze).

    ``persons`` in the family, ``month`` of the programme 1-12. From month 7 it is 90 % of the
    amount before, and never less than the minimum of art. 92. Raises LawError past month 12.
    """
    if not 1 <= month <= MONTHS:
        raise LawError(
            f"Indywidualny program integracji trwa najwyżej {MONTHS} miesięcy; nie ma miesiąca "
            f"{month}. Podaj miesiąc od 1 do {MONTHS}."
        )
    persons = law.given("persons", "Osoby w rodzinie", persons, PERSONS)
    law.given("month", "Miesiąc programu", month, "")
    highest = law.amount("ipi_max")
    article = "§ 3 ust. 1 pkt 1 Dz.U. 2015 poz. 515"
    later = Fraction(1)
    if month > FULL_MONTHS:
        later = law.ratio("ipi_mnoznik_7_12")
        article = "§ 3 ust. 1 pkt 2 Dz.U. 2015 poz. 515"

    def part(size: str) -> Callable[[], Number]:
        return lambda: law.share(highest, law.ratio(f"ipi_udzial_{size}") * later)

    amount = law.where(
        persons == 1,
        part("1"),
        lambda: law.where(
            persons == 2, part("2"), lambda: law.where(persons == 3, part("3"), part("4"))
        ),
    )
    law.step("Część kwoty maksymalnej na osobę", amount, article=article)
    floor = law.amount("ipi_min")
    return law.step(
        "Nie mniej niż kwota minimalna", law.most(amount, floor), article="art. 92 ust. 1 pkt 1"
    )
