"""Reading the procedure: proposals for an application, a family's cases, payments to make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from miernik.cases.models import (
    Application,
    Decision,
    Family,
    Grant,
    GrantStatus,
    Payment,
    PaymentState,
    Person,
    RefusalGround,
)
from miernik.cases.procedure import calculating
from miernik.cases.procedure.services.drafts import cooperated
from miernik.cases.register.selectors import members_on
from miernik.kernel.dates import first_of_month
from miernik.rules.assessment import Assessment, Entitlement
from miernik.rules.benefits import Benefit


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the law says of one benefit for one person, and what was done about it."""

    benefit: Benefit
    person: Person
    entitlement: Entitlement | None
    asked: bool
    ground: RefusalGround
    decision: Decision | None

    @property
    def possible(self) -> bool:
        """Whether the benefit may be granted."""
        return not self.why_not

    @property
    def why_not(self) -> str:
        """Why it may not, in Polish; empty when it may."""
        return calculating.why_not(self.entitlement, self.benefit)


@dataclass(frozen=True, slots=True)
class Proposals:
    """The assessment of an application's family and what follows for each benefit."""

    assessment: Assessment
    basis: calculating.Basis
    items: tuple[Proposal, ...]


def rerun_agrees(decision: Decision) -> bool:
    """Return whether a decision's calculation, run again today, is equal to the grosz."""
    return calculating.agrees(decision.calculation)


def proposals(application: Application, *, since: dt.date | None = None) -> Proposals:
    """Return what the law allows in a case, what was asked for first.

    Benefits the rules reckon stand here whether or not they were asked for; the others only when
    asked. Raises LawError when nobody belongs to the family that day or the law is not known.
    """
    basis = calculating.basis_of(
        since or first_of_month(application.received_on), application.received_on
    )
    assessment = calculating.assess_family(application.family, basis)
    persons = [member.person for member in members_on(application.family, basis.facts_on)]
    decided = {
        (row.benefit, row.person_id): row
        for row in application.decisions.select_related("person").order_by("id")
    }
    pairs = _pairs(application, assessment, persons)
    items = []
    for benefit, person in pairs:
        found = calculating.entitlement_of(assessment, benefit, person)
        ground = calculating.proposed_ground(
            assessment, found, benefit=benefit, cooperated=cooperated(application)
        )
        asked = benefit.value in application.benefits
        decision = decided.get((benefit.value, person.pk))
        items.append(Proposal(benefit, person, found, asked, ground, decision))
    items.sort(key=lambda item: (not item.asked, not item.possible))
    return Proposals(assessment, basis, tuple(items))


def _pairs(
    application: Application, assessment: Assessment, persons: Sequence[Person]
) -> list[tuple[Benefit, Person]]:
    """Benefits and persons to speak of: what is asked for, drafted, or reckoned by the rules."""
    by_key = {str(person.uuid): person for person in persons}
    pairs = [
        (item.benefit, by_key[item.member] if item.member else application.applicant)
        for item in assessment.entitlements
    ]
    pairs += [
        (Benefit(row.benefit), row.person)
        for row in application.decisions.select_related("person").order_by("id")
    ]
    told = {benefit for benefit, _ in pairs}
    pairs += [
        (Benefit(code), application.applicant)
        for code in application.benefits
        if Benefit(code) not in told
    ]
    return list(dict.fromkeys(pairs))


def applications_of(family: Family) -> QuerySet[Application]:
    """Return a family's cases, the newest first, with their decisions."""
    return (
        family.applications.select_related("applicant")
        .prefetch_related("decisions__person")
        .order_by("-received_on", "-id")
    )


def grants_of(family: Family) -> list[Grant]:
    """Return what a family was granted, the newest first, with payments counted."""
    rows = family.grants.exclude(status=GrantStatus.REFUSED).select_related("person", "decision")
    return list(rows.order_by("-since", "-id"))


def current_grants(family: Family, day: dt.date) -> list[Grant]:
    """Return the benefits a family has on a day or will have."""
    return [
        grant
        for grant in grants_of(family)
        if grant.status == GrantStatus.GRANTED and (grant.until is None or grant.until >= day)
    ]


def payments(
    reach: QuerySet[Family],
    *,
    month: dt.date,
    state: PaymentState | None = None,
    benefit: Benefit | None = None,
) -> QuerySet[Payment]:
    """Return the payments due in a month to these families, in order of day and name."""
    rows = Payment.objects.filter(
        grant__family__in=reach.values("pk"), due_on__year=month.year, due_on__month=month.month
    )
    if state is not None:
        rows = rows.filter(state=state)
    if benefit is not None:
        rows = rows.filter(grant__benefit=benefit)
    return (
        rows.select_related("grant__person", "grant__family", "grant__decision")
        .defer("grant__person__pesel", "grant__person__phone", "grant__decision__calculation")
        .order_by("due_on", "grant__person__search_name", "month", "id")
    )


@dataclass(frozen=True, slots=True)
class PaymentSum:
    """Payments of one state: how many, grosze to be paid out after set-offs."""

    state: PaymentState
    number: int
    amount_gr: int


def payment_sums(rows: QuerySet[Payment]) -> list[PaymentSum]:
    """Return the payments summed by state, in the order of the states; empty states stay."""
    found = {
        row["state"]: row
        for row in rows.order_by()
        .values("state")
        .annotate(number=Count("id"), amount=Sum("amount_gr"), off=Sum("set_off_gr"))
    }
    sums = []
    for state in PaymentState:
        row = found.get(state.value)
        if row:
            sums.append(PaymentSum(state, row["number"], row["amount"] - row["off"]))
        else:
            sums.append(PaymentSum(state, 0, 0))
    return sums


def grants_without_plan(reach: QuerySet[Family], month: dt.date) -> QuerySet[Grant]:
    """Return open grants of money whose plan does not reach a month yet."""
    return (
        Grant.objects.filter(
            family__in=reach.values("pk"),
            status=GrantStatus.GRANTED,
            until__isnull=True,
            monthly_gr__isnull=False,
            since__lte=month,
        )
        .exclude(payments__month=month)
        .order_by("id")
    )
