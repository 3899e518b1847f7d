"""The life of a comparability break as a table: action, from, to, audit tag.

| action | from | to | event |
|---|---|---|---|
| confirm | proposed | confirmed | break.confirmed |
| reject | proposed | rejected | break.rejected |
| call_error | proposed | error | break.called_error |
| reopen | confirmed, rejected, error | proposed | break.reopened |

A decision is changed by reopening it first, so that both decisions stand in the event log.
"""

from __future__ import annotations

from typing import NamedTuple

from miernik.kernel.quantities import Labelled
from miernik.observations.models import BreakState


class BreakAction(Labelled):
    """What a person may do with a break."""

    CONFIRM = "confirm", "uznaj za nieporównywalne"
    REJECT = "reject", "uznaj za rzeczywistą zmianę"
    CALL_ERROR = "call_error", "uznaj za błąd w danych"
    REOPEN = "reopen", "rozstrzygnij jeszcze raz"


class Transition(NamedTuple):
    """One allowed step and the tag it leaves in the event log."""

    action: BreakAction
    source: BreakState
    target: BreakState
    event: str


TRANSITIONS = (
    Transition(BreakAction.CONFIRM, BreakState.PROPOSED, BreakState.CONFIRMED, "break.confirmed"),
    Transition(BreakAction.REJECT, BreakState.PROPOSED, BreakState.REJECTED, "break.rejected"),
    Transition(BreakAction.CALL_ERROR, BreakState.PROPOSED, BreakState.ERROR, "break.called_error"),
    Transition(BreakAction.REOPEN, BreakState.CONFIRMED, BreakState.PROPOSED, "break.reopened"),
    Transition(BreakAction.REOPEN, BreakState.REJECTED, BreakState.PROPOSED, "break.reopened"),
    Transition(BreakAction.REOPEN, BreakState.ERROR, BreakState.PROPOSED, "break.reopened"),
)


def transition(action: BreakAction, source: str) -> Transition | None:
    """Return the step an action takes from a state, or None when it is not allowed."""
    return next((t for t in TRANSITIONS if (t.action, t.source) == (action, source)), None)


def allowed_actions(source: str) -> list[BreakAction]:
    """Return what may be done with a break in a state, in the table's order."""
    return [t.action for t in TRANSITIONS if t.source == source]
