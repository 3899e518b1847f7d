"""The one way to the end of a campaign."""

from __future__ import annotations

import uuid

from django.http import Http404

from miernik.collection.models import Campaign, CoveredWork
from miernik.strategy.models import Work


def campaign(identity: uuid.UUID) -> Campaign:
    """Return a campaign that was opened at least once."""
    found = Campaign.objects.filter(uuid=identity, opened_at__isnull=False).order_by("id").first()
    if found is None:
        raise Http404
    return found


def covered_work(of: Campaign, code: str) -> Work:
    """Return a strategy or programme that the campaign covers."""
    found = CoveredWork.objects.filter(campaign=of, work__code=code).select_related("work")
    first = found.order_by("id").first()
    if first is None:
        raise Http404
    return first.work
