"""The door to Niebieskie Karty: every reading is logged under the card, never under the family."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from miernik.accounts.models import User
from miernik.audit.services import record_read
from miernik.cases.errors import UnknownFileError
from miernik.cases.help.permissions import blue_cards
from miernik.cases.models import BlueCard


def open_blue_card(*, user: User, identity: uuid.UUID, at: dt.datetime, why: str) -> BlueCard:
    """Return a procedure and log the reading.

    Raises UnknownFileError both for a procedure that does not exist and for one out of reach, so
    that the answer betrays nothing; the log tells the two apart.
    """
    found = BlueCard.objects.filter(uuid=identity).first()
    if found is None:
        raise UnknownFileError
    allowed = blue_cards(user).filter(pk=found.pk).exists()
    with transaction.atomic(durable=True):
        record_read(
            subject=f"blue_card:{found.uuid}",
            by=user.get_username(),
            at=at,
            data={"why": why},
            refused=not allowed,
        )
    if not allowed:
        raise UnknownFileError
    return found
