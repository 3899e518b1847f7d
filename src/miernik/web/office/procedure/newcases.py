"""The beginning of a case: find the family, write the application down."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from miernik.audit.services import record_read
from miernik.cases.models import Application, Family
from miernik.cases.permissions import Deed, may
from miernik.cases.procedure.services import receive_application
from miernik.cases.register.search import search
from miernik.cases.register.selectors import members_on
from miernik.kernel.errors import MiernikError
from miernik.rules.benefits import Benefit
from miernik.web.office.door_register import family_file, person_at_desk, register_desk
from miernik.web.office.procedure.forms import ApplicationForm


@require_safe
@register_desk(Deed.APPLY)
def find(request: HttpRequest) -> HttpResponse:
    """Search for the family an application comes from."""
    user = person_at_desk(request)
    asked = request.GET.get("q", "").strip()
    found = search(user, asked)
    if found.hits:
        data = {"rows": len(found.hits)}
        record_read(subject="search", by=user.get_username(), at=timezone.now(), data=data)
    context = {"asked": asked, "found": found, "may_record": may(user, Deed.RECORD)}
    return render(request, "office/procedure/find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.APPLY)
def new_application(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Write an application of a family down."""
    family = family_file(request, identity, "wniosek")
    today = timezone.localdate()
    persons = [member.person for member in members_on(family, today)]
    initial = {
        "received_on": today,
        "applicant": str(persons[0].uuid) if persons else "",
        "benefits": request.GET.getlist("o"),
    }
    form = ApplicationForm(persons, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        application = _received(request, family, form)
        if application is not None:
            messages.success(request, f"Przyjęto wniosek: sprawa {application.number}.")
            return redirect("case", identity=application.uuid)
    status = 422 if request.method == "POST" else 200
    context = {"family": family, "persons": persons, "form": form}
    return render(request, "office/procedure/new_application.html", context, status=status)


def _received(request: HttpRequest, family: Family, form: ApplicationForm) -> Application | None:
    data = form.cleaned_data
    persons = {
        str(member.person.uuid): member.person
        for member in members_on(family, timezone.localdate())
    }
    try:
        return receive_application(
            family=family,
            applicant=persons[data["applicant"]],
            received_on=data["received_on"],
            benefits=[Benefit(code) for code in data["benefits"]],
            text=data["text"],
            urgent=data["urgent"],
            ex_officio=data["ex_officio"],
            by=request.user.get_username(),
            at=timezone.now(),
        )
    except MiernikError as error:
        form.add_error(None, str(error))
        return None
