"""What can go wrong in the room, in words for people."""

from __future__ import annotations

from miernik.kernel.errors import MiernikError


class AccountError(MiernikError):
    """An account or a role cannot be made; the message is a Polish sentence."""


class MailServerError(MiernikError):
    """The mail server cannot be used at all, whatever the message."""
