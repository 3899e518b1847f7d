"""The register's first page: searching, own families, what waits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from miernik.cases.models import DuplicateState, Family
from miernik.cases.permissions import Deed, families, may, pairs
from miernik.cases.register.search import SHORTEST, heads_of
from miernik.cases.register.selectors import count_members, search
from miernik.web.office.door_register import person_at_desk, register_desk

SHOWN = 30


@require_safe
@register_desk(Deed.OPEN)
def home(request: HttpRequest) -> HttpResponse:
    """Search results when something was typed, else the families in one's own care."""
    user = person_at_desk(request)
    query = request.GET.get("q", "").strip()
    everything = request.GET.get("moje") == "wszystkie"
    own = Family.objects.none()
    if may(user, Deed.RECORD):
        own = families(user).filter(worker=user, closed_on__isnull=True).order_by("-id")
    number = own.count()
    shown = list(own.select_related("team") if everything else own.select_related("team")[:SHOWN])
    heads = heads_of(family.pk for family in shown)
    sizes = count_members((family.pk for family in shown), timezone.localdate())
    waiting = pairs(user).filter(state=DuplicateState.PROPOSED)
    context = {
        "query": query,
        "found": search(user, query) if query else None,
        "too_short": 0 < len(query) < SHORTEST,
        "own": [(family, heads.get(family.pk), sizes.get(family.pk, 0)) for family in shown],
        "own_number": number,
        "may_record": may(user, Deed.RECORD),
        "reach": families(user).filter(closed_on__isnull=True).count(),
        "pairs": waiting.filter(
            first__merged_into__isnull=True, second__merged_into__isnull=True
        ).count(),
    }
    return render(request, "office/register/home.html", context)
