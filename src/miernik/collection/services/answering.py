"""Answering: saving what is typed, handing in, taking back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from miernik.audit.services import record
from miernik.collection.asked import AskedIndicator, asked_json
from miernik.collection.asking import asked_of
from miernik.collection.checking import findings_of
from miernik.collection.content import EMPTY, AnswerContent, as_json, from_json
from miernik.collection.errors import (
    FormNotOpenError,
    NotAskedError,
    UnfinishedFormError,
)
from miernik.collection.links import end_of_day
from miernik.collection.messages.notices import send_receipt
from miernik.collection.models import (
    Answer,
    Attachment,
    CampaignState,
    Channel,
    Questionnaire,
    QuestionnaireState,
    Submission,
)
from miernik.collection.states import Thing, allowed, follow
from miernik.collection.validation.rule import Finding
from miernik.kernel.receipt_codes import code_of
from miernik.kernel.text import plural
from miernik.strategy.models import Indicator

#: Version of the layout of ``Submission.content``.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Change:
    """A new answer and the revision it was written over (0: none was there)."""

    content: AnswerContent
    over: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stands in the way of a change: somebody else's answer, kept as it is."""

    content: AnswerContent
    revision: int
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """Revisions of what was saved and conflicts, both by indicator UUID."""

    revisions: dict[str, int] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)


@transaction.atomic
def save_answers(
    *, questionnaire: Questionnaire, changes: Mapping[str, Change], by: str, at: dt.datetime
) -> Saved:
    """Save answers by indicator UUID; nothing of somebody else's is overwritten.

    A change written over an older revision is not saved but told as a conflict, unless it says
    the same. Raises FormNotOpenError when the form or its campaign is not open, NotAskedError for
    an indicator that is not asked.
    """
    form = locked_form(questionnaire)
    step_from = form.state
    if not is_open(form):
        raise FormNotOpenError(QuestionnaireState(form.state).label)
    known = _asked_indicators(form)
    if not changes.keys() <= known.keys():
        raise NotAskedError
    stored = {
        str(answer.indicator.uuid): answer
        for answer in form.answers.filter(
            indicator__in=[known[key] for key in changes]
        ).select_related("indicator")
    }
    saved = Saved()
    for key, change in changes.items():
        _save_one(form, known[key], key, change, stored.get(key), saved, by, at)
    if saved.revisions:
        step = follow(Thing.QUESTIONNAIRE, "save_answers", step_from)
        form.state, form.revision = step.target, form.revision + 1
        form.save(update_fields=["state", "revision"])
        if step.event:
            record(action=step.event, subject=subject(form), by=by, at=at)
    return saved


def _save_one(
    form: Questionnaire,
    indicator: int,
    key: str,
    change: Change,
    present: Answer | None,
    saved: Saved,
    by: str,
    at: dt.datetime,
) -> None:
    content = as_json(change.content)
    if present is None:
        if content:
            Answer.objects.create(
                questionnaire=form,
                indicator_id=indicator,
                content=content,
                saved_at=at,
                saved_by=by,
            )
            saved.revisions[key] = 1
        return
    if present.content == content:
        saved.revisions[key] = present.revision
        return
    if present.revision != change.over:
        saved.conflicts[key] = Conflict(
            from_json(present.content), present.revision, present.saved_by, present.saved_at
        )
        return
    present.content, present.revision = content, present.revision + 1
    present.saved_at, present.saved_by = at, by
    present.save(update_fields=["content", "revision", "saved_at", "saved_by"])
    saved.revisions[key] = present.revision


@transaction.atomic
def submit(
    *, questionnaire: Questionnaire, channel: Channel, by: str, at: dt.datetime
) -> Submission:
    """Hand a form in: its answers are frozen with the questions they answer.

    Raises FormNotOpenError, and UnfinishedFormError when an error or an unexplained warning
    stands. Late forms are taken while the campaign is open, and say so. A receipt is queued.
    """
    form = locked_form(questionnaire)
    if form.campaign.state != CampaignState.OPEN or not allowed(
        Thing.QUESTIONNAIRE, "submit", form.state
    ):
        raise FormNotOpenError(QuestionnaireState(form.state).label)
    step = follow(Thing.QUESTIONNAIRE, "submit", form.state)
    asked, answers = asked_of(form), answers_of(form)
    findings = findings_of(form, asked, answers)
    stopping = [finding for finding in findings if finding.stops]
    if stopping:
        raise UnfinishedFormError(len(stopping), unfinished(len(stopping)))
    content = snapshot(form, asked, answers, findings)
    digest = content_digest(content)
    submission = Submission.objects.create(
        questionnaire=form,
        number=form.submissions.count() + 1,
        content=content,
        content_hash=digest,
        receipt=code_of(digest),
        submitted_at=at,
        submitted_by=by,
        channel=channel,
        late=at >= end_of_day(deadline_of(form)),
    )
    form.state, form.return_reason = step.target, ""
    form.save(update_fields=["state", "return_reason"])
    data = {"number": submission.number, "hash": digest, "channel": channel.value}
    record(action=step.event, subject=subject(form), by=by, at=at, data=data)
    send_receipt(submission=submission, by=by, at=at)
    return submission


