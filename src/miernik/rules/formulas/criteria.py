"""Income criteria and the income test (art. 8 of the act).

The criterion of a family is the sum for its members; the family's income is compared with it in
whole grosze and never divided or rounded first: 1541,99 zł of three persons is 513,9967 zł a
head, below 514 zł, though it rounds to 514,00 zł.
"""

from __future__ import annotations

from fractions import Fraction

from miernik.rules.calculation import (
    GROSZ,
    PERSONS,
    YES_NO,
    Calculation,
    Flag,
    Number,
    rule,
)

SINGLE = "kryterium_sg"
PER_PERSON = "kryterium_os"
#: What the council may raise for okresowy and celowy (art. 8 ust. 2); the act's own otherwise.
SINGLE_LOCAL = "kryterium_sg_gmina"
PER_PERSON_LOCAL = "kryterium_os_gmina"


@rule("kryterium_dochodowe", "Kryterium dochodowe")
def criterion(law: Calculation, *, persons: Number, local: bool = False) -> Number:
    """Return the criterion of a person keeping house alone or of a family, in grosze.

    ``local`` asks for the criterion of okresowy and celowy, which the council may raise.
    """
    single, per_person = (SINGLE_LOCAL, PER_PERSON_LOCAL) if local else (SINGLE, PER_PERSON)
    return law.where(
        persons == 1,
        lambda: law.step(
            "Kryterium dochodowe osoby samotnie gospodarującej",
            law.amount(single),
            article="art. 8 ust. 1 pkt 1",
        ),
        lambda: law.step(
            "Kryterium dochodowe rodziny: liczba osób razy kryterium na osobę",
            persons * law.amount(per_person),
            article="art. 8 ust. 1 pkt 2 i 3",
        ),
    )


@rule("kryterium_na_osobe", "Kryterium dochodowe na osobę")
def per_person_criterion(law: Calculation, *, single: Flag) -> Number:
    """Return the criterion of one person: keeping house alone, or in a family (grosze)."""
    return law.where(single, lambda: law.amount(SINGLE), lambda: law.amount(PER_PERSON))


@rule("kryterium_krotnosc", "Krotność kryterium dochodowego")
def multiple(law: Calculation, *, single: Flag, times: Fraction) -> Number:
    """Return ``times`` the criterion of one person, to the grosz, halves up."""
    return law.share(per_person_criterion(law, single=single), times)


@rule("test_dochodu", "Porównanie dochodu z kryterium")
def within(law: Calculation, *, persons: Number, income: Number, local: bool = False) -> Flag:
    """Tell whether the income does not exceed the criterion (art. 8 ust. 1): equal is within."""
    persons, income = _given(law, persons, income)
    limit = criterion(law, persons=persons, local=local)
    return law.step(
        "Dochód nie przekracza kryterium",
        income <= limit,
        article="art. 8 ust. 1",
        unit=YES_NO,
    )


@rule("roznica_kryterium", "Różnica między kryterium a dochodem")
def gap(law: Calculation, *, persons: Number, income: Number, local: bool = False) -> Number:
    """Return what the income lacks to the criterion (grosze, never below 0)."""
    persons, income = _given(law, persons, income)
    limit = criterion(law, persons=persons, local=local)
    return law.step("Różnica między kryterium a dochodem", law.most(limit - income, 0), unit=GROSZ)


def _given(law: Calculation, persons: Number, income: Number) -> tuple[Number, Number]:
    return (
        law.given("persons", "Liczba osób w rodzinie", persons, PERSONS),
        law.given("income", "Dochód osoby lub rodziny", income),
    )
