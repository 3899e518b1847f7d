"""Encrypted columns of the register and the keyed index beside them."""

from __future__ import annotations

from miernik.audit.fields import EncryptedTextField
from miernik.audit.installation import keyring

__all__ = ["EncryptedTextField", "keyring"]
