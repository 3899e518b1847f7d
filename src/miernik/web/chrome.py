"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from miernik.strategy.models import Work
from miernik.web.office.permissions import may_open


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context of ``base.html``: the municipality named in the heading, the way to the office."""
    user = getattr(request, "user", None)
    towns = list(Work.objects.order_by("municipality").values_list("municipality", flat=True))
    return {
        "municipality": towns[0] if len(set(towns)) == 1 else "",
        "office_open": user is not None and may_open(user),
        "in_office": request.path.startswith("/biuro/"),
    }
