"""The one door to personal files: it asks the permissions and writes every read to the log."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from miernik.accounts.models import User
from miernik.audit.services import record_read
from miernik.cases.errors import NoAccessError, UnknownFileError
from miernik.cases.models import DuplicateProposal, Family
from miernik.cases.permissions import families, pairs


def open_family(*, user: User, identity: uuid.UUID, at: dt.datetime, why: str) -> Family:
    """Return a family's file and log that the person read it.

    ``why`` is the screen or the step, such as ``akta`` or ``decyzja``. Raises UnknownFileError,
    and NoAccessError (the attempt is logged too). Call it before a transaction, never inside one
    (a RuntimeError): what is rolled back with the refused request would leave no trace.
    """
    found = Family.objects.filter(uuid=identity).first()
    if found is None:
        raise UnknownFileError
    allowed = families(user).filter(pk=found.pk).exists()
    _write(user, [f"family:{found.uuid}"], at, why, refused=not allowed)
    if not allowed:
        raise NoAccessError
    return found


def open_pair(*, user: User, identity: uuid.UUID, at: dt.datetime, why: str) -> DuplicateProposal:
    """Return two persons that may be one and log that the data of both were read.

    Raises UnknownFileError, and NoAccessError (the attempt is logged too) when neither person is
    within the person's reach.
    """
    found = DuplicateProposal.objects.filter(uuid=identity).select_related("first", "second")
    pair = found.first()
    if pair is None:
        raise UnknownFileError
    allowed = pairs(user).filter(pk=pair.pk).exists()
    persons = [f"person:{person.uuid}" for person in (pair.first, pair.second)]
    _write(user, persons, at, why, refused=not allowed)
    if not allowed:
        raise NoAccessError
    return pair


def _write(user: User, subjects: list[str], at: dt.datetime, why: str, *, refused: bool) -> None:
    """Log the reads in a transaction of their own: no later rollback takes them back."""
    with transaction.atomic(durable=True):
        for subject in subjects:
            record_read(
                subject=subject, by=user.get_username(), at=at, data={"why": why}, refused=refused
            )
