"""Putting what the analysis found on record, for a person to decide."""

from __future__ import annotations

import datetime as dt

from miernik.analysis.selectors import WorkChanges
from miernik.observations.models import ComparabilityBreak
from miernik.observations.services import propose_break


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
