"""A year kept from the public: who set and lifted it, and what each reading of the store sees."""

from __future__ import annotations

import pytest

from miernik.audit.models import Event
from miernik.observations.errors import InvalidValueError, NoEmbargoError
from miernik.observations.selectors import EVERYTHING, RELEASED, Store, kept_years
from miernik.observations.services import NoteContent, lift_embargo, propose_break, set_embargo
from miernik.strategy.models import Work, WorkKind
from tests.observations.values import AT, LATER, corrected, indicator, recorded

pytestmark = pytest.mark.django_db


def seen(store: Store, of: Work, key: int) -> tuple[object, ...]:
    held = store.current([key]).get(key, {})
    return (
        store.years(of),
        sorted(held),
        [item.year for item in store.breaks([key]).get(key, [])],
        [years for _, _, years in store.sources_with_counts()],
        sorted(store.notes().values_list("text", flat=True)),
    )


def test_the_public_knows_nothing_of_a_kept_year_until_it_is_lifted() -> None:
    of = indicator()
    recorded(100, NoteContent("stara uwaga"), year=2017, of=of)
    late = recorded(900, NoteContent("nowa uwaga"), year=2019, of=of)
    corrected(late, 905)
    propose_break(indicator=of, since=2017, year=2019, reason="skok", by="anna", at=AT)
    every = seen(EVERYTHING, of.work, of.pk)
    assert seen(RELEASED, of.work, of.pk) == every
    set_embargo(work=of.work, year=2019, by="anna", at=AT)
    assert kept_years(of.work) == [2019]
    assert seen(EVERYTHING, of.work, of.pk) == every
    assert seen(RELEASED, of.work, of.pk) == ([2017], [2017], [], [[2017]], ["stara uwaga"])
    assert RELEASED.history(late) == []
    lift_embargo(work=of.work, year=2019, by="jan", at=LATER)
    assert seen(RELEASED, of.work, of.pk) == every


def test_another_work_is_not_kept() -> None:
    of = indicator()
    recorded(100, year=2019, of=of)
    other = Work.objects.create(
        code="inna", kind=WorkKind.STRATEGY, title="Inna", municipality="Białystok",
        start_year=2011, end_year=2020,
    )  # fmt: skip
    set_embargo(work=other, year=2019, by="anna", at=AT)
    assert RELEASED.years(of.work) == [2019]


def test_a_year_is_kept_once_and_can_be_kept_again() -> None:
    work = indicator().work
    set_embargo(work=work, year=2019, by="anna", at=AT)
    with pytest.raises(InvalidValueError, match="już wstrzymana"):
        set_embargo(work=work, year=2019, by="anna", at=AT)
    lift_embargo(work=work, year=2019, by="jan", at=LATER)
    with pytest.raises(NoEmbargoError, match="nie jest wstrzymana"):
        lift_embargo(work=work, year=2019, by="jan", at=LATER)
    again = set_embargo(work=work, year=2019, by="anna", at=LATER)
    assert again.pk
    told = Event.objects.filter(action__startswith="embargo.").order_by("pk")
    assert list(told.values_list("action", "by")) == [
        ("embargo.set", "anna"), ("embargo.lifted", "jan"), ("embargo.set", "anna"),
    ]  # fmt: skip
