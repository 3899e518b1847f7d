"""After the decisions: the next version, the council's package, adoption, results."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from miernik.consultations.models import ConsultedDraft, Operation
from miernik.consultations.permissions import Deed, may
from miernik.consultations.results import traces
from miernik.consultations.services.finishing import adopt, make_next_version, missing_decisions
from miernik.kernel.errors import MiernikError
from miernik.kernel.redline import Piece, redline
from miernik.strategy.text.reading import Line, lines
from miernik.web.office.campaigns.door import signed
from miernik.web.office.consultations.door import consultation_desk, crumbs
from miernik.web.office.deciding.door import cards_address, draft_of
from miernik.web.office.deciding.files import package_of
from miernik.web.office.texts.forms import ResolutionForm


@require_http_methods(["GET", "HEAD", "POST"])
@consultation_desk(Deed.WATCH)
def next_version(request: HttpRequest, code: str, position: int) -> HttpResponseBase:
    """Show what the decisions make of the text; a POST writes the next version."""
    draft = draft_of(code, position)
    if request.method == "POST":
        return _made(request, draft)
    context = {
        "title": "Wersja po konsultacjach",
        "crumbs": crumbs(draft.consultation, (cards_address(draft), "Rozstrzygnięcia")),
        "draft": draft,
        "missing": missing_decisions(draft),
        "rows": _rows(draft),
        "may_run": may(request.user, Deed.RUN),
    }
    return render(request, "office/deciding/next_version.html", context)


@consultation_desk(Deed.RUN)
def _made(request: HttpRequest, draft: ConsultedDraft) -> HttpResponse:
    try:
        made = make_next_version(draft=draft, **signed(request))
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect("consultation-next-version", draft.consultation.code, draft.position)
    messages.success(request, "Utworzono wersję po konsultacjach.")
    return redirect("text-version", made.work.code, made.number)


@require_http_methods(["GET", "HEAD", "POST"])
@consultation_desk(Deed.RUN)
def adoption(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Record that the council adopted the draft."""
    draft = draft_of(code, position)
    form = ResolutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            adopt(draft=draft, **form.cleaned_data, **signed(request))
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Zapisano uchwalenie. Tekst obowiązuje.")
            return redirect("office-consultation-traces", code, position)
    context = {
        "title": "Uchwalenie projektu",
        "crumbs": crumbs(draft.consultation, (cards_address(draft), "Rozstrzygnięcia")),
        "draft": draft,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/deciding/adopt.html", context, status=status)


@require_safe
@consultation_desk(Deed.WATCH)
def results(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Show the way from each proposal to its result."""
    draft = draft_of(code, position)
    context = {
        "title": "Od propozycji do wyniku",
        "crumbs": crumbs(draft.consultation, (cards_address(draft), "Rozstrzygnięcia")),
        "draft": draft,
        "traces": traces(draft),
    }
    return render(request, "office/deciding/results.html", context)


@require_safe
@consultation_desk(Deed.WATCH)
def council_package(_request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Give the council's package as a ZIP."""
    draft = draft_of(code, position)
    content = package_of(draft, timezone.now())
    name = f"pakiet-{code}-{position}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def _rows(draft: ConsultedDraft) -> list[tuple[Line, str, list[Piece]]]:
    """The changed units in reading order: unit, what happens, pieces."""
    found = []
    edits = list(draft.edits.order_by("pk"))
    for line in lines(draft.version) if draft.version else []:
        for edit in edits:
            if edit.unit_id == line.unit_id:
                before = "" if edit.operation == Operation.INSERT_AFTER else line.text
                label = Operation(edit.operation).label
                found.append((line, label, redline(before, edit.text)))
    return found
