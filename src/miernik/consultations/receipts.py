"""The receipt of an opinion: an address that nobody can guess and a code to read out."""

from __future__ import annotations

from miernik.accounts.signed_links import identity_in, signed_token
from miernik.consultations.errors import BadReceiptError
from miernik.consultations.models import Submission
from miernik.kernel.receipt_codes import code_of

_SALT = "miernik.consultations.receipt"


def receipt_token(submission: Submission) -> str:
    """Return what stands in the address of the receipt."""
    return signed_token(submission.uuid, salt=_SALT)


def receipt_code(submission: Submission) -> str:
    """Return the short code of what was submitted: "K7QM-2XRD-9HVT"."""
    return code_of(submission.content_hash)


def submission_of(token: str) -> Submission:
    """Return the opinion a receipt confirms; raises BadReceiptError for a forged or cut address."""
    identity = identity_in(token, salt=_SALT)
    found = (
        Submission.objects.filter(uuid=identity).select_related("track", "consultation").first()
        if identity
        else None
    )
    if found is None:
        raise BadReceiptError
    return found
