"""The payment plan of a grant and what happens to each payment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.models import Grant, Payment, PaymentState
from miernik.cases.procedure.errors import (
    ProcedureError,
    SetOffTooHighError,
    WrongStateError,
)
from miernik.cases.procedure.partial import due_for_month, largest_set_off
from miernik.cases.procedure.services.checks import day_of, locked_grant, not_in_future
from miernik.cases.procedure.states import Thing, follow, sources
from miernik.kernel.dates import (
    add_months,
    first_of_month,
    last_of_month,
    months_between,
    next_working_day,
    previous_working_day,
)
from miernik.kernel.quantities import Labelled
from miernik.rules.benefits import Benefit
from miernik.rules.loader import law

#: Day of the month on which the centre pays; only the money of an integration programme has a day
#: in law (``ipi_wyplata_dzien``).
PAY_DAY = 25
#: A grant without an end is planned for so many months ahead; ``plan_payments`` goes on later.
MONTHS_AHEAD = 12


class WithholdingReason(Labelled):
    """Why a payment is held back: a closed list, so that nobody's story enters the event log."""

    ENTITLEMENT = "uprawnienia", "wyjaśnianie uprawnień"
    UNDELIVERED = "brak_doreczenia", "brak możliwości doręczenia lub wypłaty"
    CIRCUMSTANCES = "zmiana_sytuacji", "zmiana sytuacji osoby lub rodziny"
    NO_RIGHT = "brak_prawa", "brak lub zawieszenie prawa do świadczeń (m.in. art. 13 ustawy)"
    OTHER = "inna", "inna przyczyna"


@transaction.atomic
def plan_payments(
    *,
    grant: Grant,
    by: str,
    at: dt.datetime,
    through: dt.date | None = None,
    already_paid: dict[dt.date, int] | None = None,
) -> list[Payment]:
    """Add the months a grant's plan still lacks: to its end, or through a day when it has none.

    The first and the last month may be partial (art. 106 ust. 3). ``already_paid`` holds grosze
    paid too much for a month under a decision this one replaces: they count towards it, and a month
    they cover stands in the plan as cancelled. Calling it again adds nothing.
    """
    step = follow(Thing.PAYMENT, "plan_payments", None)
    grant = locked_grant(grant)
    horizon = through or add_months(first_of_month(max(grant.since, day_of(at))), MONTHS_AHEAD)
    last = (grant.until or horizon) if grant.monthly_gr is not None else grant.since
    known = set(grant.payments.values_list("month", flat=True))
    credit = already_paid or {}
    planned = []
    for month in months_between(grant.since, last):
        if month in known:
            continue
        amount = due_for_month(grant, month) - credit.get(month, 0)
        payment = Payment(
            grant=grant,
            month=month,
            due_on=_due(grant, month, day_of(at)),
            amount_gr=max(amount, 0),
            state=PaymentState.PLANNED if amount > 0 else PaymentState.CANCELLED,
        )
        planned.append(payment)
    Payment.objects.bulk_create(planned)
    if planned:
        data = {"payments": len(planned), "amount_gr": sum(item.amount_gr for item in planned)}
        record(action=step.event, subject=f"grant:{grant.uuid}", by=by, at=at, data=data)
    return planned


def mark_paid(*, payments: Sequence[int], paid_on: dt.date, by: str, at: dt.datetime) -> int:
    """Mark planned payments as paid on a day and return how many; all of them or none.

    Raises WrongStateError when one of them is not planned any more, FutureDateError.
    """
    not_in_future(paid_on, at)
    return _moved("mark_paid", payments, by=by, at=at, paid_on=paid_on)


def withhold(
    *, payments: Sequence[int], reason: WithholdingReason, by: str, at: dt.datetime
) -> int:
    """Hold planned payments back; the log keeps the reason. Raises WrongStateError."""
    return _moved("withhold", payments, by=by, at=at, told={"reason": reason.value})


def release(*, payments: Sequence[int], by: str, at: dt.datetime) -> int:
    """Put withheld payments back into the plan; raises WrongStateError."""
    return _moved("release", payments, by=by, at=at)


