"""The rodzinny wywiad środowiskowy (art. 107)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from miernik.accounts.models import User
from miernik.audit.services import record
from miernik.cases.models import Application, Family, Interview, InterviewKind
from miernik.cases.procedure.errors import ProcedureError, WrongDateError
from miernik.cases.procedure.services.checks import locked_application, not_in_future
from miernik.cases.procedure.states import Thing, follow


@transaction.atomic
def hold_interview(
    *,
    family: Family,
    application: Application | None,
    kind: InterviewKind,
    worker: User,
    held_on: dt.date,
    findings: str,
    by: str,
    at: dt.datetime,
    plan: str = "",
    cooperated: bool = True,
) -> Interview:
    """Put an interview on record; with an application it may then be decided.

    Without an application it is an update for help that lasts (art. 107 ust. 4). ``findings`` lie
    encrypted. Raises WrongStateError when the application waits for no interview, WrongDateError
    for a day to come or before the application, ProcedureError without findings.
    """
    not_in_future(held_on, at)
    if not findings.strip():
        raise ProcedureError("Wpisz ustalenia wywiadu: na nich opiera się decyzja.")
    if application is not None:
        application = locked_application(application)
        if application.family_id != family.pk:
            raise ProcedureError("Ten wniosek dotyczy innej rodziny.")
        step = follow(Thing.APPLICATION, "hold_interview", application.state)
        if held_on < application.received_on:
            raise WrongDateError("Wywiad nie mógł odbyć się przed wpływem wniosku.")
        application.state = step.target or ""
        application.save(update_fields=["state"])
    interview = Interview.objects.create(
        family=family,
        application=application,
        kind=kind,
        worker=worker,
        held_on=held_on,
        cooperated=cooperated,
        findings=findings.strip(),
        plan=plan.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    data = {
        "family": str(family.uuid),
        "application": application.number if application else "",
        "kind": kind.value,
        "held_on": held_on.isoformat(),
        "cooperated": cooperated,
    }
    record(action="interview.held", subject=f"interview:{interview.uuid}", by=by, at=at, data=data)
    return interview
