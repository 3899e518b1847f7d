"""What was done with a family's file, in Polish sentences."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from miernik.audit.models import Event
from miernik.audit.services import FILE_READ, FILE_REFUSED
from miernik.cases.models import (
    CorrectedTable,
    Correction,
    Family,
    FamilyMembership,
    IncomeRecord,
    Person,
    ReasonRecord,
)
from miernik.cases.register.selectors import full_name, history
from miernik.kernel.dates import print_short_date
from miernik.web.templatetags.desk import event_words
from miernik.web.templatetags.register import zloty

_READS = (FILE_READ, FILE_REFUSED)
_MODELS: dict[CorrectedTable, type[models.Model]] = {
    CorrectedTable.PERSON: Person,
    CorrectedTable.FAMILY: Family,
    CorrectedTable.MEMBERSHIP: FamilyMembership,
    CorrectedTable.INCOME: IncomeRecord,
    CorrectedTable.REASON: ReasonRecord,
}
#: Columns that say nothing to a reader.
_UNTOLD = {"id", "uuid", "family_id", "person_id", "recorded_at", "recorded_by"}


@dataclass(frozen=True, slots=True)
class Told:
    """One line: when, who, what, about whom."""

    at: dt.datetime
    by: str
    words: str
    about: str


@dataclass(slots=True)
class History:
    """Changes and reads apart: reads are many and rarely what one looks for."""

    changes: list[Told] = field(default_factory=list)
    reads: list[Told] = field(default_factory=list)


def told(family: Family) -> History:
    """Return the history of a family's file, the newest first."""
    persons = Person.objects.filter(memberships__family=family).defer("pesel", "phone")
    names = {str(person.uuid): full_name(person) for person in persons.order_by("id")}
    story = History()
    for event in history(family):
        line = Told(event.at, event.by, _words(event), _about(event, names))
        (story.reads if event.action in _READS else story.changes).append(line)
    return story


def before(correction: Correction) -> str:
    """Tell in Polish what a row said before a correction, without PESEL numbers."""
    model = _MODELS[CorrectedTable(correction.table)]
    told_fields = []
    for name, value in json.loads(correction.before).items():
        column = model._meta.get_field(name.removesuffix("_id"))  # noqa: SLF001  # documented API
        if name in _UNTOLD or (correction.struck_out and value in (None, "", 0, False)):
            continue
        told_fields.append(f"{_label(column)}: {_value(column, value)}")
    return "; ".join(told_fields)


def _label(column: Any) -> str:
    return str(column.verbose_name).removesuffix(" w groszach")


def _value(column: Any, value: Any) -> str:
    text = str(value)
    if value in (None, ""):
        text = "–"
    elif column.name == "pesel":
        text = "inny numer"
    elif column.name.endswith("_gr"):
        text = zloty(value)
    elif isinstance(value, bool):
        text = "tak" if value else "nie"
    elif column.choices:
        text = str(dict(column.flatchoices).get(value, value))
    elif isinstance(column, models.DateField):
        text = print_short_date(dt.date.fromisoformat(value))
    return text


def _words(event: Event) -> str:
    why = event.data.get("why", "")
    if event.action == FILE_READ:
        return f"odczyt: {why}"
    if event.action == FILE_REFUSED:
        return f"odmowa dostępu: {why}"
    return event_words(event)


def _about(event: Event, names: dict[str, str]) -> str:
    kind, _, identity = event.subject.partition(":")
    key = identity if kind == "person" else str(event.data.get("person", ""))
    return names.get(key, "")
