"""Changes of wording in templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from miernik.kernel import redline as words
from miernik.kernel.redline import Piece

register = template.Library()


@register.inclusion_tag("components/redline.html")
def redline(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    """Show the pieces of a change: ``{% redline pieces %}``."""
    return {"pieces": list(pieces)}


@register.simple_tag
def pieces_between(old: str, new: str) -> list[Piece]:
    """Return the pieces of a change: ``{% pieces_between old new as pieces %}``."""
    return words.redline(old, new)
