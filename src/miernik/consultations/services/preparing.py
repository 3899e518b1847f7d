"""Preparing and announcing a consultation: drafts, tracks, notices with evidence."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from miernik.accounts.organisations.mailing.models import Mailing
from miernik.audit.services import record
from miernik.consultations.checklist import missing_before_announcing
from miernik.consultations.errors import (
    CodeTakenError,
    FrozenDraftNeededError,
    NotReadyError,
    TrackTakenError,
)
from miernik.consultations.models import (
    Consultation,
    ConsultedDraft,
    Evidence,
    Notice,
    NoticeKind,
    ResultsPublication,
    Track,
)
from miernik.consultations.procedure import TrackKind, rule_by_id, rule_on
from miernik.consultations.states import follow, prepare
from miernik.strategy.models import Version, VersionState


@transaction.atomic
def create_consultation(
    *,
    code: str,
    title: str,
    responsible: str,
    by: str,
    at: dt.datetime,
    place: str = "Białystok",
    purpose: str = "",
    contact: str = "",
    in_force_from: dt.date | None = None,
    session_on: dt.date | None = None,
) -> Consultation:
    """Start preparing a consultation; raises CodeTakenError."""
    step = follow("create_consultation", None)
    if Consultation.objects.filter(code__iexact=code).exists():
        raise CodeTakenError(code)
    made = Consultation.objects.create(
        code=code,
        title=title,
        responsible=responsible,
        place=place,
        purpose=purpose,
        contact=contact,
        in_force_from=in_force_from,
        session_on=session_on,
        state=step.reached,
        created_at=at,
        created_by=by,
    )
    tell(step.event, made, by, at, {"code": code})
    return made


@transaction.atomic
def add_track(
    *,
    consultation: Consultation,
    kind: TrackKind,
    starts: dt.date,
    ends: dt.date,
    by: str,
    at: dt.datetime,
    rule: str = "",
    legal_bases: Sequence[str] = (),
    addressees: str = "",
    ways: Sequence[str] = (),
    email: str = "",
) -> Track:
    """Add a way of being consulted; what is not said comes from the rules valid on that day.

    Raises NoRuleError, UnknownRuleError, TrackTakenError, PreparationOverError.
    """
    step = prepare("add_track", locked(consultation).state)
    if consultation.tracks.filter(kind=kind).exists():
        raise TrackTakenError(kind.label)
    found = rule_by_id(rule) if rule else rule_on(kind, starts)
    made = Track.objects.create(
        consultation=consultation,
        kind=kind,
        rule=found.id,
        starts=starts,
        ends=ends,
        legal_bases=list(legal_bases or found.legal_bases),
        addressees=addressees or found.addressees,
        ways=list(ways),
        email=email,
    )
    data = {"track": str(kind), "starts": str(starts), "ends": str(ends), "rule": found.id}
    tell(step.event, consultation, by, at, data)
    return made


@transaction.atomic
def add_draft(
    *,
    consultation: Consultation,
    title: str,
    case_sign: str,
    version: Version | None,
    by: str,
    at: dt.datetime,
    compared_with: Version | None = None,
) -> ConsultedDraft:
    """Add a draft resolution; ``version`` must be frozen.

    Raises FrozenDraftNeededError, PreparationOverError.
    """
    step = prepare("add_draft", locked(consultation).state)
    must_be_frozen(version)
    made = ConsultedDraft.objects.create(
        consultation=consultation,
        position=consultation.drafts.count() + 1,
        title=title,
        case_sign=case_sign,
        work=version.work if version else None,
        version=version,
        compared_with=compared_with,
    )
    data = {"title": title, "version": version.content_hash if version else ""}
    tell(step.event, consultation, by, at, data)
    return made


@transaction.atomic
def add_notice(
    *,
    consultation: Consultation,
    tracks: Sequence[Track],
    kind: NoticeKind,
    sentence: str,
    published_on: dt.date,
    by: str,
    at: dt.datetime,
    url: str = "",
    places: Sequence[dict[str, Any]] = (),
    mailing: Mailing | None = None,
    addressees: int | None = None,
) -> Notice:
    """Record an announcement; a mailing brings its own count of addressees."""
    count = mailing.recipients.count() if mailing is not None else addressees
    made = Notice.objects.create(
        consultation=consultation,
        kind=kind,
        sentence=sentence,
        places=list(places),
        url=url,
        published_on=published_on,
        mailing=mailing,
        addressees=count,
        created_at=at,
        created_by=by,
    )
    made.tracks.set(tracks)
    data = {"kind": str(kind), "published_on": str(published_on), "addressees": count}
    tell("consultation.notice_added", consultation, by, at, data)
    return made


@transaction.atomic
def add_evidence(
    *, notice: Notice, name: str, content: bytes, by: str, at: dt.datetime
) -> Evidence:
    """Keep a file that proves a notice (a saved page, a photograph) under its own hash."""
    digest = hashlib.sha256(content).hexdigest()
    stored = keep_file(digest, name, content)
    made = Evidence.objects.create(
        notice=notice,
        name=name[:255],
        stored_file=stored,
        sha256=digest,
        size=len(content),
        saved_at=at,
        saved_by=by,
    )
    data = {"notice": str(notice.uuid), "sha256": digest}
    tell("consultation.evidence_added", notice.consultation, by, at, data)
    return made


@transaction.atomic
def publish_results(
    *, track: Track, place: str, published_on: dt.date, by: str, at: dt.datetime, url: str = ""
) -> ResultsPublication:
    """Record where and when the report of a track was made public."""
    made = ResultsPublication.objects.create(
        track=track, place=place, url=url, published_on=published_on, created_at=at, created_by=by
    )
    data = {"track": track.kind, "place": place, "published_on": str(published_on)}
    tell("consultation.results_published", track.consultation, by, at, data)
    return made


@transaction.atomic
def announce(*, consultation: Consultation, by: str, at: dt.datetime) -> Consultation:
    """Announce: from now on texts, tracks and dates stand; opinions open and close by the clock.

    Raises NotReadyError with everything that is missing, WrongStateError.
    """
    of = locked(consultation)
    step = follow("announce", of.state)
    missing = missing_before_announcing(of)
    if missing:
        raise NotReadyError(missing)
    for track in of.tracks.all():
        track.rule_snapshot = rule_by_id(track.rule).plain()
        track.save(update_fields=["rule_snapshot"])
    of.state, of.announced_at = step.reached, at
    of.save(update_fields=["state", "announced_at"])
    tell(step.event, of, by, at, {})
    return of


@transaction.atomic
def extend(*, track: Track, ends: dt.date, reason: str, by: str, at: dt.datetime) -> Track:
    """Move the last day of a track later, and say why; a term is never shortened."""
    of = locked(track.consultation)
    step = follow("extend", of.state)
    missing = []
    if ends <= track.ends:
        missing.append("dnia późniejszego niż obecny ostatni dzień")
    if not reason.strip():
        missing.append("powodu przedłużenia")
    if missing:
        raise NotReadyError(missing)
    before, track.ends = track.ends, ends
    track.save(update_fields=["ends"])
    data = {"track": track.kind, "from": str(before), "to": str(ends), "reason": reason}
    tell(step.event, of, by, at, data)
    return track


@transaction.atomic
def cancel(*, consultation: Consultation, reason: str, by: str, at: dt.datetime) -> Consultation:
    """Call a consultation off; what came in stays in the register."""
    of = locked(consultation)
    step = follow("cancel", of.state)
    if not reason.strip():
        raise NotReadyError(["powodu odwołania"])
    of.state = step.reached
    of.save(update_fields=["state"])
    tell(step.event, of, by, at, {"reason": reason})
    return of


def keep_file(digest: str, name: str, content: bytes) -> str:
    """Keep a file under its hash; returns its name in the archive."""
    suffix = Path(name).suffix.lower()[:10]
    stored = f"consultations/{digest}{suffix}"
    target = Path(settings.MEDIA_ROOT) / stored
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.write_bytes(content)
    return stored


def must_be_frozen(version: Version | None) -> None:
    """Raise FrozenDraftNeededError for a text that can still change."""
    if version is not None and version.state != VersionState.FROZEN:
        raise FrozenDraftNeededError(version.work.title)


def locked(consultation: Consultation) -> Consultation:
    """Return the row as it is now, held until the transaction ends."""
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def tell(action: str, of: Consultation, by: str, at: dt.datetime, data: dict[str, Any]) -> None:
    """Record an event of a consultation."""
    record(action=action, subject=f"consultation:{of.uuid}", by=by, at=at, data=data)
