"""The one way into the office and to its objects."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import Http404

from miernik.intake.errors import UnknownImportError
from miernik.intake.models import Import
from miernik.intake.selectors import import_by_uuid
from miernik.observations.models import ComparabilityBreak
from miernik.strategy.models import Indicator
from miernik.web.office.guard import P, View, guard
from miernik.web.office.permissions import ALLOWED, Action, may
from miernik.web.public.door import span


def desk(action: Action) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do ``action``; others are told 403."""
    return guard(lambda person: may(person, action), ALLOWED[action], action.label)


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
