"""What was done with a family's file, in Polish sentences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from miernik.audit.models import Event
from miernik.audit.services import FILE_READ, FILE_REFUSED
from miernik.cases.models import Family, Person
from miernik.cases.register.selectors import full_name, history
from miernik.web.templatetags.desk import event_words

_READS = (FILE_READ, FILE_REFUSED)


@dataclass(frozen=True, slots=True)
class Told:
    """One line: when, who, what, about whom."""

    at: dt.datetime
    by: str
    words: str
    about: str


@dataclass(slots=True)
class History:
    """Changes and reads apart: reads are many and rarely what one looks for."""

    changes: list[Told] = field(default_factory=list)
    reads: list[Told] = field(default_factory=list)


def told(family: Family) -> History:
    """Return the history of a family's file, the newest first."""
    persons = Person.objects.filter(memberships__family=family).defer("pesel", "phone")
    names = {str(person.uuid): full_name(person) for person in persons.order_by("id")}
    story = History()
    for event in history(family):
        line = Told(event.at, event.by, _words(event), _about(event, names))
        (story.reads if event.action in _READS else story.changes).append(line)
    return story


def _words(event: Event) -> str:
    why = event.data.get("why", "")
    return f"{event_words(event)} ({why})" if why else event_words(event)


def _about(event: Event, names: dict[str, str]) -> str:
    kind, _, identity = event.subject.partition(":")
    key = identity if kind == "person" else str(event.data.get("person", ""))
    return names.get(key, "")
