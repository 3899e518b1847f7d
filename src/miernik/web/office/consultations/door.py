"""The one way to consultations at the desk, and to their tracks, drafts and opinions."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.urls import reverse

from miernik.consultations.models import (
    Change,
    Consultation,
    ConsultedDraft,
    Notice,
    Submission,
    Track,
)
from miernik.consultations.permissions import ALLOWED, Deed, may
from miernik.web.office.campaigns.door import Crumb
from miernik.web.office.guard import P, View, guard


def consultation_desk(*deeds: Deed) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do one of ``deeds``; others are told 403."""
    return guard(
        lambda person: any(may(person, deed) for deed in deeds),
        {role for deed in deeds for role in ALLOWED[deed]},
        deeds[0].label,
    )


def runs(request: HttpRequest) -> bool:
    """Return whether the person may act, not only watch."""
    return may(request.user, Deed.RUN)


def sees_people(request: HttpRequest) -> bool:
    """Return whether the person may see personal data of those who wrote."""
    return may(request.user, Deed.PERSONAL)


def consultation_of(code: str) -> Consultation:
    """Return a consultation by its code."""
    found = Consultation.objects.filter(code=code).order_by("pk").first()
    if found is None:
        raise Http404
    return found


def track_of(code: str, kind: str) -> Track:
    """Return a track of a consultation."""
    found = Track.objects.filter(consultation__code=code, kind=kind)
    first = found.select_related("consultation").order_by("pk").first()
    if first is None:
        raise Http404
    return first


def draft_of(code: str, identity: uuid.UUID) -> ConsultedDraft:
    """Return a draft resolution of a consultation."""
    found = ConsultedDraft.objects.filter(consultation__code=code, uuid=identity)
    first = found.select_related("consultation").order_by("pk").first()
    if first is None:
        raise Http404
    return first


def notice_of(code: str, identity: uuid.UUID) -> Notice:
    """Return a notice of a consultation."""
    found = Notice.objects.filter(consultation__code=code, uuid=identity)
    first = found.select_related("consultation").order_by("pk").first()
    if first is None:
        raise Http404
    return first


def submission_of(code: str, number: int) -> Submission:
    """Return an opinion by its number in the register."""
    found = Submission.objects.filter(consultation__code=code, number=number)
    first = found.select_related("consultation", "track", "organisation").order_by("pk").first()
    if first is None:
        raise Http404
    return first


def change_of(submission: Submission, identity: uuid.UUID) -> Change:
    """Return a change that an opinion asks for."""
    found = submission.changes.filter(uuid=identity).select_related("draft").order_by("pk").first()
    if found is None:
        raise Http404
    return found


def crumbs(consultation: Consultation | None = None, *more: Crumb) -> list[Crumb]:
    """Return the way to a page: pairs (address, words)."""
    way = [(reverse("office-home"), "Biuro"), (reverse("consultation-list"), "Konsultacje")]
    if consultation is not None:
        way.append((reverse("office-consultation", args=[consultation.code]), consultation.code))
    return [*way, *more]
