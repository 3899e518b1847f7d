"""The list a person begins the day with."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from miernik.audit.services import record_read
from miernik.cases.permissions import Deed, may
from miernik.cases.procedure.worklist import DONE_BY, work_of
from miernik.web.office.door_register import person_at_desk, register_desk

ROWS_A_PAGE = 50


@require_safe
@register_desk(Deed.APPLY, Deed.INTERVIEW, Deed.PREPARE, Deed.ISSUE)
def worklist(request: HttpRequest) -> HttpResponse:
    """What is due or late first; filters by kind of work and by whose families they are."""
    user = person_at_desk(request)
    mine = request.GET.get("czyje") == "moje"
    everything = work_of(user, timezone.localdate(), mine=mine)
    wanted = request.GET.get("co", "")
    items = [item for item in everything if wanted in ("", item.work.value)]
    page = Paginator(items, ROWS_A_PAGE).get_page(request.GET.get("strona"))
    record_read(
        subject="worklist", by=user.get_username(), at=timezone.now(), data={"rows": len(page)}
    )
    context = {
        "page": page,
        "late": sum(item.late for item in everything),
        "close": sum(item.close for item in everything),
        "all": len(everything),
        "kinds": [
            (work, sum(item.work is work for item in everything))
            for work, deed in DONE_BY.items()
            if may(user, deed)
        ],
        "wanted": wanted,
        "mine": mine,
        "may_apply": may(user, Deed.APPLY),
        "may_pay": may(user, Deed.PAY),
        "may_simulate": may(user, Deed.PREPARE) or may(user, Deed.ISSUE),
        "has_families": may(user, Deed.RECORD),
    }
    return render(request, "office/procedure/worklist.html", context)
