"""Persons: what a PESEL number tells, what is refused, what is kept of former data."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection

from miernik.audit.models import Event
from miernik.cases.models import Correction, Person, Sex
from miernik.cases.register import services
from miernik.cases.register.errors import PersonDataError, PersonKnownError
from miernik.cases.register.pesel import read_pesel
from tests.cases import register_states as states
from tests.cases.register_states import BY, NOW

#: The sample number of the documentation of PESEL: a man born on 14 May 1944.
SAMPLE = "44051401359"


def test_a_number_tells_the_birth_date_and_the_sex() -> None:
    read = read_pesel(" 440514-01359 ")
    assert (read.number, read.birth_date, read.sex) == (SAMPLE, dt.date(1944, 5, 14), Sex.MALE)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("44051401358", "błędną cyfrę kontrolną"),
        ("02381307589", "której nie ma w kalendarzu"),
        ("4405140135", "musi mieć 11 cyfr"),
        ("4405140135a", "tylko cyfry"),
    ],
)
def test_a_number_that_cannot_be_says_what_is_wrong(text: str, part: str) -> None:
    with pytest.raises(PersonDataError, match=part) as raised:
        read_pesel(text)
    assert raised.value.field == "pesel"


@pytest.mark.django_db
def test_a_person_with_a_number_gets_birth_date_and_sex_from_it() -> None:
    person = services.register_person(
        first_name=" Jan ", last_name="Łąka", pesel=SAMPLE, by=BY, at=NOW
    )
    person.refresh_from_db()
    assert (person.birth_date, person.sex) == (dt.date(1944, 5, 14), "m")
    assert (person.pesel, person.search_name) == (SAMPLE, "laka jan")


@pytest.mark.django_db
def test_the_number_lies_encrypted_in_the_database_and_in_no_event() -> None:
    services.register_person(first_name="Jan", last_name="Łąka", pesel=SAMPLE, by=BY, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pesel, pesel_index FROM cases_person")
        stored = cursor.fetchone()
    assert SAMPLE not in "".join(stored)
    events = json.dumps(list(Event.objects.order_by("id").values_list("data", "subject")))
    assert SAMPLE not in events
    assert "Łąka" not in events


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"birth_date": dt.date(1944, 5, 15)}, "birth_date"),
        ({"sex": Sex.FEMALE}, "sex"),
        ({"last_name": "  "}, "last_name"),
    ],
)
def test_data_that_disagree_with_the_number_are_refused(
    wrong: dict[str, object], field: str
) -> None:
    given = {"first_name": "Jan", "last_name": "Łąka", "pesel": SAMPLE} | wrong
    with pytest.raises(PersonDataError) as raised:
        services.register_person(by=BY, at=NOW, **given)  # type: ignore[arg-type]  # wrong on purpose
    assert raised.value.field == field
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_same_number_a_second_time_leads_to_the_person_known() -> None:
    known = states.adult()
    with pytest.raises(PersonKnownError) as raised:
        services.register_person(
            first_name="Ania", last_name="Nowak", pesel=known.pesel, by=BY, at=NOW
        )
    assert raised.value.person == known


@pytest.mark.django_db
def test_a_change_keeps_what_was_known_before_encrypted() -> None:
    person = states.adult(last="Kowalska")
    services.change_person(person=person, last_name="Nowak", why="ślub", by=BY, at=NOW)
    person.refresh_from_db()
    assert (person.last_name, person.search_name) == ("Nowak", "nowak anna")
    kept = Correction.objects.get()
    assert json.loads(kept.before) == {"last_name": "Kowalska"}
    event = Event.objects.get(action="person.changed")
    assert event.data == {"fields": ["last_name"]}


@pytest.mark.django_db
def test_a_change_of_nothing_leaves_no_trace() -> None:
    person = states.adult()
    services.change_person(person=person, first_name="Anna", by=BY, at=NOW)
    assert not Correction.objects.exists()
    assert not Event.objects.filter(action="person.changed").exists()
