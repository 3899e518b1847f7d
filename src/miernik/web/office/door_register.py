"""The way from a request into the register: permission first, then the room's own door."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from miernik.accounts.models import User
from miernik.cases.door import open_family
from miernik.cases.errors import NoAccessError, UnknownFileError
from miernik.cases.models import Family
from miernik.cases.permissions import ALLOWED, Deed, may
from miernik.web.office.guard import P, View, guard


def register_desk(*deeds: Deed) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do one of ``deeds``; others are told 403."""
    return guard(
        lambda person: any(may(person, deed) for deed in deeds),
        {role for deed in deeds for role in ALLOWED[deed]},
        deeds[0].label,
    )


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
