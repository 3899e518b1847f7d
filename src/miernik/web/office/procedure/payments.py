"""The payments of a month, paid in bulk."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from miernik.audit.services import record_read
from miernik.cases.models import PaymentState
from miernik.cases.permissions import Deed, families
from miernik.cases.procedure import selectors
from miernik.cases.procedure.services import (
    WithholdingReason,
    mark_paid,
    plan_payments,
    release,
    withhold,
)
from miernik.kernel.dates import add_months, first_of_month
from miernik.kernel.errors import MiernikError
from miernik.kernel.text import plural
from miernik.rules.benefits import Benefit
from miernik.web.office.door_register import person_at_desk, register_desk
from miernik.web.office.procedure.forms import BulkForm, PaymentFilterForm

ROWS_A_PAGE = 200


@require_http_methods(["GET", "HEAD", "POST"])
@register_desk(Deed.PAY)
def payments(request: HttpRequest) -> HttpResponse:
    """The payments of a month with their sums; a POST does one thing to those ticked."""
    user = person_at_desk(request)
    asked = PaymentFilterForm(request.GET)
    wanted = asked.cleaned_data if asked.is_valid() else {}
    month = first_of_month(wanted.get("month") or timezone.localdate())
    reach = families(user)
    everything = selectors.payments(reach, month=month)
    rows = selectors.payments(
        reach,
        month=month,
        state=PaymentState(wanted["state"]) if wanted.get("state") else None,
        benefit=Benefit(wanted["benefit"]) if wanted.get("benefit") else None,
    )
    form = BulkForm([], initial={"paid_on": timezone.localdate()})
    status = 200
    if request.method == "POST":
        form = BulkForm(everything.values_list("pk", flat=True), request.POST)
        if form.is_valid() and _done(request, form):
            return redirect(request.get_full_path())
        status = 422
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("strona"))
    record_read(
        subject="payments", by=user.get_username(), at=timezone.now(),
        data={"month": month.isoformat(), "rows": len(page)},
    )  # fmt: skip
    context = {
        "page": page,
        "sums": selectors.payment_sums(everything),
        "month": month,
        "before": add_months(month, -1),
        "after": add_months(month, 1),
        "state": wanted.get("state", ""),
        "benefit": wanted.get("benefit", ""),
        "filters": asked,
        "form": form,
        "unplanned": selectors.grants_without_plan(reach, month).count(),
        "today": timezone.localdate(),
    }
    return render(request, "office/procedure/payments.html", context, status=status)


@require_POST
@register_desk(Deed.PAY)
def plan_on(request: HttpRequest) -> HttpResponse:
    """Carry the plans of grants without an end on through a month."""
    asked = PaymentFilterForm(request.POST)
    wanted = asked.cleaned_data if asked.is_valid() else {}
    month = first_of_month(wanted.get("month") or timezone.localdate())
    user = person_at_desk(request)
    added = 0
    for grant in selectors.grants_without_plan(families(user), month):
        added += len(
            plan_payments(grant=grant, through=month, by=user.get_username(), at=timezone.now())
        )
    word = plural(added, "wypłatę", "wypłaty", "wypłat")
    messages.success(request, f"Dopisano {added} {word} do planu.")
    return redirect(f"{reverse('payments')}?month={month:%Y-%m}")


def _done(request: HttpRequest, form: BulkForm) -> bool:
    data = form.cleaned_data
    by, at, keys = request.user.get_username(), timezone.now(), data["payments"]
    try:
        match data["action"]:
            case "paid":
                day: dt.date = data["paid_on"] or timezone.localdate()
                number = mark_paid(payments=keys, paid_on=day, by=by, at=at)
            case "withhold":
                number = withhold(
                    payments=keys, reason=WithholdingReason(data["reason"]), by=by, at=at
                )
            case _:
                number = release(payments=keys, by=by, at=at)
    except MiernikError as error:
        form.add_error(None, str(error))
        return False
    words = plural(number, "wypłata", "wypłaty", "wypłat")
    done = dict(form.fields["action"].choices)[data["action"]]  # type: ignore[attr-defined]  # a choice field
    messages.success(request, f"{number} {words}: {done}.")
    return True
