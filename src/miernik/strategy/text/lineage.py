"""What became of the units of one programme in the next: proposed, then decided by people."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from miernik.audit.services import record
from miernik.kernel.text import squeeze
from miernik.strategy.errors import (
    LineageThereError,
    NoReasonError,
    NotEarlierError,
    NothingToRejectError,
    WrongEndsError,
)
from miernik.strategy.models import Lineage, LineageKind, Unit, Version, VersionState, WorkKind
from miernik.strategy.services import create_work
from miernik.strategy.text.content import dump_text, load_text
from miernik.strategy.text.matching import likeness, matched, propose
from miernik.strategy.text.orphans import orphaned_indicators
from miernik.strategy.text.reading import Line, lines, text_of
from miernik.strategy.text.services import start_draft

__all__ = [
    "change_lineage",
    "confirm_kind",
    "confirm_lineage",
    "in_order",
    "orphaned_indicators",
    "propose_lineage",
    "reject",
    "start_successor",
]


@transaction.atomic
def propose_lineage(earlier: Version, later: Version, *, by: str, at: dt.datetime) -> list[Lineage]:
    """Propose the links of two programmes' texts and return all of them, in the later's order.

    What a person confirmed stays, also when it was confirmed between other versions of the two
    programmes that hold the same units; only unconfirmed proposals are made anew. Every unit with
    a wording ends up in some link. Raises NotEarlierError.
    """
    if earlier.state != VersionState.FROZEN or earlier.work_id == later.work_id:
        raise NotEarlierError
    old, new = lines(earlier), lines(later)
    _of(earlier, later).filter(confirmed_at__isnull=True).delete()
    _carry(earlier, later, old, new)
    decided = list(_of(earlier, later))
    past = {link.earlier_id for link in decided}
    future = {link.later_id for link in decided}
    pairs = propose(
        [line for line in old if line.unit_id not in past],
        [line for line in new if line.unit_id not in future],
    )
    Lineage.objects.bulk_create(
        Lineage(
            earlier_version=earlier,
            later_version=later,
            earlier_id=pair.earlier.unit_id if pair.earlier else None,
            later_id=pair.later.unit_id if pair.later else None,
            kind=pair.kind,
            score=pair.score,
            proposed_at=at,
        )
        for pair in pairs
    )
    counted = Counter(str(pair.kind) for pair in pairs)
    _record("lineage.proposed", f"work:{later.work.uuid}", by, at, dict(counted))
    return in_order(earlier, later)


def in_order(earlier: Version, later: Version) -> list[Lineage]:
    """Return the links of two versions in the order of the later text, dropped units last."""
    places = {line.unit_id: place for place, line in enumerate(lines(later))}
    former = {line.unit_id: place for place, line in enumerate(lines(earlier))}
    found = _of(earlier, later).select_related("earlier", "later")

    def place(link: Lineage) -> tuple[int, int, int]:
        ahead = places.get(link.later_id, len(places)) if link.later_id else len(places)
        return ahead, former.get(link.earlier_id, -1) if link.earlier_id else -1, link.pk

    return sorted(found, key=place)


@transaction.atomic
def confirm_lineage(*, lineage: Lineage, by: str, at: dt.datetime, reason: str = "") -> Lineage:
    """Say that a link is right; a link confirmed before keeps its first confirmation."""
    if lineage.confirmed_at is None:
        lineage.confirmed_at, lineage.confirmed_by = at, by
        lineage.reason = squeeze(reason) or lineage.reason
        lineage.save(update_fields=["confirmed_at", "confirmed_by", "reason"])
        _record("lineage.confirmed", _subject(lineage), by, at, _said(lineage))
    return lineage


@transaction.atomic
def confirm_kind(
    *, earlier: Version, later: Version, kind: LineageKind, by: str, at: dt.datetime
) -> int:
    """Confirm every waiting link of one kind; returns how many there were."""
    waiting = list(_of(earlier, later).filter(kind=kind, confirmed_at__isnull=True).order_by("pk"))
    for lineage in waiting:
        confirm_lineage(lineage=lineage, by=by, at=at)
    return len(waiting)


@transaction.atomic
def change_lineage(
    *,
    lineage: Lineage,
    kind: LineageKind,
    earlier: Unit | None,
    later: Unit | None,
    by: str,
    at: dt.datetime,
    reason: str,
) -> Lineage:
    """Give a link another kind or other ends and confirm it.

    Units that lose their only link become dropped or new, waiting for confirmation; a unit that
    gets one is no longer either. Raises WrongEndsError, LineageThereError, NoReasonError.
    """
    why = _reason(reason)
    _must_fit(lineage, kind, earlier, later)
    beside = _of(lineage.earlier_version, lineage.later_version)
    if beside.filter(earlier=earlier, later=later).exclude(pk=lineage.pk).exists():
        raise LineageThereError
    before = _said(lineage)
    lineage.kind, lineage.earlier, lineage.later = kind, earlier, later
    lineage.score = _score(lineage)
    lineage.reason, lineage.confirmed_at, lineage.confirmed_by = why, at, by
    lineage.save()
    _complete(lineage.earlier_version, lineage.later_version, at)
    data = {"old": before, "reason": why, **_said(lineage)}
    _record("lineage.changed", _subject(lineage), by, at, data)
    return lineage


@transaction.atomic
def reject(*, lineage: Lineage, by: str, at: dt.datetime, reason: str) -> None:
    """Say that two units have nothing in common: the link goes, the units are dropped and new.

    Raises NoReasonError, NothingToRejectError for a link with one end.
    """
    why = _reason(reason)
    if lineage.earlier_id is None or lineage.later_id is None:
        raise NothingToRejectError
    data = {"reason": why, **_said(lineage)}
    _record("lineage.rejected", _subject(lineage), by, at, data)
    earlier, later = lineage.earlier_version, lineage.later_version
    lineage.delete()
    _complete(earlier, later, at)


@transaction.atomic
def start_successor(
    *,
    earlier: Version,
    code: str,
    title: str,
    years: tuple[int, int],
    by: str,
    at: dt.datetime,
) -> Version:
    """Start the next programme from the text of this one; returns its draft.

    Its units are new, for a new programme has figures of its own; what they come from is proposed
    as lineage at once. Raises CodeTakenError, NotEarlierError.
    """
    before = earlier.work
    work = create_work(
        code=code,
        kind=WorkKind(before.kind),
        title=title,
        municipality=before.municipality,
        years=years,
        by=by,
        at=at,
        predecessor=before,
    )
    roots = load_text(dump_text(text_of(earlier)))
    note = f"na podstawie: {before.title}, wersja {earlier.number}"
    draft = start_draft(work=work, roots=roots, note=note, by=by, at=at)
    propose_lineage(earlier, draft, by=by, at=at)
    return draft


def _of(earlier: Version, later: Version) -> QuerySet[Lineage]:
    return Lineage.objects.filter(earlier_version=earlier, later_version=later)


def _carry(earlier: Version, later: Version, old: list[Line], new: list[Line]) -> None:
    """Take over what was confirmed between other versions of the two works, the latest first."""
    past, future = ({line.unit_id for line in side} for side in (old, new))
    known = {(link.earlier_id, link.later_id) for link in _of(earlier, later)}
    confirmed = Lineage.objects.filter(
        earlier_version__work=earlier.work,
        later_version__work=later.work,
        confirmed_at__isnull=False,
    ).order_by("-later_version__number", "-earlier_version__number", "pk")
    for link in confirmed:
        ends = (link.earlier_id, link.later_id)
        there = (ends[0] is None or ends[0] in past) and (ends[1] is None or ends[1] in future)
        if there and ends not in known:
            known.add(ends)
            Lineage.objects.create(
                earlier_version=earlier,
                later_version=later,
                earlier_id=ends[0],
                later_id=ends[1],
                kind=link.kind,
                score=link.score,
                proposed_at=link.proposed_at,
                confirmed_at=link.confirmed_at,
                confirmed_by=link.confirmed_by,
                reason=link.reason,
            )


def _must_fit(
    lineage: Lineage, kind: LineageKind, earlier: Unit | None, later: Unit | None
) -> None:
    """The ends belong to the two texts, and a kind has the ends it needs."""
    wants_earlier, wants_later = kind is not LineageKind.NEW, kind is not LineageKind.DROPPED
    ends = ((earlier, lineage.earlier_version), (later, lineage.later_version))
    fits = wants_earlier == (earlier is not None) and wants_later == (later is not None)
    if not fits or any(
        unit is not None and not version.passages.filter(unit=unit).exists()
        for unit, version in ends
    ):
        raise WrongEndsError(kind.label)


def _complete(earlier: Version, later: Version, at: dt.datetime) -> None:
    """Give every unit without a pair its entry as dropped or new, and take it from the others."""
    links = list(_of(earlier, later))
    paired = [link for link in links if link.earlier_id and link.later_id]
    past, future = ({getattr(link, end) for link in paired} for end in ("earlier_id", "later_id"))
    for link in links:
        alone = link.earlier_id is None or link.later_id is None
        if alone and (link.earlier_id in past or link.later_id in future):
            link.delete()
    alone_past = {link.earlier_id for link in links if link.later_id is None} | past
    alone_future = {link.later_id for link in links if link.earlier_id is None} | future
    ends = {"earlier_version": earlier, "later_version": later, "proposed_at": at}
    missing = [
        Lineage(earlier_id=line.unit_id, kind=LineageKind.DROPPED, **ends)
        for line in lines(earlier)
        if matched(line) and line.unit_id not in alone_past
    ]
    missing += [
        Lineage(later_id=line.unit_id, kind=LineageKind.NEW, **ends)
        for line in lines(later)
        if matched(line) and line.unit_id not in alone_future
    ]
    Lineage.objects.bulk_create(missing)


def _score(lineage: Lineage) -> int:
    if lineage.earlier_id is None or lineage.later_id is None:
        return 0
    one = lineage.earlier_version.passages.get(unit=lineage.earlier_id).text
    two = lineage.later_version.passages.get(unit=lineage.later_id).text
    return likeness(one, two)


def _reason(typed: str) -> str:
    found = squeeze(typed)
    if not found:
        raise NoReasonError
    return found


def _subject(lineage: Lineage) -> str:
    return f"work:{lineage.later_version.work.uuid}"


def _said(lineage: Lineage) -> dict[str, Any]:
    ends = {"earlier": lineage.earlier, "later": lineage.later}
    return {
        "kind": str(lineage.kind),
        **{name: str(unit.uuid) if unit else None for name, unit in ends.items()},
    }


def _record(action: str, subject: str, by: str, at: dt.datetime, data: dict[str, Any]) -> None:
    record(action=action, subject=subject, by=by, at=at, data=data)
