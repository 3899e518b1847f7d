"""Kontrakt socjalny, IPWzB and IPI: for whom, how long, and what is due when."""

from __future__ import annotations

import datetime as dt

import pytest

from miernik.audit.models import Event
from miernik.cases.help.due import due
from miernik.cases.help.errors import AlreadyEndedError, WrongOrderError
from miernik.cases.help.plan_rules import PlanDoubt, plan_doubts
from miernik.cases.help.services.plans import DoubtfulPlanError, end_plan, review_plan, sign_plan
from miernik.cases.help.services.referrals import record_referral_result, refer, review_assistance
from miernik.cases.help.services.support import record_service
from miernik.cases.models import ForeignerStatus, Plan, PlanKind, ReferralKind, ServiceKind
from miernik.rules.reasons import ReasonCode
from tests.cases import neighbourhood
from tests.cases.neighbourhood import NOW, TODAY, Neighbourhood

pytestmark = pytest.mark.django_db
SIGNED = dt.date(2024, 3, 4)


@pytest.fixture
def town() -> Neighbourhood:
    """Two teams with a family each; it is 15 May 2024."""
    return neighbourhood.furnish()


def test_a_contract_asks_for_nothing_special(town: Neighbourhood) -> None:
    plan = sign_plan(
        family=town.kowalski, person=town.anna, kind=PlanKind.SOCIAL_CONTRACT, signed_on=SIGNED,
        by="ewa", at=NOW,
    )  # fmt: skip
    assert (plan.ended_on, plan.result) == (None, "")


def test_leaving_homelessness_is_for_the_homeless(town: Neighbourhood) -> None:
    with pytest.raises(DoubtfulPlanError, match=r"art\. 49") as refused:
        sign_plan(
            family=town.kowalski, person=town.anna, kind=PlanKind.LEAVING_HOMELESSNESS,
            signed_on=SIGNED, by="ewa", at=NOW,
        )  # fmt: skip
    assert refused.value.doubts == (PlanDoubt.NOT_HOMELESS,)
    neighbourhood.reason(town.kowalski, ReasonCode.HOMELESSNESS)
    sign_plan(
        family=town.kowalski, person=town.anna, kind=PlanKind.LEAVING_HOMELESSNESS,
        signed_on=SIGNED, by="ewa", at=NOW,
    )  # fmt: skip


def test_who_insists_is_heard_and_the_log_says_against_what(town: Neighbourhood) -> None:
    sign_plan(
        family=town.kowalski, person=town.anna, kind=PlanKind.LEAVING_HOMELESSNESS,
        signed_on=SIGNED, despite_doubts=True, by="ewa", at=NOW,
    )  # fmt: skip
    assert Event.objects.get(action="plan.signed").data["despite"] == ["nie_bezdomna"]


PROTECTED = dt.date(2024, 1, 2)


@pytest.mark.parametrize(
    ("status", "applied_on", "until", "doubts"),
    [
        # 60 days after 2 January 2024 is Saturday 2 March: Monday 4 March is the last day (kpa 57)
        (ForeignerStatus.REFUGEE, dt.date(2024, 3, 4), dt.date(2025, 3, 3), []),
        (ForeignerStatus.SUBSIDIARY, dt.date(2024, 3, 4), dt.date(2025, 3, 3), []),
        (ForeignerStatus.REFUGEE, dt.date(2024, 3, 5), dt.date(2025, 3, 3), ["po_terminie"]),
        (ForeignerStatus.REFUGEE, dt.date(2024, 3, 4), dt.date(2025, 3, 4), ["za_dlugi"]),
        (ForeignerStatus.REFUGEE, dt.date(2024, 3, 4), None, ["bez_konca"]),
        (ForeignerStatus.REFUGEE, None, dt.date(2025, 3, 3), ["brak_dat"]),
        (ForeignerStatus.TOLERATED, dt.date(2024, 3, 4), dt.date(2025, 3, 3), ["bez_ochrony"]),
    ],
)
def test_integration_is_for_the_protected_within_60_days_and_12_months(
    status: ForeignerStatus,
    applied_on: dt.date | None,
    until: dt.date | None,
    doubts: list[str],
) -> None:
    amina = neighbourhood.person("Yusupova", "Amina", foreigner=status)
    found = plan_doubts(
        family=neighbourhood.family(amina), person=amina, kind=PlanKind.INTEGRATION,
        signed_on=dt.date(2024, 3, 4), until=until, protection_on=PROTECTED, applied_on=applied_on,
    )  # fmt: skip
    assert [doubt.value for doubt in found] == doubts


