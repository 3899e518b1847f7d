"""Who is let into a page of the office: one way for every desk."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from miernik.accounts.models import Role, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def guard(
    allows: Callable[[User | AnonymousUser], bool], roles: Iterable[Role], refusal: str
) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and whom ``allows``; others are told 403.

    ``roles`` are those that get in, for the test of every page; ``refusal`` names the deed.
    """

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not allows(request.user):
                raise PermissionDenied(refusal)
            return view(request, *args, **kwargs)

        guarded.open_to = set(roles)  # type: ignore[attr-defined]  # an attribute of the view
        return cast("View[P]", login_required(guarded))

    return wrap
