"""The way to letters and to files that came by post: only for those who run campaigns."""

from __future__ import annotations

import functools
import uuid
from typing import ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from miernik.collection.models import Campaign, IncomingFile, Message, MessageKind, Questionnaire
from miernik.collection.permissions import ALLOWED, Deed, may
from miernik.web.office.door import View

P = ParamSpec("P")


def runners_only(view: View[P]) -> View[P]:
    """Let only people in who run campaigns; others are told 403."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may(request.user, Deed.RUN):
            raise PermissionDenied(Deed.RUN.label)
        return view(request, *args, **kwargs)

    # what a test of every page asks: whom the page lets in
    guarded.open_to = set(ALLOWED[Deed.RUN])  # type: ignore[attr-defined]  # an attribute of the view
    return cast("View[P]", login_required(guarded))


def campaign(identity: uuid.UUID) -> Campaign:
    """Return a campaign."""
    found = Campaign.objects.filter(uuid=identity).order_by("id").first()
    if found is None:
        raise Http404
    return found


def message(identity: uuid.UUID) -> Message:
    """Return a message with its campaign and form."""
    found = Message.objects.filter(uuid=identity).select_related(
        "campaign", "questionnaire__institution", "link"
    )
    first = found.order_by("id").first()
    if first is None:
        raise Http404
    return first


def form_in(of: Campaign, identity: str) -> Questionnaire:
    """Return a form of this campaign."""
    try:
        wanted = uuid.UUID(identity)
    except ValueError as error:
        raise Http404 from error
    found = of.questionnaires.filter(uuid=wanted).select_related("campaign", "institution")
    first = found.order_by("id").first()
    if first is None:
        raise Http404
    return first


def incoming(identity: uuid.UUID) -> IncomingFile:
    """Return a file that came by post."""
    found = IncomingFile.objects.filter(uuid=identity).select_related(
        "questionnaire__campaign", "questionnaire__institution"
    )
    first = found.order_by("id").first()
    if first is None:
        raise Http404
    return first


def kind(name: str) -> MessageKind:
    """Return a kind of message."""
    try:
        return MessageKind(name)
    except ValueError as error:
        raise Http404 from error
