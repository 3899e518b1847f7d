"""Reading the register: who was in a family on a day, incomes of a month, reasons, the case."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from miernik.accounts.models import Institution, Role, User
from miernik.audit.models import Event
from miernik.cases.models import (
    CorrectedTable,
    Correction,
    DuplicateProposal,
    DuplicateState,
    Family,
    FamilyMembership,
    FamilyRole,
    IncomeRecord,
    Person,
    ReasonRecord,
)
from miernik.cases.register.duplicates import Candidate, likeness
from miernik.cases.register.identities import rows_of, surviving
from miernik.cases.register.periods import month_of, months_before, on_day, overlapping
from miernik.cases.register.search import Found, Hit, search
from miernik.kernel.text import folded
from miernik.rules.family import FamilyCase, IncomeItem, MemberCase
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode

__all__ = ["Found", "Hit", "search"]

_ORDER_OF_ROLES = [FamilyRole.HEAD, FamilyRole.PARTNER, FamilyRole.CHILD, FamilyRole.PARENT]
#: Art. 8 ust. 11: a large single receipt counts in twelve months from the one it came in.
_MONTHS_OF_ONE_OFF = 12


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a family on a day; ``person`` is the surviving row of a merged one."""

    membership: FamilyMembership
    person: Person
    role: FamilyRole
    age: int | None
    unable_to_work: bool


@dataclass(slots=True)
class MonthlyIncomes:
    """What the members receive in a month, by the key of the person; sums in grosze."""

    month: dt.date
    by_person: dict[int, list[IncomeRecord]] = field(default_factory=dict)

    def sum_of(self, person: Person) -> int:
        """Return the receipts of a person, single ones too, before any deduction."""
        return sum(row.amount_gr for row in self.by_person.get(person.pk, ()))

    @property
    def total(self) -> int:
        """Return the receipts of the whole family, before any deduction."""
        return sum(row.amount_gr for rows in self.by_person.values() for row in rows)


def members_on(family: Family, day: dt.date) -> list[Member]:
    """Return who belongs to a family on a day, the head first; a merged person stands once."""
    places = (
        FamilyMembership.objects.filter(on_day(day), family=family)
        .select_related("person__merged_into")
        .defer(
            "person__pesel", "person__phone",
            "person__merged_into__pesel", "person__merged_into__phone",
        )
        .annotate(rank=_rank())
        .order_by("rank", "person__birth_date", "id")
    )  # fmt: skip
    members: dict[int, Member] = {}
    for place in places:
        person = surviving(place.person)
        members.setdefault(
            person.pk,
            Member(place, person, FamilyRole(place.role), age(person, day), unable(person, day)),
        )
    return list(members.values())


def membership_history(family: Family) -> list[FamilyMembership]:
    """Return every membership of a family, the newest first."""
    rows = family.memberships.select_related("person__merged_into")
    return list(rows.order_by("-since", "-id"))


def age(person: Person, day: dt.date) -> int | None:
    """Return a person's age in full years, None when the birth date is unknown."""
    born = person.birth_date
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def unable(person: Person, day: dt.date) -> bool:
    """Return whether the person is totally unable to work on a day (art. 6 pkt 1)."""
    since, until = person.unable_to_work_since, person.unable_to_work_until
    return since is not None and since <= day and (until is None or day <= until)


def incomes_of_month(persons: Iterable[Person], month: dt.date) -> MonthlyIncomes:
    """Return the incomes of a month by the key of the surviving person.

    Monthly ones that hold on any day of it, and single ones that came in it.
    """
    first, last = month_of(month)
    monthly = Q(one_off=False) & overlapping(first, last)
    single = Q(one_off=True, since__gte=first, since__lte=last)
    return MonthlyIncomes(first, _by_person(persons, monthly | single))


def incomes_of(persons: Iterable[Person]) -> dict[int, list[IncomeRecord]]:
    """Return every income by the key of the surviving person, the newest first."""
    return _by_person(persons, Q())


