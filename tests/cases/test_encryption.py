"""Encrypted columns: found by themselves, counted by key, moved to a new one while people work."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from miernik.audit.models import Event
from miernik.cases.encryption import BATCH, census, columns, rotate
from miernik.cases.fields import keyring
from miernik.cases.models import Person
from miernik.kernel.key_file import KeyFileError
from miernik.kernel.keys import UnreadableSecretError

AT = dt.datetime(2026, 5, 28, 10, 0, tzinfo=dt.UTC)
PESEL = "44051401359"  # the number of the ministry's own example
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Any) -> Path:
    """Keys of the test's own."""
    settings.REGISTER_KEYS = tmp_path / "register-keys.json"
    settings.AUDIT_HEAD = tmp_path / "audit-head.json"
    return tmp_path / "register-keys.json"


def people(number: int) -> None:
    Person.objects.bulk_create(
        Person(first_name="Ewa", last_name="Nowak", pesel=PESEL if i % 2 else "", created_at=AT)
        for i in range(number)
    )


def stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pesel FROM cases_person ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def counts() -> dict[str, tuple[dict[int, int], int]]:
    return {item.column.purpose: (item.under, item.unreadable) for item in census()}


def test_the_columns_with_the_most_delicate_data_are_among_the_encrypted() -> None:
    found = {column.purpose for column in columns()}
    assert {
        "cases_person.pesel",
        "cases_person.phone",
        "cases_interview.findings",
        "cases_bluecard.document",
        "cases_bluecardmeeting.note",
    } <= found


def test_nothing_readable_lies_in_the_database() -> None:
    people(2)
    empty, sealed = stored()
    assert empty == ""
    assert PESEL not in sealed
    assert Person.objects.order_by("id").last().pesel == PESEL  # type: ignore[union-attr]  # it is there


def test_texts_are_counted_by_their_key() -> None:
    people(6)
    assert counts()["cases_person.pesel"] == ({1: 3}, 0)
    assert counts()["cases_person.phone"] == ({}, 0)


def test_a_rotation_moves_every_text_to_a_new_key_and_is_logged() -> None:
    people(2 * BATCH + 10)
    before = stored()
    moved = rotate(by="admin", at=AT)
    assert moved["cases_person.pesel"] == BATCH + 5
    assert counts()["cases_person.pesel"] == ({2: BATCH + 5}, 0)
    assert not set(filter(None, before)) & set(stored())
    assert set(Person.objects.values_list("pesel", flat=True)) == {"", PESEL}
    event = Event.objects.get(action="keys.rotated")
    assert event.data == {"from": 1, "to": 2, "texts": BATCH + 5}


def test_a_stopped_rotation_is_finished_without_another_key() -> None:
    people(4)
    rotate(by="admin", at=AT)
    old = keyring().encryption[1]
    people(2)
    with connection.cursor() as cursor:  # a row the stopped run had not reached
        from miernik.kernel.keys import Keyring

        text = Keyring({1: old}, b"").encrypt(PESEL, purpose="cases_person.pesel")
        cursor.execute("UPDATE cases_person SET pesel = %s WHERE pesel <> ''", [text])
    assert counts()["cases_person.pesel"] == ({1: 3}, 0)
    assert rotate(by="admin", at=AT, new_key=False)["cases_person.pesel"] == 3
    assert keyring().newest == 2
    assert counts()["cases_person.pesel"] == ({2: 3}, 0)


def test_a_text_of_another_column_is_counted_as_unreadable_and_stops_a_rotation() -> None:
    people(2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_person SET phone = pesel")
    assert counts()["cases_person.phone"] == ({}, 1)
    with pytest.raises(UnreadableSecretError):
        rotate(by="admin", at=AT)


def test_new_keys_are_not_made_beside_a_database_written_with_others(keys: Path) -> None:
    people(2)
    rotate(by="admin", at=AT)
    keys.unlink()
    with pytest.raises(KeyFileError, match="Przywróć ten plik"):
        keyring()
    assert not keys.exists()
