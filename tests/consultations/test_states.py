"""The table of steps holds: every service of the end of a consultation, in every state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from miernik.audit.models import Event
from miernik.consultations.errors import WrongStateError
from miernik.consultations.models import Change, ConsultationState, Verdict
from miernik.consultations.services.deciding import approve, decide
from miernik.consultations.services.finishing import (
    adopt,
    freeze_report,
    make_next_version,
    reopen_decisions,
)
from miernik.consultations.services.preparing import announce, cancel
from miernik.consultations.states import STEPS, allowed, follow
from tests.consultations.city_2020 import BY, City, act, moment

pytestmark = pytest.mark.django_db
SIGNED: Any = {"by": BY, "at": moment(10, 11)}
SERVICES: dict[str, Callable[[City], object]] = {
    "announce": lambda city: announce(consultation=city.consultation, **SIGNED),
    "cancel": lambda city: cancel(consultation=city.consultation, reason="Błąd.", **SIGNED),
    "make_next_version": lambda city: make_next_version(draft=city.first, **SIGNED),
    "freeze_report": lambda city: freeze_report(
        track=city.track, report_day=dt.date(2020, 11, 10), **SIGNED
    ),
    "reopen_decisions": lambda city: reopen_decisions(
        consultation=city.consultation, reason="Pomyłka.", **SIGNED
    ),
    "adopt": lambda city: adopt(
        draft=city.first,
        number="XXXII/1/20",
        date=dt.date(2020, 11, 23),
        body="Rada Miasta Białystok",
        in_force_from=dt.date(2021, 1, 1),
        **SIGNED,
    ),
}


@pytest.fixture
def city(golden: Callable[[str], Any]) -> City:
    """The consultation of 2020 with every change turned down, so that each step may follow."""
    made = act(golden("consultation_2020"))
    decision = decide(
        draft=made.first,
        changes=list(Change.objects.order_by("position")),
        verdict=Verdict.REJECTED,
        reasons="Zapis zostaje bez zmian.",
        by=BY,
        at=moment(30),
    )
    approve(decision=decision, by="dyrektor", at=moment(30))
    return made


@pytest.mark.parametrize("state", list(ConsultationState))
@pytest.mark.parametrize("service", list(SERVICES))
def test_a_service_leads_only_from_where_the_table_says(
    service: str, state: ConsultationState, city: City
) -> None:
    city.consultation.state = state
    city.consultation.save(update_fields=["state"])
    events = Event.objects.count()
    if not allowed(service, state):
        with pytest.raises(WrongStateError, match=state.label):
            SERVICES[service](city)
        assert Event.objects.count() == events
        return
    step = follow(service, state)
    SERVICES[service](city)
    city.consultation.refresh_from_db()
    assert city.consultation.state == step.target
    assert Event.objects.filter(action=step.event).exists()


def test_no_step_leads_out_of_an_end() -> None:
    ends = {ConsultationState.COMPLETED, ConsultationState.CANCELLED}
    assert not [step for step in STEPS if step.source in ends]
