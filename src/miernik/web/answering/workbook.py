"""The form as a workbook: sent out, tried, and only then taken."""

from __future__ import annotations

import base64
import binascii

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from miernik.collection.models import Channel
from miernik.collection.services.answering import answers_of
from miernik.collection.services.taking import (
    form_workbook,
    may_be_taken,
    take_workbook,
    try_workbook,
)
from miernik.kernel.errors import MiernikError
from miernik.kernel.office.gate import MEGABYTE
from miernik.web.answering.doors import Visit, at_form
from miernik.web.answering.page import closed_sentence, page_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A form of hundreds of questions has a tenth of it; what is tried waits in the page.
MAX_FILE = 2 * MEGABYTE


@require_http_methods(["GET", "HEAD", "POST"])
@at_form
def workbook(request: HttpRequest, at_visit: Visit) -> HttpResponse:
    """GET: the workbook. POST of ``plik``: what it would change. POST of ``tresc``: take it."""
    if request.method != "POST":
        return _sent(request, at_visit)
    if "tresc" in request.POST:
        return _take(request, at_visit)
    upload = request.FILES.get("plik")
    if upload is None:
        messages.error(request, "Wskaż plik XLSX z odpowiedziami i wczytaj go jeszcze raz.")
        return redirect("answer-form", at_visit.form.uuid)
    if (upload.size or 0) > MAX_FILE:
        messages.error(
            request, "Plik ma ponad 2 MB. Sprawdź, czy to formularz, i usuń z niego obrazy."
        )
        return redirect("answer-form", at_visit.form.uuid)
    return _tried(request, at_visit, upload.read())


def _sent(request: HttpRequest, at_visit: Visit) -> HttpResponse:
    form = at_visit.form
    link = request.build_absolute_uri(reverse("answer-form", args=[form.uuid]))
    response = HttpResponse(form_workbook(questionnaire=form, link=link), content_type=XLSX)
    name = f"formularz-{form.campaign.year}-{slugify(form.institution.name.replace('ł', 'l'))}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name[:80]}.xlsx"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _tried(request: HttpRequest, at_visit: Visit, data: bytes, status: int = 200) -> HttpResponse:
    form = at_visit.form
    reading = try_workbook(questionnaire=form, data=data)
    names = {line.asked.indicator: line.asked.name for line in page_of(form).lines}
    takeable = may_be_taken(reading, answers_of(form), over_newer=True)
    changes = [item for item in reading.differences if item.indicator in reading.answers]
    context = {
        "form": form,
        "visit": at_visit,
        "reading": reading,
        "changes": [(names[item.indicator], item) for item in changes],
        "faults": [(names.get(item.indicator or "", ""), item) for item in reading.cell_faults],
        "left": [names[key] for key in reading.left_empty],
        "takeable": takeable and not closed_sentence(form),
        "closed": closed_sentence(form),
        "content": base64.b64encode(data).decode("ascii") if takeable else "",
    }
    return render(request, "answering/workbook.html", context, status=status)


def _take(request: HttpRequest, at_visit: Visit) -> HttpResponse:
    form = at_visit.form
    try:
        data = base64.b64decode(request.POST["tresc"], validate=True)
    except (ValueError, binascii.Error):
        data = b""
    handing_in = request.POST.get("krok") == "przekaz"
    try:
        taken = take_workbook(
            questionnaire=form,
            data=data,
            channel=Channel.SPREADSHEET,
            submit=handing_in,
            by=at_visit.by,
            at=timezone.now(),
            seen_revision=request.POST.get("widziana", ""),
        )
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect("answer-form", form.uuid)
    if not taken.saved:
        return _tried(request, at_visit, data, status=409)
    if taken.submission is not None:
        return redirect("answer-receipt", form.uuid)
    messages.success(request, "Zapisano odpowiedzi z pliku.")
    here = reverse("answer-form", args=[form.uuid])
    return redirect(f"{here}?sprawdz=1#do-poprawy" if taken.findings else here)
