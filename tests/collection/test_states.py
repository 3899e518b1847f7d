"""The table of steps is the collection: every service in every state, every line in the docs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from miernik.audit.models import Event
from miernik.collection.errors import CollectionError, WrongStateError
from miernik.collection.models import Campaign, CampaignState, Channel, QuestionnaireState
from miernik.collection.services import answering, review
from miernik.collection.services.campaigns import open_campaign
from miernik.collection.states import STEPS, Step, Thing, follow, sources
from tests.collection.campaigns import FIRST_SCHOOL, MEALS, NOW, City, a_draft, an_open_one, number
from tests.collection.campaigns import everything as whole_form

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parent.parent.parent / "docs" / "kampania.md"
BY: Any = {"by": "anna", "at": NOW}
STATES = {Thing.CAMPAIGN: CampaignState, Thing.QUESTIONNAIRE: QuestionnaireState}
#: Tried where they are made: with closing, approving and publishing.
OF_CLOSING = {
    "close_campaign", "reopen_campaign", "approve_campaign", "withdraw_approval",
    "publish_campaign", "lock_form", "unlock_accepted", "unlock_returned", "unlock_started",
    "unlock_untouched",
}  # fmt: skip
#: Make a new row: there is no state to try them in.
MAKING = {"create_campaign", "prepare_questionnaire"}


def _form(state: QuestionnaireState) -> City:
    """A city whose first school has a form in this state."""
    city = an_open_one()
    if state is QuestionnaireState.NOT_STARTED:
        return city
    city.save(FIRST_SCHOOL, whole_form(60))
    if state is QuestionnaireState.IN_PROGRESS:
        return city
    form = city.form(FIRST_SCHOOL)
    answering.submit(questionnaire=form, channel=Channel.LINK, **BY)
    if state is QuestionnaireState.RETURNED:
        review.return_form(questionnaire=form, reason="Sprawdźcie.", **BY)
    if state in (QuestionnaireState.ACCEPTED, QuestionnaireState.LOCKED):
        review.accept_form(questionnaire=form, **BY)
    if state is QuestionnaireState.LOCKED:
        city.campaign.questionnaires.update(state=QuestionnaireState.LOCKED)
    return city


def _save(city: City) -> None:
    form = city.form(FIRST_SCHOOL)
    present = {str(a.indicator.uuid): a.revision for a in form.answers.all()}
    key = city.uuid(MEALS)
    changes = {key: answering.Change(number(61), present.get(key, 0))}
    answering.save_answers(questionnaire=form, changes=changes, **BY)


def _finish(city: City) -> None:
    form = city.form(FIRST_SCHOOL)
    answering.submit(questionnaire=form, channel=Channel.LINK, **BY)


ON_FORM: dict[str, Callable[[City], object]] = {
    "save_answers": _save,
    "submit": _finish,
    "withdraw_submission": lambda city: answering.withdraw_submission(
        questionnaire=city.form(FIRST_SCHOOL), **BY
    ),
    "return_form": lambda city: review.return_form(
        questionnaire=city.form(FIRST_SCHOOL), reason="Sprawdźcie.", **BY
    ),
    "accept_form": lambda city: review.accept_form(questionnaire=city.form(FIRST_SCHOOL), **BY),
    "withdraw_acceptance": lambda city: review.withdraw_acceptance(
        questionnaire=city.form(FIRST_SCHOOL), **BY
    ),
}
MATRIX = [(service, state) for service in ON_FORM for state in QuestionnaireState]


@pytest.mark.parametrize(("service", "state"), MATRIX)
def test_a_service_takes_a_form_on_only_from_where_the_table_says(
    service: str, state: QuestionnaireState
) -> None:
    city = _form(state)
    events = Event.objects.count()
    if state not in sources(Thing.QUESTIONNAIRE, service):
        with pytest.raises(CollectionError):
            ON_FORM[service](city)
        assert city.form(FIRST_SCHOOL).state == state
        assert Event.objects.count() == events
        return
    step = follow(Thing.QUESTIONNAIRE, service, state)
    ON_FORM[service](city)
    assert city.form(FIRST_SCHOOL).state == step.target
    fresh = list(Event.objects.order_by("id").values_list("action", flat=True))[events:]
    known = {step.event for step in STEPS}
    steps = [action for action in fresh if action in known]  # a letter leaves events beside it
    assert steps == ([step.event] if step.event else [])


@pytest.mark.parametrize("state", list(CampaignState))
def test_a_campaign_opens_once(state: CampaignState) -> None:
    city = a_draft()
    marks = {"closed_at": NOW, "approved_at": NOW, "approved_by": "dyrektor"}
    Campaign.objects.filter(pk=city.campaign.pk).update(state=state, **marks)
    if state is CampaignState.DRAFT:
        assert open_campaign(campaign=city.campaign, **BY).state == CampaignState.OPEN
        assert Event.objects.filter(action="campaign.opened").exists()
        return
    with pytest.raises(WrongStateError, match=state.label):
        open_campaign(campaign=city.campaign, **BY)


@pytest.mark.parametrize("service", ["return_form", "accept_form", "withdraw_acceptance"])
@pytest.mark.parametrize("state", [s for s in CampaignState if s is not CampaignState.OPEN])
def test_nobody_reviews_outside_an_open_campaign(service: str, state: CampaignState) -> None:
    accepted = service == "withdraw_acceptance"
    city = _form(QuestionnaireState.ACCEPTED if accepted else QuestionnaireState.SUBMITTED)
    marks = {"closed_at": NOW, "approved_at": NOW, "approved_by": "dyrektor"}
    Campaign.objects.filter(pk=city.campaign.pk).update(state=state, **marks)
    with pytest.raises(CollectionError, match="Kampania nie jest otwarta"):
        ON_FORM[service](city)


def test_every_service_of_the_table_is_tried_somewhere() -> None:
    tried = set(ON_FORM) | {"open_campaign"} | OF_CLOSING | MAKING
    assert {step.service for step in STEPS} == tried


def test_a_state_is_reached_and_known() -> None:
    for thing, states in STATES.items():
        reached = {step.target for step in STEPS if step.thing is thing}
        assert reached == {state.value for state in states}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.service}-{step.source}")
def test_a_line_of_the_table_is_a_line_of_the_docs(step: Step) -> None:
    kind = STATES[step.thing]
    source = "–" if step.source is None else kind(step.source).label
    event = f"`{step.event}`" if step.event else "–"
    line = f"| {step.thing.label} | `{step.service}` | {source} | {kind(step.target).label} "
    assert f"{line}| {event} |" in DOCS.read_text(encoding="utf-8")


def test_the_docs_have_no_line_that_the_table_has_not() -> None:
    lines = [
        line
        for line in DOCS.read_text(encoding="utf-8").splitlines()
        if line.startswith(("| kampania |", "| formularz |"))
    ]
    assert len(lines) == len(STEPS)
