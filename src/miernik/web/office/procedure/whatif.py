"""What would the amounts be under the law of another day, for a family and for the register."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from miernik.audit.services import record_read
from miernik.cases.permissions import Deed
from miernik.cases.procedure import what_if_register
from miernik.cases.procedure.what_if import compare_family
from miernik.kernel.errors import MiernikError
from miernik.rules.formulas.criteria import PER_PERSON, SINGLE
from miernik.rules.loader import law
from miernik.web.office.door_register import family_file, person_at_desk, register_desk
from miernik.web.office.procedure.forms import WhatIfForm


@require_safe
@register_desk(Deed.OPEN, Deed.ISSUE)
def family(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One family under the law of today and of another day, side by side."""
    found = family_file(request, identity, "co gdyby")
    today = timezone.localdate()
    form = WhatIfForm({"on": request.GET.get("on") or today.isoformat()})
    comparison, fault = None, ""
    if form.is_valid():
        try:
            comparison = compare_family(found, facts_on=today, on=form.cleaned_data["on"])
        except MiernikError as error:
            fault = str(error)
    context = {
        "family": found, "form": form, "comparison": comparison, "fault": fault, "today": today,
        "on": form.cleaned_data.get("on", today),
    }  # fmt: skip
    return render(request, "office/procedure/what_if_family.html", context)


@require_safe
@register_desk(Deed.PREPARE, Deed.ISSUE)
def register(request: HttpRequest) -> HttpResponse:
    """The whole register under two laws: totals, who gains and loses, what it costs."""
    today = timezone.localdate()
    form = WhatIfForm(request.GET or {"on": today.isoformat()})
    simulation, fault, took = None, "", 0.0
    if request.GET and form.is_valid():
        started = time.perf_counter()
        try:
            simulation = _simulated(form, today)
        except MiernikError as error:
            fault = str(error)
        took = time.perf_counter() - started
        record_read(
            subject="what-if", by=person_at_desk(request).get_username(), at=timezone.now(),
            data={"on": form.cleaned_data["on"].isoformat()},
        )  # fmt: skip
    context = {
        "form": form, "simulation": simulation, "fault": fault, "today": today,
        "on": form.cleaned_data.get("on", today) if form.is_valid() else today,
        "milliseconds": round(took * 1000),
        "criteria": _criteria(today),
    }  # fmt: skip
    return render(request, "office/procedure/what_if_register.html", context)


def _simulated(form: WhatIfForm, today: dt.date) -> what_if_register.Simulation:
    data = form.cleaned_data
    changed = {
        key: Fraction(data[name], 100)
        for name, key in (("single", SINGLE), ("per_person", PER_PERSON))
        if data[name] is not None
    }
    loaded = what_if_register.load_register(today)
    before = what_if_register.reckon(loaded, today)
    return what_if_register.compare(before, what_if_register.reckon(loaded, data["on"], changed))


def _criteria(day: dt.date) -> list[tuple[str, int]]:
    dated = law().on(day)
    return [(dated.parameter(key).label, dated.amount(key)) for key in (SINGLE, PER_PERSON)]
