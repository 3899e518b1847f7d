"""Importing a document: upload, look at the doubts, correct, compare, confirm or reject."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.intake import services
from miernik.intake.models import DocumentKind, Import, ImportState
from miernik.intake.selectors import preview
from miernik.kernel.errors import MiernikError
from miernik.kernel.text import plural
from miernik.web.office import door, importing_programme
from miernik.web.office.breaks import propose_for
from miernik.web.office.door import desk
from miernik.web.office.forms import DoubtForm, FieldForm, UploadForm
from miernik.web.office.permissions import Action, may
from miernik.web.office.programme_showing import anchor_of
from miernik.web.office.showing import field_of, sheet


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.READ)
def imports(request: HttpRequest) -> HttpResponse:
    """The documents that were read, and the form that reads another."""
    allowed = may(request.user, Action.IMPORT)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    status = 200
    if request.method == "POST":
        if not allowed:
            return HttpResponse(status=403)
        if form.is_valid():
            try:
                started = _start(request, form.cleaned_data["file"], form.cleaned_data["year"])
            except MiernikError as error:
                form.add_error("file", str(error))
            else:
                return redirect("import", identity=started.uuid)
        status = 422
    context = {"form": form, "imports": list(Import.objects.all()), "allowed": allowed}
    return render(request, "office/imports.html", context, status=status)


def _start(request: HttpRequest, file: UploadedFile, year: int | None) -> Import:
    name = Path(file.name or "plik").name
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plik{Path(name).suffix[:10]}"
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        return services.start_import(
            path=path, file_name=name, year=year, by=_who(request), at=timezone.now()
        )


def _who(request: HttpRequest) -> str:
    return request.user.get_username()


@require_safe
@desk(Action.READ)
def one_import(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """The preview: doubts first, comparison with the store, the whole draft."""
    of = door.imported(identity)
    if of.document == DocumentKind.PROGRAMME:
        return importing_programme.show(request, of)
    context = {
        "sheet": sheet(preview(of)),
        "of": of,
        "allowed": may(request.user, Action.IMPORT),
        "editable": of.state == ImportState.DRAFT and may(request.user, Action.IMPORT),
    }
    return render(request, "office/import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.IMPORT)
def field(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One field of the draft beside its source, to be corrected."""
    of = door.imported(identity)
    if request.method != "POST":
        return _show_field(request, of, request.GET.get("pole", ""))
    form = FieldForm(request.POST)
    if not form.is_valid():
        raise Http404
    data = form.cleaned_data
    try:
        services.correct_field(
            of=of, path=data["path"], new=data["new"], reason=data["reason"],
            by=_who(request), at=timezone.now(),
        )  # fmt: skip
    except MiernikError as error:
        return _show_field(request, of, data["path"], error=str(error), status=422)
    messages.success(request, "Zapisano poprawkę. Możesz ją cofnąć na liście poprawek.")
    if request.POST.get("from") == DOUBTS:
        return _back(of, DOUBTS)
    if of.document == DocumentKind.PROGRAMME:
        return _back(of, anchor_of(data["path"]))
    task = data["path"].partition("/")[0]
    return _back(of, f"zadanie-{task}")


def _show_field(
    request: HttpRequest, of: Import, path: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    if of.document == DocumentKind.PROGRAMME:
        return importing_programme.show_field(request, of, path, error=error, status=status)
    shown = field_of(preview(of), path)
    if shown is None:
        raise Http404
    context = {"of": of, "field": shown, "error": error}
    return render(request, "office/field.html", context, status=status)


def _back(of: Import, anchor: str = "") -> HttpResponse:
    response = redirect("import", identity=of.uuid)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response


@require_POST
@desk(Action.IMPORT)
def step(request: HttpRequest, identity: uuid.UUID, name: str) -> HttpResponse:
    """One step that needs no page of its own: undo, resolve, reopen, reject, restore."""
    of = door.imported(identity)
    if name not in _STEPS:
        raise Http404
    try:
        said = _STEPS[name](request, of)
    except MiernikError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return _back(of, DOUBTS if name in _ABOUT_DOUBTS else "")


def _undo(request: HttpRequest, of: Import) -> str:
    services.undo_correction(of=of, by=_who(request), at=timezone.now())
    return "Cofnięto ostatnią poprawkę."


def _resolve(request: HttpRequest, of: Import) -> str:
    path, reason = _doubt(request)
    services.resolve_doubt(of=of, path=path, reason=reason, by=_who(request), at=timezone.now())
    return "Oznaczono jako obejrzane: odczyt jest dobry."


def _reopen_doubt(request: HttpRequest, of: Import) -> str:
    path, reason = _doubt(request)
    services.reopen_doubt(of=of, path=path, reason=reason)
    return "Wątpliwość wróciła na listę."


def _doubt(request: HttpRequest) -> tuple[str, str]:
    form = DoubtForm(request.POST)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["path"], form.cleaned_data["reason"]


def _reject(request: HttpRequest, of: Import) -> str:
    services.reject(of=of, by=_who(request), at=timezone.now())
    return "Odrzucono dokument. Nic z niego nie zapisano; możesz go przywrócić."


def _restore(request: HttpRequest, of: Import) -> str:
    services.reopen(of=of, by=_who(request), at=timezone.now())
    return "Przywrócono dokument do sprawdzania."


DOUBTS = "watpliwosci"
_ABOUT_DOUBTS = ("dobrze", "watpliwosc")
_STEPS = {
    "cofnij": _undo,
    "dobrze": _resolve,
    "watpliwosc": _reopen_doubt,
    "odrzuc": _reject,
    "przywroc": _restore,
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Action.IMPORT)
def confirm(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """What will be stored, said in full; then storing it."""
    of = door.imported(identity)
    is_programme = of.document == DocumentKind.PROGRAMME
    shown = None if is_programme else sheet(preview(of))
    error = ""
    if request.method == "POST":
        try:
            services.confirm(of=of, by=_who(request), at=timezone.now())
        except MiernikError as failure:
            error = str(failure)
        else:
            said = f"Zapisano „{of.file_name}”. "
            said += "Tekst stoi w części „Teksty”." if is_programme else _values_said(request, of)
            messages.success(request, said)
            return _back(of)
        of = door.imported(identity)
    if is_programme:
        return importing_programme.show_confirm(request, of, error)
    context = {"of": of, "sheet": shown, "error": error}
    return render(request, "office/confirm.html", context, status=422 if error else 200)


def _values_said(request: HttpRequest, of: Import) -> str:
    found = propose_for(of.work, by=_who(request)) if of.work else 0
    said = "Wartości są już w portalu."
    if found:
        said += f" Do rozstrzygnięcia: {found} {plural(found, 'skok', 'skoki', 'skoków')}."
    return said


@require_safe
@desk(Action.READ)
def original(request: HttpRequest, identity: uuid.UUID) -> FileResponse:  # noqa: ARG001  # a view takes it
    """The file as it came, always as a download."""
    of = door.imported(identity)
    path = Path(settings.MEDIA_ROOT) / of.stored_file
    if not of.stored_file or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=of.file_name)
