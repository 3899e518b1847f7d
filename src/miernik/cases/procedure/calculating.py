"""The calculation a decision rests on: run, stored whole, run again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from miernik.cases.models import Family, Person, RefusalGround
from miernik.cases.procedure.snapshot import family_as_json, family_from_json
from miernik.cases.register.selectors import family_case
from miernik.rules.assessment import Assessment, Entitlement, assess
from miernik.rules.benefits import Benefit
from miernik.rules.explanation import explanation_as_json

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Basis:
    """The days a calculation rests on: whose law, whose family and reasons, whose month."""

    law_on: dt.date
    facts_on: dt.date
    #: The day of the application: the income is that of the month before it.
    applied_on: dt.date


def basis_of(since: dt.date | None, received_on: dt.date | None) -> Basis:
    """Return the days for a decision.

    Law: the first day of the benefit, else the day of the application. Facts: the same day, yet
    never before the application, for who lives in a family is known only then. Income: of the
    month before the application, however late the benefit begins (art. 8 ust. 3); where nobody
    applied, as in a change, of the month before the law's day.
    """
    law_on = since or received_on
    assert law_on is not None
    applied_on = received_on or law_on
    return Basis(law_on, max(law_on, applied_on), applied_on)


def assess_family(family: Family, basis: Basis) -> Assessment:
    """Return what the law gives a family; raises LawError for a day before the law known."""
    case = family_case(family, basis.facts_on, applied_on=basis.applied_on)
    return assess(case, basis.law_on, applied_on=basis.applied_on)


def entitlement_of(assessment: Assessment, benefit: Benefit, person: Person) -> Entitlement | None:
    """Return what a benefit could be for a person, None when the rules say nothing of it."""
    for item in assessment.entitlements:
        if item.benefit is benefit and item.member in (None, str(person.uuid)):
            return item
    return None


def calculation_as_json(
    assessment: Assessment, entitlement: Entitlement | None, basis: Basis
) -> dict[str, Any]:
    """Return everything needed to show the calculation and to run it again."""
    return {
        "format": FORMAT,
        "on": basis.law_on.isoformat(),
        "facts_on": basis.facts_on.isoformat(),
        "applied_on": basis.applied_on.isoformat(),
        "switches": dict(assessment.switches),
        "family": family_as_json(assessment.family),
        "income_gr": assessment.income_gr,
        "criterion_gr": assessment.criterion_gr,
        "within_criterion": assessment.within_criterion,
        "income": explanation_as_json(assessment.income),
        "income_test": explanation_as_json(assessment.income_test),
        "entitlement": _entitlement_as_json(entitlement) if entitlement else None,
    }


def recalculate(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Run a stored calculation again from its own inputs and return it in the same shape."""
    basis = basis_from_json(stored)
    family = family_from_json(stored["family"])
    assessment = assess(
        family, basis.law_on, switches=stored["switches"], applied_on=basis.applied_on
    )
    before = stored["entitlement"]
    found = None
    if before is not None:
        found = next(
            (
                item
                for item in assessment.entitlements
                if (item.benefit.value, item.member) == (before["benefit"], before["member"])
            ),
            None,
        )
    return calculation_as_json(assessment, found, basis)


def basis_from_json(stored: Mapping[str, Any]) -> Basis:
    """Return the days of a stored calculation."""
    days = (dt.date.fromisoformat(stored[name]) for name in ("on", "facts_on", "applied_on"))
    return Basis(*days)


def agrees(stored: Mapping[str, Any]) -> bool:
    """Return whether a stored calculation, run again, gives every amount to the grosz."""
    return _amounts(recalculate(stored)) == _amounts(stored)


def _amounts(calculation: Mapping[str, Any]) -> list[Any]:
    found = calculation["entitlement"]
    explanations = [calculation["income"], calculation["income_test"]]
    amounts: list[Any] = [calculation[key] for key in ("income_gr", "criterion_gr")]
    if found is not None:
        amounts += [found[key] for key in ("entitled", "minimum_gr", "maximum_gr")]
        explanations.append(found["explanation"])
    for explanation in explanations:
        amounts += [explanation["result"], *(step["value"] for step in explanation["steps"])]
    return amounts


def proposed_ground(
    assessment: Assessment,
    entitlement: Entitlement | None,
    *,
    benefit: Benefit,
    cooperated: bool = True,
) -> RefusalGround:
    """Return the ground on which the law refuses a benefit, NONE when it does not.

    Not cooperating comes before the income: without the interview nothing else is known.
    ``entitlement`` is None for what the rules do not reckon, and for a zasiłek stały of a person
    able to work.
    """
    if not cooperated:
        return RefusalGround.NO_COOPERATION
    if not assessment.family.reasons:
        return RefusalGround.NO_REASON
    if entitlement is not None:
        return RefusalGround.NONE if entitlement.entitled else RefusalGround.INCOME
    return RefusalGround.NOT_UNABLE if benefit is Benefit.PERMANENT else RefusalGround.NONE


def contradicts(
    ground: RefusalGround, assessment: Assessment, entitlement: Entitlement | None
) -> bool:
    """Return whether the calculation proves the ground of a refusal wrong."""
    if ground is RefusalGround.NO_REASON:
        return bool(assessment.family.reasons)
    if entitlement is None:
        return False
    of_permanent = entitlement.benefit is Benefit.PERMANENT
    return (ground is RefusalGround.INCOME and entitlement.entitled) or (
        ground is RefusalGround.NOT_UNABLE and of_permanent
    )


def why_not(entitlement: Entitlement | None, benefit: Benefit) -> str:
    """Return why a benefit may not be granted, empty when it may."""
    if entitlement is not None:
        return "" if entitlement.entitled else entitlement.why
    if benefit is Benefit.PERMANENT:
        return "Ta osoba nie jest w rejestrze zapisana jako całkowicie niezdolna do pracy."
    return ""


def _entitlement_as_json(entitlement: Entitlement) -> dict[str, Any]:
    return {
        "benefit": entitlement.benefit.value,
        "member": entitlement.member,
        "entitled": entitlement.entitled,
        "minimum_gr": entitlement.minimum_gr,
        "maximum_gr": entitlement.maximum_gr,
        "why": entitlement.why,
        "explanation": explanation_as_json(entitlement.explanation),
    }
