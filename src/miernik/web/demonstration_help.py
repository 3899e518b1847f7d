"""Invented help without decisions for the register of the demonstration: every indicator counts.

Numbers and places are made up; only the kinds are those of the programme. Everything is written in
bulk, so no event stands behind each row.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from miernik.audit.services import record
from miernik.cases.exchange.bulk import insert
from miernik.cases.models import (
    Activity,
    ActivityKind,
    BlueCard,
    BlueCardMeeting,
    FamilyMembership,
    ForeignerStatus,
    Grant,
    GrantStatus,
    Outcome,
    OutcomeKind,
    Participation,
    Person,
    Plan,
    PlanKind,
    ReasonRecord,
    Referral,
    ReferralKind,
    Service,
    ServiceKind,
)
from miernik.rules.benefits import Benefit
from miernik.rules.reasons import ReasonCode as Code
from miernik.web.demonstration_city import NOTE, Help, Row, fill_city, some

_PERSONAL = {
    ServiceKind.LEGAL_COUNSELLING: 310,
    ServiceKind.PSYCHOLOGICAL_COUNSELLING: 420,
    ServiceKind.FAMILY_COUNSELLING: 260,
    ServiceKind.CRISIS_INTERVENTION: 140,
    ServiceKind.SOCIALLY_USEFUL_WORK: 130,
    ServiceKind.SOCIAL_ECONOMY: 95,
    ServiceKind.OTHER_ACTIVATION: 170,
    ServiceKind.ALZHEIMER_CARE: 38,
    ServiceKind.ASSISTANT: 64,
    ServiceKind.VOLUNTEER_HELP: 82,
    ServiceKind.MEAL: 350,
}
_OUTCOMES = {OutcomeKind.REGISTERED_UNEMPLOYED: 120, OutcomeKind.EMPLOYMENT: 155}
_REFERRALS = {
    ReferralKind.RESIDENTIAL_HOME: 105,
    ReferralKind.DAY_CENTRE: 42,
    ReferralKind.ALCOHOL_COMMISSION: 120,
    ReferralKind.FAMILY_ASSISTANT: 88,
    ReferralKind.SOCIAL_ECONOMY: 70,
    ReferralKind.CHILDREN_DAY_CARE: 115,
}
_CHILDREN = {ReferralKind.CHILDREN_DAY_CARE, ActivityKind.SOCIOTHERAPY, ActivityKind.PROSOCIAL}
#: How many activities of a kind a year, participants by name and without names in each.
_ACTIVITIES = {
    ActivityKind.WORKSHOP: (9, 14, 0),
    ActivityKind.PARENTING: (6, 11, 0),
    ActivityKind.PROSOCIAL: (8, 12, 15),
    ActivityKind.SOCIOTHERAPY: (5, 10, 0),
    ActivityKind.MENTAL_CLUB: (3, 16, 0),
    ActivityKind.SENIOR_CLUB: (6, 18, 20),
    ActivityKind.SENIOR_ACTIVATION: (7, 12, 35),
    ActivityKind.SELF_HELP: (11, 6, 0),
    ActivityKind.LOCAL_EVENT: (24, 0, 90),
    ActivityKind.OTHER: (4, 9, 12),
}


@dataclass(slots=True)
class _Year:
    """Who was helped in a year: members and reasons of each counted family."""

    number: int
    heads: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[tuple[int, dt.date | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    reasons: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def with_reason(self, code: Code) -> list[int]:
        return [family for family in self.heads if code.value in self.reasons[family]]


@transaction.atomic
def fill(years: list[int], *, by: str, at: dt.datetime) -> int:
    """Write help of these years for the families of the register; return how many rows."""
    filling = Help(by, at)
    _foreigners()
    first, last = dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)
    fill_city(filling, first)
    written = filling.write()
    for number in years:
        year = _year(number)
        _services(filling, year)
        _plans(filling, year)
        _referrals(filling, year)
        _blue_cards(filling, year)
        _rent(filling, year)
        written += filling.write()
        written += _activities(filling, year)
    data = {"rows": written, "from": first.isoformat(), "to": last.isoformat()}
    record(action="register.demonstrated", subject="register", by=by, at=at, data=data)
    return written


# --- who -----------------------------------------------------------------------------------------


def _year(number: int) -> _Year:
    first, last = dt.date(number, 1, 1), dt.date(number, 12, 31)
    open_end = Q(until__isnull=True) | Q(until__gte=first)
    year = _Year(number)
    grants = Grant.objects.filter(open_end, since__lte=last, status=GrantStatus.GRANTED)
    for family, person in grants.order_by("id").values_list("family_id", "person_id"):
        year.heads.setdefault(family, person)
    members = FamilyMembership.objects.filter(open_end, since__lte=last).order_by("id")
    for family, person, born in members.values_list("family_id", "person_id", "person__birth_date"):
        year.members[family].append((person, born))
    reasons = ReasonRecord.objects.filter(open_end, since__lte=last).order_by("id")
    for family, code in reasons.values_list("family_id", "code"):
        year.reasons[family].add(code)
    return year


def _foreigners() -> None:
    """Whoever is in a family with trouble of integration has a title of stay."""
    code = Code.INTEGRATION_OF_FOREIGNERS
    families = ReasonRecord.objects.filter(code=code.value).values("family_id")
    members = FamilyMembership.objects.filter(family__in=families).values("person_id")
    found = Person.objects.filter(pk__in=members)
    found.update(foreigner=ForeignerStatus.SUBSIDIARY.value)
    found.filter(birth_date__month__lte=4).update(foreigner=ForeignerStatus.REFUGEE.value)


# --- help to families ----------------------------------------------------------------------------


def _services(help_: Help, year: _Year) -> None:
    rng, families = help_.rng, list(year.heads)

    def give(kind: ServiceKind, family: int, person: int | None, days: int, times: int = 1) -> None:
        since = _day(rng, year.number, days)
        until = since + dt.timedelta(days)
        help_.add(Service, family_id=family, person_id=person, kind=kind.value,
                  since=since, until=until, quantity=times)  # fmt: skip

    for family in _pick(rng, families, len(families) * 6 // 10):
        give(ServiceKind.SOCIAL_WORK, family, None, rng.randrange(30, 200), rng.randrange(1, 12))
    for kind, number in _PERSONAL.items():
        for family in _pick(rng, families, some(number, rng)):
            give(kind, family, year.heads[family], rng.randrange(0, 90), rng.randrange(1, 5))
    for family in year.with_reason(Code.ALCOHOLISM):
        give(ServiceKind.ALCOHOL_ADVICE, family, year.heads[family], 0, rng.randrange(1, 5))
    for family in year.with_reason(Code.HOMELESSNESS):
        give(ServiceKind.SHELTER, family, year.heads[family], rng.randrange(10, 120))
        if rng.random() < 0.6:
            give(ServiceKind.CLOTHING, family, year.heads[family], 0)
    unemployed = year.with_reason(Code.UNEMPLOYMENT)
    for outcome, number in _OUTCOMES.items():
        for family in _pick(rng, unemployed, some(number, rng)):
            help_.add(Outcome, family_id=family, person_id=year.heads[family], kind=outcome.value,
                      happened_on=_day(rng, year.number))  # fmt: skip
    back = OutcomeKind.RETURN_HOME.value
    for family in year.with_reason(Code.RELEASE_FROM_PRISON)[::3]:
        help_.add(Outcome, family_id=family, person_id=year.heads[family],
                  kind=back, happened_on=_day(rng, year.number))  # fmt: skip


def _plans(help_: Help, year: _Year) -> None:
    rng = help_.rng
    homeless = year.with_reason(Code.HOMELESSNESS)
    unemployed = year.with_reason(Code.UNEMPLOYMENT)
    wanted = (
        (PlanKind.LEAVING_HOMELESSNESS, homeless[::7]),
        (PlanKind.SOCIAL_CONTRACT, homeless[::5]),
        (PlanKind.SOCIAL_CONTRACT, _pick(rng, unemployed, some(330, rng))),
        (PlanKind.INTEGRATION, year.with_reason(Code.INTEGRATION_OF_FOREIGNERS)),
    )
    for kind, families in wanted:
        for family in families:
            signed = _day(rng, year.number, 120)
            ended = signed + dt.timedelta(rng.randrange(60, 120))
            help_.add(
                Plan,
                family_id=family,
                person_id=year.heads[family],
                kind=kind.value,
                signed_on=signed,
                until=ended,
                goals="Cel zmyślony.",
                duties="Działania zmyślone.",
                reviewed_on=ended,
                ended_on=ended,
                result=rng.choice(("zrealizowany", "zrealizowany w części", "przerwany")),
            )


def _referrals(help_: Help, year: _Year) -> None:
    rng = help_.rng
    for kind, number in _REFERRALS.items():
        of_alcohol = kind is ReferralKind.ALCOHOL_COMMISSION
        families = year.with_reason(Code.ALCOHOLISM) if of_alcohol else list(year.heads)
        if kind in _CHILDREN or kind is ReferralKind.FAMILY_ASSISTANT:
            families = [family for family in families if _children(year, family)]
        for family in _pick(rng, families, some(number, rng)):
            who = _children(year, family)[0] if kind in _CHILDREN else year.heads[family]
            made = _day(rng, year.number, 60)
            ended = made + dt.timedelta(rng.randrange(5, 60))
            help_.add(Referral, family_id=family, person_id=who, kind=kind.value, made_on=made,
                      result="przyjęto", result_on=ended, ended_on=ended)  # fmt: skip


def _blue_cards(help_: Help, year: _Year) -> None:
    rng = help_.rng
    families = year.with_reason(Code.VIOLENCE)
    started = [_day(rng, year.number, 180) for _ in families]
    keys = insert(
        BlueCard,
        [
            {
                "family_id": family,
                "started_on": day,
                "ended_on": day + dt.timedelta(170),
                "recorded_by": help_.by,
                "recorded_at": help_.at,
            }
            for family, day in zip(families, started, strict=True)
        ],
    )
    for key, day in zip(keys, started, strict=True):
        for step in (7, 60, 165):
            help_.add(BlueCardMeeting, blue_card_id=key, held_on=day + dt.timedelta(step),
                      convened=step == 7)  # fmt: skip


def _rent(help_: Help, year: _Year) -> None:
    """Rent subsidies inside a grant that counts already, so that no table changes."""
    first, last = dt.date(year.number, 1, 1), dt.date(year.number, 12, 31)
    families = year.with_reason(Code.INTEGRATION_OF_FOREIGNERS)[::4]
    grants = Grant.objects.filter(
        family__in=families, status=GrantStatus.GRANTED, since__gte=first, until__lte=last
    )
    seen: set[int] = set()
    for one in grants.exclude(benefit=Benefit.RENT_SUBSIDY.value).order_by("id"):
        if one.family_id not in seen:
            seen.add(one.family_id)
            help_.add(Grant, family_id=one.family_id, person_id=one.person_id,
                      benefit=Benefit.RENT_SUBSIDY.value, decided_on=one.decided_on,
                      since=one.since, until=one.until, status=GrantStatus.GRANTED.value,
                      monthly_gr=60_000, amount_gr=60_000)  # fmt: skip


# --- activities ----------------------------------------------------------------------------------


def _activities(help_: Help, year: _Year) -> int:
    rng, families = help_.rng, list(year.heads)
    with_children = [family for family in families if _children(year, family)]
    rows: list[Row] = []
    named: list[int] = []
    for kind, (number, by_name, unnamed) in _ACTIVITIES.items():
        for count in range(1, number + 1):
            event = kind is ActivityKind.LOCAL_EVENT
            since = _day(rng, year.number, 120)
            rows.append(
                {
                    "kind": kind.value,
                    "title": f"{kind.label} – {NOTE} {count}/{year.number}",
                    "since": since,
                    "until": since + dt.timedelta(0 if event else rng.randrange(20, 120)),
                    "unnamed_participants": some(unnamed, rng),
                    "volunteers_taking_part": rng.randrange(3, 15) if event else 0,
                    "note": NOTE,
                    "recorded_by": help_.by,
                    "recorded_at": help_.at,
                }
            )
            named.append(by_name)
    for key, row, by_name in zip(insert(Activity, rows), rows, named, strict=True):
        young = row["kind"] in {kind.value for kind in _CHILDREN}
        chosen = _pick(rng, with_children if young else families, by_name)
        # a child of a family that split may be chosen twice
        persons = [_children(year, one)[0] if young else year.heads[one] for one in chosen]
        for person in dict.fromkeys(persons):
            help_.add(Participation, activity_id=key, person_id=person, since=row["since"],
                      until=row["until"])  # fmt: skip
    return len(rows) + help_.write()


def _children(year: _Year, family: int) -> list[int]:
    return [
        person
        for person, born in year.members[family]
        if born is not None and year.number - 17 <= born.year < year.number - 5
    ]


def _pick(rng: random.Random, families: list[int], number: int) -> list[int]:
    return rng.sample(families, k=min(number, len(families)))


def _day(rng: random.Random, year: int, before_end: int = 0) -> dt.date:
    return dt.date(year, 1, 1) + dt.timedelta(rng.randrange(365 - before_end))
