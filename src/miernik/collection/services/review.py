"""The coordinator's desk: returning, accepting, correcting, asking, giving more time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from miernik.audit.services import Entry, record, record_many
from miernik.collection.content import AnswerContent, as_json, from_json
from miernik.collection.errors import (
    CollectionError,
    MissingReasonError,
    NotAskedError,
    WrongDayError,
)
from miernik.collection.links import expiry
from miernik.collection.messages.notices import tell_extension, tell_question, tell_returned
from miernik.collection.models import (
    Campaign,
    CampaignState,
    Correction,
    Question,
    Questionnaire,
    QuestionnaireState,
    Submission,
)
from miernik.collection.services.answering import locked_form, subject
from miernik.collection.states import Thing, follow
from miernik.strategy.models import Indicator


@transaction.atomic
def return_form(*, questionnaire: Questionnaire, reason: str, by: str, at: dt.datetime) -> None:
    """Give a submitted form back with what to mend. Raises MissingReasonError, WrongStateError."""
    if not reason.strip():
        raise MissingReasonError("co instytucja ma poprawić")
    form = _in_open_campaign(questionnaire)
    step = follow(Thing.QUESTIONNAIRE, "return_form", form.state)
    form.state, form.return_reason = step.target, reason.strip()
    form.save(update_fields=["state", "return_reason"])
    data = {"reason": reason.strip()}
    record(action=step.event, subject=subject(form), by=by, at=at, data=data)
    tell_returned(form=form, by=by, at=at)


@transaction.atomic
def accept_form(*, questionnaire: Questionnaire, by: str, at: dt.datetime) -> None:
    """Take the last submission as the institution's word. Raises WrongStateError."""
    form = _in_open_campaign(questionnaire)
    step = follow(Thing.QUESTIONNAIRE, "accept_form", form.state)
    form.state, form.accepted = step.target, last_submission(form)
    form.accepted_at, form.accepted_by = at, by
    form.save(update_fields=["state", "accepted", "accepted_at", "accepted_by"])
    record(action=step.event, subject=subject(form), by=by, at=at)


@transaction.atomic
def accept_forms(
    *, questionnaires: Iterable[Questionnaire], by: str, at: dt.datetime
) -> tuple[int, int]:
    """Accept every submitted form among these; returns how many were accepted and passed over."""
    wanted = [form.pk for form in questionnaires]
    step = follow(Thing.QUESTIONNAIRE, "accept_form", QuestionnaireState.SUBMITTED)
    rows = Questionnaire.objects.select_for_update(of=("self",)).filter(
        pk__in=wanted, state=step.source
    )
    forms = list(rows.select_related("campaign").order_by("id"))
    for campaign in {form.campaign for form in forms}:
        _must_be_open(campaign)
    newest = dict(
        Submission.objects.filter(questionnaire__in=[form.pk for form in forms])
        .order_by("number")
        .values_list("questionnaire_id", "pk")
    )
    for form in forms:
        form.state, form.accepted_id = step.target, newest[form.pk]
        form.accepted_at, form.accepted_by = at, by
    Questionnaire.objects.bulk_update(
        forms, ["state", "accepted", "accepted_at", "accepted_by"], batch_size=200
    )
    record_many(Entry(step.event, subject(form), by, at) for form in forms)
    return len(forms), len(wanted) - len(forms)


@transaction.atomic
def withdraw_acceptance(*, questionnaire: Questionnaire, by: str, at: dt.datetime) -> None:
    """Put an accepted form back to what waits for review. Raises WrongStateError."""
    form = _in_open_campaign(questionnaire)
    step = follow(Thing.QUESTIONNAIRE, "withdraw_acceptance", form.state)
    form.state, form.accepted, form.accepted_at, form.accepted_by = step.target, None, None, ""
    form.save(update_fields=["state", "accepted", "accepted_at", "accepted_by"])
    record(action=step.event, subject=subject(form), by=by, at=at)


@transaction.atomic
def correct_answer(
    *,
    questionnaire: Questionnaire,
    indicator: Indicator,
    content: AnswerContent,
    reason: str,
    by: str,
    at: dt.datetime,
) -> Correction:
    """Correct one submitted value; the submission stays as it came.

    The correction holds for this submission only. Raises MissingReasonError, NotAskedError, and
    CollectionError when nothing was handed in or the campaign is closed.
    """
    if not reason.strip():
        raise MissingReasonError("skąd wiadomo, że podana wartość jest błędna")
    form = _in_open_campaign(questionnaire)
    if form.state not in (QuestionnaireState.SUBMITTED, QuestionnaireState.ACCEPTED):
        raise CollectionError(
            "Poprawić można tylko przekazany formularz; ten instytucja może jeszcze zmienić sama."
        )
    submission = last_submission(form)
    if str(indicator.uuid) not in submission.content["answers"]:
        raise NotAskedError
    correction = Correction.objects.create(
        submission=submission,
        indicator=indicator,
        content=as_json(content),
        reason=reason.strip(),
        corrected_at=at,
        corrected_by=by,
    )
    data = {"indicator": str(indicator.uuid), "reason": reason.strip()}
    record(action="answer.corrected", subject=subject(form), by=by, at=at, data=data)
    return correction


