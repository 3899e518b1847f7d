"""The installation's keys, for every room that seals or encrypts."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from miernik.audit.models import Event
from miernik.kernel.key_file import KeyFileError, load_keyring
from miernik.kernel.keys import Keyring


def keyring() -> Keyring:
    """Return the keys; a first run makes them.

    Raises KeyFileError when the file is unusable, and when it is gone although the database was
    written with it: new keys would open nothing of what is there.
    """
    file = Path(settings.REGISTER_KEYS)
    if not file.exists() and Event.objects.exists():
        raise KeyFileError(
            f"Nie ma pliku kluczy {file}, a baza powstała z kluczami. Przywróć ten plik z kopii: "
            "bez niego nie da się odczytać danych osobowych ani sprawdzić dziennika."
        )
    return load_keyring(file)
