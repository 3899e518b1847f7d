"""Keys of an installation, encryption of short texts and keyed indexes for finding them again.

AES-256-GCM with the key's number in front, so that keys can be changed while older texts stay
readable; HMAC-SHA-256 for an index that says whether two texts are equal and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from miernik.kernel.errors import MiernikError

_NONCE = 12
_KEY = 32


class UnreadableSecretError(MiernikError):
    """A stored text does not open with the keys at hand."""

    def __init__(self) -> None:
        super().__init__(
            "Nie można odczytać zaszyfrowanych danych: klucz rejestru nie pasuje do bazy. "
            "Przywróć plik register-keys.json z dnia, z którego pochodzi baza."
        )


@dataclass(frozen=True, slots=True)
class Keyring:
    """Encryption keys by number (the highest one encrypts) and the key of the index."""

    encryption: dict[int, bytes]
    index_key: bytes

    def encrypt(self, text: str, *, purpose: str) -> str:
        """Return ``text`` encrypted for one purpose (table and column), as ASCII."""
        number = max(self.encryption)
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(self.encryption[number]).encrypt(nonce, text.encode(), purpose.encode())
        return f"{number}:{base64.b64encode(nonce + sealed).decode('ascii')}"

    def decrypt(self, stored: str, *, purpose: str) -> str:
        """Return what ``encrypt`` was given; raises UnreadableSecretError for anything else."""
        number, _, body = stored.partition(":")
        try:
            raw = base64.b64decode(body, validate=True)
            key = self.encryption[int(number)]
            opened = AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode())
        except (ValueError, KeyError, InvalidTag) as error:
            raise UnreadableSecretError from error
        return opened.decode()

    def index(self, text: str, *, purpose: str) -> str:
        """Return the keyed hash of ``text``: 64 hexadecimal digits, equal for equal texts."""
        message = f"{purpose}\x00{text}".encode()
        return hmac.new(self.index_key, message, hashlib.sha256).hexdigest()


def new_keyring() -> Keyring:
    """Return fresh random keys."""
    return Keyring({1: secrets.token_bytes(_KEY)}, secrets.token_bytes(_KEY))


def load_keyring(file: Path) -> Keyring:
    """Read the keys from ``file``, made on first use and readable by its owner only."""
    if not file.exists():
        _write(file, new_keyring())
    stored = json.loads(file.read_text(encoding="ascii"))
    keys = {int(number): base64.b64decode(key) for number, key in stored["encryption"].items()}
    return Keyring(keys, base64.b64decode(stored["index"]))


def _write(file: Path, ring: Keyring) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "encryption": {str(n): base64.b64encode(k).decode() for n, k in ring.encryption.items()},
        "index": base64.b64encode(ring.index_key).decode(),
    }
    try:  # two processes may start at once; the first one's keys stay
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        json.dump(content, target)
