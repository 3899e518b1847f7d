"""Statutory terms and the work list; days counted by hand on the calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from miernik.accounts.models import Role
from miernik.cases.models import InterviewKind
from miernik.cases.procedure.services import hold_interview
from miernik.cases.procedure.terms import (
    Term,
    appeal_until,
    decision_due,
    due,
    interview_due,
    update_due,
)
from miernik.cases.procedure.worklist import Work, work_of
from miernik.rules.benefits import Benefit
from tests.cases.procedure_cases import (
    AT,
    D,
    drafted,
    family,
    interviewed,
    issued,
    person,
    received,
    user,
)


def test_an_interview_is_due_in_14_working_days_and_an_urgent_one_in_2() -> None:
    # from Monday 28 April 2025: 1 May and Saturday 3 May are free, so is every weekend
    usual = interview_due(D(2025, 4, 28), urgent=False)
    assert usual.on == D(2025, 5, 19)
    assert "Dz.U. 2021 poz. 893" in usual.article
    assert interview_due(D(2025, 4, 30), urgent=True).on == D(2025, 5, 5)


def test_a_decision_is_due_in_30_days_or_on_the_next_working_day() -> None:
    assert decision_due(D(2025, 3, 3)).on == D(2025, 4, 2)
    assert decision_due(D(2025, 4, 1)).on == D(2025, 5, 2)


def test_an_appeal_has_14_days_from_delivery() -> None:
    assert appeal_until(D(2025, 3, 10)).on == D(2025, 3, 24)


@pytest.mark.parametrize(
    ("benefits", "months"),
    [
        ({Benefit.PERMANENT}, 6),
        ({Benefit.RESIDENTIAL_HOME}, 12),
        ({Benefit.DAY_CENTRE, Benefit.PERMANENT}, 6),
    ],
)
def test_an_interview_is_updated_after_6_months_in_a_home_after_12(
    benefits: set[Benefit], months: int
) -> None:
    found = update_due(frozenset(benefits), D(2025, 1, 15))
    assert found is not None
    assert found.on == {6: D(2025, 7, 15), 12: D(2026, 1, 15)}[months]


def test_help_that_does_not_last_needs_no_update() -> None:
    assert update_due(frozenset({Benefit.PERIODIC}), D(2025, 1, 15)) is None


def test_a_programme_of_integration_is_asked_for_in_60_days() -> None:
    assert due(Term.INTEGRATION_APPLICATION, D(2025, 3, 3)).on == D(2025, 5, 2)


@pytest.mark.django_db
def test_the_late_stands_before_the_due_and_each_says_how_many_days() -> None:
    worker = user("ula", Role.SOCIAL_WORKER)
    late = received(family(person("Jan", "Nowak")), on=D(2025, 3, 3))
    urgent = received(family(person("Ewa", "Lis")), on=D(2025, 3, 20), urgent=True)
    fresh = received(family(), on=D(2025, 3, 20))
    items = work_of(worker, D(2025, 3, 24))
    told = [(item.application and item.application.number, item.days) for item in items]
    # due: 21 March (late by 3), 24 March (2 working days after Thursday), 9 April
    assert told == [(late.number, -3), (urgent.number, 0), (fresh.number, 16)]
    assert [item.late for item in items] == [True, False, False]


@pytest.mark.django_db
def test_who_drafts_signs_and_visits_sees_only_that() -> None:
    clerk, director = user("celina", Role.BENEFITS_CLERK), user("dorota", Role.DIRECTOR)
    ready = interviewed(family(person("Jan", "Nowak")))
    draft = drafted(family())
    day = D(2025, 3, 20)
    assert [(i.work, i.application) for i in work_of(clerk, day)] == [(Work.DECISION, ready)]
    assert [(i.work, i.decision) for i in work_of(director, day)] == [(Work.SIGNATURE, draft)]


@pytest.mark.django_db
def test_a_draft_of_one_benefit_leaves_the_other_to_be_drafted() -> None:
    clerk = user("celina", Role.BENEFITS_CLERK)
    one = person(unable=True)
    of = family(one)
    application = interviewed(of, Benefit.PERIODIC, Benefit.PERMANENT)
    from miernik.cases.models import DecisionKind
    from miernik.cases.procedure.services import Wish, prepare_decision

    prepare_decision(
        application=application, benefit=Benefit.PERMANENT, person=one,
        wish=Wish(kind=DecisionKind.GRANT, since=D(2025, 3, 1)), by="celina", at=AT,
    )  # fmt: skip
    assert [item.work for item in work_of(clerk, D(2025, 3, 20))] == [Work.DECISION]


@pytest.mark.django_db
def test_an_update_is_listed_when_it_is_close_and_goes_when_it_is_done() -> None:
    worker = user("ula", Role.SOCIAL_WORKER)
    of = family(person(unable=True))
    issued(of, Benefit.PERMANENT, until=None)  # interview of 5 March 2025: update by 5 September
    assert work_of(worker, D(2025, 8, 28)) == []
    (item,) = work_of(worker, D(2025, 8, 29))
    assert (item.work, item.due.on, item.days) == (Work.UPDATE, D(2025, 9, 5), 7)
    hold_interview(
        family=of, application=None, kind=InterviewKind.UPDATE, worker=worker,
        held_on=D(2025, 9, 1), findings="Bez zmian.", by="ula",
        at=dt.datetime(2025, 9, 1, 12, tzinfo=dt.UTC),
    )  # fmt: skip
    assert work_of(worker, D(2025, 9, 2)) == []


@pytest.mark.django_db
def test_work_of_another_team_is_not_listed() -> None:
    stranger = user("obcy")
    from miernik.accounts.models import Institution, Membership

    team = Institution.objects.create(name="Zespół B")
    Membership.objects.create(user=stranger, role=Role.SOCIAL_WORKER, institution=team)
    received(family())
    assert work_of(stranger, D(2025, 3, 24)) == []
