"""Storing a confirmed draft's values as observations."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from miernik.intake.draft import DraftIndicator, DraftReport
from miernik.intake.matching import Comparison, Sameness
from miernik.kernel.quantities import BreakType, NoteKind, Status, Territory
from miernik.observations.models import ComparabilityBreak, Observation, Source
from miernik.observations.selectors import current
from miernik.observations.services import (
    NoteContent,
    ValueContent,
    correct_observation,
    propose_break,
    record_observation,
)

_NOT_STORED = (Status.NOT_SUBMITTED, Status.SUPPRESSED)


def store_values(
    *, draft: DraftReport, comparison: Comparison, source: Source, by: str, at: dt.datetime
) -> dict[str, int]:
    """Record every value of the draft; one that differs from the stored one corrects it.

    Where the document says that nobody gave a value, or hides it, nothing is stored. Returns how
    many were recorded, corrected, left as they are and left out.
    """
    counts = {"recorded": 0, "corrected": 0, "unchanged": 0, "left_out": 0}
    assert draft.year is not None
    indicators = [item.indicator for item in comparison.indicators.values() if item.indicator]
    stored = current([indicator.pk for indicator in indicators], [draft.year])
    for task in draft.tasks():
        for number, item in enumerate(task.indicators, 1):
            known = comparison.indicators[f"{task.code}/{number}"]
            assert known.indicator is not None
            if item.status in _NOT_STORED:
                counts["left_out"] += 1
                continue
            value = _value(item)
            earlier = stored.get(known.indicator.pk, {}).get(draft.year)
            if earlier is None:
                record_observation(
                    indicator=known.indicator,
                    year=draft.year,
                    value=value,
                    source=source,
                    by=by,
                    at=at,
                )
                counts["recorded"] += 1
            elif _differs(earlier, item):
                correct_observation(
                    observation=earlier,
                    value=value,
                    source=source,
                    reason=f"Wczytano dokument „{draft.file_name}”",
                    by=by,
                    at=at,
                )
                counts["corrected"] += 1
            else:
                counts["unchanged"] += 1
    return counts


def propose_wording_breaks(
    *, comparison: Comparison, year: int, by: str, at: dt.datetime
) -> list[ComparabilityBreak]:
    """Propose a break of definition for every indicator that this year's document words anew.

    The break stands between ``year`` and the last year before it that has a value; a person
    decides whether the other words count other things.
    """
    reworded = {
        match.path: match
        for match in comparison.matches
        if match.kind == "indicator" and match.sameness is Sameness.REWORDED
    }
    indicators = {
        path: item.indicator
        for path, item in comparison.indicators.items()
        if path in reworded and item.indicator
    }
    stored = current([indicator.pk for indicator in indicators.values()])
    proposed = []
    for path, indicator in indicators.items():
        earlier = [known for known in stored.get(indicator.pk, {}) if known < year]
        if not earlier or indicator.breaks.filter(since=max(earlier), year=year).exists():
            continue
        match = reworded[path]
        proposed.append(
            propose_break(
                indicator=indicator,
                since=max(earlier),
                year=year,
                type=BreakType.DEFINITION,
                reason=f"Nazwa zmieniła się z „{match.stored}” na „{match.recognised}”.",
                by=by,
                at=at,
            )
        )
    return proposed


def _differs(stored: Observation, item: DraftIndicator) -> bool:
    if (stored.number, stored.status, stored.kind) != (item.number, item.status, item.kind):
        return True
    if item.number is None and stored.printed != item.value_raw:
        return True
    return [note.text for note in stored.notes.all()] != [note.text for note in item.notes]


def _value(item: DraftIndicator) -> ValueContent:
    territorial = any(note.kind is NoteKind.TERRITORY for note in item.notes)
    textual = item.number is None and not item.entries
    place = item.sources["value_raw"].place if "value_raw" in item.sources else None
    return ValueContent(
        status=item.status,
        kind=item.kind,
        number=item.number,
        entries=item.entries,
        text=item.value_raw if textual else "",
        printed=item.value_raw,
        printed_unit=item.unit or "",
        territory=Territory.CITY_AND_COUNTY if territorial else Territory.CITY,
        provenance={key: value for key, value in (asdict(place) if place else {}).items() if value},
        notes=[
            NoteContent(note.text, note.kind, note.marker, note.number, _date(note.as_of))
            for note in item.notes
        ],
    )


def _date(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None