@transaction.atomic
def extend(
    *, questionnaire: Questionnaire, until: dt.date, reason: str, by: str, at: dt.datetime
) -> None:
    """Give one institution more time, until the end of a day; its links live as long.

    Raises MissingReasonError, WrongDayError for a day before the common deadline.
    """
    if not reason.strip():
        raise MissingReasonError("dlaczego ta instytucja ma więcej czasu")
    form = _in_open_campaign(questionnaire)
    if until < form.campaign.deadline:
        raise WrongDayError("Termin można tylko przedłużyć", form.campaign.deadline)
    form.extended_to, form.extension_reason = until, reason.strip()
    form.save(update_fields=["extended_to", "extension_reason"])
    form.links.filter(revoked_at__isnull=True).update(expires_at=expiry(form))
    data = {"until": until.isoformat(), "reason": reason.strip()}
    record(action="questionnaire.extended", subject=subject(form), by=by, at=at, data=data)
    tell_extension(form=form, by=by, at=at)


@transaction.atomic
def ask(
    *, questionnaire: Questionnaire, indicator: Indicator, text: str, by: str, at: dt.datetime
) -> Question:
    """Ask the institution about one value. Raises MissingReasonError for an empty question."""
    if not text.strip():
        raise MissingReasonError("o co pytasz")
    form = _in_open_campaign(questionnaire)
    question = Question.objects.create(
        questionnaire=form, indicator=indicator, text=text.strip(), asked_at=at, asked_by=by
    )
    data = {"indicator": str(indicator.uuid)}
    record(action="question.asked", subject=subject(form), by=by, at=at, data=data)
    tell_question(question=question, by=by, at=at)
    return question


@transaction.atomic
def reply(*, question: Question, text: str, by: str, at: dt.datetime) -> Question:
    """Answer a question of the office; possible in any state of the form while it is open.

    Raises MissingReasonError for an empty reply, CollectionError for a settled question.
    """
    if not text.strip():
        raise MissingReasonError("co odpowiadasz")
    form = _in_open_campaign(question.questionnaire)
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.settled_at is not None:
        raise CollectionError("Urząd uznał to pytanie za wyjaśnione; odpowiedź nie jest potrzebna.")
    question.reply, question.replied_at, question.replied_by = text.strip(), at, by
    question.save(update_fields=["reply", "replied_at", "replied_by"])
    record(action="question.replied", subject=subject(form), by=by, at=at)
    return question


@transaction.atomic
def settle(*, question: Question, by: str, at: dt.datetime) -> Question:
    """Take a question for answered; a settled one stays as it is."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.settled_at is None:
        question.settled_at, question.settled_by = at, by
        question.save(update_fields=["settled_at", "settled_by"])
        form = question.questionnaire
        record(action="question.settled", subject=subject(form), by=by, at=at)
    return question


def last_submission(form: Questionnaire) -> Submission:
    """Return the newest submission; raises CollectionError when there is none."""
    found = form.submissions.order_by("-number").first()
    if found is None:
        raise CollectionError("Ta instytucja nic jeszcze nie przekazała.")
    return found


def effective_answers(submission: Submission) -> dict[str, AnswerContent]:
    """Return a submission's answers by indicator UUID, with the office's corrections over them."""
    found = {key: from_json(plain) for key, plain in submission.content["answers"].items()}
    for item in submission.corrections.select_related("indicator").order_by("id"):
        found[str(item.indicator.uuid)] = from_json(item.content)
    return found


def _in_open_campaign(questionnaire: Questionnaire) -> Questionnaire:
    form = locked_form(questionnaire)
    _must_be_open(form.campaign)
    return form


def _must_be_open(campaign: Campaign) -> None:
    if campaign.state != CampaignState.OPEN:
        raise CollectionError(
            "Kampania nie jest otwarta, więc formularzy nie można zmieniać. "
            "Jeśli trzeba coś poprawić, otwórz ją ponownie."
        )
