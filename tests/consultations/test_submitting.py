"""Taking opinions: the server's clock, late and ineligible ones, personal data apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from miernik.consultations.cards import changes_of, is_eligible, public_name, published
from miernik.consultations.errors import (
    ClosedError,
    EmptySubmissionError,
    NotReadyError,
    SubmitterError,
    UnchangedProposalError,
)
from miernik.consultations.models import (
    Change,
    Channel,
    Operation,
    Submission,
    SubmitterKind,
    SubmitterPerson,
)
from miernik.consultations.report_content import counted_bodies, report_content
from miernik.consultations.services.submitting import (
    Asked,
    Submitter,
    register_at_desk,
    rule_on_eligibility,
    set_public_wording,
    submit_online,
)
from miernik.strategy.errors import UnknownPassageError
from tests.consultations.city_2020 import BY, City, act, moment

pytestmark = pytest.mark.django_db
CITY_TIME = ZoneInfo("Europe/Warsaw")
NGO = Submitter(SubmitterKind.ORGANISATION, name="Fundacja Obok")
PERSON = Submitter(SubmitterKind.PERSON, full_name="Anna Testowa", email="anna@example.pl")


@pytest.fixture
def city(golden: Callable[[str], Any]) -> City:
    return act(golden("consultation_2020"))


def asked(city: City, **changed: Any) -> Asked:
    code = city.lines["2.1 / Realizacja zadania / 5)"].code
    values = {"draft": city.first.uuid, "operation": Operation.REPLACE, "code": code, **changed}
    return Asked(**{"text": "udział w warsztatach.", "reasons": "Krócej.", **values})


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)


def send(city: City, when: str, submitter: Submitter = NGO, **changed: Any) -> Submission:
    return submit_online(
        track=city.track,
        submitter=submitter,
        asked=[asked(city, **changed)],
        general="",
        at=at(when),
    )


@pytest.mark.parametrize("when", ["2020-10-08T00:00:00", "2020-10-21T23:59:59"])
def test_the_first_and_the_last_second_count(city: City, when: str) -> None:
    assert send(city, when).in_time


@pytest.mark.parametrize("when", ["2020-10-07T23:59:59", "2020-10-22T00:00:00"])
def test_a_second_outside_is_closed_and_nothing_is_stored(city: City, when: str) -> None:
    before = Submission.objects.count()
    with pytest.raises(ClosedError):
        send(city, when)
    assert Submission.objects.count() == before


def desk(city: City, received: str, postmark: dt.date | None = None) -> Submission:
    return register_at_desk(
        track=city.track,
        submitter=NGO,
        asked=[asked(city)],
        general="",
        channel=Channel.PAPER,
        received_at=at(received),
        postmarked_on=postmark,
        by=BY,
        at=at(received),
    )


def test_paper_after_the_term_is_late_unless_its_postmark_is_in_time(city: City) -> None:
    assert not desk(city, "2020-10-23T10:00:00").in_time
    assert desk(city, "2020-10-23T10:00:00", dt.date(2020, 10, 21)).in_time
    assert not desk(city, "2020-10-23T10:00:00", dt.date(2020, 10, 22)).in_time


def test_a_late_and_an_ineligible_opinion_are_named_and_not_counted(city: City) -> None:
    late = desk(city, "2020-10-23T10:00:00")
    rule_on_eligibility(submission=late, eligible=True, reason="", by=BY, at=moment(24))
    other = send(city, "2020-10-20T10:00:00", PERSON)
    rule_on_eligibility(
        submission=other, eligible=False, reason="osoba fizyczna", by=BY, at=moment(24)
    )
    set_public_wording(
        change=other.changes.get(), new_text="udział w warsztatach.", reasons="Krócej.",
        ground="", by=BY, at=moment(24),
    )  # fmt: skip
    report = report_content(city.track, dt.date(2020, 11, 10))
    assert report.counts[city.first.title] == 1
    remarks = {rows.submitter: rows.remark for rows in report.annexes[0].submitters}
    assert remarks["Fundacja Obok"] == "złożono po terminie"
    assert remarks["Osoba fizyczna (dane do wiadomości urzędu)"] == "podmiot nieuprawniony"


def test_a_refusal_of_eligibility_says_why(city: City) -> None:
    with pytest.raises(NotReadyError):
        rule_on_eligibility(
            submission=city.submission, eligible=False, reason=" ", by=BY, at=moment(24)
        )
    assert is_eligible(city.submission) is True


def test_a_person_s_name_lies_encrypted_and_is_public_only_with_consent(city: City) -> None:
    silent = send(city, "2020-10-20T10:00:00", PERSON)
    open_one = send(
        city, "2020-10-20T11:00:00",
        Submitter(SubmitterKind.PERSON, full_name="Jan Jawny", publish_name=True),
    )  # fmt: skip
    assert public_name(silent) == "Osoba fizyczna (dane do wiadomości urzędu)"
    assert public_name(open_one) == "Jan Jawny"
    with connection.cursor() as cursor:
        cursor.execute("SELECT full_name, email FROM consultations_submitterperson")
        stored = str(cursor.fetchall())
    assert "Anna" not in stored
    assert "example" not in stored
    assert SubmitterPerson.objects.get(submission=silent).full_name == "Anna Testowa"


def test_nothing_of_a_person_is_published_before_somebody_looked(city: City) -> None:
    send(city, "2020-10-20T10:00:00", PERSON, reasons="Mój syn Adam choruje.")
    (change,) = [c for c in changes_of(city.first) if c.reasons.startswith("Mój")]
    assert published(change) is None
    with pytest.raises(NotReadyError):
        set_public_wording(
            change=change, new_text=change.new_text, reasons="Członek rodziny choruje.",
            ground="", by=BY, at=moment(24),
        )  # fmt: skip
    set_public_wording(
        change=change, new_text=change.new_text, reasons="(pominięto)",
        ground="dane o zdrowiu osoby trzeciej", by=BY, at=moment(24),
    )  # fmt: skip
    (change,) = [c for c in changes_of(city.first) if c.reasons.startswith("Mój")]
    assert published(change) == ("udział w warsztatach.", "(pominięto)")


def test_a_proposal_equal_to_the_present_wording_is_refused(city: City) -> None:
    present = city.lines["2.1 / Realizacja zadania / 5)"].text
    with pytest.raises(UnchangedProposalError, match=r"2.1 / Realizacja zadania / 5"):
        send(city, "2020-10-20T10:00:00", text=f"  {present}\n")


def test_an_unknown_unit_an_empty_opinion_and_a_nameless_one_are_refused(city: City) -> None:
    with pytest.raises(UnknownPassageError):
        send(city, "2020-10-20T10:00:00", code="00000000")
    with pytest.raises(SubmitterError) as error:
        send(city, "2020-10-20T10:00:00", Submitter(SubmitterKind.ORGANISATION, name=" "))
    assert error.value.field == "name"
    with pytest.raises(EmptySubmissionError):
        submit_online(
            track=city.track, submitter=NGO, asked=[], general=" ", at=at("2020-10-20T10:00:00")
        )


def test_what_came_in_is_changed_by_nobody(city: City) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(submission=city.submission).update(new_text="inaczej")
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=city.submission.pk).update(in_time=False)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "jeden uprawniony podmiot"),
        (2, "dwa uprawnione podmioty"),
        (5, "pięć uprawnionych podmiotów"),
        (12, "12 uprawnionych podmiotów"),
        (22, "22 uprawnione podmioty"),
    ],
)
def test_bodies_are_counted_in_polish(number: int, words: str) -> None:
    assert counted_bodies(number) == words
