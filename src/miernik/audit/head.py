"""The end of the log kept outside the database.

A chain shows a change or a gap, but not that its last events were cut off. So after each commit
the number and hash of the last event are also written to a file; the log must still hold them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from miernik.audit.models import Event

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Head:
    """The last event known: its number, hash and time."""

    number: int
    hash: str
    at: dt.datetime

    def text(self) -> str:
        """Return the form to be noted on paper: number and the hash's first 16 digits in fours."""
        return f"{self.number}:" + "-".join(self.hash[i : i + 4] for i in range(0, 16, 4))


def kept(file: Path | None = None) -> Head | None:
    """Return the head kept in the file; None where there is no file or it cannot be read."""
    try:
        stored = json.loads((file or _file()).read_text(encoding="ascii"))
        return Head(stored["number"], stored["hash"], dt.datetime.fromisoformat(stored["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def in_log(numbered: int | None = None) -> Head | None:
    """Return the head of the log itself, or its event of a number."""
    events: QuerySet[Event] = Event.objects.order_by("-id")
    found = (events if numbered is None else events.filter(id=numbered)).first()
    return Head(found.id, found.hash, found.at) if found else None


def keep(at_least: int) -> None:
    """Write the head to the file after a commit, unless a later one stands there.

    A file that the log contradicts is evidence and stays as it is; the server's output says so.
    A disk that cannot be written to does not undo what has been committed.
    """
    earlier = kept()
    if earlier is not None and earlier.number >= at_least:
        return
    try:
        with _alone():
            earlier = kept()
            if earlier is not None and not agrees(earlier):
                logger.error("the event log contradicts %s; run: miernik audit verify", _file())
                return
            now = in_log()
            if now is not None:
                write(now)
    except OSError:
        logger.exception("the end of the event log could not be kept in %s", _file())


def agrees(head: Head) -> bool:
    """Return whether the log holds this head's event with this hash."""
    stands = in_log(head.number)
    return stands is not None and stands.hash == head.hash


def write(head: Head) -> None:
    """Put a head into the file, the old one or the new one, never a half."""
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {"number": head.number, "hash": head.hash, "at": head.at.isoformat()}
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        json.dump(content, target)
    Path(name).replace(file)


def _file() -> Path:
    return Path(settings.AUDIT_HEAD)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    lock = _file().with_name(f".{_file().name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
