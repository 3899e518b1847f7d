"""Referrals: where a family or a person was sent, what came of it, a family assistant's work."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from miernik.accounts.models import Institution
from miernik.audit.services import record
from miernik.cases.errors import RegisterError
from miernik.cases.help.checks import has_happened, in_order, member_on
from miernik.cases.help.errors import AlreadyEndedError
from miernik.cases.help.withdrawing import WithdrawalReason, withdraw
from miernik.cases.models import Family, Person, Referral, ReferralKind

#: These are counted in persons, so a referral must name one.
OF_PERSONS = frozenset(
    {
        ReferralKind.RESIDENTIAL_HOME,
        ReferralKind.DAY_CENTRE,
        ReferralKind.ALCOHOL_COMMISSION,
        ReferralKind.SOCIAL_ECONOMY,
        ReferralKind.CHILDREN_DAY_CARE,
    }
)


class NoPersonReferredError(RegisterError):
    """Persons are counted at this kind of referral, and none is named."""

    def __init__(self, kind: ReferralKind) -> None:
        super().__init__(f"Wskaż osobę: „{kind.label}” liczy się w osobach, nie w rodzinach.")


@transaction.atomic
def refer(
    *,
    family: Family,
    person: Person | None,
    kind: ReferralKind,
    made_on: dt.date,
    by: str,
    at: dt.datetime,
    institution: Institution | None = None,
) -> Referral:
    """Write a referral down; only a family assistant is asked for a whole family.

    Raises NoPersonReferredError, NotInFamilyError and DayInFutureError.
    """
    if person is None and kind in OF_PERSONS:
        raise NoPersonReferredError(kind)
    has_happened(made_on, at=at)
    member_on(family, person, made_on)
    referral = Referral.objects.create(
        family=family,
        person=person,
        kind=kind,
        made_on=made_on,
        institution=institution,
        recorded_at=at,
        recorded_by=by,
    )
    _log(referral, "referral.made", by=by, at=at)
    return referral


@transaction.atomic
def record_referral_result(
    *, referral: Referral, result: str, on: dt.date, by: str, at: dt.datetime
) -> Referral:
    """Write down what came of a referral; raises DayInFutureError and WrongOrderError."""
    has_happened(on, at=at)
    in_order(referral.made_on, on)
    referral.result = result.strip()
    referral.result_on = on
    referral.save(update_fields=["result", "result_on"])
    _log(referral, "referral.answered", by=by, at=at, on=on.isoformat())
    return referral


@transaction.atomic
def review_assistance(*, referral: Referral, on: dt.date, by: str, at: dt.datetime) -> Referral:
    """Write down a periodic assessment of a family with an assistant.

    Raises AlreadyEndedError, DayInFutureError and WrongOrderError.
    """
    if referral.ended_on is not None:
        raise AlreadyEndedError
    has_happened(on, at=at)
    in_order(referral.reviewed_on or referral.result_on or referral.made_on, on)
    referral.reviewed_on = on
    referral.save(update_fields=["reviewed_on"])
    _log(referral, "referral.reviewed", by=by, at=at, on=on.isoformat())
    return referral


@transaction.atomic
def end_referral(*, referral: Referral, on: dt.date, by: str, at: dt.datetime) -> Referral:
    """End a stay or an assistant's work; raises AlreadyEndedError and what dates may raise."""
    if referral.ended_on is not None:
        raise AlreadyEndedError
    has_happened(on, at=at)
    in_order(referral.made_on, on)
    referral.ended_on = on
    referral.save(update_fields=["ended_on"])
    _log(referral, "referral.ended", by=by, at=at, on=on.isoformat())
    return referral


@transaction.atomic
def withdraw_referral(
    *, referral: Referral, reason: WithdrawalReason, by: str, at: dt.datetime
) -> None:
    """Take a wrong entry back."""
    withdraw(
        referral, action="referral.withdrawn", subject=f"referral:{referral.uuid}",
        facts=_facts(referral), reason=reason, by=by, at=at,
    )  # fmt: skip


def _log(referral: Referral, action: str, *, by: str, at: dt.datetime, **more: Any) -> None:
    record(
        action=action, subject=f"referral:{referral.uuid}", by=by, at=at,
        data={**_facts(referral), **more},
    )  # fmt: skip


def _facts(referral: Referral) -> dict[str, Any]:
    return {
        "family": str(referral.family.uuid),
        "person": str(referral.person.uuid) if referral.person else None,
        "kind": str(referral.kind),
        "since": referral.made_on.isoformat(),
    }
