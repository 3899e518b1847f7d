"""What is wrong with a rule somebody wrote: each fault with its place, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from miernik.kernel.errors import MiernikError

#: Where in the written rule: names of fields and positions in lists (from 0), outermost first.
Place = tuple[str | int, ...]

_WORDS = {
    "code": "kod",
    "title": "nazwa",
    "explanation": "objaśnienie",
    "kind": "rodzaj",
    "severity": "waga",
    "message": "zdanie",
    "scope": "zasięg",
    "parameters": "wartości",
    "examples": "przykłady",
    "active": "włączona",
    "kinds": "rodzaje wskaźników",
    "units": "jednostki liczenia",
    "works": "dokumenty",
    "name": "nazwa wskaźnika",
    "except_name": "nazwa wyłączona",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``text`` is a Polish clause without a full stop."""

    place: Place
    text: str

    @property
    def sentence(self) -> str:
        """The fault with its field in Polish, for a rule that has no lines."""
        steps = [
            f"pozycja {step + 1}" if isinstance(step, int) else _WORDS[step]
            for step in self.place
            if isinstance(step, int) or step in _WORDS  # a parameter is named in the text
        ]
        said = f"{', '.join(steps)}: {self.text}" if steps else self.text
        return f"{said[:1].upper()}{said[1:]}."


class RuleFaultsError(MiernikError):
    """A rule cannot be used as written: one Polish sentence for each fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)
