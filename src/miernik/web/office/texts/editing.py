"""Editing a draft at the desk, one unit at a time."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from miernik.kernel.errors import MiernikError
from miernik.kernel.redline import redline
from miernik.strategy.errors import ChangedMeanwhileError
from miernik.strategy.models import Passage, UnitKind, Version
from miernik.strategy.text.editing import add_passage, edit_passage, move_passage, remove_passage
from miernik.strategy.text.reading import Line
from miernik.strategy.text.restoring import removed_units, restore_passage, restore_wording
from miernik.strategy.text.sections import add_section
from miernik.web.office.campaigns.door import signed
from miernik.web.office.door import desk
from miernik.web.office.permissions import Action
from miernik.web.office.texts.door import address_of, crumbs, is_draft, line_of, version_of
from miernik.web.office.texts.forms import NewUnitForm, WordingForm


def _draft(code: str, number: int) -> Version:
    """A draft; a frozen version has no editing pages."""
    version = version_of(code, number)
    if not is_draft(version):
        raise Http404
    return version


def _back(version: Version, unit: str) -> HttpResponse:
    return redirect(f"{address_of(version)}#j-{unit}")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.EDIT_TEXT)
def unit(request: HttpRequest, code: str, number: int, unit: str) -> HttpResponse:
    """Give a unit a new wording; a conflict shows both wordings."""
    version = _draft(code, number)
    line = line_of(version, unit)
    initial = {"text": line.text, "seen": line.text}
    form = WordingForm(line, request.POST or None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            edit_passage(
                version=version,
                unit=line.uuid,
                text=form.cleaned_data["text"],
                table=form.table(),
                seen=form.cleaned_data["seen"],
                **signed(request),
            )
        except ChangedMeanwhileError as error:
            form.add_error(None, str(error))
            conflict = {
                "now": error.now,
                "mine": form.cleaned_data["text"],
                "pieces": redline(error.now, form.cleaned_data["text"]),
            }
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Zapisano: {line.path}.")
            return _back(version, unit)
    context = {
        "title": f"Zmiana treści: {line.path}",
        "crumbs": crumbs(version),
        "version": version,
        "line": line,
        "form": form,
        "conflict": conflict,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/texts/unit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.EDIT_TEXT)
def add(request: HttpRequest, code: str, number: int, unit: str) -> HttpResponse:
    """Add a unit behind this one, or as the first one under it."""
    version = _draft(code, number)
    line = line_of(version, unit)
    form = NewUnitForm(line, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _added(request, version, line, form)
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Dodano jednostkę. Następne zmieniły oznaczenia.")
            return _back(version, made.unit.uuid.hex[:8])
    context = {
        "title": f"Nowa jednostka przy: {line.path}",
        "crumbs": crumbs(version),
        "version": version,
        "line": line,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/texts/add.html", context, status=status)


def _added(request: HttpRequest, version: Version, line: Line, form: NewUnitForm) -> Passage:
    """Add what the form says; a section comes with its fields."""
    under, kind = form.chosen()
    text = form.cleaned_data["text"]
    after, over = (None, line.uuid) if under else (line.uuid, None)
    signature = signed(request)
    if kind is UnitKind.SECTION:
        return add_section(version=version, after=after, under=over, text=text, **signature)
    return add_passage(version=version, after=after, under=over, kind=kind, text=text, **signature)


@require_POST
@desk(Action.EDIT_TEXT)
def step(request: HttpRequest, code: str, number: int, unit: str) -> HttpResponse:
    """Remove a unit, move it, or bring back what was removed or reworded."""
    version = _draft(code, number)
    which = request.POST.get("krok", "")
    if which == "przywroc":
        return _restored(request, version, unit)
    line = line_of(version, unit)
    try:
        said = _done(request, version, line, which)
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect(address_of(version))
    messages.success(request, said)
    return _back(version, line.parent or "" if which == "usun" else unit)


def _done(request: HttpRequest, version: Version, line: Line, which: str) -> str:
    """Do one step with a unit of the text and say what was done."""
    if which == "usun":
        remove_passage(version=version, unit=line.uuid, **signed(request))
        return f"Usunięto: {line.path}. Można ją przywrócić na dole strony."
    if which in ("wyzej", "nizej"):
        up = which == "wyzej"
        move_passage(version=version, unit=line.uuid, up=up, **signed(request))
        return "Przesunięto jednostkę."
    if which == "poprzednie":
        restore_wording(version=version, unit=line.uuid, **signed(request))
        return f"Przywrócono poprzednią treść: {line.path}."
    raise Http404


def _restored(request: HttpRequest, version: Version, unit: str) -> HttpResponse:
    """Put a removed unit back."""
    identity = next(
        (item.unit for item in removed_units(version) if _code(item.unit) == unit), None
    )
    if identity is None:
        raise Http404
    try:
        restore_passage(version=version, unit=identity, **signed(request))
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect(address_of(version))
    messages.success(request, "Przywrócono jednostkę na jej miejsce.")
    return _back(version, unit)


def _code(identity: uuid.UUID) -> str:
    return identity.hex[:8]