def reasons_on(family: Family, day: dt.date) -> list[ReasonRecord]:
    """Return the reasons of a family on a day, in the order of Tabela Nr 2."""
    order = list(ReasonCode)
    rows = family.reasons.filter(on_day(day)).order_by("id")
    return sorted(rows, key=lambda row: order.index(ReasonCode(row.code)))


def family_case(family: Family, on: dt.date, *, applied_on: dt.date | None = None) -> FamilyCase:
    """Return a family as the rules see it on a day.

    The members and reasons of that day; incomes of the month before ``applied_on`` (by default
    that day) and of its own, which art. 8 ust. 3 asks for after a loss of income; single receipts
    of the year behind them, which art. 8 ust. 11 spreads over twelve months.
    """
    members = members_on(family, on)
    applied = applied_on or on
    income_month = months_before(applied, 1)
    first, last = income_month, month_of(applied)[1]
    oldest = months_before(income_month, _MONTHS_OF_ONE_OFF - 1)
    wanted = Q(one_off=False) & overlapping(first, last)
    wanted |= Q(one_off=True, since__gte=oldest, since__lte=max(on, last))
    incomes = _by_person([member.person for member in members], wanted)
    return FamilyCase(
        members=tuple(
            MemberCase(
                key=str(member.person.uuid),
                label=full_name(member.person),
                birth_date=member.person.birth_date,
                unable_to_work=member.unable_to_work,
                incomes=tuple(income_item(row) for row in incomes.get(member.person.pk, ())),
            )
            for member in members
        ),
        reasons=tuple(ReasonCode(row.code) for row in reasons_on(family, on)),
        homeless=family.homeless,
    )


def income_item(row: IncomeRecord) -> IncomeItem:
    """Return an income as the rules see it."""
    return IncomeItem(
        kind=IncomeKind(row.kind),
        amount_gr=row.amount_gr,
        tax_gr=row.tax_gr,
        costs_gr=row.costs_gr,
        contributions_gr=row.contributions_gr,
        alimony_paid_gr=row.alimony_paid_gr,
        hectares=row.hectares,
        one_off=row.one_off,
        since=row.since,
        until=row.until,
    )


def full_name(person: Person) -> str:
    """Return a name as people say it: first name first."""
    return f"{person.first_name} {person.last_name}"


def families_of(person: Person) -> QuerySet[FamilyMembership]:
    """Return every membership of a person, under whatever row it was written."""
    rows = FamilyMembership.objects.filter(person__in=rows_of([person]))
    return rows.select_related("family").order_by("-since", "-id")


def elsewhere(
    persons: Sequence[Person], family: Family, since: dt.date, until: dt.date | None
) -> list[FamilyMembership]:
    """Return memberships of these persons in other families in the same period.

    That is allowed (a child of parents who live apart), but somebody should know.
    """
    rows = FamilyMembership.objects.filter(
        overlapping(since, until), person__in=rows_of(persons)
    ).exclude(family=family)
    return list(rows.select_related("family", "person__merged_into").order_by("since", "id"))


def open_duplicates(persons: Iterable[Person] | None = None) -> QuerySet[DuplicateProposal]:
    """Return the pairs that wait for a decision, of these persons or all of them."""
    rows = DuplicateProposal.objects.filter(
        state=DuplicateState.PROPOSED,
        first__merged_into__isnull=True,
        second__merged_into__isnull=True,
    )
    if persons is not None:
        keys = [person.pk for person in persons]
        rows = rows.filter(Q(first__in=keys) | Q(second__in=keys))
    return rows.select_related("first", "second").order_by("id")


