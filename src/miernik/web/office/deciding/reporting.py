"""The report of one track: preview, what is missing, freezing, files, the way back."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from miernik.consultations.checklist import checklist
from miernik.consultations.models import ConsultationState, ReportDocument, Track
from miernik.consultations.permissions import Deed, may
from miernik.consultations.report_content import COLUMNS, report_content
from miernik.consultations.services.finishing import (
    add_report_file,
    freeze_report,
    missing_for_report,
    reopen_decisions,
)
from miernik.kernel.errors import MiernikError
from miernik.reports.consultations import report_files
from miernik.web.office.campaigns.door import signed
from miernik.web.office.consultations.door import consultation_desk, crumbs, track_of
from miernik.web.office.deciding.door import report_address
from miernik.web.office.deciding.files import stored
from miernik.web.office.deciding.forms import ReportDayForm, ScanForm


@require_safe
@consultation_desk(Deed.WATCH)
def report(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Show the report as it would be frozen today, and the frozen ones."""
    return _page(request, track_of(code, kind))


@require_POST
@consultation_desk(Deed.RUN)
def freeze(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Freeze the report and attach its files."""
    track = track_of(code, kind)
    form = ReportDayForm(request.POST)
    if form.is_valid():
        try:
            made = _frozen(request, track, form.cleaned_data["report_day"])
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Zamrożono sprawozdanie nr {made.number}.")
            return redirect(report_address(track))
    return _page(request, track, day=form, status=422)


@require_POST
@consultation_desk(Deed.RUN)
def scan(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Keep the scan of the signed report."""
    track = track_of(code, kind)
    last = track.reports.order_by("number").last()
    if last is None:
        raise Http404
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["scan"]
        content = upload.read()
        if content.startswith(b"%PDF"):
            add_report_file(
                report=last, name="sprawozdanie-podpisane.pdf", content=content, **signed(request)
            )
            messages.success(request, "Dołączono skan podpisanego sprawozdania.")
            return redirect(report_address(track))
        form.add_error("scan", "To nie jest plik PDF. Zapisz skan jako PDF i wybierz go ponownie.")
    return _page(request, track, scan=form, status=422)


@require_POST
@consultation_desk(Deed.RUN)
def reopen(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Go back from the report to the decisions."""
    track = track_of(code, kind)
    reason = request.POST.get("powod", "")
    try:
        reopen_decisions(consultation=track.consultation, reason=reason, **signed(request))
    except MiernikError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Otwarto rozstrzygnięcia. Zamrożone sprawozdanie zostaje.")
    return redirect(report_address(track))


@require_safe
@consultation_desk(Deed.WATCH)
def download(
    _request: HttpRequest, code: str, kind: str, identity: uuid.UUID, place: int
) -> FileResponse:
    """Give a file of a frozen report."""
    found = track_of(code, kind).reports.filter(uuid=identity).first()
    if found is None or place >= len(found.files) or not stored(found.files[place]).is_file():
        raise Http404
    row = found.files[place]
    return FileResponse(stored(row).open("rb"), as_attachment=True, filename=row["name"])


@transaction.atomic
def _frozen(request: HttpRequest, track: Track, day: dt.date) -> ReportDocument:
    """The frozen report with its files, or neither."""
    by_whom = signed(request)
    made = freeze_report(track=track, report_day=day, **by_whom)
    for name, content in report_files(made.content, by_whom["at"]).items():
        add_report_file(report=made, name=name, content=content, **by_whom)
    return made


def _page(
    request: HttpRequest,
    track: Track,
    *,
    day: ReportDayForm | None = None,
    scan: ScanForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    state = track.consultation.state
    context = {
        "title": "Sprawozdanie z konsultacji",
        "crumbs": crumbs(track.consultation),
        "track": track,
        "content": report_content(track, today),
        "columns": COLUMNS,
        "checklist": checklist(track),
        "missing": missing_for_report(track, today),
        "reports": track.reports.order_by("-number"),
        "drafts": track.consultation.drafts.order_by("position"),
        "day": day or ReportDayForm(initial={"report_day": today}),
        "scan": scan or ScanForm(),
        "may_run": may(request.user, Deed.RUN),
        "may_freeze": state in (ConsultationState.ANNOUNCED, ConsultationState.REPORTED),
        "may_reopen": state == ConsultationState.REPORTED,
    }
    return render(request, "office/deciding/report.html", context, status=status)
