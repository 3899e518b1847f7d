"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from miernik.strategy.models import Work
from miernik.web.office.navigation import entries, sections
from miernik.web.office.permissions import Action, may


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context of ``base.html``: the municipality named in the heading, the way to the office."""
    user = getattr(request, "user", None)
    towns = list(Work.objects.order_by("municipality").values_list("municipality", flat=True))
    in_office = request.path.startswith("/biuro/")
    return {
        "municipality": towns[0] if len(set(towns)) == 1 else "",
        "office_open": user is not None and bool(sections(user)),
        "office_sections": entries(request) if in_office and user is not None else [],
        "gallery_open": in_office and user is not None and may(user, Action.READ),
        "in_office": in_office,
    }
