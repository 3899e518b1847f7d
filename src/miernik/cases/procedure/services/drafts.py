"""Drafts of decisions: the calculation, the amount within the law, the ground of a refusal."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.models import (
    Application,
    ApplicationState,
    Decision,
    DecisionKind,
    Grant,
    GrantStatus,
    Person,
    RefusalGround,
)
from miernik.cases.procedure import calculating
from miernik.cases.procedure.errors import (
    AmountOutOfRangeError,
    GroundContradictedError,
    NotEntitledError,
    ProcedureError,
    WrongDateError,
    WrongStateError,
)
from miernik.cases.procedure.services.checks import belongs, locked_application, locked_decision
from miernik.cases.procedure.states import Thing, follow
from miernik.kernel.dates import first_of_month
from miernik.rules.assessment import Assessment, Entitlement
from miernik.rules.benefits import Benefit
from miernik.rules.law import LawError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a clerk wants a decision to say; amounts in grosze, a month or once when one_off.

    ``amount_gr`` None takes the amount the law gives when it leaves no choice; ``ground`` None
    takes the ground the calculation gives.
    """

    kind: DecisionKind
    since: dt.date | None = None
    until: dt.date | None = None
    amount_gr: int | None = None
    one_off: bool = False
    ground: RefusalGround | None = None
    reasoning: str = ""


@transaction.atomic
def prepare_decision(
    *,
    application: Application,
    benefit: Benefit,
    person: Person,
    wish: Wish,
    by: str,
    at: dt.datetime,
) -> Decision:
    """Write a draft that grants or refuses one benefit, with its calculation.

    Raises WrongStateError before the interview, NotEntitledError, AmountOutOfRangeError,
    GroundContradictedError, WrongDateError and ProcedureError, each with one Polish sentence.
    """
    step = follow(Thing.DECISION, "prepare_decision", None)
    application = locked_application(application)
    if application.state != ApplicationState.INTERVIEWED:
        label = ApplicationState(application.state).label
        raise WrongStateError(Thing.APPLICATION.label, label)
    if wish.kind not in (DecisionKind.GRANT, DecisionKind.REFUSAL):
        raise ProcedureError("Zmianę i uchylenie przygotowuje się z przyznanego świadczenia.")
    if application.decisions.filter(benefit=benefit, person=person).exists():
        raise ProcedureError(
            "W tej sprawie jest już decyzja albo projekt o tym świadczeniu dla tej osoby."
        )
    decision = Decision(
        application=application,
        family=application.family,
        person=person,
        benefit=benefit,
        state=step.target or "",
        prepared_at=at,
        prepared_by=by,
    )
    return _written(decision, wish, event=step.event, by=by, at=at)


@transaction.atomic
def prepare_change(*, grant: Grant, wish: Wish, by: str, at: dt.datetime) -> Decision:
    """Write a draft that changes or stops a benefit from a day on (art. 106 ust. 5).

    Raises WrongStateError unless the grant is in force, WrongDateError for a day outside it, and
    what ``prepare_decision`` raises.
    """
    step = follow(Thing.DECISION, "prepare_decision", None)
    if grant.status != GrantStatus.GRANTED:
        raise WrongStateError(Thing.GRANT.label, GrantStatus(grant.status).label)
    if wish.kind not in (DecisionKind.CHANGE, DecisionKind.STOP):
        raise ProcedureError("Przyznanie i odmowę przygotowuje się z wniosku.")
    if grant.benefit not in set(Benefit):
        raise ProcedureError("To świadczenie ma nazwę z innego systemu: zakończ je tam.")
    if grant.changing_decisions.filter(state="draft").exists():
        raise ProcedureError("Projekt zmiany tego świadczenia już istnieje: dokończ go albo usuń.")
    decision = Decision(
        family=grant.family,
        person=grant.person,
        benefit=grant.benefit,
        changes=grant,
        state=step.target or "",
        prepared_at=at,
        prepared_by=by,
    )
    return _written(decision, wish, event=step.event, by=by, at=at)


@transaction.atomic
def revise_decision(*, decision: Decision, wish: Wish, by: str, at: dt.datetime) -> Decision:
    """Write a draft anew, from the register as it is now; raises as ``prepare_decision``."""
    decision = locked_decision(decision)
    step = follow(Thing.DECISION, "revise_decision", decision.state)
    if (decision.changes_id is None) != (wish.kind in (DecisionKind.GRANT, DecisionKind.REFUSAL)):
        raise ProcedureError("Projekt nie może zmienić się w rozstrzygnięcie innego rodzaju.")
    return _written(decision, wish, event=step.event, by=by, at=at)


@transaction.atomic
def discard_decision(*, decision: Decision, by: str, at: dt.datetime) -> None:
    """Throw a draft away; the event keeps that there was one."""
    decision = locked_decision(decision)
    step = follow(Thing.DECISION, "discard_decision", decision.state)
    decision.delete()
    record(action=step.event, subject=f"decision:{decision.uuid}", by=by, at=at)


