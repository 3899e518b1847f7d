"""Writing to the event log: every event is sealed to the one before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from miernik.audit import head
from miernik.audit.chain import GENESIS, Link, plain, seal
from miernik.audit.errors import UnsoundLogError
from miernik.audit.head import Head
from miernik.audit.installation import keyring
from miernik.audit.models import Event
from miernik.audit.triggers import put_back
from miernik.audit.verification import verify

FILE_READ = "file.read"
FILE_REFUSED = "file.refused"
#: Number of the transaction lock that lets one writer at a time add to the chain on PostgreSQL.
_CHAIN_LOCK = 0x6D6965726E696B
_LAST = "SELECT hash, id FROM audit_event ORDER BY id DESC LIMIT 1"
_BATCH = 1000
_REFUSAL = "Wpisów dziennika zdarzeń nie zmienia się ani nie usuwa."


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to be recorded: ``action`` is a tag such as ``import.confirmed``."""

    action: str
    subject: str
    by: str
    at: dt.datetime
    data: Mapping[str, Any] = field(default_factory=dict)


def record(
    *, action: str, subject: str, by: str, at: dt.datetime, data: Mapping[str, Any] | None = None
) -> Event:
    """Append one event: ``action`` is a tag such as ``import.confirmed``, ``subject`` its object.

    ``by`` is a user name or the name of a job; ``data`` holds plain JSON values only, never
    personal data. Whoever writes many events in one transaction calls ``record_many``: on
    PostgreSQL other writers wait from the first event of a transaction to its end, on SQLite
    they wait anyway.
    """
    (event,) = record_many([Entry(action, subject, by, at, data or {})])
    return event


@transaction.atomic(savepoint=False)
def record_many(entries: Iterable[Entry]) -> list[Event]:
    """Append events in their order, the chain read once; returns them."""
    keys = keyring()
    previous, number = _locked_end()
    events = []
    for entry in entries:
        number += 1
        link = Link(
            number, previous, entry.at, entry.by, entry.action, entry.subject, plain(entry.data)
        )
        previous = seal(link, keys)
        events.append(
            Event(
                id=number, previous=link.previous, hash=previous, at=entry.at, by=entry.by,
                action=entry.action, subject=entry.subject, data=link.data,
            )
        )  # fmt: skip
    if events:
        Event.objects.bulk_create(events, batch_size=_BATCH)
        transaction.on_commit(lambda: head.keep(number))
    return events


def record_read(
    *,
    subject: str,
    by: str,
    at: dt.datetime,
    data: Mapping[str, Any] | None = None,
    refused: bool = False,
) -> Event:
    """Append that somebody read a personal file, or was refused it.

    ``subject`` is the file: ``family:…``, ``person:…`` or ``blue_card:…``; ``data["why"]`` the
    screen or the step. ``data["refused"]`` says the same as ``refused``.
    """
    refused = refused or bool(data and data.get("refused"))
    action = FILE_REFUSED if refused else FILE_READ
    return record(action=action, subject=subject, by=by, at=at, data=data)


def _locked_end() -> tuple[str, int]:
    """Return hash and number of the last event; nobody else adds one until the transaction ends.

    On SQLite an IMMEDIATE transaction has already locked the others out.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
        cursor.execute(_LAST)
        return cursor.fetchone() or (GENESIS, 0)


def accept_end(*, by: str, at: dt.datetime, why: str) -> Head:
    """Take the log's present end for the true one, after a restored backup or a lost file.

    Where the database no longer refuses to change events, it is made to again. The event keeps what
    the file said before and why. Returns the new head. Raises UnsoundLogError when the rows
    themselves are not sound: that is nothing to accept.
    """
    checked = verify(guarded=False)
    if checked.fault is not None:
        raise UnsoundLogError(checked.fault.sentence)
    before = head.kept()
    data = {"why": why, "before": before.text() if before else ""}
    if checked.unprotected:
        with transaction.atomic():
            put_back(connection, Event._meta.db_table, _REFUSAL)  # noqa: SLF001  # documented API
        data["protection"] = "założone na nowo"
    if checked.head is not None:
        head.write(checked.head)  # else the event's own head would contradict the file
    event = record(action="audit.end_accepted", subject="audit", by=by, at=at, data=data)
    accepted = Head(event.id, event.hash, event.at)
    head.write(accepted)
    return accepted
