"""Keys of an installation: encryption of short texts, keyed indexes, seals of the event log.

AES-256-GCM with the key's number in front, so that keys can be changed while older texts stay
readable; HMAC-SHA-256 for an index that says whether two texts are equal and nothing else, and
for the chain of the event log. ``key_file`` keeps the keys on disk.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from miernik.kernel.errors import MiernikError

_NONCE = 12
_KEY = 32
_FINGERPRINT = 16  # hexadecimal digits


class UnreadableSecretError(MiernikError):
    """A stored text does not open with the keys at hand."""

    def __init__(self) -> None:
        super().__init__(
            "Nie można odczytać zaszyfrowanych danych: klucz rejestru nie pasuje do bazy. "
            "Przywróć plik register-keys.json z dnia, z którego pochodzi baza."
        )


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """Encryption keys by number (the highest one encrypts), the index's key, the event log's key.

    An audit key of None is that of a key file older than the chain; ``key_file`` adds one.
    """

    encryption: dict[int, bytes]
    index_key: bytes
    audit_key: bytes | None = None

    @property
    def newest(self) -> int:
        """Number of the key that encrypts."""
        return max(self.encryption)

    def encrypt(self, text: str, *, purpose: str) -> str:
        """Return ``text`` encrypted for one purpose (table and column), as ASCII."""
        number = self.newest
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

    def seal(self, content: bytes) -> str:
        """Return the event log's keyed hash of ``content``: 64 hexadecimal digits."""
        if self.audit_key is None:
            raise UnreadableSecretError
        return hmac.digest(self.audit_key, content, "sha256").hex()

    def fingerprints(self) -> dict[str, str]:
        """Return a short mark of each key by its name; a mark does not lead back to the key."""
        named = {f"encryption-{number}": key for number, key in sorted(self.encryption.items())}
        named["index"] = self.index_key
        if self.audit_key is not None:
            named["audit"] = self.audit_key
        return {
            name: hmac.digest(key, b"miernik key fingerprint", "sha256").hex()[:_FINGERPRINT]
            for name, key in named.items()
        }

    def with_new_encryption_key(self) -> Keyring:
        """Return the same keys and one more, which encrypts from now on."""
        more = self.encryption | {self.newest + 1: secrets.token_bytes(_KEY)}
        return dataclasses.replace(self, encryption=more)

    def with_audit_key(self) -> Keyring:
        """Return the same keys with one for the event log, made where it was missing."""
        if self.audit_key is not None:
            return self
        return dataclasses.replace(self, audit_key=secrets.token_bytes(_KEY))


def new_keyring() -> Keyring:
    """Return fresh random keys."""
    return Keyring(
        {1: secrets.token_bytes(_KEY)}, secrets.token_bytes(_KEY), secrets.token_bytes(_KEY)
    )
