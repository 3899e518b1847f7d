"""The base from a file and to a file: looked at first, then taken as a whole."""

from __future__ import annotations

import base64
import binascii
from pathlib import PurePath

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from miernik.accounts.organisations.columns import HEADINGS
from miernik.accounts.organisations.exporting import FILE_TYPES, export_organisations
from miernik.accounts.organisations.importing import (
    Effect,
    Line,
    Plan,
    import_organisations,
    plan_import,
)
from miernik.accounts.organisations.permissions import Deed
from miernik.accounts.organisations.reading import MAX_SIZE
from miernik.accounts.organisations.selectors import organisations
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.web.office.campaigns.door import signed
from miernik.web.office.organisations.cards import wanted_of
from miernik.web.office.organisations.door import base_desk, way
from miernik.web.office.organisations.forms import BaseFileForm, FilterForm

SHOWN = 300


@require_http_methods(["GET", "HEAD", "POST"])
@base_desk(Deed.KEEP)
def load(request: HttpRequest) -> HttpResponse:
    """Check a file and show what it would change; then take it.

    What was checked travels in the page itself, so no contact data lie on a disk in between.
    """
    if request.method == "POST" and request.POST.get("krok") == "wczytaj":
        return _take(request)
    form = BaseFileForm(request.POST, request.FILES) if request.method == "POST" else BaseFileForm()
    plan, content, name, status = None, b"", "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            content, name = file.read(MAX_SIZE + 1), PurePath(file.name).name
            try:
                plan, status = plan_import(content=content, at=timezone.now()), 200
            except MiernikError as error:
                form.add_error("file", str(error))
    context = {
        "title": "Wczytanie bazy",
        "crumbs": way(),
        "form": form,
        "headings": list(HEADINGS.values()),
        "plan": plan,
        "file_name": name,
        "content": base64.b64encode(content).decode("ascii") if plan else "",
        "effects": [(effect.label, plan.count(effect)) for effect in Effect] if plan else [],
        "faults": plan.faults[:SHOWN] if plan else [],
        "more_faults": max(0, len(plan.faults) - SHOWN) if plan else 0,
        "lines": _told(plan) if plan else [],
    }
    return render(request, "office/organisations/import.html", context, status=status)


def _told(plan: Plan) -> list[Line]:
    """Rows worth a look: what changes and what has a note."""
    return [line for line in plan.lines if line.effect == Effect.CHANGED or line.notes][:SHOWN]


def _take(request: HttpRequest) -> HttpResponse:
    try:
        content = base64.b64decode(request.POST.get("content", ""), validate=True)
        name = request.POST.get("file_name", "")[:150] or "plik"
        done = import_organisations(content=content, file_name=name, **signed(request))
    except binascii.Error:
        messages.error(request, "Plik nie doszedł w całości: sprawdź go jeszcze raz.")
        return redirect("organisations-import")
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect("organisations-import")
    told = ", ".join(f"{effect.label}: {print_number(done.count(effect))}" for effect in Effect)
    messages.success(request, f"Wczytano bazę ({told}).")
    return redirect("organisations")


@require_safe
@base_desk(Deed.KEEP)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The base, narrowed as the list was, as a file; who took it is on record."""
    if kind not in FILE_TYPES:
        raise Http404
    found = organisations(wanted_of(FilterForm(request.GET or None)))
    content = export_organisations(organisations=found, kind=kind, **signed(request))
    response = HttpResponse(content, content_type=FILE_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="organizacje.{kind}"'
    return response
