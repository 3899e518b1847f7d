"""Fees for specialised services for people with mental disorders (Dz.U. 2023 poz. 395, § 4)."""

from __future__ import annotations

from miernik.rules.calculation import PERSONS, Calculation, Flag, Number, rule
from miernik.rules.law import LawError

ARTICLE = "§ 4 ust. 3 rozporządzenia w sprawie specjalistycznych usług opiekuńczych"
BANDS = 8


@rule("spec_fee", "Opłata za godzinę specjalistycznych usług opiekuńczych")
def specialised_fee(
    law: Calculation, *, single: Flag, income: Number, hourly: Number, persons: Number = 1
) -> Number:
    """Return the fee for one hour (grosze) of which ``hourly`` is the whole price.

    The income, for a family that per head, is compared with the criterion of a person alone in
    both columns; ``income`` of ``persons`` as in ``fees.hourly_fee``. Raises LawError for days
    before 1 May 2023, whose table was not found.
    """
    income = law.given("income", "Dochód", income)
    persons = law.given("persons", "Osoby, na które przypada dochód", persons, PERSONS)
    hourly = law.given("hourly", "Cena godziny", hourly)
    criterion = persons * law.amount("kryterium_sg")

    def share(column: str, band: int) -> Number:
        return law.share(hourly, law.ratio(f"spec_uslugi_{column}_{band}"))

    def band_from(band: int) -> Number:
        def fee() -> Number:
            return law.where(single, lambda: share("sg", band), lambda: share("rodz", band))

        if band == BANDS:
            return fee()
        bound = law.ratio(f"spec_uslugi_prog_{band}")
        here = income * bound.denominator <= criterion * bound.numerator
        return law.where(here, fee, lambda: band_from(band + 1))

    try:
        fee = band_from(1)
    except LawError as error:
        raise LawError(
            "Tabela opłat za specjalistyczne usługi dla osób z zaburzeniami psychicznymi na dzień "
            f"{law.day:%d.%m.%Y} nie jest znana (przed 01.05.2023: Dz.U. 2005 nr 189 poz. 1598). "
            "Podaj późniejszą datę albo policz opłatę według tamtego rozporządzenia."
        ) from error
    return law.step("Część ceny godziny", fee, article=ARTICLE)
