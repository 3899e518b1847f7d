"""Events, workshops, clubs and groups: who took part, by name or as a count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from miernik.accounts.models import Institution
from miernik.audit.services import record
from miernik.cases.help.checks import has_happened, in_order
from miernik.cases.help.errors import AlreadyEndedError, NoNameError
from miernik.cases.help.withdrawing import WithdrawalReason, withdraw
from miernik.cases.models import Activity, ActivityKind, Participation, Person


@transaction.atomic
def add_activity(
    *,
    kind: ActivityKind,
    title: str,
    since: dt.date,
    by: str,
    at: dt.datetime,
    until: dt.date | None = None,
    series: bool = False,
    institution: Institution | None = None,
    unnamed_participants: int = 0,
    unnamed_families: int = 0,
    volunteers_taking_part: int = 0,
    note: str = "",
) -> Activity:
    """Add an event of one day, or a ``series`` (club, group, course) that may have no end yet.

    An event may be announced, so its day may lie ahead. Raises NoNameError and WrongOrderError.
    """
    if not title.strip():
        raise NoNameError
    in_order(since, until)
    activity = Activity.objects.create(
        kind=kind,
        title=title.strip(),
        since=since,
        until=until or (None if series else since),
        institution=institution,
        unnamed_participants=unnamed_participants,
        unnamed_families=unnamed_families,
        volunteers_taking_part=volunteers_taking_part,
        note=note.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    _log(activity, "activity.added", by=by, at=at, **_facts(activity))
    return activity


@transaction.atomic
def count_participants(
    *,
    activity: Activity,
    participants: int,
    families: int,
    volunteers: int,
    by: str,
    at: dt.datetime,
) -> Activity:
    """Set how many took part without a name, how many families they are, how many volunteers.

    Participants are distinct people; those on the list by name are not among them. Raises nothing:
    a lower count is a correction, and the event keeps both.
    """
    before = _counts(activity)
    activity.unnamed_participants = participants
    activity.unnamed_families = families
    activity.volunteers_taking_part = volunteers
    activity.save(
        update_fields=["unnamed_participants", "unnamed_families", "volunteers_taking_part"]
    )
    _log(activity, "activity.counted", by=by, at=at, before=before, **_counts(activity))
    return activity


@transaction.atomic
def add_participants(
    *,
    activity: Activity,
    persons: Iterable[Person],
    since: dt.date,
    by: str,
    at: dt.datetime,
) -> int:
    """Put persons of the register on the list from a day on; return how many are new there.

    Raises DayInFutureError and WrongOrderError (before the activity began, or after its end).
    """
    has_happened(since, at=at)
    in_order(activity.since, since)
    if activity.until is not None:
        in_order(since, activity.until)
    listed = set(activity.participations.order_by().values_list("person_id", flat=True))
    new = {person.pk: person for person in persons if person.pk not in listed}
    for person in new.values():
        Participation.objects.create(activity=activity, person=person, since=since)
    if new:
        _log(
            activity, "activity.joined", by=by, at=at, since=since.isoformat(),
            persons=sorted(str(person.uuid) for person in new.values()),
        )  # fmt: skip
    return len(new)


@transaction.atomic
def remove_participant(
    *, participation: Participation, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a person off the list who was put there wrongly."""
    withdraw(
        participation, action="activity.left", reason=reason, by=by, at=at,
        subject=f"activity:{participation.activity.uuid}",
        facts={"person": str(participation.person.uuid),
               "since": participation.since.isoformat()},
    )  # fmt: skip


@transaction.atomic
def end_activity(*, activity: Activity, on: dt.date, by: str, at: dt.datetime) -> Activity:
    """End a series; raises AlreadyEndedError, DayInFutureError and WrongOrderError."""
    if activity.until is not None:
        raise AlreadyEndedError
    has_happened(on, at=at)
    in_order(activity.since, on)
    activity.until = on
    activity.save(update_fields=["until"])
    _log(activity, "activity.ended", by=by, at=at, on=on.isoformat())
    return activity


@transaction.atomic
def withdraw_activity(
    *, activity: Activity, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a wrong activity back together with its list; the event keeps both."""
    listed = [str(row.person.uuid) for row in activity.participations.select_related("person")]
    activity.participations.all().delete()
    withdraw(
        activity, action="activity.withdrawn", subject=f"activity:{activity.uuid}",
        facts={**_facts(activity), "persons": sorted(listed)}, reason=reason, by=by, at=at,
    )  # fmt: skip


def _counts(activity: Activity) -> dict[str, int]:
    return {
        "participants": activity.unnamed_participants,
        "families": activity.unnamed_families,
        "volunteers": activity.volunteers_taking_part,
    }


def _facts(activity: Activity) -> dict[str, Any]:
    return {
        "kind": str(activity.kind),
        "since": activity.since.isoformat(),
        "until": activity.until.isoformat() if activity.until else None,
        **_counts(activity),
    }


def _log(activity: Activity, action: str, *, by: str, at: dt.datetime, **facts: Any) -> None:
    record(action=action, subject=f"activity:{activity.uuid}", by=by, at=at, data=facts)
