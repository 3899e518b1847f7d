"""Putting what the analysis found on record, for a person to decide."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from miernik.analysis.selectors import WorkChanges, work_changes
from miernik.observations.models import ComparabilityBreak
from miernik.observations.selectors import years
from miernik.observations.services import propose_break
from miernik.strategy.models import Work


def record_proposed_breaks(
    *, changes: WorkChanges, by: str, at: dt.datetime
) -> list[ComparabilityBreak]:
    """Store every unexplained jump as a proposed break; those already on record are left alone."""
    recorded = {
        (row.definition.indicator_id, item.since, item.year)
        for row in changes.rows
        for item in row.series.breaks
    }
    return [
        propose_break(
            indicator=row.definition.indicator,
            since=item.since,
            year=item.year,
            type=item.type,
            reason=item.reason,
            by=by,
            at=at,
        )
        for row, item in changes.proposed_breaks
        if (row.definition.indicator_id, item.since, item.year) not in recorded
    ]


def review_breaks(*, work: Work, by: str, at: dt.datetime) -> list[ComparabilityBreak]:
    """Look at every pair of neighbouring years of a work and put its unexplained jumps on record.

    Called after new values are stored; what is on record or decided already is left alone.
    """
    return [
        item
        for year_from, year_to in pairwise(years(work))
        for item in record_proposed_breaks(
            changes=work_changes(work, year_from, year_to), by=by, at=at
        )
    ]
