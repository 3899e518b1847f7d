"""A new section of a programme with its five fields, ready to be filled in."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from miernik.strategy.models import FieldType, Passage, Unit, UnitKind, Version
from miernik.strategy.text.editing import add_passage


@transaction.atomic
def add_section(
    *,
    version: Version,
    after: uuid.UUID | None,
    under: uuid.UUID | None,
    text: str,
    by: str,
    at: dt.datetime,
) -> Passage:
    """Put a section into a draft, see ``add_passage``; its fields stand under it, empty.

    Raises what ``add_passage`` raises.
    """
    section = add_passage(
        version=version, after=after, under=under, kind=UnitKind.SECTION, text=text, by=by, at=at
    )
    for position, field in enumerate(FieldType, 1):
        Passage.objects.create(
            version=version,
            unit=Unit.objects.create(work=version.work, kind=UnitKind.FIELD),
            parent=section,
            position=position,
            field_type=field,
            text=field.label,
        )
    return section
