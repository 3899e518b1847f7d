"""The form as a workbook: written for one institution, taken back from a page or from a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac

from miernik.collection.asked import AskedIndicator
from miernik.collection.asking import asked_of
from miernik.collection.checking import findings_of
from miernik.collection.content import EMPTY, AnswerContent
from miernik.collection.errors import FormNotOpenError
from miernik.collection.models import Channel, Questionnaire, QuestionnaireState, Submission
from miernik.collection.services.answering import (
    Change,
    answers_of,
    deadline_of,
    is_open,
    locked_form,
    save_answers,
)
from miernik.collection.services.answering import (
    submit as hand_in,
)
from miernik.collection.spreadsheet import (
    FileFaultCode,
    FileReading,
    FormFacts,
    Identity,
    read_identity,
    read_workbook,
    write_workbook,
)
from miernik.collection.validation.rule import Finding, stopping

_SALT = "miernik.collection.workbook"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a workbook.

    ``saved``: its answers stand in the form now. ``submission``: the form was handed in with them.
    Where it was asked to be and was not, ``findings`` say what stops it.
    """

    reading: FileReading
    saved: bool = False
    submission: Submission | None = None
    findings: tuple[Finding, ...] = ()


def form_workbook(*, questionnaire: Questionnaire, link: str | None) -> bytes:
    """Return the form as XLSX with the present answers; ``link`` is the address of its page."""
    form = questionnaire
    campaign = form.campaign
    contact = ", ".join(
        filter(None, (campaign.contact_name, campaign.contact_email, campaign.contact_phone))
    )
    facts = FormFacts(
        campaign=campaign.title,
        year=campaign.year,
        institution=form.institution.name,
        deadline=deadline_of(form),
        contact=contact,
        form=form.uuid,
        revision=str(form.revision),
        intro=campaign.message,
        link=link,
        signature=_signature(form, str(form.revision)),
    )
    return write_workbook(facts, asked_of(form), answers_of(form))


def try_workbook(*, questionnaire: Questionnaire, data: bytes) -> FileReading:
    """Read a returned workbook against the form as it stands; stores nothing."""
    return _read(questionnaire, data, asked_of(questionnaire), answers_of(questionnaire))


def may_be_taken(
    reading: FileReading, current: Mapping[str, AnswerContent], *, over_newer: bool = False
) -> bool:
    """Return whether the answers of a workbook may be stored.

    A workbook older than the form may only answer what nobody answered meanwhile, unless a person
    has seen the differences and wants them (``over_newer``).
    """
    if reading.cell_faults or any(
        fault.code is not FileFaultCode.OLDER_REVISION for fault in reading.file_faults
    ):
        return False
    if not reading.file_faults or over_newer:
        return True
    changed = {item.indicator for item in reading.differences if item.indicator in reading.answers}
    return all(current.get(indicator, EMPTY) == EMPTY for indicator in changed)


@transaction.atomic
def take_workbook(
    *,
    questionnaire: Questionnaire,
    data: bytes,
    channel: Channel,
    submit: bool,
    by: str,
    at: dt.datetime,
    seen_revision: str = "",
) -> Taken:
    """Store the answers of a returned workbook and, where asked and possible, hand the form in.

    All or nothing: a workbook with any fault changes nothing and is told in ``reading``. What a
    workbook leaves empty keeps its present answer. ``seen_revision`` is the form's revision whose
    differences a person saw and wants. Raises FormNotOpenError.
    """
    form = locked_form(questionnaire)
    if not is_open(form):
        raise FormNotOpenError(QuestionnaireState(form.state).label)
    asked, current = asked_of(form), answers_of(form)
    reading = _read(form, data, asked, current)
    if not may_be_taken(reading, current, over_newer=seen_revision == str(form.revision)):
        return Taken(reading)
    rows = form.answers.select_related("indicator")
    present = {str(row.indicator.uuid): row.revision for row in rows}
    changes = {key: Change(answer, present.get(key, 0)) for key, answer in reading.answers.items()}
    save_answers(questionnaire=form, changes=changes, by=by, at=at)
    if not submit:
        return Taken(reading, saved=True)
    stops = stopping(findings_of(form, asked, answers_of(form)))
    if stops:
        return Taken(reading, saved=True, findings=tuple(stops))
    submission = hand_in(questionnaire=form, channel=channel, by=by, at=at)
    return Taken(reading, saved=True, submission=submission)


def _read(
    form: Questionnaire,
    data: bytes,
    asked: Sequence[AskedIndicator],
    current: Mapping[str, AnswerContent],
) -> FileReading:
    identity = read_identity(data)
    told = identity.revision if isinstance(identity, Identity) else ""
    return read_workbook(
        data,
        asked,
        expected_form=form.uuid,
        expected_year=form.campaign.year,
        expected_revision=str(form.revision),
        expected_signature=_signature(form, told),
        current=current,
    )


def _signature(form: Questionnaire, revision: str) -> str:
    """What only this installation can write under a revision of a form."""
    return salted_hmac(_SALT, f"{form.uuid}:{revision}", algorithm="sha256").hexdigest()
