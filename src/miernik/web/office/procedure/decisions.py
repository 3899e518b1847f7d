"""A decision: to read as the letter it will be, to sign, to print, and what followed from it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from miernik.audit.services import record
from miernik.cases.models import Decision, DecisionState, Grant, GrantStatus
from miernik.cases.permissions import Deed, may
from miernik.cases.procedure.letter_writing import explanations_of, letter_of
from miernik.cases.procedure.selectors import rerun_agrees
from miernik.cases.procedure.services import (
    discard_decision,
    facts_agree,
    issue_decision,
    set_off,
)
from miernik.cases.procedure.services.issuing import overpaid
from miernik.kernel.errors import MiernikError
from miernik.reports.letters import MEDIA_TYPES
from miernik.reports.letters import render as render_letter
from miernik.web.office.door_register import person_at_desk, register_desk
from miernik.web.office.procedure.doors import decision_of, grant_of
from miernik.web.office.procedure.forms import IssueForm, SetOffForm


@require_safe
@register_desk(Deed.OPEN, Deed.ISSUE)
def decision(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """The letter, the calculation, the payments."""
    return _page(request, decision_of(request, identity, "decyzja"))


@require_POST
@register_desk(Deed.ISSUE)
def issue(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Sign a draft."""
    row = decision_of(request, identity, "podpis decyzji")
    form = IssueForm(request.POST)
    if form.is_valid():
        try:
            made = issue_decision(
                decision=row, decided_on=form.cleaned_data["decided_on"],
                by=request.user.get_username(), at=timezone.now(),
            )  # fmt: skip
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Wydano decyzję {made.number}. Od teraz się nie zmienia.")
            return redirect("decision", identity=row.uuid)
    return _page(request, row, issue_form=form, status=422)


@require_POST
@register_desk(Deed.PREPARE)
def discard(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    row = decision_of(request, identity, "usunięcie projektu")
    application = row.application
    try:
        discard_decision(decision=row, by=request.user.get_username(), at=timezone.now())
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect("decision", identity=row.uuid)
    messages.success(request, "Usunięto projekt.")
    if application is None:
        return redirect("family", identity=row.family.uuid)
    return redirect("case", identity=application.uuid)


@require_safe
@register_desk(Deed.OPEN, Deed.ISSUE)
def letter(request: HttpRequest, identity: uuid.UUID, file_format: str) -> HttpResponse:
    """The letter as a file; a draft is marked as one on every page."""
    row = decision_of(request, identity, f"pismo {file_format}")
    at = row.issued_at or timezone.now()
    made = letter_of(row, today=timezone.localdate())
    record(
        action="letter.printed",
        subject=f"decision:{row.uuid}",
        by=request.user.get_username(),
        at=timezone.now(),
        data={"format": file_format, "draft": made.draft},
    )
    name = f"{made.file_name}.{file_format}"
    return HttpResponse(
        render_letter(made, file_format, at),
        content_type=MEDIA_TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@register_desk(Deed.PAY)
def set_off_payments(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Set an amount off every planned payment (art. 104 ust. 2)."""
    grant = grant_of(request, identity, "potrącenie")
    form = SetOffForm(request.POST)
    if form.is_valid():
        try:
            set_off(
                grant=grant, monthly_gr=form.cleaned_data["monthly"],
                by=request.user.get_username(), at=timezone.now(),
            )  # fmt: skip
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Zapisano potrącenie.")
            assert grant.decision is not None
            return redirect("decision", identity=grant.decision.uuid)
    assert grant.decision is not None
    row = decision_of(request, grant.decision.uuid, "potrącenie")
    return _page(request, row, set_off_form=form, status=422)


def _page(request: HttpRequest, row: Decision, *, status: int = 200, **forms: Any) -> HttpResponse:
    user = person_at_desk(request)
    draft = row.state == DecisionState.DRAFT
    grant = Grant.objects.filter(decision=row).first()
    active = grant is not None and grant.status == GrantStatus.GRANTED
    context = {
        "decision": row,
        "family": row.family,
        "letter": letter_of(row, today=timezone.localdate()),
        "explanations": explanations_of(row),
        "draft": draft,
        "facts_agree": facts_agree(row) if draft else True,
        "agrees": rerun_agrees(row) if row.calculation else None,
        "grant": grant,
        "payments": list(grant.payments.order_by("month")) if grant else [],
        "overpaid": sum(overpaid(grant).values()) if grant else 0,
        "changes": list(grant.changing_decisions.order_by("id")) if grant else [],
        "may_issue": draft and may(user, Deed.ISSUE),
        "may_prepare": draft and may(user, Deed.PREPARE),
        "may_change": active and may(user, Deed.PREPARE),
        "may_pay": active and may(user, Deed.PAY),
        "issue_form": IssueForm(initial={"decided_on": timezone.localdate()}),
        "set_off_form": SetOffForm(),
    } | forms  # fmt: skip
    return render(request, "office/procedure/decision.html", context, status=status)
