"""What the public may read of consultations, and when opinions are taken."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from miernik.consultations.errors import UnknownConsultationError
from miernik.consultations.models import (
    Consultation,
    ConsultationState,
    ConsultedDraft,
    ReportDocument,
    Submission,
    Track,
)
from miernik.consultations.services.submitting import is_open
from miernik.kernel.quantities import Labelled
from miernik.strategy.models import Stage, Version, VersionState, Work

_S = ConsultationState
#: In these the decisions stand, unless no report was frozen.
FINAL_STATES = (_S.REPORTED, _S.COMPLETED)


class Standing(Labelled):
    """Where a consultation is for the public at a moment."""

    OPEN = "open", "trwają"
    COMING = "coming", "zapowiedziane"
    CLOSED = "closed", "zakończone, opinie są rozpatrywane"
    RESULTS = "results", "z wynikami"
    CANCELLED = "cancelled", "odwołane"


def consultation_named(identity: str) -> Consultation:
    """Return the consultation with this code or uuid; raises UnknownConsultationError."""
    found = Consultation.objects.filter(code__iexact=identity).first()
    if found is None:
        try:
            found = Consultation.objects.filter(uuid=uuid.UUID(identity)).first()
        except ValueError:
            found = None
    if found is None:
        known = list(Consultation.objects.order_by("code").values_list("code", flat=True))
        raise UnknownConsultationError(identity, known)
    return found


def public_consultations() -> QuerySet[Consultation]:
    """Return every consultation that was ever announced, the newest first."""
    found = Consultation.objects.filter(announced_at__isnull=False).exclude(state=_S.PREPARED)
    return found.prefetch_related("tracks", "drafts").order_by("-announced_at", "-pk")


def public_texts(work: Work) -> QuerySet[Version]:
    """Return the versions of a work's text that everybody may read, the newest first.

    Enacted ones, drafts of announced consultations, and what came of a consultation once its
    report is out. A version that is only frozen waits for its announcement.
    """
    announced = ConsultedDraft.objects.filter(consultation__in=public_consultations())
    reported = announced.filter(consultation__state__in=FINAL_STATES)
    found = work.versions.filter(state=VersionState.FROZEN, passages__isnull=False)
    known = (
        Q(stage=Stage.ENACTED)
        | Q(pk__in=announced.values("version"))
        | Q(pk__in=reported.values("result"))
    )
    return found.filter(known).distinct().order_by("-number")


def standing(consultation: Consultation, at: dt.datetime) -> Standing:
    """Return where an announced consultation is by the server's clock."""
    if consultation.state == _S.CANCELLED:
        return Standing.CANCELLED
    if open_tracks(consultation, at):
        return Standing.OPEN
    if reports_of(consultation):
        return Standing.RESULTS
    today = timezone.localdate(at)
    coming = any(today < track.starts for track in consultation.tracks.all())
    return Standing.COMING if coming else Standing.CLOSED


def open_tracks(consultation: Consultation, at: dt.datetime) -> list[Track]:
    """Return the tracks on which opinions are taken on line at this moment."""
    return [track for track in consultation.tracks.all() if is_open(track, at)]


def days_left(track: Track, at: dt.datetime) -> int:
    """Return how many days opinions are still taken, today included; 0 after the last day."""
    return max(0, (track.ends - timezone.localdate(at)).days + 1)


def reports_of(consultation: Consultation) -> list[ReportDocument]:
    """Return the newest frozen report of each track, in the order of tracks."""
    newest: dict[int, ReportDocument] = {}
    found = ReportDocument.objects.filter(track__consultation=consultation)
    for report in found.select_related("track").order_by("track_id", "number"):
        newest[report.track_id] = report
    return list(newest.values())


def results_are_final(consultation: Consultation) -> bool:
    """Return whether decisions stand: a report is frozen and they were not opened again."""
    return consultation.state in FINAL_STATES and bool(reports_of(consultation))


def all_reported(consultation: Consultation) -> bool:
    """Return whether the results are final and every track with an opinion has its report."""
    waiting = consultation.tracks.filter(submissions__isnull=False, reports__isnull=True)
    return results_are_final(consultation) and not waiting.exists()


def received_before(report: ReportDocument) -> list[Submission]:
    """Return the opinions of the report's track that were registered when it was frozen."""
    found = report.track.submissions.filter(received_at__lte=report.frozen_at)
    return list(found.prefetch_related("rulings").order_by("number"))


def first_ending(tracks: Iterable[Track]) -> Track | None:
    """Return the track that closes first, None of none."""
    return min(tracks, key=lambda track: track.ends, default=None)
