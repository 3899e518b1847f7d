"""The one way to the end of a campaign."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from miernik.collection.models import Campaign, CoveredWork
from miernik.collection.permissions import ALLOWED, Deed, may
from miernik.strategy.models import Work
from miernik.web.office.door import View

P = ParamSpec("P")


def finishing_desk(*deeds: Deed) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do one of ``deeds``; others are told 403."""

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not any(may(request.user, deed) for deed in deeds):
                raise PermissionDenied(deeds[0].label)
            return view(request, *args, **kwargs)

        # what a test of every page asks: whom the page lets in
        guarded.open_to = {role for deed in deeds for role in ALLOWED[deed]}  # type: ignore[attr-defined]  # an attribute of the view
        return cast("View[P]", login_required(guarded))

    return wrap


def campaign(identity: uuid.UUID) -> Campaign:
    """Return a campaign that was opened at least once."""
    found = Campaign.objects.filter(uuid=identity, opened_at__isnull=False).order_by("id").first()
    if found is None:
        raise Http404
    return found


def covered_work(of: Campaign, code: str) -> Work:
    """Return a strategy or programme that the campaign covers."""
    found = CoveredWork.objects.filter(campaign=of, work__code=code).select_related("work")
    first = found.order_by("id").first()
    if first is None:
        raise Http404
    return first.work
