"""Writing texts: drafts, freezing, enacting. Editing a draft unit by unit is ``editing``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from miernik.audit.services import record
from miernik.strategy.cards import card_of_name
from miernik.strategy.content import Card, UnitContent
from miernik.strategy.errors import DraftWaitsError, FrozenTextError
from miernik.strategy.models import (
    IndicatorDefinition,
    Lineage,
    Passage,
    Resolution,
    Stage,
    Unit,
    UnitKind,
    Version,
    VersionState,
    Work,
)
from miernik.strategy.selectors import IN_FORCE, card_of, content_of
from miernik.strategy.services import freeze_version, write_goals
from miernik.strategy.text.content import PassageContent, text_hash
from miernik.strategy.text.labels import siblings_labelled
from miernik.strategy.text.measured import Cards, keep_identities, measured_goals
from miernik.strategy.text.reading import text_of


def card_by_name(_section: str, _number: int, name: str) -> Card:
    """The card a name suggests; the usual ``Cards``."""
    return card_of_name(name)


@transaction.atomic
def start_draft(
    *, work: Work, roots: list[PassageContent], note: str, by: str, at: dt.datetime
) -> Version:
    """Start the next version of a work as a draft with this text; units get identities.

    ``roots`` receives the new identities. Raises DraftWaitsError: a work has one draft at a time.
    """
    if work.versions.filter(state=VersionState.DRAFT).exists():
        raise DraftWaitsError
    last = work.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(
        work=work, number=last + 1, stage=Stage.PROJECT, note=note, created_at=at
    )
    _write(version, roots)
    record(
        action="text.drafted",
        subject=f"work:{work.uuid}",
        by=by,
        at=at,
        data={"version": version.number, "note": note},
    )
    return version


def draft_of(work: Work) -> Version | None:
    """Return the draft of a work that is being edited, if there is one."""
    return work.versions.filter(state=VersionState.DRAFT).first()


@transaction.atomic
def discard_draft(*, version: Version, by: str, at: dt.datetime) -> None:
    """Delete a draft with its lineage; frozen versions stay. Raises FrozenTextError."""
    must_be_draft(version)
    subject = f"work:{version.work.uuid}"
    record(action="text.discarded", subject=subject, by=by, at=at, data={"version": version.number})
    Lineage.objects.filter(later_version=version).delete()
    version.passages.all().delete()
    version.delete()


@transaction.atomic
def freeze_text(
    *,
    version: Version,
    stage: Stage,
    by: str,
    at: dt.datetime,
    cards: Cards = card_by_name,
    further: Sequence[UnitContent] = (),
) -> Version:
    """Freeze a draft at a stage; its labels and its hash are stored.

    An enacted version also gets its goals, tasks and indicators for the yearly figures:
    ``cards`` says how a new indicator is counted, ``further`` are goals the text does not hold
    as sections (the tables of the diagnosis). Raises FrozenTextError.
    """
    must_be_draft(version)
    roots = text_of(version)
    if stage is Stage.ENACTED:
        goals = measured_goals(roots, _kept(version.work, cards))
        write_goals(version, [*goals, *(further or _other_goals(version.work))])
        keep_identities(roots, goals)
        _note_identities(version, roots)
    _store_labels(version)
    version.stage = stage
    freeze_version(version=version, digest=text_hash(roots), by=by, at=at)
    return version


@transaction.atomic
def write_text(
    *, work: Work, roots: list[PassageContent], stage: Stage, note: str, by: str, at: dt.datetime
) -> Version:
    """Write a text as the work's next version and freeze it at once."""
    version = start_draft(work=work, roots=roots, note=note, by=by, at=at)
    return freeze_text(version=version, stage=stage, by=by, at=at)


@transaction.atomic
def enact(
    *,
    version: Version,
    number: str,
    date: dt.date,
    body: str,
    in_force_from: dt.date,
    by: str,
    at: dt.datetime,
    journal: str = "",
) -> Version:
    """Write the adopted text: a copy of a frozen version with its resolution, now in force.

    The version carries yearly figures from now on. The resolution of the work's earlier enacted
    version ends on the day before.
    """
    note = f"uchwała nr {number} z dnia {date:%d.%m.%Y} ({body})"
    adopted = start_draft(work=version.work, roots=text_of(version), note=note, by=by, at=at)
    freeze_text(version=adopted, stage=Stage.ENACTED, by=by, at=at)
    add_resolution(
        version=adopted,
        number=number,
        date=date,
        body=body,
        in_force_from=in_force_from,
        journal=journal,
        by=by,
        at=at,
    )
    return adopted


