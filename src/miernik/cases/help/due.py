"""What is due: reviews of plans, contacts, assessments, meetings of groups, each with its act."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet, Sum

from miernik.accounts.models import User
from miernik.cases.help.permissions import blue_cards
from miernik.cases.help.terms import Term, basis, number
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
from miernik.kernel.dates import add_days, add_months, last_of_month
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
        *(
            item
            for row in assistants.select_related("family", "person")
            for item in _assistance(row)
        ),
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
    last = plan.reviewed_on or plan.signed_on
    if term := Term.IPI_REVIEW.on(last):
        yield of(add_months(last, number(term)), f"ocenić: {name}", basis(term))
    if term := Term.IPI_CONTACTS.on(today):
        missing = number(term) - _contacts(plan, today)
        word = plural(missing, "kontakt", "kontakty", "kontaktów")
        if missing > 0:
            what = f"{missing} {word} w tym miesiącu: {name}"
            yield of(last_of_month(today), what, basis(term))


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


def _assistance(referral: Referral) -> Iterator[Due]:
    last = referral.reviewed_on or referral.result_on or referral.made_on
    if term := Term.ASSISTANT_REVIEW.on(last):
        yield Due(
            add_months(last, number(term)),
            "ocenić sytuację rodziny z asystentem",
            basis(term),
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

    call = Term.GROUP_CALLED.on(card.started_on)
    if call and not procedure.convened:
        what = "powołać grupę diagnostyczno-pomocową"
        yield of(add_days(card.started_on, number(call)), what, basis(call))
        return
    last = procedure.last_meeting or card.started_on
    if meet := Term.MEETING.on(today):
        yield of(add_months(last, number(meet)), "spotkanie grupy", basis(meet))
