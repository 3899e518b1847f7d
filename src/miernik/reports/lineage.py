"""Identifiers of printed values: short enough to type, stable for ever.

``M-7K3QPD-2017`` is thirty bits of the observation's UUID in Crockford's base 32 (no I, L, O, U)
and the value's year. It names one version of one value: a corrected value has its own.
"""

from __future__ import annotations

import re
import uuid

from miernik.observations.models import Observation
from miernik.observations.selectors import EVERYTHING, Store
from miernik.reports.errors import UnknownIdentifierError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = 6
_BITS = 5 * _LETTERS
_REST = 128 - _BITS
_SHAPE = re.compile(rf"^M-?([{_ALPHABET}]{{{_LETTERS}}})-?(\d{{4}})$")
#: What people type for letters the alphabet leaves out.
_MISREAD = str.maketrans("OIL", "011")


def identifier(observation: Observation) -> str:
    """Return the identifier printed beside the value, such as ``M-7K3QPD-2017``."""
    bits = observation.uuid.int >> _REST
    letters = [_ALPHABET[bits >> shift & 31] for shift in range(_BITS - 5, -1, -5)]
    return f"M-{''.join(letters)}-{observation.year}"


def resolve(text: str, *, store: Store = EVERYTHING) -> Observation:
    """Return the value with this identifier; case, spaces and O for 0 or I for 1 do not matter.

    ``store`` says what may be read.

    Raises UnknownIdentifierError, also for the one chance in a billion that two values share it.
    """
    shape = _SHAPE.match(re.sub(r"\s", "", text).upper().translate(_MISREAD))
    if shape is None:
        raise UnknownIdentifierError(text)
    bits = 0
    for letter in shape[1]:
        bits = bits << 5 | _ALPHABET.index(letter)
    low = bits << _REST
    found = (
        store.observations()
        .filter(
            year=int(shape[2]),
            uuid__gte=uuid.UUID(int=low),
            uuid__lte=uuid.UUID(int=low | (1 << _REST) - 1),
        )
        .select_related("indicator", "institution", "source")
    )
    if len(found) != 1:
        raise UnknownIdentifierError(text)
    return found[0]
