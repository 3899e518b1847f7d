"""Sets of pseudonyms that are kept longer than their class says: a report, never a deletion."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from miernik.audit.retention import Due, classes
from miernik.collection.models import PseudonymSet

CLASS = "pseudonym_set"


def due_on(on: dt.date) -> list[Due]:
    """Return the class of pseudonyms with what is due on the day."""
    of = classes()[CLASS]
    held = PseudonymSet.objects.filter(
        Q(replaced_at__isnull=True), Q(destroyed_at__isnull=True)
    ).order_by("pk")
    days = [timezone.localtime(at).date() for at in held.values_list("received_at", flat=True)]
    return [Due(of, len(days), sum(of.over_on(day, on) for day in days))]
