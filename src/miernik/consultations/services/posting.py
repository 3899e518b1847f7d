"""Sending the letters that submitters asked for; the address is read only when a letter leaves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet

from miernik.accounts import letter_queue
from miernik.accounts.letter_queue import LetterQueue, LetterState
from miernik.accounts.post import Sent, letter_headers
from miernik.audit.services import record
from miernik.consultations.letter_words import words_of
from miernik.consultations.models import LetterKind, SubmitterLetter, SubmitterPerson
from miernik.consultations.selectors import FINAL_STATES
from miernik.consultations.services.submitting import record_personal_read

BY = "zadanie w tle"
NO_ADDRESS = "Adresu składającego już nie ma, więc wiadomość wycofano."
_FATES = {
    LetterState.SENT: "submission.letter_sent",
    LetterState.FAILED: "submission.letter_failed",
    LetterState.PASSED_OVER: "submission.letter_passed_over",
}
#: Mail servers like to repeat the address in what they say.
_ADDRESS = re.compile(r"\S+@\S+")


def send_letters(*, at: dt.datetime, limit: int, stop: Callable[[], bool] = lambda: False) -> Sent:
    """Send up to ``limit`` letters whose time has come, as ``letter_queue.send_round``.

    A letter whose address is gone is withdrawn. The outcome waits while decisions are open again.
    """
    return letter_queue.send_round(_Letters(), at=at, limit=limit, stop=stop)


class _Letters(LetterQueue[SubmitterLetter]):
    """Receipts, and outcomes of consultations whose results stand."""

    def open_rows(self) -> QuerySet[SubmitterLetter]:
        may_leave = Q(kind=LetterKind.RECEIPT) | Q(submission__consultation__state__in=FINAL_STATES)
        found = SubmitterLetter.objects.filter(may_leave)
        return found.select_related("submission__consultation", "submission__track")

    def pointless(self, row: SubmitterLetter) -> str:
        there = SubmitterPerson.objects.filter(submission=row.submission_id, wants_letters=True)
        return "" if there.exclude(email="").exists() else NO_ADDRESS

    def compose(self, row: SubmitterLetter, at: dt.datetime) -> EmailMessage:
        why = f"wysłanie: {LetterKind(row.kind).label}"
        record_personal_read(submission=row.submission, why=why, by=BY, at=at)
        person = SubmitterPerson.objects.get(submission=row.submission_id)
        subject, body = words_of(row)
        return EmailMessage(
            subject=subject,
            body=body,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[person.email],
            reply_to=[row.submission.track.email] if row.submission.track.email else None,
            headers=letter_headers(row.uuid),
        )

    def told(self, said: str) -> str:
        return _ADDRESS.sub("[adres]", said)

    def settled(self, row: SubmitterLetter, at: dt.datetime) -> None:
        data = {"letter": LetterKind(row.kind).label, "attempts": row.attempts}
        subject = f"submission:{row.submission.uuid}"
        record(action=_FATES[LetterState(row.state)], subject=subject, by=BY, at=at, data=data)
