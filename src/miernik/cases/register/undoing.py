"""Taking a correction back."""

from __future__ import annotations

import datetime as dt
import json

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.models import (
    CorrectedTable,
    Correction,
    Family,
    FamilyMembership,
    IncomeRecord,
    ReasonRecord,
)
from miernik.cases.register import facts, memberships
from miernik.cases.register.corrections import ROWS, subject
from miernik.cases.register.errors import CorrectionError


@transaction.atomic
def undo_correction(*, correction: Correction, by: str, at: dt.datetime) -> None:
    """Put a corrected or struck-out membership, income or reason back as it was.

    Raises CorrectionError when it was undone already, when a later correction of the same row
    stands, or when something else of that period was written meanwhile.
    """
    correction = Correction.objects.select_for_update(no_key=True).get(pk=correction.pk)
    if correction.family_id is not None:  # others write into the family only with this lock
        Family.objects.select_for_update(no_key=True).get(pk=correction.family_id)
    table = CorrectedTable(correction.table)
    if table not in ROWS:
        raise CorrectionError("Dane osoby i rodziny zmień jeszcze raz zamiast cofać.")
    if correction.undone_at is not None:
        raise CorrectionError("Tę poprawkę już cofnięto.")
    later = Correction.objects.filter(
        table=table, row=correction.row, pk__gt=correction.pk, undone_at__isnull=True
    )
    if later.exists():
        raise CorrectionError("Najpierw cofnij późniejszą poprawkę tej samej pozycji.")
    model = ROWS[table]
    before = json.loads(correction.before)
    if correction.struck_out:
        row = model(**before)
    else:
        row = model.objects.get(pk=correction.row)
        for name, value in before.items():
            setattr(row, name, value)
    row.clean_fields()  # dates and decimals come back from JSON as text
    _refuse_clash(row)
    row.save(force_insert=correction.struck_out)
    correction.undone_at, correction.undone_by = at, by
    correction.save(update_fields=["undone_at", "undone_by"])
    record(
        action=f"{table.value}.correction_undone",
        subject=subject(correction),
        by=by,
        at=at,
        data={"correction": str(correction.uuid)},
    )


def _refuse_clash(row: FamilyMembership | IncomeRecord | ReasonRecord) -> None:
    if isinstance(row, FamilyMembership):
        memberships.refuse_overlap(row)
    elif isinstance(row, ReasonRecord):
        facts.refuse_overlap(row)
