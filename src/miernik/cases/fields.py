"""Encrypted columns of the register and the keyed index beside them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from miernik.kernel.keys import Keyring, load_keyring


@cache
def keyring() -> Keyring:
    """Return the installation's keys of the register."""
    return load_keyring(settings.REGISTER_KEYS)


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class EncryptedTextField(_Text):
    """Text that lies encrypted in the database; an empty text stays empty.

    It cannot be searched: keep ``keyring().index(…)`` in a column beside it.
    """

    def _purpose(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001  # documented API

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way to the database."""
        text = super().get_prep_value(value)
        return keyring().encrypt(text, purpose=self._purpose()) if text else text

    def from_db_value(self, value: str | None, *_details: Any) -> str | None:
        """Decrypt on the way from the database."""
        return keyring().decrypt(value, purpose=self._purpose()) if value else value
