"""The office's sections: what a person finds there follows from what the person may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from miernik.accounts.models import Role, User
from miernik.accounts.organisations.permissions import Deed as BaseDeed
from miernik.accounts.organisations.permissions import may as may_in_base
from miernik.accounts.permissions import holds
from miernik.cases.permissions import Deed
from miernik.cases.permissions import may as may_in_register
from miernik.collection.permissions import Deed as CollectionDeed
from miernik.collection.permissions import answers_for_somebody
from miernik.collection.permissions import may as may_in_collection
from miernik.consultations.permissions import Deed as ConsultationDeed
from miernik.consultations.permissions import may as may_in_consultations
from miernik.web.office.permissions import Action, may

Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the office's navigation; ``name`` is the name of its first page."""

    name: str
    label: str
    open_to: Callable[[Person], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as a page shows it."""

    url: str
    label: str
    current: bool


def _desk(action: Action) -> Callable[[Person], bool]:
    return lambda person: may(person, action)


def _register(*deeds: Deed) -> Callable[[Person], bool]:
    return lambda person: any(may_in_register(person, deed) for deed in deeds)


def _collection(deed: CollectionDeed) -> Callable[[Person], bool]:
    return lambda person: may_in_collection(person, deed)


def _consultations(person: Person) -> bool:
    return any(
        may_in_consultations(person, deed)
        for deed in (ConsultationDeed.WATCH, ConsultationDeed.PERSONAL)
    )


def _organisations(person: Person) -> bool:
    return may_in_base(person, BaseDeed.WATCH)


def _officer(person: Person) -> bool:
    return holds(person, Role.DATA_PROTECTION_OFFICER)


SECTIONS = (
    Section("office-home", "Pulpit", _desk(Action.READ)),
    Section("worklist", "Sprawy", _register(Deed.APPLY, Deed.ISSUE)),
    Section("register-home", "Rejestr", _register(Deed.OPEN)),
    Section("help-home", "Pomoc", _register(Deed.RECORD, Deed.BLUE_CARD)),
    Section("statistics-home", "Statystyki", _register(Deed.COUNT, Deed.OPEN)),
    Section("register-import", "Wczytanie rejestru", _register(Deed.EXCHANGE)),
    Section("campaign-list", "Kampanie", _collection(CollectionDeed.WATCH)),
    Section("messages-home", "Wiadomości", _collection(CollectionDeed.RUN)),
    Section("consultation-list", "Konsultacje", _consultations),
    Section("organisations", "Organizacje", _organisations),
    Section("imports", "Dokumenty", _desk(Action.READ)),
    Section("text-list", "Teksty", _desk(Action.READ)),
    Section("breaks", "Przerwy", _desk(Action.READ)),
    Section("office-indicators", "Wskaźniki", _desk(Action.READ)),
    Section("office-editions", "Wydania", _desk(Action.READ)),
    Section("answer-forms", "Moje formularze", answers_for_somebody),
    Section("privacy-home", "Dane osobowe", _officer),
    Section("events", "Zdarzenia", _desk(Action.READ)),
)


def sections(person: Person) -> list[Section]:
    """Return what the person may open, in order; empty for a person without any role."""
    return [section for section in SECTIONS if section.open_to(person)]


def entries(request: HttpRequest) -> list[Entry]:
    """Return the navigation of a page of the office."""
    shown = [
        Entry(reverse(section.name), section.label, current=False)
        for section in sections(request.user)
    ]
    here = max(
        (entry.url for entry in shown if request.path.startswith(entry.url)), key=len, default=""
    )
    return [Entry(entry.url, entry.label, entry.url == here) for entry in shown]
