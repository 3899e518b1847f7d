"""Reading the store: the values in force, their history, the breaks between them.

There are two ways of reading: EVERYTHING for the office and the reports, RELEASED for everybody,
which knows nothing of a year under embargo. The portal and the open data read RELEASED alone (a
test of the house holds them to it); the functions at the end read EVERYTHING.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from miernik.observations.models import ComparabilityBreak, Embargo, Note, Observation, Source
from miernik.strategy.models import Work


@dataclass(frozen=True, slots=True)
class Store:
    """One way of reading the store."""

    released_only: bool

    def observations(self) -> QuerySet[Observation]:
        """Return every value this reading may see, all versions."""
        found = Observation.objects.all()
        return found.exclude(_kept("indicator__work", "year")) if self.released_only else found

    def notes(self) -> QuerySet[Note]:
        """Return every remark beside those values."""
        found = Note.objects.all()
        if not self.released_only:
            return found
        return found.exclude(_kept("observation__indicator__work", "observation__year"))

    def current(
        self, indicators: Iterable[int], years: Iterable[int] | None = None
    ) -> dict[int, dict[int, Observation]]:
        """Return the city's value in force by indicator id and year, with notes and source loaded.

        A corrected value is not in force; breakdowns and institutions' own values are left out.
        """
        found = self.observations().filter(
            indicator_id__in=list(indicators),
            institution__isnull=True,
            breakdown="",
            superseded_by__isnull=True,
        )
        if years is not None:
            found = found.filter(year__in=list(years))
        result: dict[int, dict[int, Observation]] = defaultdict(dict)
        loaded = found.select_related("source").prefetch_related("notes")
        for observation in loaded.order_by("year"):
            result[observation.indicator_id][observation.year] = observation
        return dict(result)

    def by_institution(self, indicator: int, year: int) -> list[Observation]:
        """Return the institutions' values in force of one indicator and year, by name."""
        return list(
            self.observations()
            .filter(
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

    def institutions_of(
        self, indicators: Iterable[int], year: int | None = None
    ) -> dict[tuple[int, int], list[Observation]]:
        """Return the institutions' values in force by (indicator id, year), by name; one query.

        Of one ``year`` only, where it is given.
        """
        found = self.observations().filter(
            indicator_id__in=list(indicators),
            institution__isnull=False,
            breakdown="",
            superseded_by__isnull=True,
        )
        if year is not None:
            found = found.filter(year=year)
        result: dict[tuple[int, int], list[Observation]] = defaultdict(list)
        for observation in found.select_related("institution").order_by("institution__name"):
            result[observation.indicator_id, observation.year].append(observation)
        return dict(result)

    def history(self, observation: Observation) -> list[Observation]:
        """Return every version of one value, the newest first."""
        return list(
            self.observations()
            .filter(
                indicator=observation.indicator_id,
                year=observation.year,
                institution=observation.institution_id,
                breakdown=observation.breakdown,
            )
            .select_related("source")
            .prefetch_related("notes")
            .order_by("-version")
        )

    def years(self, work: Work) -> list[int]:
        """Return the years a work has values for, the oldest first."""
        found = self.observations().filter(indicator__work=work).order_by("year")
        return list(found.values_list("year", flat=True).distinct())

    def breaks(self, indicators: Iterable[int]) -> dict[int, list[ComparabilityBreak]]:
        """Return every break of these indicators, whatever its state, by indicator id and year.

        A break beside a year under embargo tells of its values and is not released either.
        """
        found = ComparabilityBreak.objects.filter(indicator_id__in=list(indicators))
        if self.released_only:
            found = found.exclude(_kept("indicator__work", "year"))
            found = found.exclude(_kept("indicator__work", "since"))
        result: dict[int, list[ComparabilityBreak]] = defaultdict(list)
        for item in found.order_by("year", "id"):
            result[item.indicator_id].append(item)
        return dict(result)

    def sources_with_counts(self) -> list[tuple[Source, int, list[int]]]:
        """Return each source with how many values it gave and for which years, as added."""
        values = self.observations().order_by()
        counts = dict(values.values_list("source_id").annotate(number=Count("id")))
        years: dict[int, set[int]] = defaultdict(set)
        for source, year in values.values_list("source_id", "year").distinct():
            years[source].add(year)
        return [
            (source, counts[source.pk], sorted(years[source.pk]))
            for source in Source.objects.filter(pk__in=counts).order_by("added_at", "id")
        ]


def _kept(work: str, year: str) -> Exists:
    return Exists(open_embargoes().filter(work=OuterRef(work), year=OuterRef(year)))


def open_embargoes() -> QuerySet[Embargo]:
    """Return the embargoes nobody has lifted yet."""
    return Embargo.objects.filter(lifted_at__isnull=True).order_by("id")


def kept_years(work: Work) -> list[int]:
    """Return the years of a work that the public does not see yet, the oldest first."""
    return sorted(open_embargoes().filter(work=work).values_list("year", flat=True))


EVERYTHING = Store(released_only=False)
RELEASED = Store(released_only=True)

current = EVERYTHING.current
by_institution = EVERYTHING.by_institution
institutions_of = EVERYTHING.institutions_of
history = EVERYTHING.history
years = EVERYTHING.years
breaks = EVERYTHING.breaks
sources_with_counts = EVERYTHING.sources_with_counts
