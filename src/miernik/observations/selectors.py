"""Reading the store: the values in force, their history, the breaks between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from miernik.observations.models import ComparabilityBreak, Observation, Source
from miernik.strategy.models import Work


def current(
    indicators: Iterable[int], years: Iterable[int] | None = None
) -> dict[int, dict[int, Observation]]:
    """Return the city's value in force by indicator id and year, with notes and source loaded.

    A corrected value is not in force; breakdowns and institutions' own values are left out.
    """
    found = Observation.objects.filter(
        indicator_id__in=list(indicators),
        institution__isnull=True,
        breakdown="",
        superseded_by__isnull=True,
    )
    if years is not None:
        found = found.filter(year__in=list(years))
    result: dict[int, dict[int, Observation]] = defaultdict(dict)
    for observation in found.select_related("source").prefetch_related("notes").order_by("year"):
        result[observation.indicator_id][observation.year] = observation
    return dict(result)


def by_institution(indicator: int, year: int) -> list[Observation]:
    """Return the institutions' values in force of one indicator and year, by name."""
    return list(
        Observation.objects.filter(
            indicator_id=indicator,
            year=year,
            institution__isnull=False,
            breakdown="",
            superseded_by__isnull=True,
        )
        .select_related("institution", "source")
        .prefetch_related("notes")
        .order_by("institution__name")
    )


def institutions_of(indicators: Iterable[int]) -> dict[tuple[int, int], list[Observation]]:
    """Return the institutions' values in force by (indicator id, year), by name; one query."""
    found = Observation.objects.filter(
        indicator_id__in=list(indicators),
        institution__isnull=False,
        breakdown="",
        superseded_by__isnull=True,
    )
    result: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for observation in found.select_related("institution").order_by("institution__name"):
        result[observation.indicator_id, observation.year].append(observation)
    return dict(result)


def history(observation: Observation) -> list[Observation]:
    """Return every version of one value, the newest first."""
    return list(
        Observation.objects.filter(
            indicator=observation.indicator_id,
            year=observation.year,
            institution=observation.institution_id,
            breakdown=observation.breakdown,
        )
        .select_related("source")
        .prefetch_related("notes")
        .order_by("-version")
    )


def years(work: Work) -> list[int]:
    """Return the years a work has values for, the oldest first."""
    found = Observation.objects.filter(indicator__work=work).order_by("year")
    return list(found.values_list("year", flat=True).distinct())


def breaks(indicators: Iterable[int]) -> dict[int, list[ComparabilityBreak]]:
    """Return every break of these indicators, whatever its state, by indicator id and year."""
    result: dict[int, list[ComparabilityBreak]] = defaultdict(list)
    found = ComparabilityBreak.objects.filter(indicator_id__in=list(indicators))
    for item in found.order_by("year", "id"):
        result[item.indicator_id].append(item)
    return dict(result)


def sources_with_counts() -> list[tuple[Source, int, list[int]]]:
    """Return each source with how many values it gave and for which years, in order of adding."""
    counted = Source.objects.annotate(values_given=Count("observations")).order_by("added_at", "id")
    years: dict[int, set[int]] = defaultdict(set)
    pairs = Observation.objects.order_by("year").values_list("source_id", "year").distinct()
    for source, year in pairs:
        years[source].add(year)
    return [
        (source, source.values_given, sorted(years[source.pk]))
        for source in counted
        if source.values_given
    ]
