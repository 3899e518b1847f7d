"""What help there is: of a family, of a year, written today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from miernik.accounts.models import User
from miernik.cases.models import (
    Activity,
    Facility,
    Family,
    FamilyMembership,
    Outcome,
    Participation,
    Places,
    Plan,
    Referral,
    Service,
    UnfitPlace,
)
from miernik.cases.permissions import families
from miernik.cases.register.periods import on_day

#: The person a membership stands for: the row itself, or the one it was merged into.
_WHO = Coalesce("person__merged_into", "person")


def during(year: int, since: str = "since", until: str = "until") -> Q:
    """Return the condition that a period (inclusive, open end null) touches a year."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return Q(**{f"{since}__lte": last}) & (
        Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": first})
    )


# --- families ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FamilyHelp:
    """Help a family gets and got, newest first, without Niebieskie Karty."""

    ongoing: tuple[Service, ...]
    given: tuple[Service, ...]
    plans: tuple[Plan, ...]
    referrals: tuple[Referral, ...]
    outcomes: tuple[Outcome, ...]
    participations: tuple[Participation, ...]


def help_of(family: Family) -> FamilyHelp:
    """Return the help of a family whose file is open."""
    services = tuple(family.services.select_related("person", "institution"))
    persons = family.memberships.annotate(who=_WHO).values("who")
    return FamilyHelp(
        ongoing=tuple(item for item in services if item.until is None),
        given=tuple(item for item in services if item.until is not None),
        plans=tuple(family.plans.select_related("person")),
        referrals=tuple(family.referrals.select_related("person", "institution")),
        outcomes=tuple(family.outcomes.select_related("person")),
        participations=tuple(
            Participation.objects.filter(person__in=persons)
            .select_related("person", "activity")
            .order_by("-since", "-id")
        ),
    )


# --- lists ---------------------------------------------------------------------------------------


def services_of(user: User, year: int) -> QuerySet[Service]:
    """Return help of a year in the families within reach, newest first."""
    within = Service.objects.filter(during(year), family__in=families(user).values("pk"))
    return within.select_related("family", "person", "institution")


def plans_of(user: User, year: int) -> QuerySet[Plan]:
    """Return plans of a year: signed by its end and not ended before it began."""
    within = Plan.objects.filter(
        during(year, "signed_on", "ended_on"), family__in=families(user).values("pk")
    )
    return within.select_related("family", "person")


def referrals_of(user: User, year: int) -> QuerySet[Referral]:
    """Return referrals made in a year."""
    within = Referral.objects.filter(made_on__year=year, family__in=families(user).values("pk"))
    return within.select_related("family", "person", "institution")


def outcomes_of(user: User, year: int) -> QuerySet[Outcome]:
    """Return outcomes of a year."""
    within = Outcome.objects.filter(happened_on__year=year, family__in=families(user).values("pk"))
    return within.select_related("family", "person")


def written_today(user: User, day: dt.date) -> QuerySet[Service]:
    """Return what the person wrote down on ``day`` (by the clock of the office), newest first."""
    mine = Service.objects.filter(
        recorded_by=user.get_username(),
        recorded_at__date=day,
        family__in=families(user).values("pk"),
    )
    return mine.select_related("family", "person").order_by("-recorded_at", "-id")


def habits(user: User, since: dt.date) -> dict[str, int]:
    """Return how often the person has written down each kind of help since a day."""
    rows = Service.objects.filter(
        recorded_by=user.get_username(), recorded_at__date__gte=since
    ).values_list("kind")
    return dict(rows.annotate(times=Count("pk")).order_by("kind"))


# --- activities ----------------------------------------------------------------------------------


def activities_of(year: int) -> QuerySet[Activity]:
    """Return activities of a year with the number of persons on the list (``named``)."""
    found = Activity.objects.filter(during(year)).select_related("institution")
    named = Count("participations__person", distinct=True)
    return found.annotate(named=named).order_by("-since", "-id")


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who is on the list: those whose files are in reach by name, the rest as a count."""

    shown: tuple[Participation, ...]
    beyond_reach: int

    @property
    def named(self) -> int:
        """How many distinct persons of the register are on the list."""
        return len({item.person_id for item in self.shown}) + self.beyond_reach


def attendance(activity: Activity, user: User) -> Attendance:
    """Return the list of an activity as far as the person may read it."""
    reach = FamilyMembership.objects.filter(family__in=families(user).values("pk"))
    within = reach.annotate(who=_WHO).values("who")
    listed = activity.participations.select_related("person").order_by(
        "person__last_name", "person__first_name", "id"
    )
    shown = tuple(listed.filter(person__in=within))
    known = {item.person_id for item in shown}
    everybody = set(activity.participations.order_by().values_list("person_id", flat=True))
    return Attendance(shown, len(everybody - known))


# --- places --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FacilityNow:
    """A facility with the number of its places on a day; None: no number is known."""

    facility: Facility
    places: int | None


def facilities_on(day: dt.date) -> list[FacilityNow]:
    """Return every facility with its places on ``day``."""
    numbers = {row.facility_id: row.number for row in Places.objects.filter(on_day(day))}
    return [FacilityNow(item, numbers.get(item.pk)) for item in Facility.objects.all()]


def unfit_places_on(day: dt.date) -> QuerySet[UnfitPlace]:
    """Return places where people stay on ``day``, those never or longest not visited first.

    Each has ``last_visit`` (None: never).
    """
    found = UnfitPlace.objects.filter(on_day(day)).annotate(last_visit=Max("visits__visited_on"))
    return found.order_by(F("last_visit").asc(nulls_first=True), "name", "id")
