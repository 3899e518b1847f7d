"""Cases of today in the demonstration: applications, interviews due and late, decisions.

The families are invented (see ``demonstration_register``); the steps are the real ones, through the
services of the procedure, with the dates of the day on which the demonstration is made.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from miernik.accounts.models import Institution, User
from miernik.cases.exchange.bulk import insert
from miernik.cases.models import (
    Application,
    Decision,
    DecisionKind,
    Family,
    FamilyMembership,
    Grant,
    GrantStatus,
    Interview,
    InterviewKind,
    Person,
)
from miernik.cases.procedure import services as procedure
from miernik.cases.procedure.services import Wish
from miernik.cases.procedure.terms import LASTING
from miernik.cases.register import services as register
from miernik.kernel.dates import add_months, first_of_month
from miernik.rules.benefits import Benefit
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode

_FINDINGS = "Ustalenia zmyślone na potrzeby pokazu: osoba samotna, bez zatrudnienia."
#: Applications: days ago it came, whether urgent, days ago the interview was held (None: not yet).
_WAITING = (
    (3, False, None),
    (6, False, None),
    (9, False, None),
    (27, False, None),
    (1, True, None),
    (12, False, 4),
    (16, False, 6),
    (41, False, 20),
)
#: Days ago an application came, income in zloty, what is decided.
_DRAFTED = ((14, 420), (18, 510))
_ISSUED = (22, 380)
_REFUSED = (25, 3900)
#: Families of the team whose interview is late or soon due; others were visited not long ago.
_LATE, _SOON = 4, 9


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who acts, on which day."""

    worker: User
    clerk: str
    director: str
    at: dt.datetime

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.at)

    def ago(self, days: int) -> dt.date:
        return self.today - dt.timedelta(days)


def begun() -> bool:
    """Return whether there are cases already."""
    return Application.objects.exists()


@transaction.atomic
def start(*, team: Institution, worker: User, clerk: str, director: str, at: dt.datetime) -> int:
    """Bring cases of the team to every stage; return how many applications there are."""
    cast = _Cast(worker, clerk, director, at)
    _visits(cast, team)
    people = iter(_lonely(team, len(_WAITING) + len(_DRAFTED) + 2))
    for days, urgent, visited in _WAITING:
        person, family = next(people)
        _income(cast, person, 300 + 10 * days)
        _application(cast, family, person, days, visited, urgent=urgent)
    for days, zloty in _DRAFTED:
        person, family = next(people)
        _income(cast, person, zloty)
        _draft(cast, family, person, days)
    person, family = next(people)
    _income(cast, person, _ISSUED[1])
    granted = _draft(cast, family, person, _ISSUED[0])
    procedure.issue_decision(decision=granted, decided_on=cast.ago(2), by=director, at=at)
    person, family = next(people)
    _income(cast, person, _REFUSED[1])
    refused = _draft(cast, family, person, _REFUSED[0], refuse=True)
    procedure.issue_decision(decision=refused, decided_on=cast.ago(1), by=director, at=at)
    return Application.objects.count()


def _lonely(team: Institution, number: int) -> list[tuple[Person, Family]]:
    """Persons of working age who keep house alone and receive nothing now."""
    open_grants = Grant.objects.filter(until__isnull=True).values("family_id")
    families = Family.objects.filter(team=team, homeless=False).exclude(pk__in=open_grants)
    members: dict[int, list[FamilyMembership]] = defaultdict(list)
    rows = FamilyMembership.objects.filter(family__in=families, until__isnull=True)
    for row in rows.select_related("person", "family").order_by("family__number", "id"):
        members[row.family_id].append(row)
    found = [
        (own[0].person, own[0].family)
        for own in members.values()
        if len(own) == 1
        and own[0].person.birth_date is not None
        and 1970 <= own[0].person.birth_date.year <= 1990
    ]
    return found[:number]


def _income(cast: _Cast, person: Person, zloty: int) -> None:
    register.record_income(
        person=person, kind=IncomeKind.CIVIL_CONTRACT, amount_gr=zloty * 100,
        since=add_months(first_of_month(cast.today), -6), evidence="oświadczenie (zmyślone)",
        by=cast.clerk, at=cast.at,
    )  # fmt: skip


def _application(
    cast: _Cast,
    family: Family,
    person: Person,
    days: int,
    visited: int | None,
    *,
    urgent: bool = False,
) -> Application:
    register.assign_worker(
        family=family, team=family.team, worker=cast.worker, by=cast.clerk, at=cast.at
    )
    if not family.reasons.filter(code=ReasonCode.UNEMPLOYMENT, until__isnull=True).exists():
        since = cast.ago(200)
        register.record_reason(
            family=family, code=ReasonCode.UNEMPLOYMENT, since=since, by=cast.clerk, at=cast.at
        )
    application = procedure.receive_application(
        family=family, applicant=person, received_on=cast.ago(days), benefits=[Benefit.PERIODIC],
        urgent=urgent, text="Wniosek zmyślony na potrzeby pokazu.", by=cast.clerk, at=cast.at,
    )  # fmt: skip
    if visited is not None:
        procedure.hold_interview(
            family=family, application=application, kind=InterviewKind.FIRST, worker=cast.worker,
            held_on=cast.ago(visited), findings=_FINDINGS, by=cast.worker.username, at=cast.at,
        )  # fmt: skip
    return Application.objects.get(pk=application.pk)


def _draft(
    cast: _Cast, family: Family, person: Person, days: int, *, refuse: bool = False
) -> Decision:
    application = _application(cast, family, person, days, days - 5)
    since = first_of_month(cast.ago(days))
    wish = Wish(kind=DecisionKind.REFUSAL)
    if not refuse:
        until = add_months(since, 3) - dt.timedelta(1)
        wish = Wish(kind=DecisionKind.GRANT, since=since, until=until, amount_gr=35_000)
    return procedure.prepare_decision(
        application=application, benefit=Benefit.PERIODIC, person=person, wish=wish,
        by=cast.clerk, at=cast.at,
    )  # fmt: skip


def _visits(cast: _Cast, team: Institution) -> None:
    """Interviews of families with lasting help: a few late or soon due, the others in time."""
    lasting = [benefit.value for benefit in LASTING]
    running = Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gte=cast.today),
        status=GrantStatus.GRANTED,
        since__lte=cast.today,
        benefit__in=lasting,
    )
    families = dict(running.order_by("family__number").values_list("family_id", "family__team_id"))
    mine = [family for family, of in families.items() if of == team.pk]
    behind = dict.fromkeys(mine[:_LATE], 200) | dict.fromkeys(mine[_LATE:_SOON], 179)
    insert(
        Interview,
        [
            {
                "family_id": family,
                "kind": InterviewKind.UPDATE.value,
                "worker_id": cast.worker.pk if family in mine else None,
                "held_on": cast.ago(behind.get(family, 10 + family % 140)),
                "findings": _FINDINGS,
                "recorded_at": cast.at,
                "recorded_by": cast.worker.username,
            }
            for family in families
        ],
    )
