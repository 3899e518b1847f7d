"""The way into the pages of rules."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from miernik.collection.permissions import ALLOWED, Deed, may
from miernik.collection.validation.errors import UnknownRuleError
from miernik.collection.validation.store import StoredRule, stored_rule

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def opened_to(deed: Deed) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do this with a campaign; others get 403."""

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


def rule_of(code: str) -> StoredRule:
    """Return a rule by its code, or 404."""
    try:
        return stored_rule(code)
    except UnknownRuleError as error:
        raise Http404 from error
