"""Terms of keeping: what runs from when, what holds a file back, and that nothing is deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from miernik.accounts.models import Institution
from miernik.audit.models import Event
from miernik.audit.retention import Due, RetentionClass, Verified, classes
from miernik.audit.services import record
from miernik.cases.models import Application, BlueCard, Decision, Family, Grant, Person, Service
from miernik.cases.retention import due_on

AT = dt.datetime(2012, 3, 5, 10, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def family(number: str, **more: Any) -> Family:
    return Family.objects.create(number=number, address="ul. Lipowa 1", created_at=AT, **more)


def person() -> Person:
    return Person.objects.create(first_name="Ewa", last_name="Nowak", created_at=AT)


def grant(of: Family, until: dt.date | None, status: str = "granted", **more: Any) -> Grant:
    since = more.pop("since", dt.date(2012, 3, 1))
    return Grant.objects.create(
        family=of, person=person(), benefit="zasilek_celowy", status=status, since=since,
        until=until, **more,
    )  # fmt: skip


def of_class(name: str, on: dt.date) -> Due:
    return next(item for item in due_on(on) if item.of.id == name)


@pytest.mark.parametrize(
    ("end", "last_day"),
    [
        (dt.date(2014, 5, 31), dt.date(2024, 5, 31)),
        (dt.date(2012, 2, 29), dt.date(2022, 2, 28)),  # art. 112 k.c.: the month's last day
    ],
)
def test_a_term_of_ten_years_ends_with_the_same_date_and_is_over_the_day_after(
    end: dt.date, last_day: dt.date
) -> None:
    ten = classes()["case_file_granted"]
    assert ten.years == 10
    assert not ten.over_on(end, last_day)
    assert ten.over_on(end, last_day + dt.timedelta(days=1))


@pytest.mark.parametrize("day", [dt.date(2028, 2, 29), dt.date(2029, 2, 28), dt.date(2026, 5, 28)])
def test_the_first_day_that_is_still_kept_agrees_with_the_term(day: dt.date) -> None:
    five = classes()["read_log"]
    first = five.first_kept(day)
    assert first is not None
    assert not five.over_on(first, day)
    assert five.over_on(first - dt.timedelta(days=1), day)


def test_a_term_from_law_names_its_article_and_an_unsure_one_says_so() -> None:
    for item in classes().values():
        if item.verified in (Verified.LAW, Verified.LAW_UNSURE):
            assert item.article
            assert item.journal
            assert item.source.startswith("https://")
        if item.verified is Verified.ASK:
            assert item.years is None


def test_a_file_is_due_ten_years_after_the_last_help_of_any_kind() -> None:
    of = family("R/1")
    grant(of, dt.date(2012, 3, 31))
    Service.objects.create(
        family=of, kind="praca_socjalna", since=dt.date(2013, 1, 1), until=dt.date(2013, 6, 30),
        recorded_at=AT, recorded_by="anna",
    )  # fmt: skip
    assert of_class("case_file_granted", dt.date(2023, 6, 30)).due == 0
    found = of_class("case_file_granted", dt.date(2023, 7, 1))
    assert (found.total, found.due, found.families) == (1, 1, ("R/1",))


def test_help_without_an_end_an_open_card_and_a_waiting_application_hold_a_file_back() -> None:
    late = dt.date(2050, 1, 1)
    grant(family("R/1"), None)
    carded = family("R/2")
    grant(carded, dt.date(2012, 3, 31))
    BlueCard.objects.create(
        family=carded, started_on=dt.date(2012, 4, 1), recorded_at=AT, recorded_by="anna"
    )
    waiting = family("R/3")
    grant(waiting, dt.date(2012, 3, 31))
    Application.objects.create(
        number="WS/1", family=waiting, applicant=person(), received_on=dt.date(2026, 5, 28),
        recorded_at=AT, recorded_by="anna",
    )  # fmt: skip
    assert of_class("case_file_granted", late).due == 0
    Family.objects.filter(number="R/1").update(closed_on=dt.date(2013, 1, 1))
    assert of_class("case_file_granted", dt.date(2023, 1, 1)).due == 0
    assert of_class("case_file_granted", dt.date(2023, 1, 2)).families == ("R/1",)


def test_a_file_with_refusals_only_is_due_a_year_after_the_last() -> None:
    of = family("R/1")
    grant(of, None, "refused", decided_on=dt.date(2020, 2, 1))
    grant(of, None, "refused", decided_on=dt.date(2021, 2, 1))
    assert of_class("case_file_refused", dt.date(2022, 2, 1)).due == 0
    assert of_class("case_file_refused", dt.date(2022, 2, 2)).families == ("R/1",)
    grant(of, dt.date(2021, 3, 31))
    assert of_class("case_file_refused", dt.date(2022, 2, 2)).total == 0
    assert of_class("case_file_granted", dt.date(2022, 2, 2)).due == 0


def test_a_file_without_decision_or_help_has_no_known_term() -> None:
    family("R/1")
    found = of_class("case_file_without_help", dt.date(2050, 1, 1))
    assert (found.of.years, found.total, found.due) == (None, 1, 0)


def test_drafts_loose_persons_and_old_reads_are_counted() -> None:
    of = family("R/1")
    Decision.objects.create(
        family=of, person=person(), kind="grant", benefit="zasilek_celowy", prepared_at=AT,
        prepared_by="anna",
    )  # fmt: skip
    record(action="file.read", subject=f"family:{of.uuid}", by="anna", at=AT)
    record(action="file.read", subject=f"family:{of.uuid}", by="anna", at=AT.replace(year=2020))
    day = dt.date(2020, 1, 1)
    assert of_class("decision_draft", day).families == ("R/1",)
    assert of_class("person_without_family", day).due == 1
    found = of_class("read_log", day)
    assert (found.total, found.due) == (2, 1)


def test_the_review_deletes_nothing() -> None:
    grant(family("R/1", team=Institution.objects.create(name="Zespół nr 1")), AT.date())
    record(action="file.read", subject="family:x", by="anna", at=AT)
    due_on(dt.date(2090, 1, 1))
    assert (Family.objects.count(), Grant.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_a_class_without_a_term_is_never_over() -> None:
    of = RetentionClass("x", "x", None, "", Verified.ASK, "")
    assert not of.over_on(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
    assert of.first_kept(dt.date(2100, 1, 1)) is None
