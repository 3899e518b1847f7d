"""Closing a campaign, approving what it brought, publishing it; and taking each back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from miernik.audit.services import Entry, record, record_many
from miernik.collection.closing.report import closing_report, state_before_lock
from miernik.collection.closing.writing import Written, write_values
from miernik.collection.errors import MissingReasonError, UnexplainedJumpsError
from miernik.collection.models import Campaign, Questionnaire, QuestionnaireState
from miernik.collection.services.answering import subject
from miernik.collection.services.campaigns import locked
from miernik.collection.states import Step, Thing, follow
from miernik.kernel.text import plural
from miernik.observations.models import BreakState, ComparabilityBreak
from miernik.observations.selectors import open_embargoes
from miernik.observations.services import lift_embargo, set_embargo
from miernik.strategy.models import IndicatorDefinition

_NAMED = 5
#: The way a locked form goes back to the state it was locked in.
_UNLOCKING = {
    QuestionnaireState.ACCEPTED: "unlock_accepted",
    QuestionnaireState.RETURNED: "unlock_returned",
    QuestionnaireState.IN_PROGRESS: "unlock_started",
    QuestionnaireState.NOT_STARTED: "unlock_untouched",
}


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: str, at: dt.datetime) -> Written:
    """End the collecting: lock every form, keep the year from the public, store its values.

    All or nothing. The values are the institutions' and the city's, as ``closing_report`` tells;
    those of an earlier closing are corrected where they changed. Raises WrongStateError, and
    UnreviewedFormsError while submitted forms wait for review.
    """
    campaign = locked(campaign)
    step = follow(Thing.CAMPAIGN, "close_campaign", campaign.state)
    forms = list(_locked_forms(campaign))
    report = closing_report(campaign)
    report.check()
    _lock_forms(forms, by=by, at=at)
    _keep_from_public(campaign, by=by, at=at)
    written = write_values(report, by=by, at=at, again=campaign.closed_at is not None)
    campaign.state, campaign.closed_at, campaign.closed_by = step.target, at, by
    campaign.save(update_fields=["state", "closed_at", "closed_by"])
    data = {
        "values": written.new,
        "corrected": written.corrected,
        "unchanged": written.unchanged,
        "silent": len(report.silent),
    }
    record(action=step.event, subject=_subject(campaign), by=by, at=at, data=data)
    return written


@transaction.atomic
def reopen_campaign(*, campaign: Campaign, reason: str, by: str, at: dt.datetime) -> Campaign:
    """Open a closed campaign again: every form goes back to where it was before.

    The stored values and the embargo stay until the next closing. Raises WrongStateError,
    MissingReasonError.
    """
    if not reason.strip():
        raise MissingReasonError("co trzeba jeszcze zebrać albo poprawić")
    campaign = locked(campaign)
    step = follow(Thing.CAMPAIGN, "reopen_campaign", campaign.state)
    _unlock_forms(list(_locked_forms(campaign)), by=by, at=at)
    campaign.state = step.target
    campaign.save(update_fields=["state"])
    data = {"reason": reason.strip()}
    record(action=step.event, subject=_subject(campaign), by=by, at=at, data=data)
    return campaign


@transaction.atomic
def approve_campaign(*, campaign: Campaign, by: str, at: dt.datetime) -> Campaign:
    """Take the year's values as the city's word. Whether ``by`` may is for the caller's door.

    Raises WrongStateError, and UnexplainedJumpsError while a jump into the year waits for a
    person's decision.
    """
    campaign = locked(campaign)
    step = follow(Thing.CAMPAIGN, "approve_campaign", campaign.state)
    if sentence := unexplained(campaign):
        raise UnexplainedJumpsError(sentence)
    campaign.state, campaign.approved_at, campaign.approved_by = step.target, at, by
    campaign.save(update_fields=["state", "approved_at", "approved_by"])
    record(action=step.event, subject=_subject(campaign), by=by, at=at)
    return campaign


@transaction.atomic
def withdraw_approval(*, campaign: Campaign, reason: str, by: str, at: dt.datetime) -> Campaign:
    """Take the approval back before publication. Raises WrongStateError, MissingReasonError."""
    if not reason.strip():
        raise MissingReasonError("dlaczego zatwierdzenie trzeba cofnąć")
    campaign = locked(campaign)
    step = follow(Thing.CAMPAIGN, "withdraw_approval", campaign.state)
    campaign.state, campaign.approved_at, campaign.approved_by = step.target, None, ""
    campaign.save(update_fields=["state", "approved_at", "approved_by"])
    data = {"reason": reason.strip()}
    record(action=step.event, subject=_subject(campaign), by=by, at=at, data=data)
    return campaign


@transaction.atomic
def publish_campaign(*, campaign: Campaign, by: str, at: dt.datetime) -> Campaign:
    """Let everybody see the approved year of every covered work. Raises WrongStateError."""
    campaign = locked(campaign)
    step = follow(Thing.CAMPAIGN, "publish_campaign", campaign.state)
    kept = set(open_embargoes().filter(year=campaign.year).values_list("work_id", flat=True))
    for item in campaign.covered.select_related("work").order_by("id"):
        if item.work_id in kept:
            lift_embargo(work=item.work, year=campaign.year, by=by, at=at)
    campaign.state, campaign.published_at = step.target, at
    campaign.save(update_fields=["state", "published_at"])
    record(action=step.event, subject=_subject(campaign), by=by, at=at)
    return campaign


def waiting_jumps(campaign: Campaign) -> list[ComparabilityBreak]:
    """Return the proposed breaks between the campaign's year and an earlier one, by indicator."""
    found = ComparabilityBreak.objects.filter(
        indicator__work__in=campaign.covered.values("work"),
        year=campaign.year,
        state=BreakState.PROPOSED,
    )
    return list(found.select_related("indicator__work").order_by("indicator_id", "id"))


