"""Incomes of persons and reasons of families, each for a period."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.models import CorrectedTable, Family, IncomeRecord, Person, ReasonRecord
from miernik.cases.register.corrections import keep_before
from miernik.cases.register.errors import IncomeError, ReasonError
from miernik.cases.register.identities import surviving
from miernik.cases.register.periods import in_order, overlapping
from miernik.kernel.text import squeeze
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode, label_on


class IncomeData(TypedDict, total=False):
    """An income, amounts in grosze; absent amounts are 0, an absent ``until`` is open."""

    kind: IncomeKind
    since: dt.date
    until: dt.date | None
    one_off: bool
    amount_gr: int
    tax_gr: int
    costs_gr: int
    contributions_gr: int
    alimony_paid_gr: int
    hectares: Decimal | None
    evidence: str


@transaction.atomic
def record_income(
    *, person: Person, by: str, at: dt.datetime, **data: Unpack[IncomeData]
) -> IncomeRecord:
    """Record what a person receives; ``kind`` and ``since`` must be given.

    Raises IncomeError when an amount is negative or a farm has no hectares.
    """
    made = IncomeRecord(person=surviving(person), recorded_at=at, recorded_by=by)
    _fill(made, data)
    made.save()
    _record("income.recorded", made, by, at)
    return made


@transaction.atomic
def end_income(*, income: IncomeRecord, until: dt.date, by: str, at: dt.datetime) -> IncomeRecord:
    """Say on which day an income was due for the last time (utrata dochodu)."""
    income = IncomeRecord.objects.select_for_update(no_key=True).get(pk=income.pk)
    if income.until is not None:
        raise IncomeError(f"Ten dochód skończył się już {income.until:%d.%m.%Y}.")
    in_order(income.since, until)
    income.until = until
    income.save(update_fields=["until"])
    _record("income.ended", income, by, at)
    return income


@transaction.atomic
def correct_income(
    *, income: IncomeRecord, by: str, at: dt.datetime, why: str, **data: Unpack[IncomeData]
) -> IncomeRecord:
    """Correct an income that was written wrongly; only given keys change.

    A raise is no correction: end the income and record the new one.
    """
    income = IncomeRecord.objects.select_for_update(no_key=True).get(pk=income.pk)
    known = IncomeData(
        kind=IncomeKind(income.kind),
        since=income.since,
        until=income.until,
        one_off=income.one_off,
        amount_gr=income.amount_gr,
        tax_gr=income.tax_gr,
        costs_gr=income.costs_gr,
        contributions_gr=income.contributions_gr,
        alimony_paid_gr=income.alimony_paid_gr,
        hectares=income.hectares,
        evidence=income.evidence,
    )
    known.update(data)
    changed = keep_before(
        table=CorrectedTable.INCOME, row=income, change=lambda: _fill(income, known),
        person=income.person, by=by, at=at, why=why,
    )  # fmt: skip
    if changed:
        income.save()
        _record("income.corrected", income, by, at)
    return income


@transaction.atomic
def record_reason(
    *,
    family: Family,
    code: ReasonCode,
    since: dt.date,
    by: str,
    at: dt.datetime,
    until: dt.date | None = None,
) -> ReasonRecord:
    """Record a reason of art. 7 in a family; a sub-code counts in its head row by itself.

    Raises ReasonError when the same reason already holds in that period.
    """
    Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    in_order(since, until)
    made = ReasonRecord(
        family=family, code=code, since=since, until=until, recorded_at=at, recorded_by=by
    )
    refuse_overlap(made)
    made.save()
    _record_reason("reason.recorded", made, by, at)
    return made


@transaction.atomic
def end_reason(*, reason: ReasonRecord, until: dt.date, by: str, at: dt.datetime) -> ReasonRecord:
    """Say on which day a reason held for the last time."""
    reason = ReasonRecord.objects.select_for_update(no_key=True).get(pk=reason.pk)
    if reason.until is not None:
        raise ReasonError(f"Ten powód ustał już {reason.until:%d.%m.%Y}.")
    in_order(reason.since, until)
    reason.until = until
    reason.save(update_fields=["until"])
    _record_reason("reason.ended", reason, by, at)
    return reason


@transaction.atomic
def correct_reason(
    *,
    reason: ReasonRecord,
    since: dt.date,
    until: dt.date | None,
    why: str,
    by: str,
    at: dt.datetime,
) -> ReasonRecord:
    """Correct the period of a reason; a wrong code is struck out and recorded anew."""
    Family.objects.select_for_update(no_key=True).get(pk=reason.family_id)
    reason = ReasonRecord.objects.get(pk=reason.pk)
    in_order(since, until)

    def change() -> None:
        reason.since, reason.until = since, until

    changed = keep_before(
        table=CorrectedTable.REASON, row=reason, change=change,
        family=reason.family, by=by, at=at, why=why,
    )  # fmt: skip
    if changed:
        refuse_overlap(reason)
        reason.save()
        _record_reason("reason.corrected", reason, by, at)
    return reason


def refuse_overlap(row: ReasonRecord) -> None:
    """Raise ReasonError when the family has this reason already in this period."""
    same = ReasonRecord.objects.filter(
        overlapping(row.since, row.until), family=row.family_id, code=row.code
    ).exclude(pk=row.pk)
    other = same.order_by("since", "id").first()
    if other is not None:
        label = label_on(ReasonCode(row.code), row.since)
        raise ReasonError(
            f"Powód „{label}” jest już zapisany od {other.since:%d.%m.%Y}. "
            "Podaj inny okres albo popraw tamten wpis."
        )


def _fill(income: IncomeRecord, data: IncomeData) -> None:
    if "kind" not in data or "since" not in data:
        raise IncomeError("Podaj rodzaj dochodu i od kiedy jest otrzymywany.")
    income.kind, income.since, income.until = data["kind"], data["since"], data.get("until")
    income.one_off = data.get("one_off", False)
    income.amount_gr = data.get("amount_gr", 0)
    income.tax_gr = data.get("tax_gr", 0)
    income.costs_gr = data.get("costs_gr", 0)
    income.contributions_gr = data.get("contributions_gr", 0)
    income.alimony_paid_gr = data.get("alimony_paid_gr", 0)
    income.hectares = data.get("hectares")
    income.evidence = squeeze(data.get("evidence", ""))
    in_order(income.since, income.until)
    deductions = (income.tax_gr, income.costs_gr, income.contributions_gr, income.alimony_paid_gr)
    if min(income.amount_gr, *deductions) < 0:
        raise IncomeError("Kwoty dochodu i odliczeń nie mogą być ujemne.")
    if income.kind == IncomeKind.FARM and not income.hectares:
        raise IncomeError("Podaj liczbę hektarów przeliczeniowych gospodarstwa.")
    if income.hectares is not None and income.hectares < 0:
        raise IncomeError("Liczba hektarów nie może być ujemna.")


def _record(action: str, income: IncomeRecord, by: str, at: dt.datetime) -> None:
    person = Person.objects.only("uuid").get(pk=income.person_id)
    record(action=action, subject=f"person:{person.uuid}", by=by, at=at, data={"row": income.pk})


def _record_reason(action: str, reason: ReasonRecord, by: str, at: dt.datetime) -> None:
    record(
        action=action,
        subject=f"family:{reason.family.uuid}",
        by=by,
        at=at,
        data={"row": reason.pk},  # the code tells of health: it stays out of the log
    )
