"""Made-up persons and files for the tests of pseudonyms."""

from __future__ import annotations

import hashlib

from miernik.collection.pseudonyms.file import PseudonymFile

FINGERPRINT = "0123456789abcdef"
WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


def pesel(number: int) -> str:
    """Return a PESEL in order: somebody born on 14 March 1990, the ``number``-th that day."""
    first = f"900314{number:04d}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True))
    return f"{first}{-total % 10}"


def value(number: int) -> bytes:
    """Return a made-up pseudonym of a person."""
    return hashlib.sha256(str(number).encode()).digest()[:16]


def file_of(institution: str, persons: set[int], **more: object) -> PseudonymFile:
    """Return a file with pseudonyms of made-up persons."""
    facts: dict[str, object] = {
        "year": 2026, "area": "Białystok", "indicator": "A.1.3", "key": FINGERPRINT,
        "values": tuple(sorted(value(person) for person in persons)),
    }  # fmt: skip
    return PseudonymFile(institution=institution, **(facts | more))  # type: ignore[arg-type]  # made-up
