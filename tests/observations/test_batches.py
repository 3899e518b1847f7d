"""Many values at once: all or none, with their remarks, under one event."""

from decimal import Decimal

import pytest

from miernik.accounts.models import Institution
from miernik.audit.models import Event
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.observations.errors import InvalidValueError
from miernik.observations.models import Observation
from miernik.observations.services import (
    FirstValue,
    NoteContent,
    ValueContent,
    record_observations,
)
from tests.observations.values import AT, count, indicator, recorded, source

pytestmark = pytest.mark.django_db


def school(number: int) -> Institution:
    return Institution.objects.create(name=f"Szkoła nr {number}")


def test_values_and_their_remarks_are_stored_under_one_event() -> None:
    of, where = indicator(), source()
    part = NoteContent("w tym 3 dziewczęta", NoteKind.SUB_VALUE, number=Decimal(3))
    values = [
        FirstValue(of, 2017, count(5, part, NoteContent("dane z dziennika")), school(1)),
        FirstValue(of, 2017, count(0), school(2)),
        FirstValue(of, 2017, count(5)),
    ]
    rows = record_observations(values=values, source=where, by="anna", at=AT)
    assert [row.number for row in Observation.objects.order_by("id")] == [5, 0, 5]
    notes = [(n.position, n.text, n.number) for n in rows[0].notes.order_by("position")]
    assert notes == [(1, "w tym 3 dziewczęta", 3), (2, "dane z dziennika", None)]
    event = Event.objects.get(action="values.recorded")
    assert (event.subject, event.data) == (f"source:{where.uuid}", {"values": 3})


def test_one_refused_value_refuses_all_and_says_why() -> None:
    of, where = indicator(), source()
    wrong = ValueContent(Kind.COUNT, Status.VALUE)
    with pytest.raises(InvalidValueError, match="Wartość liczbowa musi mieć liczbę"):
        record_observations(
            values=[FirstValue(of, 2017, count(5), school(1)), FirstValue(of, 2017, wrong)],
            source=where, by="anna", at=AT,
        )  # fmt: skip
    assert not Observation.objects.exists()
    assert not Event.objects.filter(action="values.recorded").exists()


def test_a_value_that_is_there_already_is_refused_in_polish() -> None:
    first = recorded()
    value = FirstValue(first.indicator, 2017, count(7))
    with pytest.raises(InvalidValueError, match="Wskaźnik ma już wartość dla tego roku"):
        record_observations(values=[value], source=first.source, by="anna", at=AT)


def test_a_remark_without_words_is_refused_in_polish() -> None:
    of, where = indicator(), source()
    value = FirstValue(of, 2017, count(5, NoteContent("  ")))
    with pytest.raises(InvalidValueError):
        record_observations(values=[value], source=where, by="anna", at=AT)
    assert not Observation.objects.exists()


def test_nothing_to_store_leaves_no_event() -> None:
    assert record_observations(values=[], source=source(), by="anna", at=AT) == []
    assert not Event.objects.filter(action="values.recorded").exists()
