"""The implementers a section names in one sentence, apart."""

from __future__ import annotations

import re

from miernik.kernel.text import squeeze

#: "oraz inne podmioty, o których mowa …" has a comma of its own.
_LAST = re.compile(r",?\s+oraz\s+(?=inn[eych]+ podmiot)")
_COMMA = re.compile(r",\s+(?!o których|który|której|w tym)")


def split_implementers(printed: str) -> list[str]:
    """Return the names in a sentence of implementers, in order, without the full stop."""
    text = squeeze(printed).rstrip(".")
    parts = [part for piece in _LAST.split(text) for part in _COMMA.split(piece)]
    return [part for part in parts if part]