def _written(decision: Decision, wish: Wish, *, event: str, by: str, at: dt.datetime) -> Decision:
    _check_dates(decision, wish)
    decision.kind = wish.kind
    decision.since, decision.until = wish.since, wish.until
    decision.one_off = wish.one_off
    decision.reasoning = wish.reasoning.strip()
    decision.amount_gr, decision.ground, decision.calculation = None, "", {}
    if wish.kind is DecisionKind.STOP:
        with contextlib.suppress(ProcedureError, LawError):  # who left the family is stopped too
            _calculated(decision)
    else:
        assessment, found = _calculated(decision)
        if wish.kind is DecisionKind.REFUSAL:
            decision.ground = _ground(decision, wish, assessment, found)
        else:
            decision.amount_gr = _amount(wish, Benefit(decision.benefit), found)
    decision.prepared_at, decision.prepared_by = at, by
    decision.save()
    data: dict[str, Any] = {"kind": wish.kind.value, "benefit": decision.benefit}
    record(action=event, subject=f"decision:{decision.uuid}", by=by, at=at, data=data)
    return decision


def _calculated(decision: Decision) -> tuple[Assessment, Entitlement | None]:
    """Assess the family, store the calculation in the draft and return what it says."""
    received_on = decision.application.received_on if decision.application else None
    basis = calculating.basis_of(decision.since, received_on)
    if not belongs(decision.person, decision.family, basis.facts_on):
        raise ProcedureError("Ta osoba nie należy tego dnia do rodziny, której dotyczy sprawa.")
    assessment = calculating.assess_family(decision.family, basis)
    found = calculating.entitlement_of(assessment, Benefit(decision.benefit), decision.person)
    decision.calculation = calculating.calculation_as_json(assessment, found, basis)
    return assessment, found


def _check_dates(decision: Decision, wish: Wish) -> None:
    if wish.kind is DecisionKind.REFUSAL:
        if wish.since or wish.until or wish.amount_gr:
            raise ProcedureError("Odmowa nie ma okresu ani kwoty.")
        return
    if wish.since is None:
        raise WrongDateError("Podaj dzień, od którego decyzja działa.")
    if wish.until is not None and wish.until < wish.since:
        raise WrongDateError("Koniec nie może być wcześniejszy niż początek.")
    if wish.kind is not DecisionKind.STOP:
        _check_benefit(Benefit(decision.benefit), wish)
    application = decision.application
    if application is not None and wish.since < first_of_month(application.received_on):
        raise WrongDateError(
            "Świadczenie przyznaje się najwcześniej od miesiąca złożenia wniosku (art. 106 ust. 3)."
        )
    grant = decision.changes
    if grant is not None and grant.until is not None and wish.since > grant.until:
        raise WrongDateError("To świadczenie kończy się przed tym dniem: nie ma czego zmieniać.")


def _check_benefit(benefit: Benefit, wish: Wish) -> None:
    if benefit is Benefit.PERIODIC and wish.until is None:
        raise WrongDateError("Zasiłek okresowy ma koniec: ośrodek ustala jego okres (art. 38).")
    if wish.one_off and benefit in (Benefit.PERIODIC, Benefit.PERMANENT):
        raise ProcedureError("To świadczenie wypłaca się co miesiąc, a nie jednorazowo.")


def _amount(wish: Wish, benefit: Benefit, found: Entitlement | None) -> int | None:
    """Return the amount to grant; raises when the law does not allow it."""
    if refused := calculating.why_not(found, benefit):
        raise NotEntitledError(refused)
    if not benefit.is_cash:
        return wish.amount_gr
    lowest = found.minimum_gr if found else None
    highest = found.maximum_gr if found else None
    amount = wish.amount_gr
    if amount is None and lowest is not None and lowest == highest:
        amount = lowest
    if amount is None:
        raise ProcedureError("Podaj kwotę świadczenia.")
    if amount <= 0 or amount < (lowest or 0) or (highest is not None and amount > highest):
        raise AmountOutOfRangeError(lowest, highest)
    return amount


def _ground(
    decision: Decision, wish: Wish, assessment: Assessment, found: Entitlement | None
) -> RefusalGround:
    ground = wish.ground
    if not ground:
        ground = calculating.proposed_ground(
            assessment,
            found,
            benefit=Benefit(decision.benefit),
            cooperated=cooperated(decision.application),
        )
    if ground is RefusalGround.NONE:
        raise ProcedureError("Przepisy nie każą tu odmówić: wskaż podstawę odmowy.")
    if calculating.contradicts(ground, assessment, found):
        raise GroundContradictedError
    if ground is RefusalGround.OTHER and not decision.reasoning:
        raise ProcedureError("Przy innej podstawie odmowy uzasadnienie jest konieczne.")
    return ground


def cooperated(application: Application | None) -> bool:
    """Return whether the person cooperated in the last interview of the application."""
    if application is None:
        return True
    last = application.interviews.order_by("-id").first()
    return last is None or last.cooperated
