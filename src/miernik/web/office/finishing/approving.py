"""Approval and what goes with it: the editions are frozen, and hidden until publication."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction

from miernik.analysis.services import review_breaks
from miernik.collection.closing.writing import Written
from miernik.collection.models import Campaign
from miernik.collection.services.closing import approve_campaign, close_campaign
from miernik.observations.selectors import EVERYTHING
from miernik.reports.models import Edition
from miernik.reports.services import publish_edition
from miernik.strategy.models import Work


def covered_works(campaign: Campaign) -> list[Work]:
    """Return the strategies and programmes of a campaign, as they were added."""
    return [item.work for item in campaign.covered.select_related("work").order_by("id")]


@transaction.atomic
def close_and_review(*, campaign: Campaign, by: str, at: dt.datetime) -> tuple[Written, int]:
    """Close a campaign and put the unexplained jumps of its works on record, all or nothing.

    Returns what was written and how many jumps are new. Raises what ``close_campaign`` raises.
    """
    written = close_campaign(campaign=campaign, by=by, at=at)
    found = sum(len(review_breaks(work=work, by=by, at=at)) for work in covered_works(campaign))
    return written, found


def approve_and_freeze(*, campaign: Campaign, by: str, at: dt.datetime) -> list[Edition]:
    """Approve a campaign and freeze the edition of every covered work that has values of the year.

    Jumps are looked for once more, because values may have been corrected since the closing; what
    is found stays on record. The rest is all or nothing: files of editions that were not kept go
    too. Raises what ``approve_campaign`` and ``publish_edition`` raise.
    """
    for work in covered_works(campaign):
        review_breaks(work=work, by=by, at=at)
    made: list[Edition] = []
    try:
        with transaction.atomic():
            approve_campaign(campaign=campaign, by=by, at=at)
            for work in covered_works(campaign):
                if campaign.year in EVERYTHING.years(work):
                    made.append(publish_edition(work=work, year=campaign.year, by=by, at=at))
    except Exception:
        for edition in made:
            folder = Path(settings.MEDIA_ROOT) / "editions" / str(edition.uuid)
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return made
