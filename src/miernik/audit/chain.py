"""How one event is sealed to the one before.

The seal is an HMAC over one canonical text, so that the same event gives the same seal on SQLite
and on PostgreSQL, whatever they do to the order of keys, to numbers and to time zones.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from miernik.kernel.keys import Keyring

GENESIS = "0" * 64
_encode = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode


class Link(NamedTuple):
    """What is sealed: every column of an event but the seal itself; ``data`` as ``plain`` gives."""

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
    at = link.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    parts = (link.number, link.previous, at, link.by, link.action, link.subject, link.data)
    return _encode(parts).encode()


def plain(value: Any) -> Any:
    """Return a JSON value as both databases give it back.

    Raises TypeError for what JSON does not know and ValueError for a number it cannot hold.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return number(repr(value))
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"a key of JSON is a text, not {type(key).__name__}")
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"no plain JSON value: {type(value).__name__}")


def number(text: str) -> int | float:
    """Read a number with a point or an exponent.

    PostgreSQL keeps numbers as decimals: 1e3 comes back as 1000, -0.0 as 0; so whole ones are
    integers here. Raises ValueError for NaN and the infinities.
    """
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("JSON has no such number")
    exact = Decimal(repr(value))
    return int(exact) if exact == exact.to_integral_value() else value


read = json.JSONDecoder(parse_float=number, parse_constant=number).decode
"""Parse stored ``data`` into what ``plain`` gave."""
