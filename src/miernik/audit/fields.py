"""Encrypted columns of any room that keeps personal data, and the keyed index beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from miernik.audit.installation import keyring

__all__ = ["EncryptedTextField", "keyring"]


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class EncryptedTextField(_Text):
    """Text that lies encrypted in the database; an empty text stays empty.

    It cannot be searched: keep ``keyring().index(…)`` in a column beside it.
    """

    @property
    def purpose(self) -> str:
        """What a ciphertext is bound to: table and column."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001  # documented API

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way to the database."""
        text = super().get_prep_value(value)
        return keyring().encrypt(text, purpose=self.purpose) if text else text

    def from_db_value(self, value: str | None, *_details: Any) -> str | None:
        """Decrypt on the way from the database."""
        return keyring().decrypt(value, purpose=self.purpose) if value else value
