"""The office looks at a form: corrections, questions, more time, what counts, what changed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from miernik.collection.content import AnswerContent
from miernik.collection.errors import (
    CollectionError,
    MissingReasonError,
    NotAskedError,
    WrongDayError,
)
from miernik.collection.given import given_answers
from miernik.collection.links import end_of_day, issue_link
from miernik.collection.models import Channel, QuestionnaireState
from miernik.collection.reviewing import differences, review_of, suggested_reason
from miernik.collection.services.answering import submit
from miernik.collection.services.review import (
    accept_form,
    accept_forms,
    ask,
    correct_answer,
    effective_answers,
    extend,
    last_submission,
    reply,
    return_form,
    settle,
    withdraw_acceptance,
)
from miernik.kernel.quantities import Kind, Status
from miernik.observations.models import Origin
from miernik.observations.services import ValueContent, record_observation, record_source
from tests.collection.campaigns import (
    BY,
    CENTRE,
    EVENTS,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NGO,
    NOW,
    SECOND_SCHOOL,
    City,
    an_open_one,
    everything,
    number,
)

pytestmark = pytest.mark.django_db


def handed_in() -> City:
    """One school has handed in 120 meals."""
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything(120))
    return city


def correct(city: City, content: AnswerContent, reason: str = "telefon do szkoły") -> None:
    """Correct the school's number of meals."""
    correct_answer(
        questionnaire=city.form(FIRST_SCHOOL),
        indicator=city.indicators[MEALS],
        content=content,
        reason=reason,
        by=BY,
        at=NOW,
    )


def test_a_correction_counts_and_the_submission_stays() -> None:
    city = handed_in()
    correct(city, number(112))
    submission = last_submission(city.form(FIRST_SCHOOL))
    assert submission.content["answers"][city.uuid(MEALS)]["number"] == "120"
    assert effective_answers(submission)[city.uuid(MEALS)].number == 112
    [given] = given_answers(city.campaign)
    assert given.answers[city.uuid(MEALS)].number == 112


def test_the_last_of_two_corrections_counts() -> None:
    city = handed_in()
    correct(city, number(112))
    correct(city, number(113))
    [given] = given_answers(city.campaign, [city.uuid(MEALS)])
    assert {key: answer.number for key, answer in given.answers.items()} == {city.uuid(MEALS): 113}


def test_a_correction_does_not_outlive_a_new_submission() -> None:
    city = handed_in()
    correct(city, number(112))
    return_form(questionnaire=city.form(FIRST_SCHOOL), reason="Sprawdźcie.", by=BY, at=NOW)
    city.hand_in(FIRST_SCHOOL, {MEALS: everything(118)[MEALS]})
    [given] = given_answers(city.campaign)
    assert given.answers[city.uuid(MEALS)].number == 118


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_says_why(reason: str) -> None:
    with pytest.raises(MissingReasonError):
        correct(handed_in(), number(112), reason)


def test_a_form_that_was_not_handed_in_is_not_corrected() -> None:
    city = an_open_one()
    city.save(FIRST_SCHOOL, everything())
    with pytest.raises(CollectionError, match="tylko przekazany"):
        correct(city, number(112))


def test_only_what_was_asked_is_corrected() -> None:
    city = an_open_one()
    city.hand_in(CENTRE, {name: everything()[name] for name in (MEALS, MONEY)})
    with pytest.raises(NotAskedError):
        correct_answer(
            questionnaire=city.form(CENTRE),
            indicator=city.indicators[EVENTS],
            content=AnswerContent(Status.VALUE, text="Festyn"),
            reason="telefon",
            by=BY,
            at=NOW,
        )


def test_what_is_returned_or_taken_back_does_not_count_and_what_is_accepted_does() -> None:
    city = handed_in()
    city.hand_in(SECOND_SCHOOL, everything(80))
    accept_form(questionnaire=city.form(SECOND_SCHOOL), by=BY, at=NOW)
    return_form(questionnaire=city.form(FIRST_SCHOOL), reason="Sprawdźcie.", by=BY, at=NOW)
    [given] = given_answers(city.campaign)
    assert given.institution == city.institutions[SECOND_SCHOOL].pk


def test_a_locked_form_counts_only_when_it_was_accepted() -> None:
    city = handed_in()
    accept_form(questionnaire=city.form(FIRST_SCHOOL), by=BY, at=NOW)
    city.campaign.questionnaires.update(state=QuestionnaireState.LOCKED)
    assert [given.form for given in given_answers(city.campaign)] == [city.form(FIRST_SCHOOL).pk]


