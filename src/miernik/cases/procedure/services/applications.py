"""Applications: how they come in and how they are taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.models import Application, ApplicationState, Family, Person
from miernik.cases.numbering import next_number
from miernik.cases.procedure.errors import ProcedureError, WrongDateError
from miernik.cases.procedure.services.checks import belongs, locked_application, not_in_future
from miernik.cases.procedure.states import Thing, follow
from miernik.rules.benefits import Benefit

#: The series of case signs: "WS/2025/000123".
CASE_SIGN = "WS"


@transaction.atomic
def receive_application(
    *,
    family: Family,
    applicant: Person,
    received_on: dt.date,
    benefits: Sequence[Benefit],
    by: str,
    at: dt.datetime,
    text: str = "",
    urgent: bool = False,
    ex_officio: bool = False,
) -> Application:
    """Put an application on record, or help started ex officio (art. 102), under a case sign.

    ``benefits`` says what is asked for. Raises ProcedureError when nothing is asked for, the
    applicant is no member of the family that day or the same application waits already (a form
    sent twice), WrongDateError for a day to come.
    """
    step = follow(Thing.APPLICATION, "receive_application", None)
    family = Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    not_in_future(received_on, at)
    if not benefits:
        raise ProcedureError("Zaznacz, o jaką pomoc chodzi: bez tego nie ma czego rozstrzygać.")
    if not belongs(applicant, family, received_on):
        raise ProcedureError(
            "Ta osoba nie należy do rodziny w dniu wpływu wniosku. Popraw skład rodziny albo datę."
        )
    asked = [benefit.value for benefit in dict.fromkeys(benefits)]
    waiting = family.applications.filter(
        applicant=applicant, received_on=received_on, state=ApplicationState.RECEIVED
    )
    for other in waiting.order_by("id"):
        if set(other.benefits) == set(asked) and other.text == text:
            raise ProcedureError(
                f"Taki sam wniosek z tego dnia jest już przyjęty: sprawa {other.number}."
            )
    application = Application.objects.create(
        number=next_number(CASE_SIGN, received_on.year, digits=6),
        family=family,
        applicant=applicant,
        received_on=received_on,
        ex_officio=ex_officio,
        urgent=urgent,
        benefits=asked,
        text=text,
        state=step.target or "",
        recorded_at=at,
        recorded_by=by,
    )
    data = {"number": application.number, "family": str(family.uuid), "ex_officio": ex_officio}
    record(action=step.event, subject=f"application:{application.uuid}", by=by, at=at, data=data)
    return application


@transaction.atomic
def withdraw_application(
    *, application: Application, on: dt.date, by: str, at: dt.datetime
) -> Application:
    """End a case without a decision because the applicant took the application back.

    Its drafts go too. Raises WrongStateError when it is decided or withdrawn already or a decision
    was issued in it, WrongDateError for an impossible day.
    """
    application = locked_application(application)
    step = follow(Thing.APPLICATION, "withdraw_application", application.state)
    not_in_future(on, at)
    if on < application.received_on:
        raise WrongDateError("Wniosku nie można wycofać przed dniem, w którym wpłynął.")
    if application.decisions.filter(state="issued").exists():
        raise ProcedureError("W tej sprawie wydano już decyzję, więc wniosku nie można wycofać.")
    drafts = application.decisions.filter(state="draft")
    for draft in drafts.order_by("id"):
        record(
            action="decision.discarded",
            subject=f"decision:{draft.uuid}",
            by=by,
            at=at,
            data={"because": "application.withdrawn"},
        )
    drafts.delete()
    application.state = ApplicationState.WITHDRAWN
    application.save(update_fields=["state"])
    data = {"number": application.number, "on": on.isoformat()}
    record(action=step.event, subject=f"application:{application.uuid}", by=by, at=at, data=data)
    return application
