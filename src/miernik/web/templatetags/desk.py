"""Words of the office: counted nouns and lines of the event log."""

from __future__ import annotations

from django import template

from miernik.audit.models import Event
from miernik.kernel.text import plural
from miernik.web.event_words import coded_words, event_text

register = template.Library()

SHOWN = ("file", "path", "reason", "note", "year", "number", "role", "work", "values")
LONGEST = 80


@register.filter
def counted(number: int, forms: str) -> str:
    """The noun that goes with a number: ``5|counted:"osoba,osoby,osób"`` → ``osób``."""
    one, few, many = forms.split(",")
    return plural(number, one, few, many)


@register.filter
def event_words(event: Event) -> str:
    """What happened, in words."""
    return event_text(event.action)


@register.filter
def event_details(event: Event) -> str:
    """The details a person can read, in words and shortened."""
    found = {name: event.data[name] for name in SHOWN if event.data.get(name) not in (None, "")}
    parts = [coded_words(name, str(value)) for name, value in found.items()]
    text = ", ".join(parts)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
