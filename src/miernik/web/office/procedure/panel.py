"""The procedure in a family's file: cases, benefits, payments."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from miernik.accounts.models import User
from miernik.cases.models import Family, Payment, PaymentState
from miernik.cases.permissions import Deed, may
from miernik.cases.procedure.selectors import applications_of, current_grants, grants_of
from miernik.rules.benefits import Benefit

_NEXT_PAYMENTS = 6


def family_panel(family: Family, user: User) -> dict[str, Any]:
    """Return what ``office/procedure/_family.html`` shows.

    The caller has opened the file through the register's door already.
    """
    today = timezone.localdate()
    current = current_grants(family, today)
    known = {grant.pk for grant in current}
    planned = Payment.objects.filter(grant__family=family, state=PaymentState.PLANNED)
    return {
        "family": family,
        "applications": list(applications_of(family)),
        "current": current,
        "former": [grant for grant in grants_of(family) if grant.pk not in known],
        "changes": list(
            family.decisions.filter(application__isnull=True).order_by("-id").select_related("person")
        ),
        "payments": list(
            planned.select_related("grant__person").order_by("due_on", "id")[:_NEXT_PAYMENTS]
        ),
        "changeable": {grant.pk for grant in current if grant.benefit in set(Benefit)}
        if may(user, Deed.PREPARE)
        else set(),
        "may_apply": may(user, Deed.APPLY) and family.closed_on is None,
        "may_interview": may(user, Deed.INTERVIEW) and family.closed_on is None,
        "may_simulate": may(user, Deed.OPEN) or may(user, Deed.ISSUE),
    }  # fmt: skip
