"""Writing a draft: the clerk chooses, the calculation stands beside."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from miernik.cases.models import (
    Application,
    Decision,
    DecisionKind,
    DecisionState,
    Family,
    Person,
)
from miernik.cases.permissions import Deed
from miernik.cases.procedure.calculating import Basis, assess_family, basis_of, entitlement_of
from miernik.cases.procedure.selectors import Proposal, proposals
from miernik.cases.procedure.services import prepare_change, prepare_decision, revise_decision
from miernik.kernel.dates import add_months, first_of_month, last_of_month
from miernik.kernel.errors import MiernikError
from miernik.rules.assessment import Entitlement
from miernik.rules.benefits import Benefit
from miernik.web.office.door_register import register_desk
from miernik.web.office.procedure.doors import application_of, decision_of, grant_of
from miernik.web.office.procedure.forms import ChangeForm, DraftForm

_USUAL_MONTHS = 3  # of a zasiłek okresowy, as a first suggestion


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.PREPARE)
def draft(
    request: HttpRequest, identity: uuid.UUID, benefit: str, person: uuid.UUID
) -> HttpResponse:
    """A new draft about one benefit for one person of a case."""
    application = application_of(request, identity, "projekt decyzji")
    try:
        proposal = _proposal(application, benefit, person)
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect("case", identity=application.uuid)
    if proposal.decision is not None:
        return redirect("decision", identity=proposal.decision.uuid)
    form = DraftForm(request.POST or None, initial=_suggested(application, proposal))
    if request.method == "POST" and form.is_valid():
        try:
            made = prepare_decision(
                application=application, benefit=proposal.benefit, person=proposal.person,
                wish=form.wish(), by=request.user.get_username(), at=timezone.now(),
            )  # fmt: skip
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Zapisano projekt. Przeczytaj go, zanim trafi do podpisu.")
            return redirect("decision", identity=made.uuid)
    return _page(
        request, form, benefit=proposal.benefit, person=proposal.person,
        family=application.family, application=application, proposal=proposal,
        explanation=proposal.entitlement.explanation if proposal.entitlement else None,
        back=("case", application.uuid, application.number),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.PREPARE)
def revise(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """A draft written anew."""
    decision = decision_of(request, identity, "poprawianie projektu")
    if decision.state != DecisionState.DRAFT:
        return redirect("decision", identity=decision.uuid)
    form_class = ChangeForm if decision.changes_id else DraftForm
    form = form_class(request.POST or None, initial=_stored(decision))
    if request.method == "POST" and form.is_valid():
        try:
            revise_decision(
                decision=decision, wish=form.wish(), by=request.user.get_username(),
                at=timezone.now(),
            )  # fmt: skip
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Zapisano i przeliczono projekt.")
            return redirect("decision", identity=decision.uuid)
    found = _found(
        request,
        decision.family,
        decision.benefit,
        decision.person,
        basis_of(
            decision.since, decision.application.received_on if decision.application else None
        ),
    )
    return _page(
        request, form, benefit=Benefit(decision.benefit), person=decision.person,
        family=decision.family, application=decision.application, proposal=None,
        explanation=found.explanation if found else None,
        back=("decision", decision.uuid, str(decision)),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.PREPARE)
def change(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """A draft that changes or stops a benefit (art. 106 ust. 5)."""
    grant = grant_of(request, identity, "zmiana świadczenia")
    if grant.benefit not in set(Benefit):
        raise Http404
    today = timezone.localdate()
    since = max(add_months(first_of_month(today), 1), grant.since)
    initial = {"since": since, "until": grant.until, "amount": grant.monthly_gr}
    form = ChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = prepare_change(
                grant=grant, wish=form.wish(), by=request.user.get_username(), at=timezone.now()
            )
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Zapisano projekt zmiany.")
            return redirect("decision", identity=made.uuid)
    found = _found(request, grant.family, grant.benefit, grant.person, basis_of(since, None))
    return _page(
        request, form, benefit=Benefit(grant.benefit), person=grant.person, family=grant.family,
        application=None, proposal=None, explanation=found.explanation if found else None,
        back=("family", grant.family.uuid, f"Rodzina {grant.family.number}"),
    )  # fmt: skip


def _found(
    request: HttpRequest, family: Family, benefit: str, person: Person, basis: Basis
) -> Entitlement | None:
    """What the law gives; a family the law cannot assess is told so and nothing more."""
    try:
        return entitlement_of(assess_family(family, basis), Benefit(benefit), person)
    except MiernikError as error:
        messages.warning(request, str(error))
        return None


def _proposal(application: Application, code: str, person: uuid.UUID) -> Proposal:
    for item in proposals(application).items:
        if (item.benefit.value, item.person.uuid) == (code, person):
            return item
    raise Http404


def _suggested(application: Application, proposal: Proposal) -> dict[str, Any]:
    since = first_of_month(application.received_on)
    found = proposal.entitlement
    until = None
    if proposal.benefit is Benefit.PERIODIC:
        until = last_of_month(add_months(since, _USUAL_MONTHS - 1))
    refused = not proposal.possible or bool(proposal.ground)
    return {
        "kind": DecisionKind.REFUSAL.value if refused else DecisionKind.GRANT.value,
        "since": since,
        "until": until,
        "amount": found.minimum_gr if found else None,
        "one_off": proposal.benefit in _USUALLY_ONCE,
        "ground": proposal.ground.value,
    }


_USUALLY_ONCE = frozenset({Benefit.PURPOSIVE, Benefit.SPECIAL_PURPOSIVE})


def _stored(decision: Decision) -> dict[str, Any]:
    return {
        "kind": decision.kind,
        "since": decision.since,
        "until": decision.until,
        "amount": decision.amount_gr,
        "one_off": decision.one_off,
        "ground": decision.ground,
        "reasoning": decision.reasoning,
    }


def _page(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    name, identity, words = context.pop("back")
    context |= {"form": form, "back_name": name, "back_identity": identity, "back_words": words}
    status = 422 if request.method == "POST" else 200
    return render(request, "office/procedure/draft.html", context, status=status)
