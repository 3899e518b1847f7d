"""Contact data kept longer than their classes say: a report, never a deletion."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from miernik.accounts.organisations.mailing.models import MailingRecipient
from miernik.accounts.organisations.models import Organisation
from miernik.audit.retention import Due, classes

CONTACTS, ADDRESSES = "organisation_contacts", "mailing_addresses"


def due_on(on: dt.date) -> list[Due]:
    """Return the classes of contact data with what is due on the day."""
    kept = Organisation.objects.exclude(email="", phone="", contact_person="").filter(
        Q(consent_withdrawn_at__isnull=False) | Q(archived_at__isnull=False)
    )
    ends = [
        max(filter(None, pair))
        for pair in kept.order_by("pk").values_list("consent_withdrawn_at", "archived_at")
    ]
    sent = MailingRecipient.objects.filter(sent_at__isnull=False).order_by("pk")
    moments = [at for at in sent.values_list("sent_at", flat=True) if at is not None]
    return [_due(CONTACTS, ends, on), _due(ADDRESSES, moments, on)]


def _due(name: str, ends: list[dt.datetime], on: dt.date) -> Due:
    of = classes()[name]
    days = [timezone.localtime(at).date() for at in ends]
    return Due(of, len(days), sum(of.over_on(day, on) for day in days))