@transaction.atomic
def withdraw_submission(*, questionnaire: Questionnaire, by: str, at: dt.datetime) -> None:
    """Take a form back to change it, as long as the office has not accepted it.

    The submission stays on record. Raises WrongStateError, or FormNotOpenError when the campaign
    is over.
    """
    form = locked_form(questionnaire)
    if form.campaign.state != CampaignState.OPEN:
        raise FormNotOpenError(QuestionnaireState(form.state).label)
    step = follow(Thing.QUESTIONNAIRE, "withdraw_submission", form.state)
    form.state = step.target
    form.save(update_fields=["state"])
    record(action=step.event, subject=subject(form), by=by, at=at)


def answers_of(form: Questionnaire) -> dict[str, AnswerContent]:
    """Return the working answers by indicator UUID."""
    rows = form.answers.select_related("indicator")
    return {str(row.indicator.uuid): from_json(row.content) for row in rows}


def snapshot(
    form: Questionnaire,
    asked: list[AskedIndicator],
    answers: Mapping[str, AnswerContent],
    findings: list[Finding],
    attachments: Iterable[Attachment] | None = None,
) -> dict[str, Any]:
    """Return what a submission keeps for good: questions, answers, attachments, findings.

    ``attachments`` None means those of the form.
    """
    if attachments is None:
        attachments = form.attachments.filter(removed_at__isnull=True)
    return {
        "format": FORMAT,
        "campaign": str(form.campaign.uuid),
        "year": form.campaign.year,
        "institution": form.institution.name,
        "asked": [asked_json(item) for item in asked],
        "answers": {item.indicator: as_json(answers.get(item.indicator, EMPTY)) for item in asked},
        "attachments": [
            {"name": item.name, "sha256": item.sha256, "size": item.size} for item in attachments
        ],
        "findings": [
            {
                "rule": item.rule,
                "severity": item.severity.value,
                "indicator": item.indicator,
                "message": item.message,
                "explained": item.explained,
            }
            for item in findings
        ],
    }


def content_digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a submission's content in canonical JSON."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def deadline_of(form: Questionnaire) -> dt.date:
    """Return the last day for this institution."""
    return max(form.campaign.deadline, form.extended_to or dt.date.min)


def is_open(form: Questionnaire) -> bool:
    """Return whether answers may be changed now."""
    return form.campaign.state == CampaignState.OPEN and allowed(
        Thing.QUESTIONNAIRE, "save_answers", form.state
    )


def locked_form(form: Questionnaire) -> Questionnaire:
    """Read the form again with its campaign and institution, held until the transaction ends."""
    found = Questionnaire.objects.select_for_update(of=("self",))
    return found.select_related("campaign", "institution").get(pk=form.pk)


def subject(form: Questionnaire) -> str:
    """Return the form as the subject of an event."""
    return f"questionnaire:{form.uuid}"


def _asked_indicators(form: Questionnaire) -> dict[str, int]:
    rows = Indicator.objects.filter(
        assignments__campaign=form.campaign_id,
        assignments__institution=form.institution_id,
        assignments__excluded=False,
    ).order_by("id")
    return {str(identity): key for identity, key in rows.values_list("uuid", "pk")}


def unfinished(count: int) -> str:
    """Return the sentence that says how many places stop a form."""
    places = plural(count, "miejsce", "miejsca", "miejsc")
    wait = plural(count, "czeka", "czekają", "czeka")
    return (
        f"Formularz nie jest jeszcze gotowy: {wait} {count} {places} do poprawienia albo "
        "wyjaśnienia. Nic nie zginęło; popraw je i przekaż formularz ponownie."
    )
