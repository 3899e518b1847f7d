"""What several steps check before they act."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from miernik.cases.models import Application, Decision, Family, Grant, Person
from miernik.cases.procedure.errors import FutureDateError


def day_of(at: dt.datetime) -> dt.date:
    """Return the day of a moment in the office's time zone."""
    return timezone.localtime(at).date()


def not_in_future(day: dt.date, at: dt.datetime) -> None:
    """Raise FutureDateError when ``day`` lies after the day of ``at``."""
    if day > day_of(at):
        raise FutureDateError(day)


def belongs(person: Person, family: Family, day: dt.date) -> bool:
    """Return whether the person is a member of the family on a day."""
    current = Q(until__isnull=True) | Q(until__gte=day)
    return family.memberships.filter(current, person=person, since__lte=day).exists()


def locked_application(application: Application) -> Application:
    """Read the row again and hold it until the transaction ends."""
    return Application.objects.select_for_update().get(pk=application.pk)


def locked_decision(decision: Decision) -> Decision:
    """Read the row again and hold it until the transaction ends."""
    return Decision.objects.select_for_update().get(pk=decision.pk)


def locked_grant(grant: Grant) -> Grant:
    """Read the row again and hold it until the transaction ends."""
    return Grant.objects.select_for_update().get(pk=grant.pk)
