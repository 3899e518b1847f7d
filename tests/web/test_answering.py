"""The reporter's form without a script: opened, filled in, handed in, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.test import Client

from miernik.audit.models import Event
from miernik.collection.asking import asked_of
from miernik.collection.content import AnswerContent, from_json
from miernik.collection.links import token_of
from miernik.collection.models import Channel, QuestionnaireState, Submission
from miernik.collection.services.review import ask, return_form, settle
from miernik.kernel.quantities import Status
from miernik.web.answering.reading import read_answer
from tests.collection.campaigns import (
    BY,
    CAUSES,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NOW,
    City,
    an_open_one,
    everything,
)
from tests.web.answering_pages import fields, link_to, on, opened, whole

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def city() -> City:
    """A city whose campaign is open."""
    return an_open_one()


def _url(city: City, tail: str = "", name: str = FIRST_SCHOOL) -> str:
    return f"/formularz/{city.form(name).uuid}/{tail}"


def _stored(city: City, name: str) -> AnswerContent:
    form = city.form(FIRST_SCHOOL)
    return from_json(form.answers.get(indicator=city.indicators[name]).content)


def test_a_form_goes_from_the_link_to_the_receipt_without_a_script(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    with on():
        page = client.get(_url(city)).content.decode()
        assert "odpowiedziano na <span data-answered>0</span> z 6 pytań" in page
        answer = client.post(_url(city), whole(city, krok="przekaz"), follow=True)
    form = city.form(FIRST_SCHOOL)
    assert form.state == QuestionnaireState.SUBMITTED
    submission = Submission.objects.get()
    assert submission.submitted_by == "link: Sekretariat"
    assert submission.channel == Channel.LINK
    assert submission.receipt in answer.content.decode()
    answers = {key: from_json(one) for key, one in submission.content["answers"].items()}
    assert answers[city.uuid(MEALS)].number == Decimal(1020)
    assert answers[city.uuid(MONEY)].number == Decimal("17898.80")
    assert answers[city.uuid(CAUSES)].entries[1].number == Decimal(10)
    with on():
        assert "Cofnij przekazanie" in client.get(_url(city)).content.decode()
        client.post(_url(city, "cofnij/"))
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.IN_PROGRESS


def test_a_landing_page_uses_nothing_up(city: City) -> None:
    link = link_to(city.form(FIRST_SCHOOL))
    with on():
        page = Client().get(f"/odpowiedz/{token_of(link)}/")
    assert FIRST_SCHOOL in page.content.decode()
    link.refresh_from_db()
    assert link.first_used_at is None
    opened(city.form(FIRST_SCHOOL))
    assert Event.objects.filter(action="link.opened").count() == 1


def test_what_is_typed_wrong_is_shown_back_and_keeps_the_form(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    with on():
        posted = whole(city, krok="przekaz") | fields(city, MEALS, {"number": "1.234"})
        page = client.post(_url(city), posted, follow=True).content.decode()
    assert "1 234 albo 1,234" in page.replace("\xa0", " ")
    assert 'value="1.234"' in page
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.IN_PROGRESS
    stored = _stored(city, MEALS)
    assert stored.number is None
    assert stored.unread == {"number": "1.234"}


@pytest.mark.parametrize(
    ("typed", "status", "number"),
    [
        ({"number": "1.129,1 tys. zł"}, Status.VALUE, Decimal(1129100)),
        ({"number": "0"}, Status.TRUE_ZERO, Decimal(0)),
        ({"status": "true_zero"}, Status.TRUE_ZERO, Decimal(0)),
        ({"number": "brak danych"}, Status.NO_DATA, None),
        ({"status": "no_data", "reason": "awaria"}, Status.NO_DATA, None),
        ({"status": "not_applicable"}, Status.NOT_APPLICABLE, None),
        ({"number": ""}, None, None),
        ({"number": "12 lub więcej"}, Status.VALUE, None),
        ({"number": "5%"}, Status.VALUE, None),
    ],
)
def test_a_value_is_read_as_poles_write_it(
    city: City, typed: dict[str, str], status: Status | None, number: Decimal | None
) -> None:
    asked = next(one for one in asked_of(city.form(FIRST_SCHOOL)) if one.name == MONEY)
    read = read_answer(fields(city, MONEY, typed), asked).content
    assert (read.status, read.number) == (status, number)
    assert bool(read.unread) == (status is Status.VALUE and number is None)


def test_a_number_of_a_remark_that_is_none_stops_the_form_too(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    note = {"number": "5", "note-3-text": "w tym dwa razy", "note-3-number": "około dwóch"}
    with on():
        posted = whole(city, krok="przekaz") | fields(city, MEALS, note)
        page = client.post(_url(city), posted, follow=True).content.decode()
    assert "„około dwóch” nie jest liczbą" in page
    assert not Submission.objects.exists()


def test_a_part_of_the_form_leaves_the_rest_as_it_is(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    with on():
        client.post(_url(city), fields(city, MEALS, {"number": "5"}) | {"krok": "zapisz"})
        client.post(_url(city), fields(city, MONEY, {"number": "7"}) | {"krok": "zapisz"})
    assert [_stored(city, name).number for name in (MEALS, MONEY)] == [Decimal(5), Decimal(7)]


def test_two_people_choose_which_answer_stays(city: City) -> None:
    first = opened(city.form(FIRST_SCHOOL))
    second = opened(city.form(FIRST_SCHOOL))
    with on():
        first.post(_url(city), fields(city, MEALS, {"number": "5"}) | {"krok": "zapisz"})
        mine = fields(city, MEALS, {"number": "6"}) | {"krok": "zapisz"}
        refused = second.post(_url(city), mine)
        assert refused.status_code == 409
        page = refused.content.decode()
        assert "zostaw moją" in page
        assert "weź tamtą: <strong>5</strong>" in page
        assert _stored(city, MEALS).number == 5
        # saving without a choice changes nothing
        assert second.post(_url(city), mine).status_code == 409
        chosen = fields(city, MEALS, {"number": "6", "theirs": "1", "choice": "moja"})
        second.post(_url(city), chosen)
        assert _stored(city, MEALS).number == 6
        # a choice of a version that is no longer there is asked again
        late = fields(city, MEALS, {"number": "9", "theirs": "1", "choice": "moja"})
        assert second.post(_url(city), late).status_code == 409
        taken = fields(city, MEALS, {"number": "9", "theirs": "2", "choice": "tamta"})
        assert second.post(_url(city), taken).status_code == 302
    assert _stored(city, MEALS).number == 6


def test_autosave_tells_revisions_errors_and_conflicts(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    with on():
        saved = client.post(_url(city, "zapis/"), fields(city, MEALS, {"number": "5"}))
        assert saved.json() == {"revision": 1, "saved": "10:00", "answered": 1, "errors": {}}
        wrong = client.post(_url(city, "zapis/"), fields(city, MEALS, {"number": "ok. 5"}, 1))
        assert list(wrong.json()["errors"]) == ["number"]
        assert wrong.json()["answered"] == 0
        stale = client.post(_url(city, "zapis/"), fields(city, MEALS, {"number": "7"}, 1))
        assert stale.status_code == 409
        assert "zostaw moją" in stale.json()["html"]
        nothing = client.post(_url(city, "zapis/"), {"krok": "zapisz"})
        assert nothing.status_code == 422
    assert _stored(city, MEALS).unread == {"number": "ok. 5"}


def test_a_form_handed_in_meanwhile_tells_what_was_not_saved(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    city.hand_in(FIRST_SCHOOL, everything())
    with on():
        answer = client.post(
            _url(city), fields(city, MEALS, {"number": "999"}) | {"krok": "zapisz"}
        )
        auto = client.post(_url(city, "zapis/"), fields(city, MEALS, {"number": "999"}))
    assert answer.status_code == 409
    assert "<strong>999</strong>" in answer.content.decode()
    assert auto.status_code == 422
    assert _stored(city, MEALS).number == 120


def test_a_returned_form_says_why_and_takes_answers_again(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    city.hand_in(FIRST_SCHOOL, everything())
    form = city.form(FIRST_SCHOOL)
    return_form(questionnaire=form, reason="Sprawdźcie liczbę osób.", by=BY, at=NOW)
    with on():
        assert "Sprawdźcie liczbę osób." in client.get(_url(city)).content.decode()
        client.post(_url(city), fields(city, MEALS, {"number": "7"}, 1) | {"krok": "zapisz"})
        receipt = client.get(_url(city, "potwierdzenie/")).content.decode()
    assert _stored(city, MEALS).number == 7
    assert "Formularz jest znowu otwarty" in receipt


def test_a_question_of_the_office_is_answered_before_and_after_handing_in(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    indicator = city.indicators[MEALS]
    question = ask(
        questionnaire=city.form(FIRST_SCHOOL), indicator=indicator, text="Skąd?", by=BY, at=NOW
    )
    with on():
        assert "Skąd?" in client.get(_url(city)).content.decode()
        client.post(_url(city), {f"reply-{question.uuid.hex}": "Z dziennika", "krok": "zapisz"})
        question.refresh_from_db()
        assert (question.reply, question.replied_by) == ("Z dziennika", "link: Sekretariat")
        city.hand_in(FIRST_SCHOOL, everything())
        client.post(_url(city), {f"reply-{question.uuid.hex}": "Z listy", "krok": "zapisz"})
        question.refresh_from_db()
        assert question.reply == "Z listy"
        settle(question=question, by=BY, at=NOW)
        client.post(_url(city), {f"reply-{question.uuid.hex}": "Nie wiem", "krok": "zapisz"})
    question.refresh_from_db()
    assert question.reply == "Z listy"


def test_a_form_is_shown_in_few_queries(
    city: City, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    city.save(FIRST_SCHOOL, everything())
    with on():
        client.get(_url(city))
        with django_assert_max_num_queries(13):
            client.get(_url(city))


def test_a_late_form_says_so(city: City) -> None:
    day = NOW + dt.timedelta(days=45)
    client = opened(city.form(FIRST_SCHOOL), day=day)
    with on(day):
        page = client.post(_url(city), whole(city, krok="przekaz"), follow=True).content.decode()
    assert "Przekazano po terminie." in page
