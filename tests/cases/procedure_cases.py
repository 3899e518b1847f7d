"""Small families in the procedure, with named states, for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from miernik.accounts.models import Membership, Role, User
from miernik.cases.models import (
    Application,
    Decision,
    DecisionKind,
    Family,
    FamilyMembership,
    FamilyRole,
    IncomeRecord,
    InterviewKind,
    Person,
    ReasonRecord,
)
from miernik.cases.procedure.services import (
    Wish,
    hold_interview,
    issue_decision,
    prepare_decision,
    receive_application,
)
from miernik.rules.benefits import Benefit
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode

D = dt.date
AT = dt.datetime(2025, 3, 20, 10, 0, tzinfo=dt.UTC)
RECEIVED = D(2025, 3, 3)
_BEFORE = D(2020, 1, 1)


def user(name: str, *roles: Role) -> User:
    """Return a person with these roles in the city as a whole."""
    person = User.objects.create_user(
        name, password="dlugie-haslo-do-testow", first_name="Maria", last_name=name.capitalize()
    )
    for role in roles:
        Membership.objects.create(user=person, role=role)
    return person


def person(first: str = "Anna", last: str = "Kowalska", *, unable: bool = False) -> Person:
    """Return a grown-up, unable to work since long ago or not."""
    return Person.objects.create(
        first_name=first,
        last_name=last,
        search_name=f"{last} {first}".lower(),
        birth_date=D(1980, 5, 1),
        unable_to_work_since=_BEFORE if unable else None,
        created_at=AT,
    )


def family(
    *members: Person,
    reasons: Sequence[ReasonCode] = (ReasonCode.POVERTY, ReasonCode.UNEMPLOYMENT),
    worker: User | None = None,
) -> Family:
    """Return a family of these persons (one of Anna Kowalska) since 2020."""
    people = members or (person(),)
    made = Family.objects.create(
        number=f"R/{Family.objects.count() + 1:05}",
        address="ul. Wesoła 3 m. 4, 15-111 Białystok",
        worker=worker,
        created_at=AT,
    )
    for place, one in enumerate(people):
        role = FamilyRole.OTHER if place else FamilyRole.HEAD
        FamilyMembership.objects.create(family=made, person=one, role=role, since=_BEFORE)
    for code in reasons:
        ReasonRecord.objects.create(
            family=made, code=code, since=_BEFORE, recorded_at=AT, recorded_by="test"
        )
    return made


def head(of: Family) -> Person:
    """Return the person who stands first in the family."""
    return of.memberships.get(role=FamilyRole.HEAD).person


def income(
    of: Person,
    amount_gr: int,
    kind: IncomeKind = IncomeKind.DISABILITY_PENSION,
    since: dt.date = _BEFORE,
) -> IncomeRecord:
    """Give a person a monthly income in grosze."""
    return IncomeRecord.objects.create(
        person=of, kind=kind, since=since, amount_gr=amount_gr, recorded_at=AT, recorded_by="test"
    )


def received(
    of: Family,
    *benefits: Benefit,
    on: dt.date = RECEIVED,
    at: dt.datetime = AT,
    urgent: bool = False,
) -> Application:
    """Return an application for zasiłek okresowy, or for what is named."""
    return receive_application(
        family=of, applicant=head(of), received_on=on, benefits=benefits or (Benefit.PERIODIC,),
        urgent=urgent, by="celina", at=at,
    )  # fmt: skip


def interviewed(
    of: Family, *benefits: Benefit, on: dt.date = RECEIVED, cooperated: bool = True
) -> Application:
    """Return an application after its interview."""
    at = max(AT, dt.datetime.combine(on + dt.timedelta(days=3), dt.time(12), tzinfo=dt.UTC))
    application = received(of, *benefits, on=on, at=at)
    worker = User.objects.filter(username="wanda").first() or user("wanda", Role.SOCIAL_WORKER)
    hold_interview(
        family=of, application=application, kind=InterviewKind.FIRST, worker=worker,
        held_on=on + dt.timedelta(days=2), findings="Utrata pracy, brak oszczędności.",
        cooperated=cooperated, by="wanda", at=at,
    )  # fmt: skip
    application.refresh_from_db()
    return application


def drafted(of: Family, benefit: Benefit = Benefit.PERIODIC, **wish: object) -> Decision:
    """Return a draft: by default 505 zł of zasiłek okresowy from March to May 2025."""
    application = interviewed(of, benefit)
    wishes: Any = {
        "kind": DecisionKind.GRANT, "since": D(2025, 3, 1), "until": D(2025, 5, 31),
    } | wish  # fmt: skip
    if benefit is Benefit.PERIODIC:
        wishes.setdefault("amount_gr", 505_00)
    return prepare_decision(
        application=application, benefit=benefit, person=head(of),
        wish=Wish(**wishes), by="celina", at=AT,
    )  # fmt: skip


def issued(of: Family, benefit: Benefit = Benefit.PERIODIC, **wish: object) -> Decision:
    """Return an issued decision."""
    draft = drafted(of, benefit, **wish)
    return issue_decision(decision=draft, decided_on=D(2025, 3, 10), by="dorota", at=AT)


def today() -> dt.date:
    """Return the day in the office."""
    return timezone.localdate()
