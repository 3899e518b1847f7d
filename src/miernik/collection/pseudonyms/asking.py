"""What an institution must know to make its pseudonyms: what the component of the form is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskedPseudonyms:
    """Of whom, for what and under which key; ``key`` is the fingerprint of the key in force."""

    year: int
    area: str
    indicator: str
    institution: str
    key: str
