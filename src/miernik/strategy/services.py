"""Writing strategies: works, versions, the dictionary of funding sources."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from miernik.accounts.dictionary import Institutions
from miernik.audit.services import record
from miernik.kernel.text import comparable, squeeze
from miernik.strategy.content import CARD_FIELDS, IndicatorContent, UnitContent, content_hash
from miernik.strategy.errors import CodeTakenError
from miernik.strategy.models import (
    Funding,
    FundingAlias,
    FundingSource,
    Implementation,
    Indicator,
    IndicatorDefinition,
    Placement,
    Unit,
    UnitKind,
    Version,
    VersionState,
    Work,
    WorkKind,
)
from miernik.strategy.selectors import labels_by_placement

_KIND_AT_DEPTH = (UnitKind.GOAL, UnitKind.PRIORITY, UnitKind.TASK)


def create_work(
    *,
    code: str,
    kind: WorkKind,
    title: str,
    municipality: str,
    years: tuple[int, int],
    by: str,
    at: dt.datetime,
    predecessor: Work | None = None,
) -> Work:
    """Create a strategy or programme for the years ``(first, last)``.

    Raises CodeTakenError when another work has this code.
    """
    if Work.objects.filter(code__iexact=code).exists():
        raise CodeTakenError(code)
    work = Work.objects.create(
        code=code,
        kind=kind,
        title=title,
        municipality=municipality,
        start_year=years[0],
        end_year=years[1],
        predecessor=predecessor,
    )
    record(action="work.created", subject=f"work:{work.uuid}", by=by, at=at, data={"code": code})
    return work


@transaction.atomic
def write_version(
    *, work: Work, goals: list[UnitContent], note: str, by: str, at: dt.datetime
) -> Version:
    """Write the next version of a work and freeze it; ``goals`` receives the new identities.

    ``note`` says in Polish where the version comes from. The version is immutable afterwards and
    carries the hash of its content.
    """
    last = work.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(work=work, number=last + 1, note=note, created_at=at)
    write_goals(version, goals)
    freeze_version(version=version, digest=content_hash(goals), by=by, at=at)
    return version


def write_goals(version: Version, goals: list[UnitContent]) -> None:
    """Write what carries yearly figures into a draft version; ``goals`` receives identities."""
    writer = _Writer(version)
    for position, goal in enumerate(goals, 1):
        writer.write(goal, None, position, 0)


class FundingSources:
    """The dictionary of funding sources; unknown printed names are added to it."""

    def __init__(self) -> None:
        self._known: dict[str, FundingSource] = {}
        for source in FundingSource.objects.all():
            self._known[comparable(source.name)] = source
        for alias in FundingAlias.objects.select_related("source"):
            self._known[comparable(alias.name)] = alias.source

    def named(self, printed: str) -> FundingSource:
        """Return the source with this printed name, made if it is new."""
        key = comparable(printed)
        if key not in self._known:
            self._known[key] = FundingSource.objects.create(name=squeeze(printed))
        return self._known[key]


class _Writer:
    """Writes units depth first; the dictionaries are read once for a whole version."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.institutions = Institutions()
        self.sources = FundingSources()

    def write(
        self, content: UnitContent, parent: Placement | None, position: int, depth: int
    ) -> None:
        if content.unit is None:
            content.unit = Unit.objects.create(work=self.version.work, kind=_KIND_AT_DEPTH[depth])
        placement = Placement.objects.create(
            version=self.version,
            unit=content.unit,
            parent=parent,
            position=position,
            title=content.title,
            implementers_text=content.implementers_text,
            funding_text=content.funding_text,
            monitoring=content.monitoring,
        )
        for number, child in enumerate(content.children, 1):
            self.write(child, placement, number, depth + 1)
        self._relations(content, placement)
        for number, item in enumerate(content.indicators, 1):
            self._definition(item, placement, number)

    def _relations(self, content: UnitContent, placement: Placement) -> None:
        Implementation.objects.bulk_create(
            Implementation(
                placement=placement,
                institution=self.institutions.named(printed),
                position=number,
                printed_name=printed,
            )
            for number, printed in enumerate(content.implementers, 1)
        )
        Funding.objects.bulk_create(
            Funding(
                placement=placement,
                source=self.sources.named(printed),
                position=number,
                printed_name=printed,
            )
            for number, printed in enumerate(content.funding, 1)
        )

    def _definition(self, item: IndicatorContent, task: Placement, position: int) -> None:
        if item.indicator is None:
            item.indicator = Indicator.objects.create(work=self.version.work)
        IndicatorDefinition.objects.create(
            version=self.version,
            indicator=item.indicator,
            task=task,
            position=position,
            name=item.name,
            **{name: getattr(item.card, name) for name in CARD_FIELDS},
        )


def freeze_version(*, version: Version, digest: str, by: str, at: dt.datetime) -> None:
    """Store the labels and the hash of a draft; nothing of it can be changed afterwards."""
    placements = list(version.placements.all())
    labels = labels_by_placement(placements)
    for placement in placements:
        placement.frozen_label = labels[placement.pk]
    Placement.objects.bulk_update(placements, ["frozen_label"])
    version.state, version.frozen_at, version.content_hash = VersionState.FROZEN, at, digest
    version.save()
    record(
        action="version.frozen",
        subject=f"work:{version.work.uuid}",
        by=by,
        at=at,
        data={"version": version.number, "hash": digest, "note": version.note},
    )
