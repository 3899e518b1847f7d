"""What is due or late, for whom, by which day: the list a person begins the day with."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from miernik.accounts.models import User
from miernik.cases.models import (
    Application,
    ApplicationState,
    Decision,
    DecisionState,
    Family,
    Grant,
    GrantStatus,
    Interview,
)
from miernik.cases.permissions import Deed, families, may
from miernik.cases.procedure.services.checks import day_of
from miernik.cases.procedure.terms import (
    LASTING,
    Due,
    decision_due,
    interview_due,
    update_due,
)
from miernik.cases.register.search import heads_of
from miernik.kernel.quantities import Labelled
from miernik.rules.benefits import Benefit


class Work(Labelled):
    """What has to be done, in the order of the procedure."""

    INTERVIEW = "interview", "wywiad"
    DECISION = "decision", "projekt decyzji"
    SIGNATURE = "signature", "podpis decyzji"
    UPDATE = "update", "aktualizacja wywiadu"


DONE_BY = {
    Work.INTERVIEW: Deed.INTERVIEW,
    Work.DECISION: Deed.PREPARE,
    Work.SIGNATURE: Deed.ISSUE,
    Work.UPDATE: Deed.INTERVIEW,
}
#: A term that ends within so many days is shown as close.
CLOSE = 7


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do for one family; ``days`` to the end of the term, negative when late."""

    work: Work
    family: Family
    who: str
    due: Due
    days: int
    application: Application | None = None
    decision: Decision | None = None

    @property
    def late(self) -> bool:
        """Whether the term has passed."""
        return self.days < 0

    @property
    def close(self) -> bool:
        """Whether the term ends in a few days."""
        return 0 <= self.days <= CLOSE


def work_of(user: User, today: dt.date, *, mine: bool = False) -> list[WorkItem]:
    """Return what waits in the families the person may open, the most urgent first.

    Only work the person's roles may do; ``mine`` keeps the person's own families.
    """
    reach = families(user)
    if mine:
        reach = reach.filter(worker=user)
    found: list[WorkItem] = []
    if may(user, Deed.INTERVIEW):
        found += _interviews(reach, today) + _updates(reach, today)
    if may(user, Deed.PREPARE):
        found += _undecided(reach, today)
    if may(user, Deed.ISSUE):
        found += _unsigned(reach, today)
    return sorted(found, key=lambda item: (item.due.on, item.family.number, item.work))


def _interviews(reach: QuerySet[Family], today: dt.date) -> list[WorkItem]:
    waiting = _applications(reach, ApplicationState.RECEIVED)
    return [
        _item(Work.INTERVIEW, row, interview_due(row.received_on, urgent=row.urgent), today)
        for row in waiting
    ]


def _undecided(reach: QuerySet[Family], today: dt.date) -> list[WorkItem]:
    """Applications after the interview for which some benefit has no decision and no draft."""
    waiting = list(_applications(reach, ApplicationState.INTERVIEWED))
    begun: dict[int, set[str]] = defaultdict(set)
    pairs = Decision.objects.filter(application__in=[row.pk for row in waiting]).order_by("id")
    for application, benefit in pairs.values_list("application_id", "benefit"):
        begun[application or 0].add(benefit)
    return [
        _item(Work.DECISION, row, decision_due(row.received_on), today)
        for row in waiting
        if not begun[row.pk] or set(row.benefits) - begun[row.pk]
    ]


def _unsigned(reach: QuerySet[Family], today: dt.date) -> list[WorkItem]:
    rows = (
        Decision.objects.filter(state=DecisionState.DRAFT, family__in=reach.values("pk"))
        .select_related("family", "person", "application")
        .defer("person__pesel", "person__phone", "calculation")
        .order_by("id")
    )
    found = []
    for row in rows:
        began = row.application.received_on if row.application else day_of(row.prepared_at)
        term = decision_due(began)
        found.append(
            WorkItem(
                Work.SIGNATURE, row.family, str(row.person), term, (term.on - today).days,
                application=row.application, decision=row,
            )
        )  # fmt: skip
    return found


def _updates(reach: QuerySet[Family], today: dt.date) -> list[WorkItem]:
    """Families with lasting help whose last interview is or soon will be too old."""
    active = Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        status=GrantStatus.GRANTED,
        since__lte=today,
        benefit__in=[benefit.value for benefit in LASTING],
        family__in=reach.values("pk"),
    )
    held: dict[int, set[Benefit]] = defaultdict(set)
    began: dict[int, dt.date] = {}
    for family, benefit, since in active.order_by("id").values_list(
        "family_id", "benefit", "since"
    ):
        held[family].add(Benefit(benefit))
        began[family] = min(since, began.get(family, since))
    last = _last_interviews(held)
    terms = {
        family: update_due(frozenset(benefits), last.get(family) or began[family])
        for family, benefits in held.items()
    }
    wanted = {key: term for key, term in terms.items() if term and (term.on - today).days <= CLOSE}
    rows = Family.objects.filter(pk__in=wanted).select_related("worker").order_by("number")
    names = _heads(wanted)
    return [
        WorkItem(
            Work.UPDATE, row, names.get(row.pk, ""), wanted[row.pk],
            (wanted[row.pk].on - today).days,
        )
        for row in rows
    ]  # fmt: skip


def _applications(reach: QuerySet[Family], state: ApplicationState) -> QuerySet[Application]:
    return (
        Application.objects.filter(state=state, family__in=reach.values("pk"))
        .select_related("family__worker", "applicant")
        .defer("applicant__pesel", "applicant__phone")
        .order_by("received_on", "id")
    )


def _item(work: Work, row: Application, term: Due, today: dt.date) -> WorkItem:
    days = (term.on - today).days
    return WorkItem(work, row.family, str(row.applicant), term, days, application=row)


def _last_interviews(keys: Iterable[int]) -> dict[int, dt.date]:
    rows = Interview.objects.filter(family__in=list(keys), held_on__isnull=False)
    return dict(
        rows.order_by()
        .values("family_id")
        .annotate(last=Max("held_on"))
        .values_list("family_id", "last")
    )


def _heads(keys: Iterable[int]) -> dict[int, str]:
    return {key: str(person) for key, person in heads_of(keys).items()}