def history(family: Family) -> list[Event]:
    """Return what was done with a family's file and the persons in it, the newest first.

    Applications, decisions and help count; Niebieska Karta does not: few may know of it.
    """
    persons = Person.objects.filter(memberships__family=family)
    subjects = {f"family:{family.uuid}"} | _subjects("person", persons)
    parts: dict[str, QuerySet[Any]] = {
        "application": family.applications.all(),
        "interview": family.interviews.all(),
        "decision": family.decisions.all(),
        "grant": family.grants.all(),
        "service": family.services.all(),
        "plan": family.plans.all(),
        "referral": family.referrals.all(),
        "outcome": family.outcomes.all(),
    }
    for kind, rows in parts.items():
        subjects |= _subjects(kind, rows)
    return list(Event.objects.filter(subject__in=subjects).order_by("-id"))


def corrections(family: Family) -> list[Correction]:
    """Return the corrections made in a family's file, the newest first."""
    persons = family.memberships.values("person")
    rows = Correction.objects.filter(Q(family=family) | Q(family=None, person__in=persons))
    return list(rows.select_related("person").order_by("-id"))


def _subjects(kind: str, rows: QuerySet[Any]) -> set[str]:
    return {f"{kind}:{uuid}" for uuid in rows.order_by("id").values_list("uuid", flat=True)}


def _rank() -> Case:
    whens = [When(role=role, then=Value(place)) for place, role in enumerate(_ORDER_OF_ROLES)]
    return Case(*whens, default=Value(len(whens)), output_field=IntegerField())


def _by_person(persons: Iterable[Person], wanted: Q) -> dict[int, list[IncomeRecord]]:
    rows = IncomeRecord.objects.filter(wanted, person__in=rows_of(persons))
    found: dict[int, list[IncomeRecord]] = defaultdict(list)
    for row in (
        rows.select_related("person")
        .defer("person__pesel", "person__phone")
        .order_by("-since", "id")
    ):
        found[row.person.merged_into_id or row.person_id].append(row)
    return dict(found)


def teams() -> QuerySet[Institution]:
    """Return the institutions in which somebody is a social worker."""
    rows = Institution.objects.filter(memberships__role=Role.SOCIAL_WORKER)
    return rows.distinct().order_by("name")


def workers() -> QuerySet[User]:
    """Return the people who are social workers somewhere."""
    rows = User.objects.filter(is_active=True, memberships__role=Role.SOCIAL_WORKER)
    return rows.distinct().order_by("last_name", "username")


def own_team(user: User) -> Institution | None:
    """Return the team in which a person is a social worker (the first of several), or None."""
    held = user.memberships.filter(role=Role.SOCIAL_WORKER, institution__isnull=False)
    first = held.select_related("institution").order_by("id").first()
    return first.institution if first else None


def namesakes(last_name: str, first_name: str, born: dt.date | None) -> list[Person]:
    """Return persons whom a newcomer of this name may be, standing ones only.

    With a birth date those born that day whose names are alike (see duplicates.likeness) and those
    of the same name whose birth date is unknown; without one everybody of the same name.
    """
    name = folded(f"{last_name} {first_name}")
    rows = Person.objects.filter(merged_into__isnull=True).defer("pesel", "phone")
    if born is None:
        return list(rows.filter(search_name=name).order_by("birth_date", "id"))
    newcomer = Candidate(0, folded(last_name), folded(first_name), "")
    same_day = [
        row
        for row in rows.filter(birth_date=born).order_by("id")
        if likeness(newcomer, Candidate(row.pk, folded(row.last_name), folded(row.first_name), ""))
    ]
    return same_day + list(rows.filter(search_name=name, birth_date=None).order_by("id"))


def former_data(person: Person) -> list[Correction]:
    """Return what was known of a person before each change, the newest first."""
    rows = Correction.objects.filter(table=CorrectedTable.PERSON, row=person.pk)
    return list(rows.order_by("-id"))


def count_members(keys: Iterable[int], day: dt.date) -> dict[int, int]:
    """Return how many persons belong to each family on a day, by its key."""
    rows = (
        FamilyMembership.objects.filter(on_day(day), family__in=list(keys))
        .order_by("family_id")
        .values_list("family_id")
    )
    who = Coalesce("person__merged_into", "person")
    return dict(rows.annotate(number=Count(who, distinct=True)).values_list("family_id", "number"))