def test_a_second_open_plan_of_a_kind_is_doubted(town: Neighbourhood) -> None:
    for day in (SIGNED, TODAY):
        plan = sign_plan(
            family=town.kowalski, person=town.anna, kind=PlanKind.SOCIAL_CONTRACT, signed_on=day,
            despite_doubts=day == TODAY, by="ewa", at=NOW,
        )  # fmt: skip
        assert plan.pk
    with pytest.raises(DoubtfulPlanError, match="nie zakończono"):
        sign_plan(
            family=town.kowalski, person=town.anna, kind=PlanKind.SOCIAL_CONTRACT,
            signed_on=TODAY, by="ewa", at=NOW,
        )  # fmt: skip


def integration(signed_on: dt.date = dt.date(2024, 3, 4)) -> tuple[Neighbourhood, Plan]:
    """An IPI of a year in a family of team 1."""
    town = neighbourhood.furnish()
    amina = neighbourhood.person("Yusupova", "Amina", foreigner=ForeignerStatus.REFUGEE)
    plan = sign_plan(
        family=neighbourhood.family(amina, team=town.first), person=amina,
        kind=PlanKind.INTEGRATION, signed_on=signed_on, until=dt.date(2025, 3, 3),
        protection_on=PROTECTED, applied_on=dt.date(2024, 2, 1), by="ewa", at=NOW,
    )  # fmt: skip
    return town, plan


def test_an_ipi_is_reviewed_three_months_after_signing_and_after_each_review() -> None:
    town, plan = integration()
    # two weeks ahead of 4 June, and not a day sooner
    assert [item.on for item in due(town.ewa, dt.date(2024, 5, 20)) if "ocenić" in item.what] == []
    (item,) = [item for item in due(town.ewa, dt.date(2024, 5, 21)) if "ocenić" in item.what]
    assert (item.on, item.why[:10]) == (dt.date(2024, 6, 4), "§ 5 ust. 1")
    assert not item.late(dt.date(2024, 6, 4))
    assert item.late(dt.date(2024, 6, 5))
    review_plan(plan=plan, on=TODAY, by="ewa", at=NOW)
    assert [item.on for item in due(town.ewa, dt.date(2024, 8, 10)) if "ocenić" in item.what] == [
        dt.date(2024, 8, 15)
    ]


def test_an_ipi_needs_two_contacts_each_month() -> None:
    town, plan = integration()
    last_days = dt.date(2024, 5, 20)

    def missing() -> list[str]:
        return [item.what[:10] for item in due(town.ewa, last_days) if "kontakt" in item.what]

    assert missing() == ["2 kontakty"]
    for whom in (plan.person, None):
        record_service(
            family=plan.family, person=whom, kind=ServiceKind.SOCIAL_WORK,
            since=dt.date(2024, 5, 2), by="ewa", at=NOW,
        )  # fmt: skip
        assert missing() == (["1 kontakt "] if whom else [])


def test_a_plan_past_its_end_waits_for_its_result(town: Neighbourhood) -> None:
    plan = sign_plan(
        family=town.kowalski, person=town.anna, kind=PlanKind.SOCIAL_CONTRACT, signed_on=SIGNED,
        until=dt.date(2024, 5, 1), by="ewa", at=NOW,
    )  # fmt: skip
    assert [item.on for item in due(town.ewa, TODAY)] == [dt.date(2024, 5, 1)]
    assert due(town.jan, TODAY) == []
    with pytest.raises(WrongOrderError):
        end_plan(plan=plan, on=dt.date(2024, 3, 3), result="", by="ewa", at=NOW)
    end_plan(plan=plan, on=TODAY, result="cel osiągnięty", by="ewa", at=NOW)
    assert due(town.ewa, TODAY) == []
    with pytest.raises(AlreadyEndedError):
        review_plan(plan=plan, on=TODAY, by="ewa", at=NOW)


def test_a_family_with_an_assistant_is_assessed_every_half_year(town: Neighbourhood) -> None:
    referral = refer(
        family=town.kowalski, person=None, kind=ReferralKind.FAMILY_ASSISTANT,
        made_on=dt.date(2023, 10, 1), by="ewa", at=NOW,
    )  # fmt: skip
    assert due(town.ewa, TODAY) == []
    record_referral_result(
        referral=referral, result="od listopada", on=dt.date(2023, 11, 20), by="ewa", at=NOW
    )
    assert [(item.on, item.why[:14]) for item in due(town.ewa, TODAY)] == [
        (dt.date(2024, 5, 20), "art. 15 ust. 1")
    ]
    review_assistance(referral=referral, on=TODAY, by="ewa", at=NOW)
    assert due(town.ewa, TODAY) == []
