"""Writing to the event log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from miernik.audit.models import Event


def record(
    *, action: str, subject: str, by: str, at: dt.datetime, data: Mapping[str, Any] | None = None
) -> Event:
    """Append one event: ``action`` is a tag such as ``import.confirmed``, ``subject`` its object.

    ``by`` is a user name or the name of a job; ``data`` holds plain JSON values only, never
    personal data.
    """
    return Event.objects.create(at=at, by=by, action=action, subject=subject, data=dict(data or {}))


def record_read(
    *, subject: str, by: str, at: dt.datetime, data: Mapping[str, Any] | None = None
) -> Event:
    """Append that somebody read a personal file."""
    return record(action="file.read", subject=subject, by=by, at=at, data=data)
