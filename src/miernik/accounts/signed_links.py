"""Addresses that prove themselves: an identity and its keyed hash, so no secret is stored.

Whoever reads the database cannot write such an address; ``salt`` keeps one kind of address from
opening another. Used by the personal links of the collection and by unsubscribing.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import uuid

from django.utils.crypto import salted_hmac

_SECRET_BYTES = 16
_UUID_BYTES = 16


def signed_token(identity: uuid.UUID, *, salt: str) -> str:
    """Return what stands in the address: the identity and the secret that proves it."""
    raw = identity.bytes + _secret(identity, salt)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def identity_in(token: str, *, salt: str) -> uuid.UUID | None:
    """Return the identity a token proves; None for a damaged or forged one."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) != _UUID_BYTES + _SECRET_BYTES:
        return None
    identity = uuid.UUID(bytes=raw[:_UUID_BYTES])
    if not hmac.compare_digest(raw[_UUID_BYTES:], _secret(identity, salt)):
        return None
    return identity


def _secret(identity: uuid.UUID, salt: str) -> bytes:
    return salted_hmac(salt, identity.hex, algorithm="sha256").digest()[:_SECRET_BYTES]
