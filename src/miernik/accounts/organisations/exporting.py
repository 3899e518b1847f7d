"""The base as a file: the same columns that reading knows, so that it can be read back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from miernik.accounts.organisations.columns import COLUMNS, HEADINGS
from miernik.accounts.organisations.errors import OrganisationError
from miernik.accounts.organisations.models import Organisation
from miernik.audit.services import record
from miernik.kernel.dates import print_short_date
from miernik.kernel.tables import csv_bytes, guarded

FILE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SCHEMA: dict[str, Any] = {
    "fields": [{"name": column.heading, "type": "string"} for column in COLUMNS]
}


def export_organisations(
    *, organisations: Iterable[Organisation], kind: str, by: str, at: dt.datetime
) -> bytes:
    """Return the organisations as "csv" or "xlsx" and write down who took how many.

    Raises OrganisationError for another kind.
    """
    if kind not in FILE_TYPES:
        raise OrganisationError("Bazę można zapisać jako XLSX albo CSV.")
    rows = [_row(organisation) for organisation in organisations]
    data = {"number": len(rows), "kind": kind}
    record(action="organisations.exported", subject="organisations", by=by, at=at, data=data)
    return csv_bytes(_SCHEMA, rows) if kind == "csv" else _xlsx(rows)


def _row(organisation: Organisation) -> dict[str, str]:
    activities = [*organisation.field_labels, organisation.activity_note]
    values = {
        "name": organisation.name,
        "legal_form": organisation.get_legal_form_display(),
        "krs": organisation.krs,
        "nip": organisation.nip,
        "regon": organisation.regon,
        "fields": "; ".join(filter(None, activities)),
        "district": organisation.district,
        "address": organisation.address,
        "contact_person": organisation.contact_person,
        "email": organisation.email,
        "phone": organisation.phone,
        "active_in_city": "tak" if organisation.active_in_city else "nie",
        "consent": _consent(organisation),
        "consent_source": organisation.consent_source,
    }
    return {HEADINGS[key]: text for key, text in values.items()}


def _consent(organisation: Organisation) -> str:
    given = organisation.consent_given_at
    if given is None:
        return ""
    return print_short_date(timezone.localtime(given).date()) if organisation.consents else "nie"


def _xlsx(rows: list[dict[str, str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Organizacje"
    sheet.append(list(HEADINGS.values()))
    for row in rows:
        sheet.append([guarded(text) for text in row.values()])
    sheet.freeze_panes = "B2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
