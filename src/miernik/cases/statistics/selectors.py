"""What of a year may leave the register, with regard to what already has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.conf import settings

from miernik.audit.models import Event
from miernik.audit.services import FILE_READ, FILE_REFUSED
from miernik.cases.models import Grant, Population
from miernik.cases.statistics.counted_year import CountedYear
from miernik.cases.statistics.counting import IndicatorCount
from miernik.cases.statistics.errors import NoProgrammeError
from miernik.cases.statistics.programme import find_programme, indicators_by_name
from miernik.cases.statistics.protection import protected
from miernik.cases.statistics.values import values_of_year
from miernik.kernel.quantities import Status
from miernik.observations.models import Note, Observation
from miernik.strategy.models import Indicator

InForce = Mapping[tuple[str, str], Observation]
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


def years_to_count() -> list[int]:
    """Return the years whose population is known or whose grants began, the newest first."""
    known = set(Population.objects.values_list("year", flat=True))
    begun = Grant.objects.order_by().values_list("since__year", flat=True).distinct()
    return sorted(known | set(begun), reverse=True)


def register_state() -> str:
    """Return a mark that differs after every change; what was only read changes nothing.

    It is the hash of the last event that is no reading of a file: every service writes one.
    """
    changes = Event.objects.exclude(action__in=[FILE_READ, FILE_REFUSED]).order_by("-id")
    return changes.values_list("hash", flat=True).first() or ""


def hidden_from_public(counted: CountedYear) -> frozenset[str]:
    """Return the cells that nobody may see who may not open the files behind them."""
    try:
        known = indicators_by_name(find_programme())
    except NoProgrammeError:
        known = {}
    return hidden_given(counted, in_force(known, counted.tabulation.year))


def hidden_given(counted: CountedYear, stored: InForce) -> frozenset[str]:
    """Return the same, given the values in force."""
    return protected(
        counted.tabulation,
        counted.indicators,
        threshold=settings.DISCLOSURE_THRESHOLD,
        earlier=_published(counted, stored),
    )


def in_force(known: Mapping[str, Indicator], year: int) -> InForce:
    names = {indicator.pk: name for name, indicator in known.items()}
    found = Observation.objects.filter(
        indicator__in=names, year=year, institution=None, superseded_by=None
    ).prefetch_related("notes")
    return {(names[item.indicator_id], item.breakdown): item for item in found}


def _published(counted: CountedYear, in_force: InForce) -> dict[str, int | None]:
    """What the store already says of the same cells; None for a suppressed one."""
    found: dict[str, int | None] = {}
    for value in values_of_year(counted, frozenset(), _NEVER):
        item = in_force.get((value.name, value.breakdown))
        if value.cell and item is not None and item.status == Status.SUPPRESSED:
            found[value.cell] = None
        elif value.cell and item is not None and item.number is not None:
            found[value.cell] = int(item.number)
    for count in counted.indicators:
        stored = in_force.get((count.definition.text, ""))
        found |= _published_parts(count, list(stored.notes.all()) if stored else [])
    return found


def _published_parts(count: IndicatorCount, notes: list[Note]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for place, part in enumerate(count.parts):
        for note in notes:
            if note.text.startswith(f"{part.part.name}: "):
                number = None if note.number is None else int(note.number)
                found[f"indicator.{count.definition.code}.{place}"] = number
    return found
