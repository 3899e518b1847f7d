"""Counts known only within bounds: what the store takes, and that it still rewrites nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from miernik.audit.triggers import absent_triggers
from miernik.kernel.quantities import Kind, Status
from miernik.observations.errors import InvalidValueError
from miernik.observations.models import Observation
from miernik.observations.services import ValueContent, record_observation
from tests.observations.values import AT, indicator, source

pytestmark = pytest.mark.django_db


def stored(**fields: Any) -> Observation:
    value = ValueContent(**({"kind": Kind.COUNT} | fields))
    return record_observation(
        indicator=indicator(), year=2020, value=value, source=source(), by="anna", at=AT
    )


def test_a_count_of_people_may_be_bounds_without_a_number() -> None:
    held = stored(lower=Decimal(120), upper=Decimal(340))
    held.refresh_from_db()
    assert [held.number, held.lower, held.upper] == [None, 120, 340]
    assert stored(lower=Decimal(7), upper=Decimal(7)).pk


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"lower": 120}, "obie granice"),
        ({"number": 5, "upper": 340}, "obie granice"),
        ({"lower": 341, "upper": 340}, "nie może być większa"),
        ({"lower": 120, "upper": 340, "number": 200}, "bez liczby"),
        ({"lower": -1, "upper": 340}, "nie mniej niż zero"),
        ({"lower": 1, "upper": 2, "kind": Kind.AMOUNT, "number": None}, "musi mieć liczbę"),
        ({"lower": 1, "upper": 2, "status": Status.NO_DATA}, "Granice zastępują"),
        ({}, "musi mieć liczbę"),
    ],
)
def test_half_bounds_and_bounds_beside_a_number_are_refused(
    fields: dict[str, Any], sentence: str
) -> None:
    numbers = {
        name: Decimal(value) if isinstance(value, int) else value for name, value in fields.items()
    }
    with pytest.raises(InvalidValueError, match=sentence):
        stored(**numbers)


@pytest.mark.parametrize("table", ["observation", "note", "source"])
def test_altering_the_table_left_its_triggers_in_place(table: str) -> None:
    assert absent_triggers(connection, f"observations_{table}") == []
