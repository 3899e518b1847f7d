"""Shelters with their places; places not meant for living and streetworkers' visits there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.help.checks import has_happened, in_order, whole_point
from miernik.cases.help.errors import AlreadyEndedError, HasPartsError, NoNameError
from miernik.cases.help.withdrawing import WithdrawalReason, withdraw
from miernik.cases.models import Facility, FacilityKind, Places, StreetVisit, UnfitPlace


@transaction.atomic
def add_facility(
    *,
    kind: FacilityKind,
    name: str,
    by: str,
    at: dt.datetime,
    address: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
) -> Facility:
    """Add a facility; raises NoNameError and HalfAPointError."""
    if not name.strip():
        raise NoNameError
    whole_point(latitude, longitude)
    facility = Facility.objects.create(
        kind=kind,
        name=name.strip(),
        address=address.strip(),
        latitude=latitude,
        longitude=longitude,
    )
    record(
        action="facility.added", subject=f"facility:{facility.uuid}", by=by, at=at,
        data={"kind": kind.value},
    )  # fmt: skip
    return facility


@transaction.atomic
def set_places(
    *, facility: Facility, number: int, since: dt.date, by: str, at: dt.datetime
) -> Places:
    """Say how many places a facility has from a day on; the number before it ends the day before.

    Zero places close the facility. A second number for the same day replaces the first; the event
    keeps both. Raises WrongOrderError for a day before the last known number.
    """
    last = facility.places.order_by("-since").first()
    before = last.number if last else None
    if last is not None:
        in_order(last.since, since)
    if last is not None and last.since == since:
        last.number, last.until = number, None
        last.save(update_fields=["number", "until"])
        found = last
    else:
        if last is not None and (last.until is None or last.until >= since):
            last.until = since - dt.timedelta(days=1)
            last.save(update_fields=["until"])
        found = Places.objects.create(facility=facility, number=number, since=since)
    record(
        action="facility.places_set", subject=f"facility:{facility.uuid}", by=by, at=at,
        data={"before": before, "number": number, "since": since.isoformat()},
    )  # fmt: skip
    return found


@transaction.atomic
def withdraw_facility(
    *, facility: Facility, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a wrong facility back together with its numbers of places; the event keeps them."""
    numbers = [
        {"number": row.number, "since": row.since.isoformat()} for row in facility.places.all()
    ]
    facility.places.all().delete()
    withdraw(
        facility, action="facility.withdrawn", subject=f"facility:{facility.uuid}",
        facts={"kind": str(facility.kind), "places": numbers}, reason=reason, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def add_unfit_place(
    *,
    name: str,
    since: dt.date,
    by: str,
    at: dt.datetime,
    description: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
) -> UnfitPlace:
    """Put a place on the map; raises NoNameError, DayInFutureError and HalfAPointError."""
    if not name.strip():
        raise NoNameError
    has_happened(since, at=at)
    whole_point(latitude, longitude)
    place = UnfitPlace.objects.create(
        name=name.strip(),
        description=description.strip(),
        latitude=latitude,
        longitude=longitude,
        since=since,
    )
    _log(place, "unfit_place.added", by=by, at=at, since=since.isoformat())
    return place


@transaction.atomic
def move_unfit_place(
    *,
    place: UnfitPlace,
    latitude: float | None,
    longitude: float | None,
    by: str,
    at: dt.datetime,
) -> UnfitPlace:
    """Correct where a place lies; raises HalfAPointError."""
    whole_point(latitude, longitude)
    place.latitude, place.longitude = latitude, longitude
    place.save(update_fields=["latitude", "longitude"])
    _log(place, "unfit_place.moved", by=by, at=at)
    return place


@transaction.atomic
def close_unfit_place(*, place: UnfitPlace, on: dt.date, by: str, at: dt.datetime) -> UnfitPlace:
    """Nobody stays there any more; raises what dates may raise."""
    if place.until is not None:
        raise AlreadyEndedError
    has_happened(on, at=at)
    in_order(place.since, on)
    place.until = on
    place.save(update_fields=["until"])
    _log(place, "unfit_place.closed", by=by, at=at, on=on.isoformat())
    return place


@transaction.atomic
def withdraw_unfit_place(
    *, place: UnfitPlace, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a wrong place back; raises HasPartsError while it has visits."""
    if place.visits.exists():
        raise HasPartsError("wizyty w tym miejscu")
    withdraw(
        place, action="unfit_place.withdrawn", subject=f"unfit_place:{place.uuid}",
        facts={"since": place.since.isoformat()}, reason=reason, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def record_visit(
    *,
    place: UnfitPlace,
    visited_on: dt.date,
    persons_met: int,
    by: str,
    at: dt.datetime,
    note: str = "",
) -> StreetVisit:
    """Write a visit down, also one that met nobody; raises DayInFutureError, WrongOrderError."""
    has_happened(visited_on, at=at)
    in_order(place.since, visited_on)
    visit = StreetVisit.objects.create(
        place=place,
        visited_on=visited_on,
        persons_met=persons_met,
        note=note.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    _log(place, "unfit_place.visited", by=by, at=at, **_visit_facts(visit))
    return visit


@transaction.atomic
def withdraw_visit(
    *, visit: StreetVisit, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a wrong visit back."""
    withdraw(
        visit, action="unfit_place.visit_withdrawn", subject=f"unfit_place:{visit.place.uuid}",
        facts=_visit_facts(visit), reason=reason, by=by, at=at,
    )  # fmt: skip


def _visit_facts(visit: StreetVisit) -> dict[str, Any]:
    return {"on": visit.visited_on.isoformat(), "persons_met": visit.persons_met}


def _log(place: UnfitPlace, action: str, *, by: str, at: dt.datetime, **facts: Any) -> None:
    record(action=action, subject=f"unfit_place:{place.uuid}", by=by, at=at, data=facts)