@transaction.atomic
def add_resolution(
    *,
    version: Version,
    number: str,
    date: dt.date,
    body: str,
    in_force_from: dt.date,
    by: str,
    at: dt.datetime,
    journal: str = "",
) -> Resolution:
    """Say which resolution enacted a version; the work's earlier one ends the day before."""
    before = Resolution.objects.filter(version__work=version.work, in_force_to__isnull=True)
    before.filter(in_force_from__lt=in_force_from).update(
        in_force_to=in_force_from - dt.timedelta(days=1)
    )
    made = Resolution.objects.create(
        version=version,
        number=number,
        date=date,
        body=body,
        in_force_from=in_force_from,
        journal=journal,
    )
    record(
        action="text.enacted",
        subject=f"work:{version.work.uuid}",
        by=by,
        at=at,
        data={"version": version.number, "number": number, "in_force_from": str(in_force_from)},
    )
    return made


def must_be_draft(version: Version) -> None:
    """Raise FrozenTextError unless the version is a draft."""
    if version.state != VersionState.DRAFT:
        raise FrozenTextError


def _write(version: Version, roots: list[PassageContent]) -> None:
    """Write a tree level by level; new units get identities."""
    level: list[tuple[Passage | None, list[PassageContent]]] = [(None, roots)]
    while level:
        contents = [item for _, items in level for item in items]
        _identify(version.work, contents)
        rows = [
            _row(version, parent, position, item)
            for parent, items in level
            for position, item in enumerate(items, 1)
        ]
        Passage.objects.bulk_create(rows)
        level = [
            (row, item.children) for row, item in zip(rows, contents, strict=True) if item.children
        ]


def _identify(work: Work, contents: list[PassageContent]) -> None:
    new = [item for item in contents if item.unit is None]
    made = Unit.objects.bulk_create(Unit(work=work, kind=item.kind) for item in new)
    for item, unit in zip(new, made, strict=True):
        item.unit = unit


def _row(version: Version, parent: Passage | None, position: int, item: PassageContent) -> Passage:
    return Passage(
        version=version,
        unit=item.unit,
        parent=parent,
        position=position,
        field_type=item.field_type or "",
        text=item.text,
        table=item.table,
        printed_label=item.printed_label,
        indicator=item.indicator,
        measured=item.measured,
    )


def _kept(work: Work, cards: Cards) -> Cards:
    """Cards that an indicator had in the work's latest enacted version come first."""
    earlier = work.versions.filter(**IN_FORCE).order_by("-number").first()
    if earlier is None:
        return cards
    known: dict[str, Card] = {
        item.name: card_of(item) for item in IndicatorDefinition.objects.filter(version=earlier)
    }
    return lambda section, number, name: known.get(name) or cards(section, number, name)


def _other_goals(work: Work) -> list[UnitContent]:
    """Goals of the earlier enacted version that no unit of the text stands for."""
    earlier = work.versions.filter(**IN_FORCE).order_by("-number").first()
    if earlier is None:
        return []
    named = set(Unit.objects.filter(measured_by__version=earlier).values_list("pk", flat=True))
    return [goal for goal in content_of(earlier) if goal.unit and goal.unit.pk not in named]


def _note_identities(version: Version, roots: list[PassageContent]) -> None:
    rows = {row.unit_id: row for row in version.passages.all()}
    changed = []
    for root in roots:
        for item in root.walk():
            if item.unit and (item.measured or item.indicator):
                row = rows[item.unit.pk]
                row.measured, row.indicator = item.measured, item.indicator
                changed.append(row)
    Passage.objects.bulk_update(changed, ["measured", "indicator"])


def _store_labels(version: Version) -> None:
    rows = list(version.passages.select_related("unit").order_by("parent_id", "position", "id"))
    under: dict[int | None, list[Passage]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    _label(under, None, "")
    Passage.objects.bulk_update(rows, ["frozen_label"])


def _label(under: dict[int | None, list[Passage]], parent: int | None, above: str) -> None:
    siblings = under.get(parent, [])
    kinds = [UnitKind(row.unit.kind) for row in siblings]
    for row, label in zip(siblings, siblings_labelled(kinds, above), strict=True):
        row.frozen_label = label
        _label(under, row.pk, label if row.unit.kind == UnitKind.PART else "")
