"""What is due: reviews of plans, contacts, assessments, meetings of groups, each with its act."""

from __future__ import annotations

import calendar
import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet, Sum

from miernik.accounts.models import User
from miernik.cases.help.permissions import blue_cards
from miernik.cases.help.terms import (
    ASSISTANT_REVIEW_MONTHS,
    GROUP_CALLED_DAYS,
    IPI_CONTACTS_A_MONTH,
    IPI_REVIEW_MONTHS,
    MEETING_MONTHS,
    months_after,
)
from miernik.cases.models import (
    BlueCard,
    Family,
    Person,
    Plan,
    PlanKind,
    Referral,
    ReferralKind,
    Service,
    ServiceKind,
)
from miernik.cases.permissions import families
from miernik.kernel.quantities import Labelled
from miernik.kernel.text import plural

AHEAD = dt.timedelta(days=14)


class DueOf(Labelled):
    """What kind of row waits."""

    PLAN = "plan", "kontrakt lub program"
    REFERRAL = "referral", "skierowanie"
    BLUE_CARD = "blue_card", "Niebieska Karta"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do by a day, and the act or the plan that asks for it."""

    on: dt.date
    what: str
    why: str
    family: Family
    person: Person | None
    of: DueOf
    identity: uuid.UUID

    def late(self, today: dt.date) -> bool:
        """Whether the day has passed."""
        return self.on < today


def due(user: User, today: dt.date) -> list[Due]:
    """Return what is late or due within two weeks in the families within reach, soonest first.

    Niebieskie Karty come in only for those who may know of them.
    """
    reach = families(user).values("pk")
    plans = Plan.objects.filter(ended_on__isnull=True, family__in=reach)
    assistants = Referral.objects.filter(
        kind=ReferralKind.FAMILY_ASSISTANT,
        result_on__isnull=False,
        ended_on__isnull=True,
        family__in=reach,
    )
    cards = blue_cards(user).filter(ended_on__isnull=True)
    found = [
        *(item for plan in plans.select_related("family", "person") for item in _plan(plan, today)),
        *(_assistance(row) for row in assistants.select_related("family", "person")),
        *(item for card in _with_meetings(cards) for item in _blue_card(card, today)),
    ]
    soon = [item for item in found if item.on <= today + AHEAD]
    return sorted(soon, key=lambda item: (item.on, item.family.number, item.what))


def _plan(plan: Plan, today: dt.date) -> Iterator[Due]:
    def of(on: dt.date, what: str, why: str) -> Due:
        return Due(on, what, why, plan.family, plan.person, DueOf.PLAN, plan.uuid)

    name = PlanKind(plan.kind).label
    if plan.until is not None:
        yield of(plan.until, f"zakończyć z wynikiem: {name}", "koniec zapisany w dokumencie")
    if plan.kind != PlanKind.INTEGRATION:
        return
    review = months_after(plan.reviewed_on or plan.signed_on, IPI_REVIEW_MONTHS.number)
    yield of(review, f"ocenić: {name}", IPI_REVIEW_MONTHS.article)
    missing = IPI_CONTACTS_A_MONTH.number - _contacts(plan, today)
    if missing > 0:
        last = today.replace(day=calendar.monthrange(today.year, today.month)[1])
        word = plural(missing, "kontakt", "kontakty", "kontaktów")
        yield of(last, f"{missing} {word} w tym miesiącu: {name}", IPI_CONTACTS_A_MONTH.article)


def _contacts(plan: Plan, today: dt.date) -> int:
    """How often social work was written down this month for the person or the whole family."""
    told = Service.objects.filter(
        Q(person=plan.person) | Q(person__isnull=True),
        family=plan.family,
        kind=ServiceKind.SOCIAL_WORK,
        since__year=today.year,
        since__month=today.month,
    )
    return int(told.aggregate(times=Sum("quantity"))["times"] or 0)


def _assistance(referral: Referral) -> Due:
    last = referral.reviewed_on or referral.result_on or referral.made_on
    return Due(
        months_after(last, ASSISTANT_REVIEW_MONTHS.number),
        "ocenić sytuację rodziny z asystentem",
        ASSISTANT_REVIEW_MONTHS.article,
        referral.family,
        referral.person,
        DueOf.REFERRAL,
        referral.uuid,
    )


@dataclass(frozen=True, slots=True)
class _Procedure:
    card: BlueCard
    convened: bool
    last_meeting: dt.date | None


def _with_meetings(cards: QuerySet[BlueCard]) -> Iterator[_Procedure]:
    called = set(cards.filter(meetings__convened=True).values_list("pk", flat=True))
    for card in cards.select_related("family").annotate(last_meeting=Max("meetings__held_on")):
        yield _Procedure(card, card.pk in called, card.last_meeting)


def _blue_card(procedure: _Procedure, today: dt.date) -> Iterator[Due]:
    card = procedure.card

    def of(on: dt.date, what: str, why: str) -> Due:
        return Due(on, what, why, card.family, None, DueOf.BLUE_CARD, card.uuid)

    if not procedure.convened and card.started_on >= GROUP_CALLED_DAYS.since:
        last_day = card.started_on + dt.timedelta(days=GROUP_CALLED_DAYS.number)
        yield of(last_day, "powołać grupę diagnostyczno-pomocową", GROUP_CALLED_DAYS.article)
    elif today >= MEETING_MONTHS.since:
        last = procedure.last_meeting or card.started_on
        yield of(
            months_after(last, MEETING_MONTHS.number), "spotkanie grupy", MEETING_MONTHS.article
        )
