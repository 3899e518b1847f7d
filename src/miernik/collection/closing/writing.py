"""Storing a closed campaign's values: new ones at once, changed ones as corrections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from miernik.accounts.models import Institution
from miernik.collection.closing.report import ClosingReport
from miernik.collection.closing.wording import AGAIN, COLLECTED
from miernik.kernel.dates import print_short_date
from miernik.kernel.quantities import Kind, Status, Territory
from miernik.observations.models import Observation, Origin, Source
from miernik.observations.services import (
    FirstValue,
    NoteContent,
    ValueContent,
    correct_observation,
    record_observations,
    record_source,
)

#: Whose value: indicator id and institution id, None for the city.
Whose = tuple[int, int | None]

FIRST = "wartość zebrana od instytucji zastępuje wcześniejszą"
NOT_ASKED = "instytucji nie pytamy już o ten wskaźnik"


@dataclass(frozen=True, slots=True)
class Written:
    """How many values were stored for the first time, corrected, and left as they were."""

    new: int
    corrected: int
    unchanged: int


def write_values(report: ClosingReport, *, by: str, at: dt.datetime, again: bool) -> Written:
    """Store what the report says; ``again`` when the campaign was closed before.

    What stands for the year already is corrected where it says something else, and left alone
    where it says the same. Values of an earlier closing that nobody is asked for any more are
    corrected to „nie dotyczy”.
    """
    stored = _stored(report)
    institutions = _institutions(report)
    new: list[FirstValue] = []
    changed: list[tuple[Observation, ValueContent, str]] = []
    unchanged = 0
    year = report.campaign.year
    for item in report.indicators:
        for institution, value in item.values():
            present = stored.pop((item.indicator.pk, institution), None)
            if present is None:
                whose = None if institution is None else institutions[institution]
                new.append(FirstValue(item.indicator, year, value, whose))
            elif same(present, value):
                unchanged += 1
            else:
                changed.append((present, value, _reason(report, value, again=again)))
    changed += _no_longer_asked(stored)
    if new or changed:
        source = _source(report, by=by, at=at, again=again)
        record_observations(values=new, source=source, by=by, at=at)
        for present, value, reason in changed:
            correct_observation(
                observation=present, value=value, reason=reason, source=source, by=by, at=at
            )
    return Written(len(new), len(changed), unchanged)


def same(stored: Observation, value: ValueContent) -> bool:
    """Whether a stored value says what ``value`` says, remarks included, however it came."""
    plain = (
        "kind", "status", "number", "lower", "upper", "numerator", "denominator", "text",
        "territory",
    )  # fmt: skip
    if any(getattr(stored, name) != getattr(value, name) for name in plain):
        return False
    notes = [(note.kind, note.text, note.number, note.as_of) for note in stored.notes.all()]
    told = [(note.kind, note.text.strip(), note.number, note.as_of) for note in value.notes]
    return stored.entries == list(value.entries) and notes == told


def _stored(report: ClosingReport) -> dict[Whose, Observation]:
    """Every value in force of the year, of the covered works."""
    works = report.campaign.covered.values("work")
    found = Observation.objects.filter(
        indicator__work__in=works,
        year=report.campaign.year,
        breakdown="",
        superseded_by__isnull=True,
    )
    loaded = found.select_related("indicator", "source").prefetch_related("notes").order_by("id")
    return {(item.indicator_id, item.institution_id): item for item in loaded}


def _institutions(report: ClosingReport) -> dict[int, Institution]:
    wanted = {given.institution for item in report.indicators for given in item.given}
    forms = report.campaign.questionnaires.values("institution")
    found = Institution.objects.filter(pk__in=forms).in_bulk()
    missing = wanted - found.keys()
    return found | (Institution.objects.in_bulk(list(missing)) if missing else {})


def _no_longer_asked(
    left: dict[Whose, Observation],
) -> Sequence[tuple[Observation, ValueContent, str]]:
    found = []
    for item in left.values():
        collected = item.source.origin == Origin.COLLECTION
        if not collected or item.status == Status.NOT_APPLICABLE:
            continue
        value = ValueContent(
            kind=Kind(item.kind),
            status=Status.NOT_APPLICABLE,
            printed=Status.NOT_APPLICABLE.label,
            territory=Territory(item.territory),
            notes=(NoteContent(NOT_ASKED),),
        )
        found.append((item, value, f"{AGAIN}: {NOT_ASKED}"))
    return found


def _reason(report: ClosingReport, value: ValueContent, *, again: bool) -> str:
    if not again:
        return f"{COLLECTED} {report.campaign.year} r.: {FIRST}"
    words = Status(value.status).label if value.printed == "" else value.printed.split("\n")[0]
    return f"{AGAIN}: po poprawkach jest „{words}”"


def _source(report: ClosingReport, *, by: str, at: dt.datetime, again: bool) -> Source:
    campaign = report.campaign
    title = f"Zbieranie danych za {campaign.year} r.: {campaign.title}"
    if again:
        title += f" (ponowne zamknięcie {print_short_date(at.date())})"
    return record_source(origin=Origin.COLLECTION, title=title[:400], by=by, at=at)
