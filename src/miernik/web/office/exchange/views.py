"""Upload, look at what would change and at every fault, confirm or discard."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from miernik.cases.errors import UnknownFileError
from miernik.cases.exchange import waiting
from miernik.cases.exchange.faults import FaultyRegisterError
from miernik.cases.exchange.layout import BY_NAME
from miernik.cases.exchange.layout import TABLES as LAYOUT
from miernik.cases.exchange.services import check_register, import_register
from miernik.cases.models import RegisterImport
from miernik.cases.permissions import Deed
from miernik.kernel.errors import MiernikError
from miernik.web.office.door_register import person_at_desk, register_desk
from miernik.web.office.exchange.forms import RegisterForm

SHOWN_FAULTS = 300
SHOWN_IMPORTS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.EXCHANGE)
def start(request: HttpRequest) -> HttpResponse:
    """What was read so far, and the form that checks another register."""
    form = RegisterForm(request.POST, request.FILES) if request.method == "POST" else RegisterForm()
    if request.method == "POST" and form.is_valid():
        try:
            found = _check(request, form.cleaned_data["file"], form.cleaned_data["system"])
        except MiernikError as error:
            form.add_error("system", str(error))
        else:
            return redirect("register-import-checked", identity=found.identity)
    context = {
        "form": form,
        "imports": list(RegisterImport.objects.order_by("-id")[:SHOWN_IMPORTS]),
        "layout": LAYOUT,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/exchange/start.html", context, status=status)


def _check(request: HttpRequest, file: UploadedFile, system: str) -> waiting.Waiting:
    name = Path(file.name or "rejestr").name
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rejestr{Path(name).suffix[:10]}"
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        told = check_register(path, system=system)
        return waiting.keep(
            path=path, file_name=name, system=system, told=told, by=_who(request),
            at=timezone.now(),
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.EXCHANGE)
def checked(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """What reading the register would change, or everything wrong with it; then reading it."""
    of = _waiting(request, identity)
    if request.method == "POST":
        return _read(request, of)
    told = of.told
    faults = sorted(told.faults, key=lambda fault: (fault.file, fault.line == 0, fault.line))
    context = {
        "of": of,
        "told": told,
        "tables": [(BY_NAME[name].label, counts) for name, counts in told.tables.items()],
        "gone": [(BY_NAME[name].label, c) for name, c in told.tables.items() if c.gone],
        "shown": faults[:SHOWN_FAULTS],
        "more": max(0, len(faults) - SHOWN_FAULTS),
    }
    return render(request, "office/exchange/checked.html", context)


def _read(request: HttpRequest, of: waiting.Waiting) -> HttpResponse:
    try:
        with waiting.opened(of) as path:
            import_register(
                path, system=of.system, file_name=of.file_name, by=_who(request), at=timezone.now()
            )
    except FaultyRegisterError:
        messages.error(request, "Rejestr ma błędy, więc niczego nie wczytano. Popraw je w pliku.")
        return redirect("register-import-checked", identity=of.identity)
    except UnknownFileError as error:
        raise Http404 from error
    waiting.discard(of)
    messages.success(request, f"Wczytano rejestr „{of.system}” z pliku {of.file_name}.")
    return redirect("register-import")


@require_POST
@register_desk(Deed.EXCHANGE)
def discard(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Forget a checked register."""
    waiting.discard(_waiting(request, identity))
    messages.success(request, "Usunięto sprawdzony plik. Niczego nie wczytano.")
    return redirect("register-import")


def _waiting(request: HttpRequest, identity: uuid.UUID) -> waiting.Waiting:
    try:
        return waiting.find(identity, by=_who(request))
    except UnknownFileError as error:
        raise Http404 from error


def _who(request: HttpRequest) -> str:
    return person_at_desk(request).get_username()
