"""The way back before the announcement: what was prepared is corrected, removed or discarded.

Every service raises PreparationOverError once the consultation is announced or called off. What
was sent out or proved stays: a letter to organisations, a notice with evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction

from miernik.consultations.errors import (
    ConsultationError,
    EvidenceStaysError,
    LetterStaysError,
    NoticeLeftAloneError,
    NotReadyError,
    PreparationOverError,
)
from miernik.consultations.models import (
    Consultation,
    ConsultedDraft,
    Notice,
    NoticeKind,
    Track,
)
from miernik.consultations.procedure import UnknownRuleError, rule_by_id
from miernik.consultations.services.preparing import locked, must_be_frozen, tell
from miernik.consultations.states import Step, prepare
from miernik.strategy.models import Version

_DESCRIPTION = (
    "title", "responsible", "place", "purpose", "contact", "in_force_from", "session_on",
)  # fmt: skip
_TRACK = ("rule", "starts", "ends", "legal_bases", "addressees", "ways", "email")
_DRAFT = ("title", "case_sign", "version", "compared_with")
_NOTICE = ("kind", "sentence", "published_on", "url", "places")


@transaction.atomic
def change_consultation(
    *,
    consultation: Consultation,
    title: str,
    responsible: str,
    place: str,
    purpose: str,
    contact: str,
    in_force_from: dt.date | None,
    session_on: dt.date | None,
    by: str,
    at: dt.datetime,
) -> Consultation:
    """Correct what a consultation says of itself; its code stays, it stands in addresses."""
    of = locked(consultation)
    step = prepare("change_consultation", of.state)
    before = _facts(of, _DESCRIPTION)
    of.title, of.responsible, of.place = title, responsible, place
    of.purpose, of.contact = purpose, contact
    of.in_force_from, of.session_on = in_force_from, session_on
    of.save(update_fields=_DESCRIPTION)
    _tell_change(step, of, before, _facts(of, _DESCRIPTION), by, at)
    return of


@transaction.atomic
def change_track(
    *,
    track: Track,
    rule: str,
    starts: dt.date,
    ends: dt.date,
    ways: Sequence[str],
    email: str,
    by: str,
    at: dt.datetime,
    legal_bases: Sequence[str] = (),
    addressees: str = "",
) -> Track:
    """Correct a track; its legal bases and addressees stay as they were unless they are given.

    ``rule`` is the id of a rule set of the same kind of track, else UnknownRuleError.
    """
    of = locked(track.consultation)
    step = prepare("change_track", of.state)
    if rule_by_id(rule).track != track.kind:
        raise UnknownRuleError(rule)
    before = _facts(track, _TRACK)
    track.rule, track.starts, track.ends = rule, starts, ends
    track.legal_bases = list(legal_bases or track.legal_bases)
    track.addressees = addressees or track.addressees
    track.ways, track.email = list(ways), email
    track.save(update_fields=_TRACK)
    _tell_change(step, of, before, _facts(track, _TRACK), by, at, track=track.kind)
    return track


@transaction.atomic
def remove_track(*, track: Track, by: str, at: dt.datetime) -> None:
    """Remove a track; notices of other tracks too lose it, NoticeLeftAloneError for its own."""
    of = locked(track.consultation)
    step = prepare("remove_track", of.state)
    _raise(_why_track_stays(track))
    data = {"track": track.kind, "before": _facts(track, _TRACK)}
    track.delete()
    tell(step.event, of, by, at, data)


@transaction.atomic
def change_draft(
    *,
    draft: ConsultedDraft,
    title: str,
    case_sign: str,
    version: Version | None,
    compared_with: Version | None,
    by: str,
    at: dt.datetime,
) -> ConsultedDraft:
    """Correct a draft; ``version`` must be frozen (FrozenDraftNeededError)."""
    of = locked(draft.consultation)
    step = prepare("change_draft", of.state)
    must_be_frozen(version)
    before = _facts(draft, _DRAFT)
    draft.title, draft.case_sign = title, case_sign
    draft.version, draft.compared_with = version, compared_with
    draft.work = version.work if version else None
    draft.save(update_fields=[*_DRAFT, "work"])
    _tell_change(step, of, before, _facts(draft, _DRAFT), by, at, draft=str(draft.uuid))
    return draft


@transaction.atomic
def remove_draft(*, draft: ConsultedDraft, by: str, at: dt.datetime) -> None:
    """Remove a draft; those behind it move up by one place."""
    of = locked(draft.consultation)
    step = prepare("remove_draft", of.state)
    draft.refresh_from_db(fields=["position"])
    data = {"position": draft.position, "before": _facts(draft, _DRAFT)}
    draft.delete()
    for later in of.drafts.filter(position__gt=data["position"]).order_by("position"):
        later.position -= 1
        later.save(update_fields=["position"])
    tell(step.event, of, by, at, data)


@transaction.atomic
def change_notice(
    *,
    notice: Notice,
    tracks: Sequence[Track],
    kind: NoticeKind,
    sentence: str,
    published_on: dt.date,
    url: str,
    places: Sequence[dict[str, Any]],
    by: str,
    at: dt.datetime,
) -> Notice:
    """Correct an announcement; its evidence stays with it.

    Of a letter that was sent only the words of the report and the tracks may change
    (LetterStaysError); NotReadyError without a track.
    """
    of = locked(notice.consultation)
    step = prepare("change_notice", of.state)
    if not tracks:
        raise NotReadyError(["ścieżki, której dotyczy ogłoszenie"])
    before = _notice_facts(notice)
    notice.kind, notice.sentence, notice.published_on = kind, sentence, published_on
    notice.url, notice.places = url, list(places)
    fixed = [name for name in _NOTICE if name != "sentence"]
    if notice.mailing_id and any(_facts(notice, fixed)[name] != before[name] for name in fixed):
        raise LetterStaysError("poprawić można tylko jej opis i to, których ścieżek dotyczy")
    notice.save(update_fields=_NOTICE)
    notice.tracks.set(tracks)
    _tell_change(step, of, before, _notice_facts(notice), by, at, notice=str(notice.uuid))
    return notice


@transaction.atomic
def remove_notice(*, notice: Notice, by: str, at: dt.datetime) -> None:
    """Remove an announcement that has no evidence and is no letter that was sent.

    Raises EvidenceStaysError, LetterStaysError.
    """
    of = locked(notice.consultation)
    step = prepare("remove_notice", of.state)
    _raise(_why_notice_stays(notice))
    data = {"notice": str(notice.uuid), "before": _notice_facts(notice)}
    notice.delete()
    tell(step.event, of, by, at, data)


@transaction.atomic
def discard_consultation(*, consultation: Consultation, by: str, at: dt.datetime) -> None:
    """Take back a consultation that was never announced, with all that was prepared for it.

    The event keeps what there was. Raises EvidenceStaysError, LetterStaysError: then it can only
    be called off.
    """
    of = locked(consultation)
    step = prepare("discard_consultation", of.state)
    _raise(_why_consultation_stays(of))
    data = {
        "code": of.code,
        "before": _facts(of, _DESCRIPTION),
        "tracks": [_facts(track, ("kind", *_TRACK)) for track in of.tracks.all()],
        "drafts": [_facts(draft, _DRAFT) for draft in of.drafts.all()],
        "notices": [_notice_facts(notice) for notice in of.notices.all()],
    }
    of.delete()
    tell(step.event, of, by, at, data)


Removable = Consultation | Track | ConsultedDraft | Notice


def why_it_stays(thing: Removable) -> str:
    """Return the sentence with which the removal of a thing would be refused, none when it may go.

    It may be asked before anything is done; the services of removal refuse by the same reasons.
    """
    of = thing if isinstance(thing, Consultation) else thing.consultation
    service, reason = _REMOVALS[type(thing)]
    return why_it_is_over(service, of) or str(reason(thing) or "")


def why_it_is_over(service: str, of: Consultation) -> str:
    """Return why a service of the preparation is over for a consultation, none when it is not."""
    try:
        prepare(service, of.state)
    except PreparationOverError as error:
        return str(error)
    return ""


def _why_track_stays(track: Track) -> ConsultationError | None:
    named = track.notices.all()
    alone = [notice.sentence for notice in named if not notice.tracks.exclude(pk=track.pk).exists()]
    return NoticeLeftAloneError(alone) if alone else None


def _why_notice_stays(notice: Notice) -> ConsultationError | None:
    if notice.mailing_id:
        return LetterStaysError("ogłoszenie można tylko poprawić")
    if notice.evidence.exists():
        return EvidenceStaysError("to ogłoszenie i jego dowody", "ogłoszenie można tylko poprawić")
    return None


def _why_consultation_stays(of: Consultation) -> ConsultationError | None:
    if of.notices.filter(mailing__isnull=False).exists():
        return LetterStaysError("te konsultacje można już tylko odwołać")
    if of.notices.filter(evidence__isnull=False).exists():
        return EvidenceStaysError("te konsultacje", "można je tylko odwołać")
    return None


_REMOVALS: Mapping[type[models.Model], tuple[str, Callable[[Any], ConsultationError | None]]] = {
    Consultation: ("discard_consultation", _why_consultation_stays),
    Track: ("remove_track", _why_track_stays),
    ConsultedDraft: ("remove_draft", lambda _: None),
    Notice: ("remove_notice", _why_notice_stays),
}


def _raise(error: ConsultationError | None) -> None:
    if error is not None:
        raise error


def _facts(thing: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """What the event log keeps of a thing: a text by the hash of its content, days as text."""
    return {name: _plain(getattr(thing, name)) for name in names}


def _notice_facts(notice: Notice) -> dict[str, Any]:
    tracks = notice.tracks.order_by("pk").values_list("kind", flat=True)
    return {**_facts(notice, _NOTICE), "tracks": list(tracks)}


def _plain(value: object) -> object:
    if isinstance(value, Version):
        return value.content_hash
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, NoticeKind) else value


def _tell_change(
    step: Step,
    of: Consultation,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: str,
    at: dt.datetime,
    **what: str,
) -> None:
    """Record what differs, before and after; nothing when the same was saved again."""
    differ = [name for name in after if before[name] != after[name]]
    if differ:
        data = {
            **what,
            "before": {name: before[name] for name in differ},
            "after": {name: after[name] for name in differ},
        }
        tell(step.event, of, by, at, data)
