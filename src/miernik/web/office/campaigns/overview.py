"""The board of one campaign: figures, institutions, accepting in bulk, the table as a file."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from openpyxl import Workbook

from miernik.accounts.models import InstitutionKind
from miernik.collection.board import Line, Order, chosen, figures_of, groups_of, lines_of
from miernik.collection.models import Campaign, CampaignState, QuestionnaireState
from miernik.collection.permissions import Deed
from miernik.collection.services.campaigns import asked_assignments
from miernik.collection.services.review import accept_forms
from miernik.kernel.dates import print_short_date
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.tables import csv_bytes, guarded
from miernik.kernel.text import plural
from miernik.web.office.campaigns.door import (
    campaign_desk,
    campaign_of,
    crumbs,
    runs,
    signed,
)

PAGE = 50
_COLUMNS = {
    "instytucja": "Instytucja",
    "stan": "Stan",
    "przekazano": "Przekazano",
    "po_terminie": "Po terminie",
    "pytan": "Pytań",
    "odpowiedzi": "Odpowiedzi",
    "ostrzezen": "Ostrzeżeń",
    "skokow": "Skoków",
    "pytan_urzedu": "Otwartych pytań urzędu",
    "e_mail": "E-mail",
}
_WHOLE = {"pytan", "odpowiedzi", "ostrzezen", "skokow", "pytan_urzedu"}
_SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": name, "type": "integer" if name in _WHOLE else "string"} for name in _COLUMNS
    ]
}
_FILTERS = ("stan", "grupa", "termin", "pytania", "q", "porzadek")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@campaign_desk(Deed.WATCH)
def board(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Who handed in, who is late, what waits; a part of it is read anew every minute."""
    campaign = campaign_of(identity)
    if campaign.state == CampaignState.DRAFT:
        return _draft(request, campaign)
    lines = lines_of(campaign, timezone.now())
    shown = _chosen(request, lines)
    figures = figures_of(lines)
    context = {
        "title": campaign.title,
        "crumbs": crumbs(),
        "campaign": campaign,
        "figures": figures,
        "clean": sum(line.waits and not line.warnings and not line.unsettled for line in lines),
        "page": Paginator(shown, PAGE).get_page(request.GET.get("strona")),
        "found": len(shown),
        "states": [(state.value, state.label) for state in QuestionnaireState],
        "groups": groups_of(lines),
        "kinds": _kinds(lines),
        "orders": Order.choices(),
        "asked": {name: request.GET.get(name, "") for name in _FILTERS},
        "files": [(kind, _file_url(request, campaign, kind)) for kind in _TYPES],
        "here": request.get_full_path(),
        "now": timezone.now(),
        "is_open": campaign.state == CampaignState.OPEN,
        "may_run": runs(request),
    }
    return render(request, "office/campaigns/board.html", context)


@require_POST
@campaign_desk(Deed.RUN)
def accept(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Accept the forms that were ticked, or all that wait and have nothing to look at."""
    campaign = campaign_of(identity)
    forms = campaign.questionnaires.order_by("id")
    if request.POST.get("ktore") == "bez-ostrzezen":
        lines = lines_of(campaign, timezone.now())
        clean = [line for line in lines if line.waits and not (line.warnings or line.unsettled)]
        forms = forms.filter(pk__in=[line.form.pk for line in clean])
    else:
        forms = forms.filter(uuid__in=_identities(request.POST.getlist("formularz")))
    try:
        accepted, passed = accept_forms(questionnaires=list(forms), **signed(request))
    except MiernikError as error:
        messages.error(request, str(error))
    else:
        _tell(request, accepted, passed)
    return redirect(_back(request, campaign))


@require_safe
@campaign_desk(Deed.WATCH)
def export(request: HttpRequest, identity: uuid.UUID, kind: str) -> HttpResponse:
    """The table of institutions as the board shows it, as CSV or XLSX."""
    if kind not in _TYPES:
        raise Http404
    campaign = campaign_of(identity)
    rows = [_row(line) for line in _chosen(request, lines_of(campaign, timezone.now()))]
    content = csv_bytes(_SCHEMA, rows) if kind == "csv" else _workbook(campaign, rows)
    response = HttpResponse(content, content_type=_TYPES[kind])
    name = f"kompletnosc-{campaign.year}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _draft(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    pairs = asked_assignments(campaign).order_by()
    context = {
        "title": campaign.title,
        "crumbs": crumbs(),
        "campaign": campaign,
        "covered": campaign.covered.select_related("work"),
        "questions": pairs.count(),
        "institutions": pairs.values("institution").distinct().count(),
        "may_run": runs(request),
    }
    return render(request, "office/campaigns/draft.html", context)


def _chosen(request: HttpRequest, lines: Sequence[Line]) -> list[Line]:
    asked = request.GET
    return chosen(
        lines,
        state=asked.get("stan", ""),
        group=asked.get("grupa", ""),
        late=asked.get("termin") == "po",
        questions=asked.get("pytania") == "1",
        words=asked.get("q", ""),
        order=asked.get("porzadek", ""),
    )


def _kinds(lines: Sequence[Line]) -> list[tuple[str, str]]:
    present = {line.form.institution.kind for line in lines}
    return [pair for pair in InstitutionKind.choices() if pair[0] in present]


def _row(line: Line) -> dict[str, object]:
    at = line.submitted_at
    return {
        "instytucja": line.form.institution.name,
        "stan": line.state.label,
        "przekazano": print_short_date(timezone.localtime(at).date()) if at else "",
        "po_terminie": "tak" if line.late else "nie",
        "pytan": line.asked,
        "odpowiedzi": line.answered,
        "ostrzezen": line.warnings,
        "skokow": line.jumps,
        "pytan_urzedu": line.unsettled,
        "e_mail": line.form.contact_email,
    }


def _workbook(campaign: Campaign, rows: Sequence[dict[str, object]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f"Kompletność {campaign.year}"
    sheet.append(list(_COLUMNS.values()))
    for row in rows:
        sheet.append([guarded(cell) if isinstance(cell, str) else cell for cell in row.values()])
    sheet.freeze_panes = "B2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _tell(request: HttpRequest, accepted: int, passed: int) -> None:
    if not accepted:
        messages.warning(
            request, "Nic nie przyjęto. Zaznacz formularze, które czekają na sprawdzenie."
        )
        return
    words = plural(accepted, "formularz", "formularze", "formularzy")
    rest = f" Pominięto {print_number(passed)}: nie czekają na sprawdzenie." if passed else ""
    messages.success(request, f"Przyjęto {print_number(accepted)} {words}.{rest}")


def _identities(values: Sequence[str]) -> list[uuid.UUID]:
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


def _back(request: HttpRequest, campaign: Campaign) -> str:
    """The board with the filters it had."""
    address = reverse("campaign-board", args=[campaign.uuid])
    back = request.POST.get("wroc", "")
    return back if back.split("?", 1)[0] == address else address


def _file_url(request: HttpRequest, campaign: Campaign, kind: str) -> str:
    wanted = {name: value for name, value in request.GET.items() if name != "strona" and value}
    address = reverse("campaign-export", args=[campaign.uuid, kind])
    return f"{address}?{urlencode(wanted)}" if wanted else address
