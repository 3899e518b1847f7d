"""One case from the application to its decisions, step by step on one page."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.cases.models import (
    Application,
    ApplicationState,
    DecisionState,
    Family,
    InterviewKind,
)
from miernik.cases.permissions import Deed, may
from miernik.cases.procedure.selectors import proposals
from miernik.cases.procedure.services import hold_interview, withdraw_application
from miernik.cases.procedure.terms import decision_due, interview_due
from miernik.kernel.errors import MiernikError
from miernik.rules.benefits import Benefit
from miernik.rules.law import LawError
from miernik.web.office.door_register import family_file, person_at_desk, register_desk
from miernik.web.office.procedure.doors import application_of
from miernik.web.office.procedure.forms import InterviewForm, WithdrawForm


@require_safe
@register_desk(Deed.OPEN, Deed.ISSUE)
def case(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """The whole case."""
    return _page(request, application_of(request, identity, "sprawa"))


@require_POST
@register_desk(Deed.INTERVIEW)
def interview(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Put an interview of the case on record."""
    application = application_of(request, identity, "wywiad")
    form = InterviewForm(request.POST)
    first = not application.family.interviews.filter(held_on__isnull=False).exists()
    kind = InterviewKind.FIRST if first else InterviewKind.UPDATE
    if form.is_valid() and _held(request, application.family, application, kind, form):
        messages.success(request, "Zapisano wywiad. Można przygotować projekt decyzji.")
        return redirect("case", identity=application.uuid)
    return _page(request, application, interview_form=form, status=422)


@require_POST
@register_desk(Deed.APPLY)
def withdraw(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """End the case because the applicant took the application back."""
    application = application_of(request, identity, "wycofanie")
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_application(
                application=application, on=form.cleaned_data["on"],
                by=request.user.get_username(), at=timezone.now(),
            )  # fmt: skip
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Zapisano wycofanie wniosku.")
            return redirect("case", identity=application.uuid)
    return _page(request, application, withdraw_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.INTERVIEW)
def update(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Update the interview of a family whose help lasts (art. 107 ust. 4)."""
    family = family_file(request, identity, "aktualizacja wywiadu")
    form = InterviewForm(request.POST or None, initial={"held_on": timezone.localdate()})
    if (
        request.method == "POST"
        and form.is_valid()
        and _held(request, family, None, InterviewKind.UPDATE, form)
    ):
        messages.success(request, "Zapisano aktualizację wywiadu.")
        return redirect("family", identity=family.uuid)
    held = family.interviews.filter(held_on__isnull=False).order_by("-held_on", "-id")
    context = {"family": family, "form": form, "interviews": list(held)}
    status = 422 if request.method == "POST" else 200
    return render(request, "office/procedure/interview.html", context, status=status)


def _held(
    request: HttpRequest,
    family: Family,
    application: Application | None,
    kind: InterviewKind,
    form: InterviewForm,
) -> bool:
    data = form.cleaned_data
    try:
        hold_interview(
            family=family,
            application=application,
            kind=kind,
            worker=person_at_desk(request),
            held_on=data["held_on"],
            findings=data["findings"],
            plan=data["plan"],
            cooperated=not data["not_cooperating"],
            by=request.user.get_username(),
            at=timezone.now(),
        )
    except MiernikError as error:
        form.add_error(None, str(error))
        return False
    return True


def _page(
    request: HttpRequest, application: Application, *, status: int = 200, **forms: Any
) -> HttpResponse:
    user = person_at_desk(request)
    today = timezone.localdate()
    state = ApplicationState(application.state)
    found, fault = None, ""
    if state is not ApplicationState.WITHDRAWN:
        try:
            found = proposals(application)
        except LawError as error:
            fault = str(error)
    decisions = list(application.decisions.select_related("person").order_by("id"))
    issued = any(row.state == DecisionState.ISSUED for row in decisions)
    begun = state in (ApplicationState.RECEIVED, ApplicationState.INTERVIEWED)
    context = {
        "application": application,
        "family": application.family,
        "asked": [Benefit(code) for code in application.benefits],
        "terms": _terms(application, today) if begun else [],
        "steps": _steps(application, decisions),
        "interviews": list(application.interviews.select_related("worker").order_by("held_on")),
        "found": found,
        "fault": fault,
        "decisions": decisions,
        "may_interview": begun and may(user, Deed.INTERVIEW),
        "may_prepare": state is ApplicationState.INTERVIEWED and may(user, Deed.PREPARE),
        "may_withdraw": begun and not issued and may(user, Deed.APPLY),
        "interview_form": InterviewForm(initial={"held_on": today}),
        "withdraw_form": WithdrawForm(initial={"on": today}),
        "may_open": may(user, Deed.OPEN),
    } | forms  # fmt: skip
    return render(request, "office/procedure/case.html", context, status=status)


def _terms(application: Application, today: dt.date) -> list[tuple[Any, int]]:
    terms = [decision_due(application.received_on)]
    if application.state == ApplicationState.RECEIVED:
        terms.insert(0, interview_due(application.received_on, urgent=application.urgent))
    return [(term, (term.on - today).days) for term in terms]


def _steps(application: Application, decisions: list[Any]) -> list[tuple[str, str, str]]:
    """Address, name and state (done, current, ahead) of each step."""
    done = {"wniosek"}
    if application.state in (ApplicationState.INTERVIEWED, ApplicationState.DECIDED):
        done.add("wywiad")
    if decisions:
        done.add("przepisy")
    if application.state == ApplicationState.DECIDED:
        done.add("decyzje")
    issued = any(row.state == DecisionState.ISSUED for row in decisions)
    names = [
        ("wniosek", "Wniosek"), ("wywiad", "Wywiad"), ("przepisy", "Co wynika z przepisów"),
        ("decyzje", "Decyzja i pismo"),
    ]  # fmt: skip
    if issued:
        names.append(("wyplaty", "Wypłaty"))
    steps, current = [], False
    for address, name in names:
        is_done = address in done or address == "wyplaty"
        steps.append((address, name, "done" if is_done else "ahead" if current else "current"))
        current = current or not is_done
    return steps
