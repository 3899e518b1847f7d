"""Whether the register holds people who do not exist: then every number from it must say so."""

from __future__ import annotations

from miernik.cases.models import RegisterImport

#: Name of the "system" that the register of the demonstration comes from.
SYSTEM = "pokaz-zmyślone"
SOURCE = "Rejestr pokazowy – dane zmyślone"
NOTE = "Dane zmyślone: z rejestru pokazowego, nie z rejestru miasta."


def holds_invented_people() -> bool:
    """Return whether the register of the demonstration was ever read into this database."""
    return RegisterImport.objects.filter(system=SYSTEM).exists()
