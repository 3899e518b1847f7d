"""Everything wrong with a register to be read, at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from miernik.cases.errors import RegisterError
from miernik.kernel.text import plural

#: Faults of one kind in one file that are listed one by one; the rest is counted.
LISTED = 500
QUOTED = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: file or sheet, line from 1 (0: the whole file), column, reason in Polish."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, wiersz {self.line}" if self.line else self.file
        return f"{place}{f', kolumna {self.column}' if self.column else ''}: {self.reason}"


@dataclass(slots=True)
class Faults:
    """Everything found wrong so far; thousands of one kind are counted, not listed."""

    _found: list[Fault] = field(default_factory=list)
    _counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, file: str, line: int, column: str, reason: str, *, kind: str = "") -> None:
        """Keep one fault; ``kind`` is its reason without what it quotes."""
        key = (file, column, kind or reason)
        self._counts[key] += 1
        if self._counts[key] <= LISTED:
            self._found.append(Fault(file, line, column, reason))

    def __bool__(self) -> bool:
        return bool(self._found)

    def everything(self) -> list[Fault]:
        """Return the faults, with one line for those of each kind that are not listed."""
        rest = [
            Fault(
                file, 0, column, f"i jeszcze {more} {plural(more, 'raz', 'razy', 'razy')}: {kind}"
            )
            for (file, column, kind), count in self._counts.items()
            if (more := count - LISTED) > 0
        ]
        return self._found + rest


class FaultyRegisterError(RegisterError):
    """The register cannot be read as it is; nothing was stored."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        count = len(self.faults)
        word = plural(count, "błąd", "błędy", "błędów")
        listed = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"Rejestr ma {count} {word}, niczego nie wczytano:\n{listed}")


def quoted(text: str) -> str:
    """A short piece of a field for a sentence; never used for personal data."""
    clean = "".join(letter if letter.isprintable() else "·" for letter in text)
    return f"„{clean if len(clean) <= QUOTED else clean[: QUOTED - 1] + '…'}”"
