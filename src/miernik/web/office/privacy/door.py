"""The way into the pages of the data protection officer."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from miernik.accounts.models import Role
from miernik.accounts.permissions import holds

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def officer_only(view: View[P]) -> View[P]:
    """Let only the city's data protection officer in; others are told 403."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not holds(request.user, Role.DATA_PROTECTION_OFFICER):
            raise PermissionDenied(Role.DATA_PROTECTION_OFFICER.label)
        return view(request, *args, **kwargs)

    # what a test of every page asks: whom the page lets in
    guarded.open_to = {Role.DATA_PROTECTION_OFFICER}  # type: ignore[attr-defined]  # an attribute of the view
    return cast("View[P]", login_required(guarded))
