"""What can go wrong in the room, in words for people."""

from __future__ import annotations


class AccountError(Exception):
    """An account or a role cannot be made; the message is a Polish sentence."""
