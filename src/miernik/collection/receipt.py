"""The code on a receipt: short enough to read over the telephone."""

from __future__ import annotations

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O
_GROUPS, _GROUP = 3, 4


def receipt_code(digest: str) -> str:
    """Return the code of a submission's SHA-256 (hexadecimal): three groups of four signs."""
    number = int(digest[:16], 16)
    signs = ""
    for _ in range(_GROUPS * _GROUP):
        number, rest = divmod(number, len(_ALPHABET))
        signs += _ALPHABET[rest]
    return "-".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))
