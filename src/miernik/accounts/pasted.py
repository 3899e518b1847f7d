"""A list of institutions pasted from a spreadsheet or a message: "name; e-mail" a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from miernik.kernel.text import comparable, squeeze

_ENDS = re.compile(r"[;\t]")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One line that could be read; ``number`` counts from 1, ``email`` is "" where none stands."""

    number: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read, and one Polish sentence for each line that could not be."""

    lines: tuple[PastedLine, ...]
    faults: tuple[str, ...]


def read_pasted(text: str, *, email_needed: bool = False) -> Pasted:
    """Read lines "name; e-mail" (a tabulator does as well), all faults at once; blank lines pass.

    With ``email_needed`` a line without an address is a fault; without it the address may lack.
    """
    lines, faults = [], []
    seen: dict[str, int] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        parts = [squeeze(part) for part in _ENDS.split(raw)]
        if not any(parts):
            continue
        name, email = parts[0], parts[1] if len(parts) > 1 else ""
        fault = _fault(parts, name, email, email_needed=email_needed)
        twin = seen.setdefault(comparable(name), number) if name else number
        if not fault and twin != number:
            fault = f"„{name}” stoi już w wierszu {twin}; zostaw jeden z nich."
        if fault:
            faults.append(f"Wiersz {number}: {fault}")
        else:
            lines.append(PastedLine(number, name, email))
    return Pasted(tuple(lines), tuple(faults))


def _fault(parts: list[str], name: str, email: str, *, email_needed: bool) -> str:
    if not name:
        return "brakuje nazwy przed średnikiem."
    if len(name) > _LONGEST:
        return f"nazwa ma ponad {_LONGEST} znaków."
    if any(parts[2:]):
        return "jest za dużo średników; wpisz tylko nazwę i adres e-mail."
    if not email:
        return f"brakuje adresu e-mail po nazwie „{name}”." if email_needed else ""
    try:
        validate_email(email)
    except ValidationError:
        return f"„{email}” nie jest adresem e-mail."
    return ""
