"""Families: dated membership, splitting, closing, incomes, reasons, corrections, the case."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from miernik.audit.models import Event
from miernik.cases.models import (
    Correction,
    Family,
    FamilyMembership,
    FamilyRole,
    Grant,
    GrantStatus,
    IncomeRecord,
    Sex,
)
from miernik.cases.numbering import next_number, reserve
from miernik.cases.register import selectors, services
from miernik.cases.register.errors import (
    CorrectionError,
    FamilyDataError,
    IncomeError,
    MembershipError,
    PeriodError,
    PersonDataError,
    ReasonError,
)
from miernik.cases.register.facts import IncomeData
from miernik.cases.register.people import PersonData
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode
from tests.cases import register_states as states
from tests.cases.register_states import BY, NOW, SINCE, TODAY

pytestmark = pytest.mark.django_db


# --- numbers -------------------------------------------------------------------------------------


def test_families_are_numbered_within_the_year_they_were_written_in() -> None:
    assert [states.alone().number, states.homeless().number] == ["R/2025/00001", "R/2025/00002"]
    assert next_number("R", 2026) == "R/2026/00001"
    assert list(reserve("R/2025", 3)) == [3, 4, 5]


# --- families and members ------------------------------------------------------------------------


def test_a_family_needs_an_address_or_is_homeless_with_a_last_address() -> None:
    person = states.adult()
    with pytest.raises(FamilyDataError, match="Podaj adres albo zaznacz bezdomność"):
        services.start_family(head=person, since=SINCE, by=BY, at=NOW)
    with pytest.raises(FamilyDataError, match=r"art\. 101 ust\. 2"):
        services.start_family(head=person, since=SINCE, homeless=True, by=BY, at=NOW)
    assert not Family.objects.exists()


def test_a_new_head_is_registered_with_the_family_or_neither_is() -> None:
    data = PersonData(first_name="Jan", last_name="Nowak", birth_date=dt.date(1990, 1, 1))
    family = services.start_family(head=data, since=SINCE, address="ul. Miła 1", by=BY, at=NOW)
    assert family.memberships.get().person.last_name == "Nowak"
    ewa = states.worker("ewa")
    with pytest.raises(PersonDataError):
        services.start_family(
            head=data | PersonData(pesel="1"), since=SINCE, address="ul. Miła 1", worker=ewa,
            team=states.team(), by=BY, at=NOW,
        )  # fmt: skip
    assert Family.objects.count() == 1
    assert next_number("R", 2025) == "R/2025/00002"


def test_members_of_a_day_stand_head_first_with_their_ages() -> None:
    family = states.mother_and_child()
    members = selectors.members_on(family, dt.date(2025, 9, 2))
    assert [(m.role, m.person.first_name, m.age) for m in members] == [
        (FamilyRole.HEAD, "Anna", 40),
        (FamilyRole.CHILD, "Zosia", 8),
    ]
    assert selectors.members_on(family, dt.date(2025, 9, 3))[1].age == 9
    assert selectors.members_on(family, SINCE - dt.timedelta(days=1)) == []


def test_a_person_is_in_a_family_once_at_a_time() -> None:
    family = states.alone()
    (member,) = selectors.members_on(family, TODAY)
    with pytest.raises(MembershipError, match=r"jest już w tej rodzinie od 01\.01\.2024 nadal"):
        services.add_member(
            family=family, person=member.person, role=FamilyRole.OTHER, since=TODAY, by=BY, at=NOW
        )
    ended = services.end_membership(membership=member.membership, until=TODAY, by=BY, at=NOW)
    again = services.add_member(
        family=family, person=member.person, role=FamilyRole.HEAD,
        since=TODAY + dt.timedelta(days=1), by=BY, at=NOW,
    )  # fmt: skip
    assert ended.until is not None
    assert (again.since - ended.until).days == 1


def test_nobody_leaves_before_coming() -> None:
    family = states.alone()
    membership = family.memberships.get()
    with pytest.raises(PeriodError):
        services.end_membership(
            membership=membership, until=SINCE - dt.timedelta(days=1), by=BY, at=NOW
        )


def test_a_person_in_two_families_at_once_is_allowed_and_told() -> None:
    family = states.mother_and_child()
    daughter = selectors.members_on(family, TODAY)[1].person
    fathers = states.alone(states.adult("Jan", "Kowalski", sex=Sex.MALE))
    services.add_member(
        family=fathers, person=daughter, role=FamilyRole.CHILD, since=TODAY, by=BY, at=NOW
    )
    (place,) = selectors.elsewhere([daughter], fathers, TODAY, None)
    assert place.family == family


def test_a_family_splits_and_the_new_one_knows_where_it_comes_from() -> None:
    family = states.mother_and_child()
    mother, daughter = [member.person for member in selectors.members_on(family, TODAY)]
    new = services.split_family(
        family=family, persons=[daughter], on=TODAY, address="ul. Nowa 1",
        reasons=[ReasonCode.POVERTY], by=BY, at=NOW,
    )  # fmt: skip
    assert (new.split_from, new.team) == (family, family.team)
    day_before = TODAY - dt.timedelta(days=1)
    assert [m.person for m in selectors.members_on(family, day_before)] == [mother, daughter]
    assert [m.person for m in selectors.members_on(family, TODAY)] == [mother]
    (left,) = selectors.members_on(new, TODAY)
    assert (left.person, left.role) == (daughter, FamilyRole.HEAD)
    assert [row.code for row in selectors.reasons_on(new, TODAY)] == ["ubostwo"]


def test_a_family_cannot_leave_itself_as_a_whole() -> None:
    family = states.alone()
    with pytest.raises(MembershipError, match="zmień jej adres"):
        services.split_family(
            family=family, persons=[family.memberships.get().person], on=TODAY,
            address="ul. Nowa 1", by=BY, at=NOW,
        )  # fmt: skip
    assert Family.objects.count() == 1
    assert family.memberships.get().until is None


def test_members_move_between_two_families() -> None:
    family = states.mother_and_child()
    daughter = selectors.members_on(family, TODAY)[1].person
    other = states.alone(states.adult("Jan", "Kowalski", sex=Sex.MALE))
    services.move_members(source=family, target=other, persons=[daughter], on=TODAY, by=BY, at=NOW)
    assert [m.person for m in selectors.members_on(other, TODAY)][-1] == daughter
    with pytest.raises(MembershipError, match="Nie każda zaznaczona osoba"):
        services.move_members(
            source=family, target=other, persons=[daughter], on=TODAY, by=BY, at=NOW
        )


DAYS = st.integers(min_value=0, max_value=60).map(lambda n: SINCE + dt.timedelta(days=n))


@settings(max_examples=25)
@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=8))
def test_whatever_is_written_a_person_never_stands_twice_on_a_day(
    wishes: list[tuple[dt.date, dt.date | None]],
) -> None:
    """Against a plain set of days: a wish is taken exactly when it is in order and free."""
    family = states.alone(states.adult("Ewa", "Głowa", serial=3))
    person = states.adult("Piotr", "Członek", sex=Sex.MALE, serial=2)
    try:
        horizon = [SINCE + dt.timedelta(days=n) for n in range(70)]
        taken: set[dt.date] = set()
        for since, until in wishes:
            days = {day for day in horizon if since <= day <= (until or horizon[-1])}
            free = bool(days) and not days & taken
            try:
                services.add_member(
                    family=family, person=person, role=FamilyRole.OTHER, since=since, until=until,
                    by=BY, at=NOW,
                )  # fmt: skip
            except (MembershipError, PeriodError):
                assert not free
            else:
                assert free
                taken |= days
        for day in horizon:
            there = [m for m in selectors.members_on(family, day) if m.person == person]
            assert len(there) == (day in taken)
    finally:
        # one database for every example; events cannot be taken back, the rest can
        FamilyMembership.objects.all().delete()
        Family.objects.all().delete()
        type(person).objects.all().delete()


def test_a_worker_is_assigned_only_to_families_of_the_own_team() -> None:
    family = states.alone()
    ewa = states.worker("ewa")
    services.assign_worker(family=family, team=states.team(), worker=ewa, by=BY, at=NOW)
    family.refresh_from_db()
    assert family.worker == ewa
    other = states.team("Zespół nr 2")
    with pytest.raises(FamilyDataError, match="nie jest pracownikiem socjalnym w zespole"):
        services.assign_worker(family=family, team=other, worker=ewa, by=BY, at=NOW)


def test_a_family_with_an_application_or_a_running_benefit_is_not_closed() -> None:
    family = states.alone()
    application = states.with_application(family)
    with pytest.raises(FamilyDataError, match="wniosek bez decyzji"):
        services.close_family(family=family, on=TODAY, by=BY, at=NOW)
    application.state = "withdrawn"
    application.save()
    grant = Grant.objects.create(
        family=family, person=application.applicant, benefit="zasilek_staly", since=SINCE,
        status=GrantStatus.GRANTED,
    )  # fmt: skip
    with pytest.raises(FamilyDataError, match="świadczenie przyznane na czas po tym dniu"):
        services.close_family(family=family, on=TODAY, by=BY, at=NOW)
    grant.until = TODAY
    grant.save()
    services.close_family(family=family, on=TODAY, by=BY, at=NOW)
    with pytest.raises(MembershipError, match="Najpierw ją wznów"):
        services.add_member(
            family=family, person=states.child(), role=FamilyRole.CHILD, since=TODAY, by=BY, at=NOW
        )
    services.reopen_family(family=family, by=BY, at=NOW)
    family.refresh_from_db()
    assert family.closed_on is None


# --- incomes and reasons -------------------------------------------------------------------------


def test_the_case_takes_the_incomes_of_the_month_before_and_of_the_month_itself() -> None:
    # the rules choose between the two: art. 8 ust. 3 asks for the second after a loss of income
    family = states.alone()
    person = family.memberships.get().person
    job = services.record_income(
        person=person, kind=IncomeKind.EMPLOYMENT, since=SINCE, amount_gr=100_000, by=BY, at=NOW
    )
    services.end_income(income=job, until=dt.date(2025, 2, 3), by=BY, at=NOW)
    services.record_income(
        person=person, kind=IncomeKind.UNEMPLOYMENT_BENEFIT, since=dt.date(2025, 3, 1),
        amount_gr=90_000, by=BY, at=NOW,
    )  # fmt: skip
    in_march = selectors.family_case(family, dt.date(2025, 3, 10))
    assert {item.amount_gr for item in in_march.members[0].incomes} == {100_000, 90_000}
    in_april = selectors.family_case(family, dt.date(2025, 4, 1))
    assert [item.amount_gr for item in in_april.members[0].incomes] == [90_000]
    later = selectors.family_case(family, dt.date(2025, 6, 1), applied_on=dt.date(2025, 2, 10))
    assert [item.amount_gr for item in later.members[0].incomes] == [100_000]


def test_a_single_receipt_stays_in_the_case_for_twelve_months() -> None:
    """Art. 8 ust. 11: spread over twelve months from the one it came in."""
    family = states.alone()
    person = family.memberships.get().person
    services.record_income(
        person=person, kind=IncomeKind.OTHER, since=dt.date(2024, 3, 15), one_off=True,
        amount_gr=6_000_000, by=BY, at=NOW,
    )  # fmt: skip
    march, april = dt.date(2025, 3, 31), dt.date(2025, 4, 1)
    assert len(selectors.family_case(family, march).members[0].incomes) == 1
    assert len(selectors.family_case(family, april).members[0].incomes) == 0
    assert selectors.incomes_of_month([person], dt.date(2024, 3, 1)).total == 6_000_000
    assert selectors.incomes_of_month([person], dt.date(2024, 4, 1)).total == 0


def test_the_case_tells_members_inability_to_work_homelessness_and_reasons() -> None:
    family = states.homeless()
    person = family.memberships.get().person
    services.change_person(
        person=person, unable_to_work_since=TODAY, unable_to_work_until=TODAY, by=BY, at=NOW
    )
    case = selectors.family_case(family, TODAY)
    (member,) = case.members
    assert (member.key, member.label) == (str(person.uuid), "Jan Bezdomny")
    assert (member.birth_date, member.unable_to_work) == (dt.date(1970, 1, 2), True)
    assert (case.homeless, case.reasons) == (True, (ReasonCode.HOMELESSNESS,))
    day_after = selectors.family_case(family, TODAY + dt.timedelta(days=1))
    assert not day_after.members[0].unable_to_work


def test_a_farm_has_hectares_and_no_amount_is_negative() -> None:
    person = states.adult()
    with pytest.raises(IncomeError, match="hektarów przeliczeniowych"):
        services.record_income(person=person, kind=IncomeKind.FARM, since=SINCE, by=BY, at=NOW)
    with pytest.raises(IncomeError, match="nie mogą być ujemne"):
        services.record_income(
            person=person, kind=IncomeKind.OTHER, since=SINCE, amount_gr=1, tax_gr=-1, by=BY, at=NOW
        )
    farm = services.record_income(
        person=person, kind=IncomeKind.FARM, since=SINCE, hectares=Decimal("1.5"), by=BY, at=NOW
    )
    assert selectors.income_item(farm).hectares == Decimal("1.5")


def test_a_form_sent_twice_counts_an_income_once() -> None:
    person = states.adult()
    data: IncomeData = {"kind": IncomeKind.OTHER, "since": SINCE, "amount_gr": 300_00}
    services.record_income(person=person, by=BY, at=NOW, **data)
    with pytest.raises(IncomeError, match="jest już zapisany"):
        services.record_income(person=person, by=BY, at=NOW, **data)
    data["evidence"] = "umowa nr 2"
    services.record_income(person=person, by=BY, at=NOW, **data)
    assert person.incomes.count() == 2


def test_a_reason_holds_once_at_a_time_and_its_code_stays_out_of_the_log() -> None:
    family = states.alone()
    code = ReasonCode.ALCOHOLISM
    reason = services.record_reason(family=family, code=code, since=SINCE, by=BY, at=NOW)
    with pytest.raises(ReasonError, match=r"„Alkoholizm” jest już zapisany od 01\.01\.2024"):
        services.record_reason(family=family, code=code, since=TODAY, by=BY, at=NOW)
    services.end_reason(reason=reason, until=TODAY, by=BY, at=NOW)
    assert [row.code for row in selectors.reasons_on(family, TODAY)] == [code]
    assert selectors.reasons_on(family, TODAY + dt.timedelta(days=1)) == []
    logged = [str(event.data) for event in Event.objects.order_by("id")]
    assert not any("alkoholizm" in line for line in logged)


# --- corrections ---------------------------------------------------------------------------------


def test_an_income_struck_out_by_mistake_comes_back_as_it_was() -> None:
    person = states.adult()
    income = services.record_income(
        person=person, kind=IncomeKind.FARM, since=SINCE, amount_gr=5, hectares=Decimal("2.5"),
        by=BY, at=NOW,
    )  # fmt: skip
    kept = services.strike_out(row=income, why="nie ta osoba", by=BY, at=NOW)
    assert not IncomeRecord.objects.exists()
    services.undo_correction(correction=kept, by=BY, at=NOW)
    back = IncomeRecord.objects.get()
    assert (back.hectares, back.since, back.recorded_at) == (Decimal("2.5"), SINCE, NOW)
    with pytest.raises(CorrectionError, match="już cofnięto"):
        services.undo_correction(correction=kept, by=BY, at=NOW)


def test_corrections_are_taken_back_in_reverse_order() -> None:
    family = states.alone()
    membership = family.memberships.get()
    for days in (1, 2):
        services.correct_membership(
            membership=membership, role=FamilyRole.HEAD, since=SINCE - dt.timedelta(days=days),
            until=None, why="inna data", by=BY, at=NOW,
        )  # fmt: skip
    older, newer = Correction.objects.order_by("id")
    with pytest.raises(CorrectionError, match="Najpierw cofnij późniejszą"):
        services.undo_correction(correction=older, by=BY, at=NOW)
    services.undo_correction(correction=newer, by=BY, at=NOW)
    services.undo_correction(correction=older, by=BY, at=NOW)
    membership.refresh_from_db()
    assert membership.since == SINCE


def test_a_membership_does_not_come_back_over_another_one() -> None:
    family = states.mother_and_child()
    child = selectors.members_on(family, TODAY)[1]
    kept = services.strike_out(row=child.membership, why="pomyłka", by=BY, at=NOW)
    services.add_member(
        family=family, person=child.person, role=FamilyRole.CHILD, since=TODAY, by=BY, at=NOW
    )
    with pytest.raises(MembershipError):
        services.undo_correction(correction=kept, by=BY, at=NOW)


def test_a_change_of_address_keeps_the_former_one() -> None:
    family = states.alone()
    services.change_family(
        family=family, address="ul. Nowa 7", homeless=False, last_registered_address="", note="",
        by=BY, at=NOW,
    )  # fmt: skip
    (kept,) = selectors.corrections(family)
    assert "Lipowa" in kept.before
    assert Event.objects.get(action="family.changed").data == {"fields": ["address"]}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_get_numbers_of_their_own_and_none_waits_for_ever() -> None:
    """On SQLite writers wait for each other anyway: every transaction is IMMEDIATE."""
    shared = states.alone()

    def work(number: int) -> list[str]:
        try:
            taken = []
            for turn in range(4):
                head = PersonData(first_name="Jan", last_name=f"Nowak{number}")
                family = services.start_family(
                    head=head, since=SINCE, address=f"ul. Miła {turn}", by=BY, at=NOW
                )
                child = PersonData(first_name="Ola", last_name=f"Nowak{number}")
                services.add_member(
                    family=shared, person=child, role=FamilyRole.OTHER, since=SINCE, by=BY, at=NOW
                )
                services.change_person(
                    person=shared.memberships.order_by("id")[0].person, phone=f"{number}{turn}",
                    by=BY, at=NOW,
                )  # fmt: skip
                taken.append(family.number)
            return taken
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        taken = [number for some in pool.map(work, range(6)) for number in some]
    assert sorted(taken) == [f"R/2025/{number:05d}" for number in range(2, 26)]
    assert len(selectors.members_on(shared, TODAY)) == 25
