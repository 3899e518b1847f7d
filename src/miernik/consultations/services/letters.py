"""Queueing letters to submitters who asked for them: the receipt, later the outcome."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from miernik.audit.services import record
from miernik.consultations.models import Consultation, LetterKind, Submission, SubmitterLetter


def queue_receipt(*, submission: Submission, at: dt.datetime) -> SubmitterLetter:
    """Queue the receipt of an opinion, in the transaction that registers it."""
    return SubmitterLetter.objects.create(
        submission=submission, kind=LetterKind.RECEIPT, queued_at=at, next_try_at=at
    )


@transaction.atomic
def queue_outcomes(*, consultation: Consultation, by: str, at: dt.datetime) -> int:
    """Queue the outcome for everybody who asked and has none yet; returns how many.

    The caller holds the consultation's row, so that two reports frozen at once queue it once.
    """
    asking = consultation.submissions.filter(person__wants_letters=True)
    asking = asking.exclude(letters__kind=LetterKind.OUTCOME).order_by("number")
    made = SubmitterLetter.objects.bulk_create(
        SubmitterLetter(submission=one, kind=LetterKind.OUTCOME, queued_at=at, next_try_at=at)
        for one in asking
    )
    if made:
        subject, data = f"consultation:{consultation.uuid}", {"number": len(made)}
        record(action="consultation.outcomes_queued", subject=subject, by=by, at=at, data=data)
    return len(made)
