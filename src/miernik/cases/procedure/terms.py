"""Statutory terms: what must be done by when, and where that is written.

The numbers are parameters of law (``rules/parameters/procedure.yaml``), asked for with the day the
term began; a term says its own basis.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from miernik.kernel.dates import add_days, add_months, add_working_days
from miernik.kernel.quantities import Labelled
from miernik.rules.benefits import Benefit
from miernik.rules.law import Parameter
from miernik.rules.loader import law


class Term(Labelled):
    """What the law sets a term for."""

    INTERVIEW = "interview", "przeprowadzić wywiad"
    URGENT_INTERVIEW = "urgent_interview", "przeprowadzić pilny wywiad"
    DECISION = "decision", "wydać decyzję"
    UPDATE = "update", "zaktualizować wywiad"
    RESIDENT_UPDATE = "resident_update", "zaktualizować wywiad (DPS, ŚDS)"
    APPEAL = "appeal", "odwołanie strony"
    INSTITUTION = "institution", "odpowiedź instytucji"
    INTEGRATION_APPLICATION = "integration_application", "wniosek o program integracji"
    INTEGRATION_REVIEW = "integration_review", "ocenić realizację programu integracji"


@dataclass(frozen=True, slots=True)
class Due:
    """A day by which something must be done, and the parameter that says so."""

    term: Term
    on: dt.date
    basis: Parameter

    @property
    def article(self) -> str:
        """Where the term stands: article and journal."""
        return ", ".join(part for part in (self.basis.article, self.basis.journal) if part)


_KEYS = {
    Term.INTERVIEW: "wywiad_dni",
    Term.URGENT_INTERVIEW: "wywiad_pilny_dni",
    Term.DECISION: "decyzja_dni",
    Term.UPDATE: "wywiad_aktualizacja_mies",
    Term.RESIDENT_UPDATE: "wywiad_aktualizacja_dps_mies",
    Term.APPEAL: "odwolanie_dni",
    Term.INSTITUTION: "informacja_instytucji_dni",
    Term.INTEGRATION_APPLICATION: "ipi_wniosek_dni",
    Term.INTEGRATION_REVIEW: "ipi_przeglad_mies",
}
#: Help that lasts: its interview is updated even when nothing has changed (art. 107 ust. 4).
LASTING = frozenset(
    {
        Benefit.PERMANENT,
        Benefit.CARE_SERVICES,
        Benefit.SPECIALIST_CARE,
        Benefit.PSYCHIATRIC_CARE,
        Benefit.SUPPORTED_HOUSING,
        Benefit.DAY_CENTRE,
        Benefit.RESIDENTIAL_HOME,
    }
)
_RESIDENTS = frozenset({Benefit.DAY_CENTRE, Benefit.RESIDENTIAL_HOME})


def due(term: Term, began_on: dt.date) -> Due:
    """Return by which day a term that began on a day ends.

    Days are counted by the unit of the parameter: working days, days (kpa: an end on a day off
    moves on) or months. Raises LawError for a day before the parameter begins.
    """
    basis = law().on(began_on).parameter(_KEYS[term])
    number = int(basis.value)
    if basis.unit == "miesiące":
        end = add_months(began_on, number)
    elif basis.unit == "dni robocze":
        end = add_working_days(began_on, number)
    else:
        end = add_days(began_on, number)
    return Due(term, end, basis)


def interview_due(received_on: dt.date, *, urgent: bool) -> Due:
    """Return by when the interview of an application must be held."""
    return due(Term.URGENT_INTERVIEW if urgent else Term.INTERVIEW, received_on)


def decision_due(received_on: dt.date) -> Due:
    """Return by when an application must be decided."""
    return due(Term.DECISION, received_on)


def update_due(benefits: frozenset[Benefit], last_interview: dt.date) -> Due | None:
    """Return by when an interview must be updated for the help a family has, None when never.

    With help of both kinds the shorter term counts.
    """
    lasting = benefits & LASTING
    if not lasting:
        return None
    return due(Term.RESIDENT_UPDATE if lasting <= _RESIDENTS else Term.UPDATE, last_interview)


def appeal_until(delivered_on: dt.date) -> Due:
    """Return the last day of an appeal against a decision delivered on a day."""
    return due(Term.APPEAL, delivered_on)
