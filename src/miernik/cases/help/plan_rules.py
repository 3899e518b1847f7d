"""Whom a plan is for and how long it may last: what the law would say against it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from miernik.cases.help.terms import Term, number
from miernik.cases.models import Family, ForeignerStatus, Person, Plan, PlanKind
from miernik.kernel.dates import add_days, add_months
from miernik.kernel.quantities import Labelled
from miernik.rules.reasons import ReasonCode


class PlanDoubt(Labelled):
    """What speaks against a plan, with the article."""

    NOT_HOMELESS = (
        "nie_bezdomna",
        (
            "Program wychodzenia z bezdomności opracowuje się z osobą bezdomną (art. 49 ustawy"
            " o pomocy społecznej), a przy tej rodzinie nie ma bezdomności ani takiego powodu."
        ),
    )
    NO_PROTECTION = (
        "bez_ochrony",
        (
            "Program integracji jest dla osoby ze statusem uchodźcy albo z ochroną uzupełniającą"
            " (art. 91 ustawy o pomocy społecznej), a rejestr podaje inny tytuł pobytu."
        ),
    )
    PROTECTION_UNKNOWN = (
        "brak_dat",
        (
            "Podaj dzień uzyskania ochrony i dzień wniosku: na wniosek jest 60 dni (art. 91 ustawy"
            " o pomocy społecznej)."
        ),
    )
    LATE_APPLICATION = (
        "po_terminie",
        (
            "Wniosek złożono później niż 60 dni od uzyskania ochrony (art. 91 ustawy o pomocy"
            " społecznej)."
        ),
    )
    NO_END = (
        "bez_konca",
        (
            "Program integracji ma koniec: trwa najwyżej 12 miesięcy (art. 93 ustawy o pomocy"
            " społecznej)."
        ),
    )
    TOO_LONG = (
        "za_dlugi",
        "Program integracji trwa najwyżej 12 miesięcy (art. 93 ustawy o pomocy społecznej).",
    )
    ALREADY_OPEN = ("juz_otwarty", "Ta osoba ma już taki kontrakt lub program i nie zakończono go.")


def plan_doubts(
    *,
    family: Family,
    person: Person,
    kind: PlanKind,
    signed_on: dt.date,
    until: dt.date | None,
    protection_on: dt.date | None = None,
    applied_on: dt.date | None = None,
) -> tuple[PlanDoubt, ...]:
    """Return what speaks against such a plan, as far as the register knows."""
    found: list[PlanDoubt] = []
    if kind is PlanKind.LEAVING_HOMELESSNESS and not _homeless(family, signed_on):
        found.append(PlanDoubt.NOT_HOMELESS)
    if kind is PlanKind.INTEGRATION:
        if person.foreigner not in (ForeignerStatus.REFUGEE, ForeignerStatus.SUBSIDIARY):
            found.append(PlanDoubt.NO_PROTECTION)
        found += _application(protection_on, applied_on)
        found += _length(signed_on, until)
    if Plan.objects.filter(person=person, kind=kind, ended_on__isnull=True).exists():
        found.append(PlanDoubt.ALREADY_OPEN)
    return tuple(found)


def _homeless(family: Family, day: dt.date) -> bool:
    now = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
    return family.homeless or family.reasons.filter(now, code=ReasonCode.HOMELESSNESS).exists()


def _application(protection_on: dt.date | None, applied_on: dt.date | None) -> list[PlanDoubt]:
    if protection_on is None or applied_on is None:
        return [PlanDoubt.PROTECTION_UNKNOWN]
    term = Term.IPI_APPLICATION.on(protection_on)
    late = term is not None and applied_on > add_days(protection_on, number(term))
    return [PlanDoubt.LATE_APPLICATION] if late else []


def _length(signed_on: dt.date, until: dt.date | None) -> list[PlanDoubt]:
    if until is None:
        return [PlanDoubt.NO_END]
    longest = Term.IPI_LENGTH.on(signed_on)
    too_long = longest is not None and until >= add_months(signed_on, number(longest))
    return [PlanDoubt.TOO_LONG] if too_long else []