def unexplained(campaign: Campaign) -> str:
    """Return the sentence that says how many jumps wait and where; "" when none does."""
    found = waiting_jumps(campaign)
    if not found:
        return ""
    versions = campaign.covered.values("version")
    cards = IndicatorDefinition.objects.filter(
        version__in=versions, indicator__in=[item.indicator_id for item in found]
    )
    names = dict.fromkeys(cards.order_by("id").values_list("name", flat=True))
    number = len(found)
    jumps = plural(number, "niewyjaśniony skok", "niewyjaśnione skoki", "niewyjaśnionych skoków")
    listed = "; ".join(f"„{name}”" for name in list(names)[:_NAMED])
    more = " i inne" if len(names) > _NAMED else ""
    stops = plural(number, "wstrzymuje", "wstrzymują", "wstrzymuje")
    them = "go" if number == 1 else "je"
    return (
        f"Zatwierdzenie {stops} {number} {jumps}: {listed}{more}. Rozstrzygnij {them} na stronie "
        "„Przerwy”: rzeczywista zmiana, inny sposób liczenia czy błąd."
    )


def _locked_forms(campaign: Campaign) -> Iterable[Questionnaire]:
    return campaign.questionnaires.select_for_update().order_by("id")


def _lock_forms(forms: list[Questionnaire], *, by: str, at: dt.datetime) -> None:
    steps = [
        (form, follow(Thing.QUESTIONNAIRE, "lock_form", form.state))
        for form in forms
        if form.state != QuestionnaireState.LOCKED
    ]
    _take(steps, by=by, at=at)


def _unlock_forms(forms: list[Questionnaire], *, by: str, at: dt.datetime) -> None:
    steps = [
        (form, follow(Thing.QUESTIONNAIRE, _UNLOCKING[state_before_lock(form)], form.state))
        for form in forms
        if form.state == QuestionnaireState.LOCKED
    ]
    _take(steps, by=by, at=at)


def _take(steps: list[tuple[Questionnaire, Step]], *, by: str, at: dt.datetime) -> None:
    """Take each form its step: one statement a target state, one event a form."""
    for target in dict.fromkeys(step.target for _, step in steps):
        keys = [form.pk for form, step in steps if step.target == target]
        Questionnaire.objects.filter(pk__in=keys).update(state=target)
    record_many(Entry(step.event, subject(form), by, at) for form, step in steps)


def _keep_from_public(campaign: Campaign, *, by: str, at: dt.datetime) -> None:
    kept = set(open_embargoes().filter(year=campaign.year).values_list("work_id", flat=True))
    for item in campaign.covered.select_related("work").order_by("id"):
        if item.work_id not in kept:
            set_embargo(work=item.work, year=campaign.year, by=by, at=at)


def _subject(campaign: Campaign) -> str:
    return f"campaign:{campaign.uuid}"
