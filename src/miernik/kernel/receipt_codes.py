"""Short codes of what was submitted, to read out and to check a receipt by."""

from __future__ import annotations

import hashlib
import re

#: Letters and figures that are not taken for one another, in print or over the telephone.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 3, 4
_BITS = 5
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NO_SIGN = re.compile(r"[\s\-–—.]")


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of what was submitted, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def code_of(digest: str) -> str:
    """Return the short code of a SHA-256 (64 hexadecimal signs): "K7QM-2XRD-9HVT", 60 bits.

    Raises ValueError for anything else.
    """
    if not _SHA256.fullmatch(digest):
        raise ValueError(f"not a SHA-256 in hexadecimal: {digest!r}")
    number = int(digest, 16) >> (len(digest) * 4 - _GROUPS * _GROUP * _BITS)
    signs = [
        _ALPHABET[(number >> (_BITS * place)) & 31] for place in reversed(range(_GROUPS * _GROUP))
    ]
    groups = ["".join(signs[at : at + _GROUP]) for at in range(0, len(signs), _GROUP)]
    return "-".join(groups)


def is_code_of(typed: str, digest: str) -> bool:
    """Whether the code as a person typed it, in any case and spacing, is that of the digest."""
    return _NO_SIGN.sub("", typed).upper() == code_of(digest).replace("-", "")