def test_accepting_many_passes_over_what_does_not_wait() -> None:
    city = handed_in()
    forms = [city.form(FIRST_SCHOOL), city.form(NGO)]
    assert accept_forms(questionnaires=forms, by=BY, at=NOW) == (1, 1)
    withdraw_acceptance(questionnaire=city.form(FIRST_SCHOOL), by=BY, at=NOW)
    assert city.form(FIRST_SCHOOL).accepted is None


def test_more_time_moves_the_links_and_not_the_others() -> None:
    city = an_open_one()
    link = issue_link(questionnaire=city.form(NGO), person="", sent_to="", by=BY, at=NOW)
    other = issue_link(questionnaire=city.form(CENTRE), person="", sent_to="", by=BY, at=NOW)
    until = dt.date(2026, 4, 10)  # after the end of the review
    extend(questionnaire=city.form(NGO), until=until, reason="choroba", by=BY, at=NOW)
    link.refresh_from_db()
    before = other.expires_at
    other.refresh_from_db()
    assert (link.expires_at, other.expires_at) == (end_of_day(until), before)


def test_more_time_is_never_less() -> None:
    city = an_open_one()
    with pytest.raises(WrongDayError, match=r"27\.02\.2026"):
        extend(
            questionnaire=city.form(NGO),
            until=dt.date(2026, 2, 26),
            reason="choroba",
            by=BY,
            at=NOW,
        )


def test_a_question_is_asked_replied_and_settled_once() -> None:
    city = handed_in()
    question = ask(
        questionnaire=city.form(FIRST_SCHOOL),
        indicator=city.indicators[MEALS],
        text="Czy z darowizn?",
        by=BY,
        at=NOW,
    )
    reply(question=question, text="Tak, 12 osób.", by="szkoła", at=NOW)
    first = settle(question=question, by=BY, at=NOW)
    second = settle(question=question, by="ktoś inny", at=NOW + dt.timedelta(days=1))
    assert (second.settled_by, second.settled_at) == (BY, first.settled_at)
    with pytest.raises(CollectionError, match="za wyjaśnione"):
        reply(question=question, text="Jednak nie.", by="szkoła", at=NOW)


def test_the_review_shows_the_difference_to_the_institutions_own_year_only() -> None:
    city = an_open_one()
    source = record_source(origin=Origin.COLLECTION, title="Dane za 2024 r.", by=BY, at=NOW)
    record_observation(
        indicator=city.indicators[MEALS],
        year=2024,
        institution=city.institutions[FIRST_SCHOOL],
        value=ValueContent(Kind.COUNT, number=Decimal(100)),
        source=source,
        by=BY,
        at=NOW,
    )
    city.hand_in(FIRST_SCHOOL, everything(120))
    city.hand_in(SECOND_SCHOOL, everything(80))
    own = {row.card.name: row for row in review_of(city.form(FIRST_SCHOOL)).rows}
    others = {row.card.name: row for row in review_of(city.form(SECOND_SCHOOL)).rows}
    assert own[MEALS].difference == 20
    assert others[MEALS].difference is None  # beside it stands the city's 3821


def test_what_a_later_submission_says_otherwise() -> None:
    city = handed_in()
    return_form(questionnaire=city.form(FIRST_SCHOOL), reason="Sprawdźcie.", by=BY, at=NOW)
    city.save(FIRST_SCHOOL, {MONEY: number(20000)})
    submit(questionnaire=city.form(FIRST_SCHOOL), channel=Channel.LINK, by="szkoła", at=NOW)
    first, second = city.form(FIRST_SCHOOL).submissions.order_by("number")
    [change] = differences(first, second)
    assert (change.card.name, change.before, change.after) == (
        MONEY,
        "15\u00a0300,5\u00a0zł",
        "20\u00a0000\u00a0zł",
    )
    assert differences(second, second) == []


def test_words_for_a_return_name_what_was_flagged() -> None:
    city = handed_in()
    ask(
        questionnaire=city.form(FIRST_SCHOOL),
        indicator=city.indicators[MEALS],
        text="Czy z darowizn?",
        by=BY,
        at=NOW,
    )
    review = review_of(city.form(FIRST_SCHOOL))
    assert suggested_reason(review.flagged) == (
        f"Prosimy sprawdzić i poprawić albo wyjaśnić:\n– {MEALS} (podano: 120): Czy z darowizn?"
    )
    assert suggested_reason([]) == ""
