"""Messages that follow what somebody did: handed in, returned, asked, extended, refused a file.

The services that do it call these in their own transaction, so that what happened and the
message about it are stored together or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from miernik.collection.messages.queueing import queue_for_form
from miernik.collection.messages.values import recipient_of
from miernik.collection.models import (
    Message,
    MessageKind,
    Question,
    Questionnaire,
    Submission,
)
from miernik.collection.receipts import receipt_of
from miernik.strategy.models import IndicatorDefinition

SHOWN = 200  # faults listed in one message


def send_receipt(
    *, submission: Submission, by: str, at: dt.datetime, recipient: str = ""
) -> Message | None:
    """Confirm a submission to the institution, and to ``recipient`` where that is another one."""
    form = submission.questionnaire
    known = recipient_of(form)
    other = bool(recipient) and recipient.casefold() != known.casefold()
    if recipient and not other:
        return None  # the institution has its own receipt
    lines = receipt_of(submission).lines()
    return queue_for_form(
        form=form,
        kind=MessageKind.RECEIPT,
        occasion=f"{submission.number}:{recipient}"[:100] if other else str(submission.number),
        by=by,
        at=at,
        recipient=recipient,
        values={"potwierdzenie": "\n".join(f"{label}: {words}" for label, words in lines)},
    )


def tell_returned(*, form: Questionnaire, by: str, at: dt.datetime) -> Message | None:
    """Say what to mend in a returned form."""
    return queue_for_form(
        form=form,
        kind=MessageKind.RETURNED,
        occasion=f"{form.submissions.count()}:{at.isoformat()}",
        by=by,
        at=at,
        values={"powod": form.return_reason},
    )


def tell_extension(*, form: Questionnaire, by: str, at: dt.datetime) -> Message | None:
    """Say the new deadline of one institution."""
    day = form.extended_to.isoformat() if form.extended_to else ""
    return queue_for_form(
        form=form,
        kind=MessageKind.EXTENSION,
        occasion=day,
        by=by,
        at=at,
        values={"powod": form.extension_reason},
    )


def tell_question(*, question: Question, by: str, at: dt.datetime) -> Message | None:
    """Pass a question of the office on."""
    form = question.questionnaire
    return queue_for_form(
        form=form,
        kind=MessageKind.QUESTION,
        occasion=str(question.uuid),
        by=by,
        at=at,
        values={"pytanie": question.text, "wskaznik": _name(question, form)},
    )


def tell_file_refused(
    *,
    form: Questionnaire,
    recipient: str,
    file: str,
    effect: str,
    faults: Sequence[str],
    occasion: str,
    by: str,
    at: dt.datetime,
) -> Message | None:
    """Say everything that is wrong with a file that came by post."""
    listed = [f"- {fault}" for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        listed.append(f"- i {len(faults) - SHOWN} więcej")
    return queue_for_form(
        form=form,
        kind=MessageKind.FILE_REFUSED,
        occasion=occasion,
        by=by,
        at=at,
        recipient=recipient,
        values={"plik": file, "skutek": effect, "bledy": "\n".join(listed)},
    )


def _name(question: Question, form: Questionnaire) -> str:
    """The indicator's wording in the version the campaign asks."""
    versions = form.campaign.covered.values("version")
    found = IndicatorDefinition.objects.filter(
        indicator=question.indicator_id, version__in=versions
    )
    definition = found.order_by("-id").first()
    return definition.name if definition else "wskaźnik"
