"""The way back: removed units of a draft come from the event log, wordings from the parent."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from miernik.audit.models import Event
from miernik.audit.services import record
from miernik.strategy.errors import NotRestorableError, UnknownPassageError
from miernik.strategy.models import Passage, Unit, Version, VersionState
from miernik.strategy.text.editing import edit_passage
from miernik.strategy.text.services import must_be_draft


@dataclass(frozen=True, slots=True)
class Removed:
    """A unit that somebody took out of a draft; ``units`` counts it with what stood under it."""

    unit: uuid.UUID
    text: str
    units: int
    by: str
    at: dt.datetime


def parent_version(version: Version) -> Version | None:
    """Return the frozen version of the same work with a text that this one follows."""
    earlier = version.work.versions.filter(state=VersionState.FROZEN, number__lt=version.number)
    return earlier.filter(passages__isnull=False).distinct().order_by("-number").first()


def removed_units(version: Version) -> list[Removed]:
    """Return what can be put back into a draft, the last removed first."""
    held = {str(unit) for unit in version.passages.values_list("unit__uuid", flat=True)}
    found: dict[str, Removed] = {}
    for event in _removals(version):
        branch: list[dict[str, Any]] = event.data["branch"]
        top = branch[0]["unit"]
        if top not in held and top not in found:
            found[top] = Removed(uuid.UUID(top), branch[0]["text"], len(branch), event.by, event.at)
    return list(found.values())


@transaction.atomic
def restore_passage(*, version: Version, unit: uuid.UUID, by: str, at: dt.datetime) -> Passage:
    """Put a removed unit back where it stood, with everything that stood under it.

    Raises FrozenTextError, NotRestorableError (it stands there, was never removed from this
    draft, or what it stood under is gone).
    """
    must_be_draft(version)
    event = next((e for e in _removals(version) if e.data["branch"][0]["unit"] == str(unit)), None)
    if event is None or version.passages.filter(unit__uuid=unit).exists():
        raise NotRestorableError
    branch: list[dict[str, Any]] = event.data["branch"]
    rows = {str(row.unit.uuid): row for row in version.passages.select_related("unit")}
    if branch[0]["parent"] is not None and branch[0]["parent"] not in rows:
        raise NotRestorableError
    top = rows.get(branch[0]["parent"])
    beside = Passage.objects.filter(version=version, parent=top)
    beside.filter(position__gte=branch[0]["position"]).update(position=F("position") + 1)
    for item in branch:
        if item["unit"] not in rows:
            rows[item["unit"]] = _written(version, item, rows.get(item["parent"]))
    row = rows[str(unit)]
    data = {"version": version.number, "new": row.text}
    record(action="text.restored", subject=f"unit:{unit}", by=by, at=at, data=data)
    return row


def restore_wording(*, version: Version, unit: uuid.UUID, by: str, at: dt.datetime) -> Passage:
    """Give a unit of a draft the wording it has in the version before.

    Raises FrozenTextError, UnknownPassageError when the version before holds no such unit.
    """
    must_be_draft(version)
    before = parent_version(version)
    row = before.passages.filter(unit__uuid=unit).first() if before else None
    if row is None:
        raise UnknownPassageError(unit.hex[:8])
    return edit_passage(
        version=version, unit=unit, text=row.text, table=row.table, seen=None, by=by, at=at
    )


def _removals(version: Version) -> list[Event]:
    found = Event.objects.filter(
        action="text.removed",
        data__programme=version.work.code,
        data__version=version.number,
        at__gte=version.created_at,
    )
    return list(found.order_by("-pk"))


def _written(version: Version, item: dict[str, Any], parent: Passage | None) -> Passage:
    names = (
        "position", "text", "field_type", "table", "printed_label", "indicator_id", "measured_id",
    )  # fmt: skip
    return Passage.objects.create(
        version=version,
        unit=Unit.objects.get(uuid=item["unit"], work=version.work),
        parent=parent,
        **{name: item[name] for name in names},
    )
