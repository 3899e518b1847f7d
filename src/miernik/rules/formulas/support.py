"""Smaller fees and limits: day centres, shelters, guardians, carers (art. 42, 51b, 53a, 97)."""

from __future__ import annotations

from miernik.rules.calculation import PERSONS, YES_NO, Calculation, Flag, Number, rule


@rule("sds_full_day", "Opłata za całodobowy pobyt w środowiskowym domu samopomocy")
def day_centre_full_day_fee(law: Calculation, *, income: Number) -> Number:
    """Return the monthly fee (grosze) for staying day and night: 70 % of the income."""
    income = law.given("income", "Dochód osoby", income)
    fee = law.share(income, law.ratio("sds_calodobowy"))
    return law.step("70% dochodu", fee, article="art. 51b")


@rule("sds_day", "Opłata za dzienne usługi środowiskowego domu samopomocy")
def day_centre_day_fee(law: Calculation, *, income: Number, persons: Number) -> Number:
    """Return the monthly fee (grosze) for services by day; none since 30 May 2021.

    Before, 5 % of the income per head when that exceeded 300 % of the criterion.
    """
    income = law.given("income", "Dochód osoby lub rodziny", income)
    persons = law.given("persons", "Osoby w rodzinie", persons, PERSONS)
    share = law.ratio("sds_dzienny")
    threshold = law.ratio("sds_dzienny_prog")
    criterion = law.where(
        persons == 1, lambda: law.amount("kryterium_sg"), lambda: law.amount("kryterium_os")
    )
    limit = persons * criterion * threshold.numerator
    over = income * threshold.denominator > limit
    law.step("Dochód na osobę przekracza próg", over, article="art. 51b ust. 1", unit=YES_NO)
    fee = law.half_up(income * share.numerator, persons * share.denominator)
    return law.step("Opłata miesięczna", law.where(over, fee, 0), article="art. 51b")


@rule("shelter", "Najwyższa opłata za schronisko dla osób bezdomnych")
def shelter_limit(law: Calculation, *, income: Number, with_care: Flag) -> Number:
    """Return the highest monthly fee (grosze) of one whose income is within the criterion.

    30 % of the income, 50 % in a shelter with care; above the criterion the council's resolution
    sets the fee and this limit does not apply.
    """
    income = law.given("income", "Dochód osoby", income)
    limit = law.where(
        with_care,
        lambda: law.share(income, law.ratio("schronisko_max_uslugi")),
        lambda: law.share(income, law.ratio("schronisko_max")),
    )
    return law.step("Część dochodu", limit, article="art. 97 ust. 1a")


@rule("guardian_pay", "Najwyższe wynagrodzenie opiekuna")
def guardian_pay_limit(law: Calculation, *, average_wage: Number) -> Number:
    """Return the most a court may set for a guardian a month (grosze).

    ``average_wage`` in the enterprise sector without bonuses from profit, as announced by GUS.
    """
    wage = law.given("average_wage", "Przeciętne wynagrodzenie", average_wage)
    limit = law.share(wage, law.ratio("wynagrodzenie_opiekuna_max"))
    return law.step("Dziesiąta część", limit, article="art. 53a ust. 1")


@rule("pension_contribution", "Składka emerytalna i rentowa za opiekuna")
def pension_contribution_due(law: Calculation, *, income: Number, persons: Number) -> Flag:
    """Whether the centre pays the contribution of one who left work to care for a relative.

    The family's income per head may not exceed 150 % of the criterion per person.
    """
    income = law.given("income", "Dochód rodziny", income)
    persons = law.given("persons", "Osoby w rodzinie", persons, PERSONS)
    ratio = law.ratio("skladka_er_prog")
    limit = persons * law.amount("kryterium_os") * ratio.numerator
    within = income * ratio.denominator <= limit
    return law.step("Dochód nie przekracza progu", within, article="art. 42 ust. 1", unit=YES_NO)
