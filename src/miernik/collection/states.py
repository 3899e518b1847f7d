"""The collection as one table: what, which service, from, to, audit tag.

A source of None is a new row. Each line is one line of ``docs/kampania.md``; a test runs every
service in every state from this table.
"""

from __future__ import annotations

from typing import NamedTuple

from miernik.collection.errors import WrongStateError
from miernik.collection.models import CampaignState, QuestionnaireState
from miernik.kernel.quantities import Labelled


class Thing(Labelled):
    """What goes through states."""

    CAMPAIGN = "campaign", "kampania"
    QUESTIONNAIRE = "questionnaire", "formularz"


class Step(NamedTuple):
    """One allowed step and the tag it leaves in the event log."""

    thing: Thing
    service: str
    source: str | None
    target: str
    event: str


#: The institution has the form in its hands: it still owes its answers.
OWING = (
    QuestionnaireState.NOT_STARTED,
    QuestionnaireState.IN_PROGRESS,
    QuestionnaireState.RETURNED,
)

_C, _Q = CampaignState, QuestionnaireState
_CAMPAIGN, _FORM = Thing.CAMPAIGN, Thing.QUESTIONNAIRE

STEPS = (
    Step(_CAMPAIGN, "create_campaign", None, _C.DRAFT, "campaign.created"),
    Step(_CAMPAIGN, "open_campaign", _C.DRAFT, _C.OPEN, "campaign.opened"),
    Step(_CAMPAIGN, "close_campaign", _C.OPEN, _C.CLOSED, "campaign.closed"),
    Step(_CAMPAIGN, "reopen_campaign", _C.CLOSED, _C.OPEN, "campaign.reopened"),
    Step(_CAMPAIGN, "approve_campaign", _C.CLOSED, _C.APPROVED, "campaign.approved"),
    Step(_CAMPAIGN, "withdraw_approval", _C.APPROVED, _C.CLOSED, "campaign.approval_withdrawn"),
    Step(_CAMPAIGN, "publish_campaign", _C.APPROVED, _C.PUBLISHED, "campaign.published"),
    Step(_FORM, "prepare_questionnaire", None, _Q.NOT_STARTED, "questionnaire.prepared"),
    Step(_FORM, "save_answers", _Q.NOT_STARTED, _Q.IN_PROGRESS, "questionnaire.started"),
    Step(_FORM, "save_answers", _Q.IN_PROGRESS, _Q.IN_PROGRESS, ""),
    Step(_FORM, "save_answers", _Q.RETURNED, _Q.RETURNED, ""),
    Step(_FORM, "submit", _Q.IN_PROGRESS, _Q.SUBMITTED, "questionnaire.submitted"),
    Step(_FORM, "submit", _Q.RETURNED, _Q.SUBMITTED, "questionnaire.submitted"),
    Step(
        _FORM, "withdraw_submission", _Q.SUBMITTED, _Q.IN_PROGRESS,
        "questionnaire.submission_withdrawn",
    ),
    Step(_FORM, "return_form", _Q.SUBMITTED, _Q.RETURNED, "questionnaire.returned"),
    Step(_FORM, "accept_form", _Q.SUBMITTED, _Q.ACCEPTED, "questionnaire.accepted"),
    Step(
        _FORM, "withdraw_acceptance", _Q.ACCEPTED, _Q.SUBMITTED,
        "questionnaire.acceptance_withdrawn",
    ),
    Step(_FORM, "lock_form", _Q.NOT_STARTED, _Q.LOCKED, "questionnaire.locked"),
    Step(_FORM, "lock_form", _Q.IN_PROGRESS, _Q.LOCKED, "questionnaire.locked"),
    Step(_FORM, "lock_form", _Q.RETURNED, _Q.LOCKED, "questionnaire.locked"),
    Step(_FORM, "lock_form", _Q.ACCEPTED, _Q.LOCKED, "questionnaire.locked"),
    Step(_FORM, "unlock_accepted", _Q.LOCKED, _Q.ACCEPTED, "questionnaire.unlocked"),
    Step(_FORM, "unlock_returned", _Q.LOCKED, _Q.RETURNED, "questionnaire.unlocked"),
    Step(_FORM, "unlock_started", _Q.LOCKED, _Q.IN_PROGRESS, "questionnaire.unlocked"),
    Step(_FORM, "unlock_untouched", _Q.LOCKED, _Q.NOT_STARTED, "questionnaire.unlocked"),
)  # fmt: skip


def sources(thing: Thing, service: str) -> list[str | None]:
    """Return the states from which a service may take a thing on, in the table's order."""
    return [step.source for step in STEPS if (step.thing, step.service) == (thing, service)]


def follow(thing: Thing, service: str, source: str | None) -> Step:
    """Return the step a service takes from a state; raises WrongStateError when there is none."""
    for step in STEPS:
        if (step.thing, step.service, step.source) == (thing, service, source):
            return step
    raise WrongStateError(thing.label, _word(thing, source))


def allowed(thing: Thing, service: str, source: str | None) -> bool:
    """Return whether a service may take a thing in this state on."""
    return source in sources(thing, service)


def _word(thing: Thing, state: str | None) -> str:
    if state is None:
        return "nowy"
    kind = CampaignState if thing is Thing.CAMPAIGN else QuestionnaireState
    return kind(state).label
