"""Receipts of what was handed in, as pages and messages show them."""

from __future__ import annotations

from miernik.collection.models import Submission
from miernik.collection.receipt import Receipt

#: How the records begin who answered by a personal link, before the name.
BY_LINK = "link: "


def receipt_of(submission: Submission) -> Receipt:
    """Return the receipt of a submission; everything in it is what was frozen."""
    content = submission.content
    return Receipt(
        campaign=submission.questionnaire.campaign.title,
        year=content["year"],
        institution=content["institution"],
        submitter=submission.submitted_by.removeprefix(BY_LINK),
        at=submission.submitted_at,
        values=sum(bool(plain.get("status")) for plain in content["answers"].values()),
        digest=submission.content_hash,
    )
