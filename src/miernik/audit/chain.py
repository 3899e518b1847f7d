"""How one event is sealed to the one before.

The seal is an HMAC over one canonical text, so that the same event gives the same seal on SQLite
and on PostgreSQL, whatever they do to the order of keys, to numbers and to time zones.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from miernik.kernel.keys import Keyring

GENESIS = "0" * 64


class Link(NamedTuple):
    """What is sealed: every column of an event but the seal itself."""

    number: int
    previous: str
    at: dt.datetime
    by: str
    action: str
    subject: str
    data: Any


def seal(link: Link, keys: Keyring) -> str:
    """Return the keyed hash of an event: 64 hexadecimal digits."""
    return keys.seal(canonical(link))


def canonical(link: Link) -> bytes:
    """Return the one text of an event: JSON, keys sorted, UTC to the microsecond."""
    at = link.at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    parts = [link.number, link.previous, at, link.by, link.action, link.subject, plain(link.data)]
    return json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def plain(value: Any) -> Any:
    """Return a JSON value as both databases give it back.

    PostgreSQL keeps numbers as decimals: 1e3 comes back as 1000, -0.0 as 0. Raises TypeError for
    what JSON does not know and ValueError for a number it cannot hold.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("JSON has no infinity")
        exact = Decimal(repr(value))
        return int(exact) if exact == exact.to_integral_value() else value
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"a key of JSON is a text, not {type(key).__name__}")
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    raise TypeError(f"no plain JSON value: {type(value).__name__}")
