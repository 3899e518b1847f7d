"""The file of a key: a few lines a person can read, print and type."""

from __future__ import annotations

from miernik.collection.pseudonyms.errors import KeyTextError
from miernik.collection.pseudonyms.key import (
    PseudonymKey,
    checked_area,
    checked_year,
    print_key,
    read_key,
)

_HEAD = "Klucz pseudonimów programu Miernik"
_ADVICE = "Tylko dla instytucji. Nie wysyłaj go urzędowi, który liczy, ani razem z pseudonimami."
MAX_TEXT = 10_000


def key_text(key: PseudonymKey) -> str:
    """Return the file of a key."""
    lines = [
        _HEAD,
        _ADVICE,
        f"rok: {key.year}",
        f"obszar: {key.area}",
        f"klucz: {print_key(key.secret)}",
        f"odcisk: {key.fingerprint}",
    ]
    return "\n".join(lines) + "\n"


def parse_key(text: str, *, year: int, area: str = "") -> PseudonymKey:
    """Read a file of a key, or the key alone, for a year.

    A key alone needs the area. Raises KeyTextError when a line is missing, the year is another
    one, or the fingerprint in the file is not that of the key.
    """
    if len(text) > MAX_TEXT:
        raise KeyTextError("To nie jest plik klucza pseudonimów: jest za długi.")
    said = _lines(text)
    secret = read_key(said.get("klucz", text.strip()))
    named = said.get("rok", str(year))
    if named != str(year):
        raise KeyTextError(f"Ten klucz jest na rok {named}, a lista na {year}. Weź właściwy klucz.")
    within = said.get("obszar", area)
    if not within:
        raise KeyTextError("Do samego klucza podaj obszar, na który go wydano (--area).")
    if area and checked_area(area) != checked_area(within):
        raise KeyTextError(f"Ten klucz wydano na obszar „{within}”, a podano „{area}”.")
    key = PseudonymKey(secret, checked_year(year), checked_area(within))
    if said.get("odcisk", key.fingerprint) != key.fingerprint:
        raise KeyTextError(
            "Rok, obszar, klucz i odcisk w pliku nie pasują do siebie. Poproś inspektora ochrony "
            "danych o plik klucza jeszcze raz."
        )
    return key


def _lines(text: str) -> dict[str, str]:
    said = {}
    for line in text.lstrip("\ufeff").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            said[name.strip()] = value.strip()
    return said
