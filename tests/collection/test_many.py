"""Many forms handed in at once are no different from forms handed in one by one."""

from __future__ import annotations

import pytest

from miernik.collection.checking import Checker, findings_of
from miernik.collection.content import AnswerContent
from miernik.collection.errors import CollectionError, UnfinishedFormError
from miernik.collection.models import Channel, Submission
from miernik.collection.services.answering import content_digest
from miernik.collection.services.many import Filled, hand_in_many
from tests.collection.campaigns import (
    FIRST_SCHOOL,
    MEALS,
    NOW,
    SECOND_SCHOOL,
    City,
    an_open_one,
    everything,
    number,
)


def _many(city: City, *institutions: str, **changed: AnswerContent) -> list[Submission]:
    answers = {city.uuid(name): answer for name, answer in everything().items()}
    filled = [Filled(city.form(name), answers | changed, "szkoła", NOW) for name in institutions]
    return hand_in_many(
        campaign=city.campaign,
        filled=filled,
        channel=Channel.LINK,
        checker=Checker(city.campaign),
    )


@pytest.mark.django_db
def test_a_form_among_many_is_kept_as_one_handed_in_alone() -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())
    (among,) = _many(city, SECOND_SCHOOL)
    alone = city.form(FIRST_SCHOOL).submissions.get()
    assert among.content | {"institution": FIRST_SCHOOL} == alone.content
    assert among.content_hash == content_digest(among.content)
    form = city.form(SECOND_SCHOOL)
    assert form.state == "submitted"
    assert {row.indicator_id: row.content for row in form.answers.all()} == {
        row.indicator_id: row.content for row in city.form(FIRST_SCHOOL).answers.all()
    }


@pytest.mark.django_db
def test_one_unfinished_form_keeps_all_of_them_out() -> None:
    city = an_open_one()
    with pytest.raises(UnfinishedFormError):
        _many(city, FIRST_SCHOOL, SECOND_SCHOOL, **{city.uuid(MEALS): number("-1")})
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_a_form_somebody_began_is_not_written_over() -> None:
    city = an_open_one()
    city.save(FIRST_SCHOOL, {MEALS: number(7)})
    with pytest.raises(CollectionError, match="ktoś już zaczął"):
        _many(city, FIRST_SCHOOL)


@pytest.mark.django_db
def test_the_checker_says_what_a_form_alone_is_told() -> None:
    city = an_open_one()
    form, checker = city.form(FIRST_SCHOOL), Checker(city.campaign)
    answers = {city.uuid(MEALS): number(3)}
    asked = checker.asked(form)
    assert checker.findings(form, answers) == findings_of(form, asked, answers) != []