@transaction.atomic
def cancel_payments(*, grant: Grant, after: dt.date | None, by: str, at: dt.datetime) -> int:
    """Cancel what is not paid for months that begin after a day (None: everything)."""
    rows = grant.payments.filter(state__in=sources(Thing.PAYMENT, "cancel_payments"))
    if after is not None:
        rows = rows.filter(month__gt=after)
    number = rows.update(state=PaymentState.CANCELLED)
    if number:
        data = {"payments": number}
        subject = f"grant:{grant.uuid}"
        record(action="payment.cancelled", subject=subject, by=by, at=at, data=data)
    return number


@transaction.atomic
def set_off(*, grant: Grant, monthly_gr: int, by: str, at: dt.datetime) -> int:
    """Set so much off each planned payment against claims of the centre (art. 104 ust. 2).

    ``monthly_gr`` in grosze, 0 ends it. Raises SetOffTooHighError when it is more than the law's
    share of one of them; then none changes.
    """
    step = follow(Thing.PAYMENT, "set_off", PaymentState.PLANNED)
    if monthly_gr < 0:
        raise ProcedureError("Potrącenie nie może być ujemne.")
    planned = list(grant.payments.filter(state=PaymentState.PLANNED).order_by("month"))
    for payment in planned:
        limit = largest_set_off(payment.amount_gr, payment.due_on)
        if monthly_gr > limit:
            raise SetOffTooHighError(limit)
    number = grant.payments.filter(state=PaymentState.PLANNED).update(set_off_gr=monthly_gr)
    data = {"payments": number, "monthly_gr": monthly_gr}
    record(action=step.event, subject=f"grant:{grant.uuid}", by=by, at=at, data=data)
    return number


@transaction.atomic
def shorten_plan(*, grant: Grant, by: str, at: dt.datetime) -> None:
    """Fit the plan to a new, earlier end of the grant; what is paid stays as it is."""
    assert grant.until is not None
    cancel_payments(grant=grant, after=grant.until, by=by, at=at)
    month = first_of_month(grant.until)
    open_states = sources(Thing.PAYMENT, "cancel_payments")
    payment = grant.payments.filter(month=month, state__in=open_states).first()
    if payment is None or grant.until == last_of_month(grant.until):
        return
    payment.amount_gr = due_for_month(grant, month)
    payment.set_off_gr = min(payment.set_off_gr, largest_set_off(payment.amount_gr, payment.due_on))
    payment.save(update_fields=["amount_gr", "set_off_gr"])


@transaction.atomic
def _moved(
    service: str,
    payments: Sequence[int],
    *,
    by: str,
    at: dt.datetime,
    told: Mapping[str, str] | None = None,
    **fields: dt.date,
) -> int:
    """Take a step with all the payments or none; ``told`` goes to the log beside the fields."""
    wanted = set(payments)
    if not wanted:
        raise ProcedureError("Nie zaznaczono żadnej wypłaty.")
    (source,) = sources(Thing.PAYMENT, service)
    assert source is not None
    step = follow(Thing.PAYMENT, service, source)
    number = Payment.objects.filter(pk__in=wanted, state=source).update(
        state=step.target or "", **fields
    )
    if number != len(wanted):
        other = Payment.objects.filter(pk__in=wanted).exclude(state=step.target).first()
        state = PaymentState(other.state).label if other else "inny"
        raise WrongStateError(Thing.PAYMENT.label, state)
    days = {key: day.isoformat() for key, day in fields.items()}
    data = {"payments": sorted(wanted), **days, **(told or {})}
    record(action=step.event, subject="payments", by=by, at=at, data=data)
    return number


def _due(grant: Grant, month: dt.date, today: dt.date) -> dt.date:
    """The pay day of the month, on a working day; a month already gone is paid at once."""
    integration = grant.benefit == Benefit.INTEGRATION
    day = law().on(month).number("ipi_wyplata_dzien") if integration else PAY_DAY
    usual = previous_working_day(month.replace(day=day))
    return usual if usual >= today else next_working_day(today)
