"""The one way into the office and to its objects."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from miernik.intake.errors import UnknownImportError
from miernik.intake.models import Import
from miernik.intake.selectors import import_by_uuid
from miernik.observations.models import ComparabilityBreak
from miernik.strategy.models import Indicator
from miernik.web.office.permissions import ALLOWED, Action, may
from miernik.web.public.door import span

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def desk(action: Action) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do ``action``; others are told 403."""

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request.user, action):
                raise PermissionDenied(action.label)
            return view(request, *args, **kwargs)

        # what a test of every page asks: whom the page lets in
        guarded.open_to = set(ALLOWED[action])  # type: ignore[attr-defined]  # an attribute of the view
        return cast("View[P]", login_required(guarded))

    return wrap


def imported(identity: uuid.UUID) -> Import:
    """Return an import."""
    try:
        return import_by_uuid(identity)
    except UnknownImportError as error:
        raise Http404 from error


def comparability_break(identity: uuid.UUID) -> ComparabilityBreak:
    """Return a break with its indicator."""
    found = ComparabilityBreak.objects.filter(uuid=identity).select_related("indicator__work")
    first = found.order_by("id").first()
    if first is None:
        raise Http404
    return first


def indicator(beginning: str) -> Indicator:
    """Return an indicator of any strategy."""
    found = Indicator.objects.filter(uuid__range=span(beginning)).select_related("work")
    first = found.order_by("id").first()
    if first is None:
        raise Http404
    return first
