"""Editing a draft unit by unit: wording, adding, removing, moving; nothing is lost silently.

Every step leaves an event with the wording before and after, so a removed unit can be put back.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import F

from miernik.audit.services import record
from miernik.kernel.text import squeeze
from miernik.strategy.errors import (
    ChangedMeanwhileError,
    EmptyPassageError,
    UnknownPassageError,
)
from miernik.strategy.models import Passage, Unit, UnitKind, Version
from miernik.strategy.text.content import Table
from miernik.strategy.text.services import must_be_draft


@transaction.atomic
def edit_passage(
    *,
    version: Version,
    unit: uuid.UUID,
    text: str,
    seen: str | None,
    by: str,
    at: dt.datetime,
    table: Table | None = None,
) -> Passage:
    """Give a unit of a draft a new wording.

    ``seen`` is the wording its editor started from (None skips the check): when the unit reads
    otherwise by now, ChangedMeanwhileError carries the present one. Raises EmptyPassageError,
    FrozenTextError, UnknownPassageError.
    """
    row = _row(version, unit)
    wording = squeeze(text)
    if not wording:
        raise EmptyPassageError
    if seen is not None and squeeze(seen) != squeeze(row.text):
        raise ChangedMeanwhileError(row.text)
    if wording == row.text and (table is None or table == row.table):
        return row
    data: dict[str, Any] = {"old": row.text, "new": wording}
    row.text = wording
    if table is not None and table != row.table:
        data["old_table"] = row.table
        row.table = table
    row.save(update_fields=["text", "table"])
    _record("text.edited", row, by, at, data)
    return row


@transaction.atomic
def add_passage(
    *,
    version: Version,
    after: uuid.UUID | None,
    under: uuid.UUID | None,
    kind: UnitKind,
    text: str,
    by: str,
    at: dt.datetime,
    unit: Unit | None = None,
) -> Passage:
    """Put a unit into a draft: behind ``after`` beside it, or as the first one under ``under``.

    ``unit`` puts back a unit that stood in the work before. Exactly one of ``after`` and
    ``under`` is given. Raises EmptyPassageError, FrozenTextError, UnknownPassageError.
    """
    wording = squeeze(text)
    if not wording:
        raise EmptyPassageError
    if after is not None:
        before = _row(version, after)
        parent, position = before.parent, before.position + 1
    else:
        assert under is not None
        parent, position = _row(version, under), 1
    beside = Passage.objects.filter(version=version, parent=parent, position__gte=position)
    beside.update(position=F("position") + 1)
    row = Passage.objects.create(
        version=version,
        unit=unit or Unit.objects.create(work=version.work, kind=kind),
        parent=parent,
        position=position,
        text=wording,
    )
    _record("text.added", row, by, at, {"new": wording})
    return row


@transaction.atomic
def remove_passage(*, version: Version, unit: uuid.UUID, by: str, at: dt.datetime) -> None:
    """Take a unit with everything under it out of a draft; its identity stays in the work.

    ``restoring.restore_passage`` puts it back.
    """
    row = _row(version, unit)
    beside = Passage.objects.filter(version=version, parent=row.parent, position__gt=row.position)
    branch = {"programme": version.work.code, "branch": branch_of(row)}
    _record("text.removed", row, by, at, {"old": row.text, **branch})
    row.delete()
    beside.update(position=F("position") - 1)


@transaction.atomic
def move_passage(
    *, version: Version, unit: uuid.UUID, up: bool, by: str, at: dt.datetime
) -> Passage:
    """Let a unit of a draft change places with the one before it, or behind it.

    The first one stays first and the last one last.
    """
    row = _row(version, unit)
    beside = Passage.objects.filter(version=version, parent=row.parent)
    if up:
        other = beside.filter(position__lt=row.position).order_by("-position").first()
    else:
        other = beside.filter(position__gt=row.position).order_by("position").first()
    if other is None:
        return row
    row.position, other.position = other.position, row.position
    Passage.objects.bulk_update([row, other], ["position"])
    _record("text.moved", row, by, at, {"up": up})
    return row


def branch_of(row: Passage) -> list[dict[str, Any]]:
    """Return a passage with everything under it as plain data, each unit after its parent."""
    found: list[dict[str, Any]] = []
    level = [row]
    while level:
        found += [_plain(item) for item in level]
        under = Passage.objects.filter(parent__in=level)
        level = list(under.select_related("unit", "parent__unit").order_by("parent_id", "position"))
    return found


def _plain(row: Passage) -> dict[str, Any]:
    return {
        "unit": str(row.unit.uuid),
        "parent": str(row.parent.unit.uuid) if row.parent else None,
        "position": row.position,
        "text": row.text,
        "field_type": row.field_type,
        "table": row.table,
        "printed_label": row.printed_label,
        "indicator_id": row.indicator_id,
        "measured_id": row.measured_id,
    }


def _row(version: Version, unit: uuid.UUID) -> Passage:
    must_be_draft(version)
    found = version.passages.select_related("unit", "parent__unit").select_for_update(of=("self",))
    row = found.filter(unit__uuid=unit).first()
    if row is None:
        raise UnknownPassageError(unit.hex[:8])
    return row


def _record(action: str, row: Passage, by: str, at: dt.datetime, data: dict[str, Any]) -> None:
    record(
        action=action,
        subject=f"unit:{row.unit.uuid}",
        by=by,
        at=at,
        data={"version": row.version.number, **data},
    )
