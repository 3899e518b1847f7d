"""Many forms at once: what the services of one form do, for whole campaigns read in or shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from miernik.audit.services import Entry, record_many
from miernik.collection.checking import Checker
from miernik.collection.content import AnswerContent, as_json
from miernik.collection.errors import CollectionError, FormNotOpenError, UnfinishedFormError
from miernik.collection.links import end_of_day
from miernik.collection.models import (
    Answer,
    Campaign,
    CampaignState,
    Channel,
    Questionnaire,
    QuestionnaireState,
    Submission,
)
from miernik.collection.services.answering import (
    content_digest,
    deadline_of,
    snapshot,
    subject,
    unfinished,
)
from miernik.collection.states import Thing, follow
from miernik.kernel.receipt_codes import code_of
from miernik.strategy.models import Indicator

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Filled:
    """An untouched form filled in: its answers by indicator UUID, who and when."""

    form: Questionnaire
    answers: Mapping[str, AnswerContent]
    by: str
    at: dt.datetime


@transaction.atomic
def hand_in_many(
    *, campaign: Campaign, filled: Sequence[Filled], channel: Channel, checker: Checker
) -> list[Submission]:
    """Save and hand in many untouched forms, all or none, as ``save_answers`` and ``submit`` do.

    Raises FormNotOpenError, CollectionError for a form somebody began, UnfinishedFormError.
    """
    forms = _untouched(campaign, [item.form for item in filled])
    keys = {
        str(uuid): key
        for uuid, key in Indicator.objects.filter(assignments__campaign=campaign)
        .distinct()
        .order_by("id")
        .values_list("uuid", "pk")
    }
    answers, submissions, events = [], [], []
    for item in filled:
        form = forms[item.form.pk]
        begun = follow(Thing.QUESTIONNAIRE, "save_answers", form.state)
        step = follow(Thing.QUESTIONNAIRE, "submit", begun.target)
        answers += _answers(form, item, keys)
        submission = _submission(form, item, channel, checker)
        submissions.append(submission)
        form.state, form.revision = step.target, 1
        if begun.event:
            events.append(Entry(begun.event, subject(form), item.by, item.at))
        data = {"number": 1, "hash": submission.content_hash, "channel": channel.value}
        events.append(Entry(step.event, subject(form), item.by, item.at, data))
    Answer.objects.bulk_create(answers, batch_size=_BATCH)
    made = Submission.objects.bulk_create(submissions, batch_size=_BATCH)
    Questionnaire.objects.bulk_update(forms.values(), ["state", "revision"], batch_size=_BATCH)
    record_many(events)
    return made


def _untouched(campaign: Campaign, wanted: Sequence[Questionnaire]) -> dict[int, Questionnaire]:
    found = campaign.questionnaires.select_for_update(of=("self",)).order_by("id")
    given = {form.pk for form in wanted}
    forms = {
        form.pk: form
        for form in found.select_related("campaign", "institution")
        if form.pk in given
    }
    for form in forms.values():
        if form.campaign.state != CampaignState.OPEN:
            raise FormNotOpenError(QuestionnaireState(form.state).label)
        if form.state != QuestionnaireState.NOT_STARTED:
            raise CollectionError(
                f"Formularz ktoś już zaczął: {form.institution.name}. Przekaż go osobno."
            )
    return forms


def _answers(form: Questionnaire, item: Filled, keys: Mapping[str, int]) -> list[Answer]:
    return [
        Answer(
            questionnaire=form,
            indicator_id=keys[key],
            content=as_json(answer),
            saved_at=item.at,
            saved_by=item.by,
        )
        for key, answer in item.answers.items()
        if not answer.empty
    ]


def _submission(
    form: Questionnaire, item: Filled, channel: Channel, checker: Checker
) -> Submission:
    asked, findings = checker.asked(form), checker.findings(form, item.answers)
    if stopping := sum(finding.stops for finding in findings):
        raise UnfinishedFormError(stopping, unfinished(stopping))
    content = snapshot(form, asked, dict(item.answers), findings, attachments=())
    digest = content_digest(content)
    return Submission(
        questionnaire=form,
        number=1,
        content=content,
        content_hash=digest,
        receipt=code_of(digest),
        submitted_at=item.at,
        submitted_by=item.by,
        channel=channel,
        late=item.at >= end_of_day(deadline_of(form)),
    )
