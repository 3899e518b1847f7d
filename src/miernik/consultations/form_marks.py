"""Names by which a returned document is recognised: bookmarks of units, tags of fields.

Bookmarks and tags survive Word; programs that drop tags keep the codes printed in the form.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

from miernik.kernel.text import squeeze

FORM_TAG = "form"
NAME_TAG = "submitter_name"
KRS_TAG = "submitter_krs"
REPRESENTATIVE_TAG = "submitter_representative"
EMAIL_TAG = "submitter_email"
CONSENT_TAG = "submitter_consent"
GENERAL_TAG = "general"

_UNIT = re.compile(r"u_([0-9a-f]{8})", re.ASCII)
_FIXED = re.compile(r"f\d+_([0-9a-f]{8})", re.ASCII)


def unit_name(code: str) -> str:
    """Bookmark or tag of the place that holds the wording of a unit."""
    return f"u_{code}"


def after_name(code: str) -> str:
    """Tag of the place for a new unit after this one."""
    return f"after_{code}"


def reasons_name(code: str) -> str:
    """Tag of the place for the reasons of a change."""
    return f"reasons_{code}"


def fixed_name(number: int, text: str) -> str:
    """Bookmark of a paragraph that nobody is asked to change; it tells whether one did."""
    return f"f{number}_{_sum(text)}"


def unit_named(names: Iterable[str]) -> str | None:
    """The code of the first unit among bookmarks or tags, or None."""
    found = (_UNIT.fullmatch(name) for name in names)
    return next((match[1] for match in found if match), None)


def is_fixed(names: Iterable[str], text: str) -> bool:
    """Whether a paragraph with these bookmarks says exactly what the office wrote in it."""
    found = (_FIXED.fullmatch(name) for name in names)
    return any(match[1] == _sum(text) for match in found if match)


def _sum(text: str) -> str:
    return f"{zlib.crc32(squeeze(text).encode()):08x}"
