"""The one way to decisions and reports of consultations at the desk."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Iterable
from typing import ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from miernik.consultations.cards import changes_of
from miernik.consultations.models import Change, ConsultedDraft, Decision, Track
from miernik.consultations.permissions import ALLOWED, Deed, may
from miernik.web.office.campaigns.door import Crumb
from miernik.web.office.door import View

P = ParamSpec("P")


def deciding_desk(deed: Deed) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do ``deed``; others are told 403."""

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request.user, deed):
                raise PermissionDenied(deed.label)
            return view(request, *args, **kwargs)

        # what a test of every page asks: whom the page lets in
        guarded.open_to = set(ALLOWED[deed])  # type: ignore[attr-defined]  # an attribute of the view
        return cast("View[P]", login_required(guarded))

    return wrap


def draft_of(code: str, position: int) -> ConsultedDraft:
    """Return a draft of a consultation by its place."""
    found = ConsultedDraft.objects.filter(consultation__code=code, position=position)
    first = found.select_related("consultation", "version__work", "result__work").first()
    if first is None:
        raise Http404
    return first


def track_of(code: str, kind: str) -> Track:
    """Return the track of this kind."""
    found = Track.objects.filter(consultation__code=code, kind=kind)
    first = found.select_related("consultation").first()
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


def crumbs(*more: Crumb) -> list[Crumb]:
    """Return the way to a page: pairs (address, words)."""
    first = [(reverse("office-home"), "Biuro"), (reverse("consultation-list"), "Konsultacje")]
    return [*first, *more]
