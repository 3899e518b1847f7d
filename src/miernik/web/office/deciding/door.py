"""The one way to decisions and reports of consultations at the desk."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http import Http404
from django.urls import reverse

from miernik.consultations.cards import changes_of
from miernik.consultations.models import Change, ConsultedDraft, Decision, Track


def draft_of(code: str, position: int) -> ConsultedDraft:
    """Return a draft of a consultation by its place."""
    found = ConsultedDraft.objects.filter(consultation__code=code, position=position)
    first = found.select_related("consultation", "version__work", "result__work").first()
    if first is None:
        raise Http404
    return first


def decision_of(draft: ConsultedDraft, identity: uuid.UUID) -> Decision:
    """Return a decision of this draft."""
    found = draft.decisions.filter(uuid=identity).first()
    if found is None:
        raise Http404
    return found


def changes_named(draft: ConsultedDraft, names: Iterable[str]) -> list[Change]:
    """Return changes of the draft by their uuids, in order; 404 for a foreign one."""
    wanted = set(names)
    found = [change for change in changes_of(draft) if str(change.uuid) in wanted]
    if len(found) != len(wanted):
        raise Http404
    return found


def cards_address(draft: ConsultedDraft) -> str:
    """Return the address of the cards of a draft."""
    return reverse("consultation-cards", args=[draft.consultation.code, draft.position])


def report_address(track: Track) -> str:
    """Return the address of the report of a track."""
    return reverse("consultation-report", args=[track.consultation.code, track.kind])
