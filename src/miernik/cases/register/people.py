"""Writing persons into the register and changing what is known of them."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction

from miernik.audit.services import record
from miernik.cases.models import CorrectedTable, ForeignerStatus, Person, Sex
from miernik.cases.register.corrections import keep_before
from miernik.cases.register.duplicates import propose_for
from miernik.cases.register.errors import PersonDataError, PersonKnownError
from miernik.cases.register.identities import surviving
from miernik.cases.register.pesel import pesel_index, read_pesel
from miernik.kernel.text import folded, squeeze


class PersonData(TypedDict, total=False):
    """What is known of a person; an absent key is unknown, or unchanged in a change."""

    first_name: str
    last_name: str
    pesel: str
    birth_date: dt.date | None
    sex: Sex | None
    foreigner: ForeignerStatus
    unable_to_work_since: dt.date | None
    unable_to_work_until: dt.date | None
    phone: str


@transaction.atomic
def register_person(*, by: str, at: dt.datetime, **data: Unpack[PersonData]) -> Person:
    """Write a new person; whoever looks like somebody already known is proposed as a duplicate.

    Raises PersonDataError naming the argument, and PersonKnownError when the PESEL number belongs
    to a person of the register (or to one merged into it; ``person`` is the one to use).
    """
    person = Person(created_at=at)
    _fill(person, data, at)
    _save(person)
    propose_for(person=person, by=by, at=at)
    record(action="person.registered", subject=f"person:{person.uuid}", by=by, at=at)
    return person


@transaction.atomic
def change_person(
    *, person: Person, by: str, at: dt.datetime, why: str = "", **data: Unpack[PersonData]
) -> Person:
    """Change what is known of a person; what was known before is kept beside it.

    Only given keys change. Raises as register_person does.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.merged_into_id is not None:
        raise PersonDataError(
            "", "Ten wpis połączono z innym. Zmień dane osoby, z którą go połączono."
        )
    known = PersonData(
        first_name=person.first_name,
        last_name=person.last_name,
        pesel=person.pesel,
        birth_date=person.birth_date,
        sex=Sex(person.sex) if person.sex else None,
        foreigner=ForeignerStatus(person.foreigner),
        unable_to_work_since=person.unable_to_work_since,
        unable_to_work_until=person.unable_to_work_until,
        phone=person.phone,
    )
    known.update(data)
    changed = keep_before(
        table=CorrectedTable.PERSON, row=person, change=lambda: _fill(person, known, at),
        person=person, by=by, at=at, why=why,
    )  # fmt: skip
    if not changed:
        return person
    _save(person)
    if {"first_name", "last_name", "birth_date", "pesel"} & set(changed):
        propose_for(person=person, by=by, at=at)
    record(
        action="person.changed",
        subject=f"person:{person.uuid}",
        by=by,
        at=at,
        data={"fields": changed},
    )
    return person


def standing(person: Person | PersonData, *, by: str, at: dt.datetime) -> Person:
    """Return the person a row stands for; somebody of whom only data is given is registered.

    The caller locks what it changes before: the log, to which this adds, is locked last.
    """
    if isinstance(person, Person):
        return surviving(person)
    return register_person(by=by, at=at, **person)


def search_name(last_name: str, first_name: str) -> str:
    """Return the folded name by which a person is searched."""
    return folded(f"{last_name} {first_name}")


def person_with_pesel(text: str) -> Person | None:
    """Return the person of the register whose number this is; raises PersonDataError."""
    found = (
        Person.objects.filter(pesel_index=pesel_index(read_pesel(text).number))
        .select_related("merged_into")
        .order_by("merged_into_id", "id")
        .first()
    )
    return (found.merged_into or found) if found else None


def _fill(person: Person, data: PersonData, at: dt.datetime) -> None:
    person.last_name = _name(data, "last_name", "nazwisko")
    person.first_name = _name(data, "first_name", "imię")
    person.search_name = search_name(person.last_name, person.first_name)
    birth_date, sex = data.get("birth_date"), data.get("sex")
    if data.get("pesel"):
        pesel = read_pesel(data["pesel"])
        if birth_date and birth_date != pesel.birth_date:
            raise PersonDataError(
                "birth_date",
                f"Numer PESEL mówi o urodzeniu {pesel.birth_date:%d.%m.%Y}, a podano "
                f"{birth_date:%d.%m.%Y}. Popraw jedno z nich.",
            )
        if sex and sex != pesel.sex:
            raise PersonDataError(
                "sex", f"Według numeru PESEL to {pesel.sex.label}. Popraw numer albo płeć."
            )
        person.pesel, birth_date, sex = pesel.number, pesel.birth_date, pesel.sex
    else:
        person.pesel = ""
    if birth_date and birth_date > at.date():
        raise PersonDataError("birth_date", "Data urodzenia nie może leżeć w przyszłości.")
    person.pesel_index = pesel_index(person.pesel)
    person.birth_date, person.sex = birth_date, sex or ""
    person.foreigner = data.get("foreigner", ForeignerStatus.NONE)
    person.phone = squeeze(data.get("phone", ""))
    since, until = data.get("unable_to_work_since"), data.get("unable_to_work_until")
    if until and (since is None or until < since):
        raise PersonDataError(
            "unable_to_work_until",
            "Podaj, od kiedy trwa niezdolność do pracy; koniec nie może być wcześniejszy.",
        )
    person.unable_to_work_since, person.unable_to_work_until = since, until


def _name(data: PersonData, field: str, word: str) -> str:
    given: Any = data.get(field, "")
    name = squeeze(given)
    if not name:
        raise PersonDataError(field, f"Podaj {word}.")
    return name


def _save(person: Person) -> None:
    if person.pesel_index:
        twins = Person.objects.filter(pesel_index=person.pesel_index).exclude(pk=person.pk)
        twin = twins.exclude(merged_into=person.pk or 0).select_related("merged_into").first()
        if twin is not None:
            raise PersonKnownError(twin.merged_into or twin)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:  # somebody wrote the same number a moment ago
        twin = Person.objects.filter(pesel_index=person.pesel_index).first()
        if twin is None:
            raise
        raise PersonKnownError(twin.merged_into or twin) from error
