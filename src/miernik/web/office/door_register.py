"""The way from a request into the register: permission first, then the room's own door."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from miernik.accounts.models import User
from miernik.cases.door import open_family
from miernik.cases.errors import NoAccessError, UnknownFileError
from miernik.cases.models import Family
from miernik.cases.permissions import ALLOWED, Deed, may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def register_desk(*deeds: Deed) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do one of ``deeds``; others are told 403."""

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not any(may(request.user, deed) for deed in deeds):
                raise PermissionDenied(deeds[0].label)
            return view(request, *args, **kwargs)

        # what a test of every page asks: whom the page lets in
        guarded.open_to = {role for deed in deeds for role in ALLOWED[deed]}  # type: ignore[attr-defined]  # the same
        return cast("View[P]", login_required(guarded))

    return wrap


def person_at_desk(request: HttpRequest) -> User:
    """Return the person who is logged in."""
    return cast("User", request.user)


def family_file(request: HttpRequest, identity: uuid.UUID, why: str) -> Family:
    """Open a family's file through the register's door; the read is logged."""
    try:
        return open_family(
            user=person_at_desk(request), identity=identity, at=timezone.now(), why=why
        )
    except UnknownFileError as error:
        raise Http404 from error
    except NoAccessError as error:
        raise PermissionDenied(str(error)) from error
