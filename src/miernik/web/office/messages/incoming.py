"""Files that came by post: those a person has to decide about, and what became of the others."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from miernik.collection.asking import asked_of
from miernik.collection.models import IncomingFile, IncomingState
from miernik.collection.services.incoming import accept_file, path_of, refuse_file
from miernik.collection.services.taking import try_workbook
from miernik.kernel.errors import MiernikError
from miernik.web.office.messages import door
from miernik.web.office.messages.door import runners_only
from miernik.web.office.messages.forms import RefusalForm

PAGE = 50
SHOWN = 60  # differences on a page


@require_safe
@runners_only
def files(request: HttpRequest) -> HttpResponse:
    """Files that wait, then all the others, newest first."""
    found = IncomingFile.objects.select_related("questionnaire__institution").order_by("-id")
    others = found.exclude(state=IncomingState.WAITING)
    context = {
        "title": "Pliki z poczty",
        "crumbs": door.way(),
        "waiting": found.filter(state=IncomingState.WAITING),
        "page": Paginator(others, PAGE).get_page(request.GET.get("strona")),
    }
    return render(request, "office/messages/files.html", context)


@require_safe
@runners_only
def one_file(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """One file: who sent it, what it would change, what is wrong with it."""
    item = door.incoming(identity)
    reading, names = None, {}
    if item.state == IncomingState.WAITING and item.questionnaire is not None:
        content = path_of(item).read_bytes()
        reading = try_workbook(questionnaire=item.questionnaire, data=content)
        names = {one.indicator: one.name for one in asked_of(item.questionnaire)}
    context = {
        "title": item.name,
        "crumbs": door.way((reverse("incoming-files"), "Pliki z poczty")),
        "item": item,
        "waits": item.state == IncomingState.WAITING,
        "differences": [
            (names.get(row.indicator, ""), row)
            for row in (reading.differences[:SHOWN] if reading else ())
        ],
        "more": max(0, len(reading.differences) - SHOWN) if reading else 0,
        "form": RefusalForm(),
    }
    return render(request, "office/messages/file.html", context)


@require_safe
@runners_only
def original(_request: HttpRequest, identity: uuid.UUID) -> HttpResponseBase:
    """The file as it came, always as a download."""
    item = door.incoming(identity)
    if not item.path or not path_of(item).is_file():
        raise Http404
    name = PurePath(item.name).name or "plik"
    return FileResponse(
        path_of(item).open("rb"), as_attachment=True, filename=name,
        content_type="application/octet-stream",
    )  # fmt: skip


@require_POST
@runners_only
def decide(request: HttpRequest, identity: uuid.UUID, step: str) -> HttpResponse:
    """Take a file into its form (``przyjmij``) or set it aside (``odrzuc``)."""
    item = door.incoming(identity)
    by, at = request.user.get_username(), timezone.now()
    try:
        if step == "przyjmij":
            taken = accept_file(file=item, seen_revision=request.POST.get("seen", ""), by=by, at=at)
            if taken.submission is not None:
                messages.success(request, "Plik przyjęto, formularz jest przekazany.")
            elif taken.saved:
                messages.warning(request, "Odpowiedzi zapisano; formularz ma jeszcze braki.")
            else:
                messages.error(request, "Pliku nie można przyjąć: popraw usterki albo go odrzuć.")
        else:
            form = RefusalForm(request.POST)
            reason = form.cleaned_data["reason"] if form.is_valid() else ""
            refuse_file(file=item, reason=reason, by=by, at=at)
            messages.success(request, "Pliku nie przyjęto.")
    except MiernikError as error:
        messages.error(request, str(error))
    return redirect("incoming-file", identity=item.uuid)
