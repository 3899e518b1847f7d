"""Comparability breaks: the whole matrix of states and actions, from the table itself."""

from __future__ import annotations

from itertools import product

import pytest

from miernik.audit.models import Event
from miernik.kernel.quantities import BreakType
from miernik.observations import states
from miernik.observations.errors import (
    ForbiddenActionError,
    InvalidValueError,
    MissingReasonError,
)
from miernik.observations.models import BreakState, ComparabilityBreak
from miernik.observations.services import decide_break, propose_break
from miernik.observations.states import TRANSITIONS, BreakAction, allowed_actions, transition
from miernik.strategy.models import Indicator
from tests.observations.values import AT, LATER, indicator

pytestmark = pytest.mark.django_db

FIRST_STEP = {t.target: t.action for t in TRANSITIONS if t.source is BreakState.PROPOSED}


def proposed(
    of: Indicator | None = None, since: int = 2017, year: int = 2019
) -> ComparabilityBreak:
    return propose_break(
        indicator=of or indicator(),
        since=since,
        year=year,
        reason="2659* → 6361",
        by="program",
        at=AT,
    )


def in_state(state: BreakState) -> ComparabilityBreak:
    item = proposed()
    if state is BreakState.PROPOSED:
        return item
    return decide_break(item=item, action=FIRST_STEP[state], note="wiem", by="anna", at=AT)


@pytest.mark.parametrize(("state", "action"), list(product(BreakState, BreakAction)))
def test_a_break_takes_the_steps_of_the_table_and_no_other(
    state: BreakState, action: BreakAction
) -> None:
    item = in_state(state)
    step = transition(action, state)
    before = Event.objects.count()
    if step is None:
        with pytest.raises(ForbiddenActionError, match=state.label):
            decide_break(item=item, action=action, note="bo tak", by="jan", at=LATER)
        item.refresh_from_db()
        assert item.state == state
        assert Event.objects.count() == before
        return
    decided = decide_break(item=item, action=action, note="bo tak", by="jan", at=LATER)
    assert decided.state == step.target
    event = Event.objects.order_by("-id")[:1].get()
    assert (event.action, event.by, event.subject) == (step.event, "jan", f"break:{item.uuid}")
    assert event.data["note"] == "bo tak"
    reopened = step.target is BreakState.PROPOSED
    assert (decided.decided_by, decided.decided_at) == (("", None) if reopened else ("jan", LATER))


def test_every_state_can_be_left() -> None:
    assert all(allowed_actions(state) for state in BreakState)


def test_the_table_in_the_module_names_every_step() -> None:
    told = states.__doc__ or ""
    for step in TRANSITIONS:
        (line,) = [row for row in told.splitlines() if row.startswith(f"| {step.action.value} |")]
        assert step.source.value in line
        assert f"| {step.target.value} | {step.event} |" in line


def test_the_stored_state_decides_and_not_the_one_on_the_screen() -> None:
    item = proposed()
    decide_break(item=item, action=BreakAction.CONFIRM, note="ustawa", by="anna", at=AT)
    assert item.state == BreakState.PROPOSED  # somebody's page from before
    with pytest.raises(ForbiddenActionError):
        decide_break(item=item, action=BreakAction.REJECT, note="nie", by="jan", at=LATER)


def test_a_decision_may_name_the_cause() -> None:
    decided = decide_break(
        item=proposed(), action=BreakAction.CONFIRM, note="Inny sposób liczenia", by="anna", at=AT,
        type=BreakType.COUNTING_RULE,
    )  # fmt: skip
    assert decided.type == BreakType.COUNTING_RULE


def test_a_decision_says_why() -> None:
    with pytest.raises(MissingReasonError):
        decide_break(item=proposed(), action=BreakAction.CONFIRM, note="", by="anna", at=AT)


def test_a_break_is_on_record_once() -> None:
    item = proposed()
    with pytest.raises(InvalidValueError, match="Taka przerwa jest już zapisana"):
        proposed(item.indicator)


def test_the_years_of_a_break_stand_in_order() -> None:
    with pytest.raises(InvalidValueError, match="Rok po zmianie musi być późniejszy"):
        proposed(since=2019, year=2017)


def test_proposing_leaves_an_event() -> None:
    item = proposed()
    event = Event.objects.get(action="break.proposed")
    assert event.subject == f"break:{item.uuid}"
    assert event.data == {"since": 2017, "year": 2019, "type": "unexplained"}
