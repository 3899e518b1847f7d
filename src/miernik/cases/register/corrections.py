"""Corrections: what a row said before is kept, with who, when and why."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model

from miernik.audit.services import record
from miernik.cases.models import (
    CorrectedTable,
    Correction,
    Family,
    FamilyMembership,
    IncomeRecord,
    Person,
    ReasonRecord,
)
from miernik.cases.register.errors import CorrectionError

#: Columns that follow from others or are told elsewhere.
_NOT_KEPT = {"search_name", "pesel_index", "merged_into_id"}
ROWS: dict[CorrectedTable, type[FamilyMembership | IncomeRecord | ReasonRecord]] = {
    CorrectedTable.MEMBERSHIP: FamilyMembership,
    CorrectedTable.INCOME: IncomeRecord,
    CorrectedTable.REASON: ReasonRecord,
}


def contents(row: Model) -> dict[str, Any]:
    """Return the columns of a row as plain JSON values."""
    return {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields  # noqa: SLF001  # documented API
        if field.attname not in _NOT_KEPT
    }


def keep_before(
    *,
    table: CorrectedTable,
    row: Model,
    change: Callable[[], None],
    by: str,
    at: dt.datetime,
    why: str,
    family: Family | None = None,
    person: Person | None = None,
) -> list[str]:
    """Apply ``change`` to the row in memory and keep what differs; return the changed fields.

    The caller saves the row, in the same transaction.
    """
    before = contents(row)
    change()
    after = contents(row)
    changed = {name: value for name, value in before.items() if after[name] != value}
    if changed:
        Correction.objects.create(
            table=table, row=row.pk, family=family, person=person, before=json.dumps(changed),
            why=why, made_at=at, made_by=by,
        )  # fmt: skip
    return sorted(changed)


def strike_out(
    *,
    row: FamilyMembership | IncomeRecord | ReasonRecord,
    why: str,
    by: str,
    at: dt.datetime,
) -> Correction:
    """Take a row that should never have been written out of the register; it can be put back.

    Raises CorrectionError without a reason.
    """
    if not why.strip():
        raise CorrectionError("Podaj powód skreślenia.")
    table = next(name for name, model in ROWS.items() if isinstance(row, model))
    family = row.family if isinstance(row, FamilyMembership | ReasonRecord) else None
    person = row.person if isinstance(row, FamilyMembership | IncomeRecord) else None
    with transaction.atomic():
        made = Correction.objects.create(
            table=table, row=row.pk, family=family, person=person,
            before=json.dumps(contents(row)), struck_out=True, why=why.strip(),
            made_at=at, made_by=by,
        )  # fmt: skip
        row.delete()
        record(
            action=f"{table.value}.struck_out",
            subject=subject(made),
            by=by,
            at=at,
            data={"correction": str(made.uuid)},
        )
    return made


def subject(of: Correction) -> str:
    return f"family:{of.family.uuid}" if of.family else f"person:{_uuid(of.person)}"


def _uuid(person: Person | None) -> str:
    assert person is not None
    return str(person.uuid)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return value if isinstance(value, int | str | bool) or value is None else str(value)
