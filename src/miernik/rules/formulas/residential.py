"""Fees for a residential home, dom pomocy społecznej: art. 61, 63."""

from __future__ import annotations

from miernik.rules.calculation import PERSONS, Calculation, Flag, Number, rule
from miernik.rules.switches import FAMILY_SURPLUS, WHOLE_FAMILY

RESIDENT_ARTICLE = "art. 61 ust. 2 pkt 1"
FAMILY_ARTICLE = "art. 61 ust. 2 pkt 2"
ABSENCE_ARTICLE = "art. 63"


@rule("dps_resident", "Opłata mieszkańca domu pomocy społecznej")
def resident_fee(law: Calculation, *, income: Number, cost: Number) -> Number:
    """Return what the resident pays a month (grosze): 70 % of own income, never above the cost.

    ``income`` is net, by art. 8; 70 % of a gross pension is a common mistake.
    """
    income = law.given("income", "Dochód mieszkańca", income)
    cost = law.given("cost", "Średni miesięczny koszt utrzymania", cost)
    share = law.share(income, law.ratio("dps_mieszkaniec_max"))
    share = law.step("70% dochodu", share, article=RESIDENT_ARTICLE)
    return law.step("Nie więcej niż koszt", law.least(share, cost), article="art. 60 ust. 1")


@rule("dps_family_maximum", "Najwyższa opłata rodziny za pobyt w domu pomocy społecznej")
def family_maximum(law: Calculation, *, income: Number, persons: Number) -> Number:
    """Return what a spouse's, child's or parent's household can be asked to pay (grosze).

    ``income`` of the household of ``persons``. One who lives alone keeps 300 % of the criterion of
    a person alone. For a family the threshold is counted per head and how much of the surplus may
    be taken is disputed: see the switch.
    """
    income = law.given("income", "Dochód gospodarstwa osoby obowiązanej", income)
    persons = law.given("persons", "Osoby w gospodarstwie", persons, PERSONS)
    threshold = law.where(
        persons == 1,
        lambda: threshold_of(law, criterion=law.amount("kryterium_sg")),
        lambda: threshold_of(law, criterion=law.amount("kryterium_os")),
    )
    return surplus(law, income=income, persons=persons, threshold=threshold)


def threshold_of(law: Calculation, *, criterion: Number) -> Number:
    """Return what must remain per head (grosze): 300 % of the criterion, earlier 250 %."""
    threshold = law.share(criterion, law.ratio("dps_rodzina_prog"))
    return law.step("Próg: krotność kryterium", threshold, article=FAMILY_ARTICLE)


def surplus(law: Calculation, *, income: Number, persons: Number, threshold: Number) -> Number:
    """Return the surplus over the threshold as the switch reads the act (grosze, never below 0)."""
    if law.switch(FAMILY_SURPLUS) == WHOLE_FAMILY:
        over = law.most(income - persons * threshold, 0)
        return law.step("Dochód rodziny ponad próg razy liczba osób", over, article=FAMILY_ARTICLE)
    over = law.most(law.half_up(income - persons * threshold, persons), 0)
    return law.step("Dochód na osobę ponad próg", over, article=FAMILY_ARTICLE)


@rule("dps_gmina", "Dopłata gminy za pobyt w domu pomocy społecznej")
def municipality_fee(law: Calculation, *, cost: Number, paid: Number) -> Number:
    """Return what the municipality pays (grosze): the cost less all that others pay."""
    cost = law.given("cost", "Średni miesięczny koszt utrzymania", cost)
    paid = law.given("paid", "Wnoszą inni", paid)
    rest = law.most(cost - paid, 0)
    return law.step("Różnica między kosztem a opłatami", rest, article="art. 61 ust. 2 pkt 3")


@rule("dps_absence", "Opłata za miesiąc z nieobecnością mieszkańca")
def fee_with_absence(
    law: Calculation,
    *,
    monthly: Number,
    month_days: Number,
    absent: Number,
    absent_before: Number,
    minor: Flag,
) -> Number:
    """Return the fee of a month (grosze) in which the resident was ``absent`` for some days.

    Days up to 21 in a calendar year are free, for a minor at the family's home 70;
    ``absent_before`` are the days used in earlier months of the year.
    """
    monthly = law.given("monthly", "Opłata miesięczna", monthly)
    absent = law.given("absent", "Dni nieobecności w miesiącu", absent, "dni")
    absent_before = law.given(
        "absent_before", "Dni nieobecności wcześniej w roku", absent_before, "dni"
    )
    limit = law.where(
        minor,
        lambda: law.number("dps_nieobecnosc_dni_maloletni"),
        lambda: law.number("dps_nieobecnosc_dni"),
    )
    free = law.least(absent, law.most(limit - absent_before, 0))
    free = law.step("Dni bez opłaty", free, article=ABSENCE_ARTICLE, unit="dni")
    fee = law.half_up(monthly * (month_days - free), month_days)
    return law.step("Opłata za pozostałe dni", fee, article=ABSENCE_ARTICLE)
