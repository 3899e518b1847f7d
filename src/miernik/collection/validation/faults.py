"""What is wrong with a rule somebody wrote: each fault with its place, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from miernik.kernel.errors import MiernikError

#: Where in the written rule: names of fields and positions in lists (from 0), outermost first.
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``text`` is a Polish clause without a full stop."""

    place: Place
    text: str

    @property
    def sentence(self) -> str:
        """The fault with its field, for a rule that has no lines."""
        named = " → ".join(
            str(step + 1) if isinstance(step, int) else f"„{step}”" for step in self.place
        )
        return f"Pole {named}: {self.text}." if named else f"Reguła: {self.text}."


class RuleFaultsError(MiernikError):
    """A rule cannot be used as written: one Polish sentence for each fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
