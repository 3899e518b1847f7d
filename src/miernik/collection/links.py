"""Personal links: one opens one form, and its secret stands in no table.

A link is a row (``AccessLink``) and the keyed hash of its identity. Whoever reads the database
cannot write the address; whoever has the address opens that one form until it expires or is
revoked.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from miernik.accounts.signed_links import identity_in, signed_token
from miernik.audit.services import record
from miernik.collection.errors import BadLinkError
from miernik.collection.models import AccessLink, Questionnaire

_SALT = "miernik.collection.link"


@transaction.atomic
def issue_link(
    *, questionnaire: Questionnaire, person: str, sent_to: str, by: str, at: dt.datetime
) -> AccessLink:
    """Make a personal link that opens this form until the end of the review."""
    link = AccessLink.objects.create(
        questionnaire=questionnaire,
        person=person,
        sent_to=sent_to,
        created_at=at,
        created_by=by,
        expires_at=expiry(questionnaire),
    )
    subject = f"questionnaire:{questionnaire.uuid}"
    record(action="link.issued", subject=subject, by=by, at=at, data={"link": str(link.uuid)})
    return link


@transaction.atomic
def revoke_link(*, link: AccessLink, by: str, at: dt.datetime) -> AccessLink:
    """Close a link at once, in every browser it was opened in; a revoked one stays as it is."""
    link = AccessLink.objects.select_for_update().get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = at, by
        link.save(update_fields=["revoked_at", "revoked_by"])
        subject = f"questionnaire:{link.questionnaire.uuid}"
        record(action="link.revoked", subject=subject, by=by, at=at, data={"link": str(link.uuid)})
    return link


def expiry(questionnaire: Questionnaire) -> dt.datetime:
    """Return the end of the last day on which the office looks at this form."""
    last = max(questionnaire.campaign.review_until, questionnaire.extended_to or dt.date.min)
    return end_of_day(last)


def end_of_day(day: dt.date) -> dt.datetime:
    """Return the first moment after ``day`` in the office's time zone."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def token_of(link: AccessLink) -> str:
    """Return what stands in the link's address: its identity and the secret that proves it."""
    return signed_token(link.uuid, salt=_SALT)


def open_link(token: str, at: dt.datetime) -> AccessLink:
    """Return the link of an address, with its form, campaign and institution.

    Raises BadLinkError with a sentence for the person who clicked: a damaged, forged, expired or
    revoked link.
    """
    identity = identity_in(token, salt=_SALT)
    if identity is None:
        raise BadLinkError(_DAMAGED)
    return usable_link(identity, at)


def usable_link(identity: uuid.UUID, at: dt.datetime) -> AccessLink:
    """Return a link that still opens its form; raises BadLinkError."""
    found = AccessLink.objects.filter(uuid=identity)
    link = found.select_related("questionnaire__campaign", "questionnaire__institution").first()
    if link is None:
        raise BadLinkError(_DAMAGED)
    if link.revoked_at is not None:
        raise BadLinkError("Ten link został unieważniony. Poproś koordynatora o nowy.")
    if at >= link.expires_at:
        raise BadLinkError(
            "Ten link już wygasł. Jeśli nadal trzeba coś przekazać, poproś koordynatora o nowy."
        )
    return link


def note_use(*, link: AccessLink, by: str, at: dt.datetime) -> None:
    """Write down that a link was opened; the first time leaves an event."""
    first = AccessLink.objects.filter(pk=link.pk, first_used_at__isnull=True).update(
        first_used_at=at, last_used_at=at
    )
    if first:
        subject = f"questionnaire:{link.questionnaire.uuid}"
        record(action="link.opened", subject=subject, by=by, at=at, data={"link": str(link.uuid)})
    else:
        AccessLink.objects.filter(pk=link.pk).update(last_used_at=at)


_DAMAGED = (
    "Ten link niczego nie otwiera: mógł zostać ucięty w wiadomości. Skopiuj go w całości albo "
    "poproś koordynatora o nowy."
)
