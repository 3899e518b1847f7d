"""The implementers a section names in one sentence, or each in a line of its own, apart."""

from __future__ import annotations

import re

from miernik.kernel.text import squeeze

#: "oraz inne podmioty, o których mowa …" has a comma of its own.
_LAST = re.compile(r",?\s+oraz\s+(?=inn[eych]+ podmiot)")
_COMMA = re.compile(r",\s+(?!o których|który|której|w tym)")


def split_implementers(printed: str) -> list[str]:
    """Return the names in a sentence of implementers, or in lines, in order, without end marks."""
    found: list[str] = []
    for line in printed.splitlines():
        text = squeeze(line).rstrip(".;,")
        found += [part for piece in _LAST.split(text) for part in _COMMA.split(piece)]
    return [part for part in found if part]
