"""Money of the individual programme of integration: art. 92, Dz.U. 2015 poz. 515 § 3."""

from __future__ import annotations

from miernik.rules.calculation import Calculation, Number
from miernik.rules.law import LawError

MONTHS = 12
FULL_MONTHS = 6
LARGEST = 4


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
    persons = law.given("persons", "Osoby w rodzinie", persons, "os.")
    law.given("month", "Miesiąc programu", month, "")
    highest = law.amount("ipi_max")
    article = "§ 3 ust. 1 pkt 1 Dz.U. 2015 poz. 515"
    later = law.ratio("ipi_mnoznik_7_12") if month > FULL_MONTHS else 1
    amount: Number = 0
    for size in range(LARGEST, 0, -1):
        share = law.ratio(f"ipi_udzial_{size}") * later
        here = persons >= LARGEST if size == LARGEST else persons == size
        amount = law.where(here, law.share(highest, share), amount)
    if month > FULL_MONTHS:
        article = "§ 3 ust. 1 pkt 2 Dz.U. 2015 poz. 515"
    law.step("Część kwoty maksymalnej na osobę", amount, article=article)
    floor = law.amount("ipi_min")
    return law.step(
        "Nie mniej niż kwota minimalna", law.most(amount, floor), article="art. 92 ust. 1 pkt 1"
    )
