"""The one way into the office and to its objects."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from miernik.web.office.permissions import Action, may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def desk(action: Action) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do ``action``; others are told 403."""

    def wrap(view: View[P]) -> View[P]:
        @login_required
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not may(request.user, action):
                raise PermissionDenied(action.label)
            return view(request, *args, **kwargs)

        return guarded

    return wrap
