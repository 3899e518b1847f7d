"""From a prepared campaign to a submission on record."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from miernik.accounts.errors import AccountError
from miernik.accounts.services import add_to_group
from miernik.collection.asking import asked_of
from miernik.collection.content import AnswerContent, from_json
from miernik.collection.errors import (
    CollectionError,
    FormNotOpenError,
    NotAskedError,
    NothingAskedError,
    UnfinishedFormError,
)
from miernik.collection.models import Channel, QuestionnaireState, Submission
from miernik.collection.services.answering import (
    Change,
    content_digest,
    save_answers,
    submit,
    withdraw_submission,
)
from miernik.collection.services.assigning import (
    ask_members,
    assign,
    assign_implementers,
    exclude,
)
from miernik.collection.services.campaigns import Wording, create_campaign, open_campaign
from miernik.kernel.quantities import Kind, Status
from tests.collection.campaigns import (
    BY,
    CALENDAR,
    CENTRE,
    EVENTS,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NGO,
    NOW,
    SCHOOLS,
    SECOND_SCHOOL,
    SHARE,
    YEAR,
    a_city,
    a_draft,
    an_open_one,
    everything,
    number,
)

pytestmark = pytest.mark.django_db


def test_implementers_are_asked_and_a_group_through_its_members() -> None:
    city = a_draft()
    pairs = set(
        city.campaign.assignments.order_by("id").values_list("institution__name", "indicator__uuid")
    )
    asked = {name for name, identity in pairs if str(identity) == city.uuid(MEALS)}
    assert asked == {CENTRE, FIRST_SCHOOL, SECOND_SCHOOL}
    assert SCHOOLS not in {name for name, _ in pairs}


def test_a_group_without_members_is_told() -> None:
    city = a_city()
    for name in (FIRST_SCHOOL, SECOND_SCHOOL):
        city.institutions[name].parent = None
        city.institutions[name].save()
    campaign = create_campaign(
        year=YEAR, works=[city.work], wording=Wording("Próba"), calendar=CALENDAR, by=BY, at=NOW
    )
    assert assign_implementers(campaign=campaign, by=BY, at=NOW).groups == (SCHOOLS,)


def test_an_exclusion_survives_a_second_bulk_assignment() -> None:
    city = a_draft()
    school = city.institutions[FIRST_SCHOOL]
    exclude(
        campaign=city.campaign,
        institution=school,
        indicators=[city.indicators[MONEY]],
        reason="nie prowadzi stołówki",
        by=BY,
        at=NOW,
    )
    assign_implementers(campaign=city.campaign, by=BY, at=NOW)
    open_campaign(campaign=city.campaign, by=BY, at=NOW)
    names = [item.name for item in asked_of(city.form(FIRST_SCHOOL))]
    assert MEALS in names
    assert MONEY not in names


def test_nothing_asked_opens_no_campaign() -> None:
    city = a_city()
    campaign = create_campaign(
        year=YEAR, works=[city.work], wording=Wording("Próba"), calendar=CALENDAR, by=BY, at=NOW
    )
    with pytest.raises(NothingAskedError):
        open_campaign(campaign=campaign, by=BY, at=NOW)


def test_one_year_of_a_strategy_is_collected_once() -> None:
    city = an_open_one()
    with pytest.raises(CollectionError, match=f"Dane za {YEAR}"):
        create_campaign(year=YEAR, works=[city.work], wording=Wording("Drugi raz"), by=BY, at=NOW)
    create_campaign(year=YEAR + 1, works=[city.work], wording=Wording("Za rok"), by=BY, at=NOW)


def test_a_form_shows_last_years_value_note_and_parts() -> None:
    city = an_open_one()
    meals = next(item for item in asked_of(city.form(FIRST_SCHOOL)) if item.name == MEALS)
    assert meals.task_code == "A.1.1"
    assert meals.previous is not None
    assert (meals.previous.year, meals.previous.of_city) == (2024, True)
    assert meals.previous.printed == "3\u00a0821"
    assert meals.previous.notes == ("w tym 1921 objętych decyzją MOPR",)
    assert [(part.text, part.number) for part in meals.sub_values] == [
        ("w tym objętych decyzją MOPR", Decimal(1921))
    ]


def test_the_first_answer_starts_the_form() -> None:
    city = an_open_one()
    city.save(FIRST_SCHOOL, {MEALS: number(12)})
    form = city.form(FIRST_SCHOOL)
    assert (form.state, form.revision) == (QuestionnaireState.IN_PROGRESS, 1)


def test_nothing_is_overwritten_silently() -> None:
    city = an_open_one()
    key = city.uuid(MEALS)
    form = city.form(FIRST_SCHOOL)
    first = {key: Change(number(12), 0)}
    save_answers(questionnaire=form, changes=first, by="pani Ewa", at=NOW)
    second = {key: Change(number(15), 0), city.uuid(MONEY): Change(number(100), 0)}
    saved = save_answers(questionnaire=form, changes=second, by="pan Jan", at=NOW)
    assert saved.revisions == {city.uuid(MONEY): 1}
    assert saved.conflicts[key].content == number(12)
    assert saved.conflicts[key].by == "pani Ewa"
    assert form.answers.get(indicator__uuid=key).content["number"] == "12"
    third = {key: Change(number(15), saved.conflicts[key].revision)}
    assert save_answers(questionnaire=form, changes=third, by="pan Jan", at=NOW).conflicts == {}


def test_saying_the_same_is_no_conflict() -> None:
    city = an_open_one()
    form, key = city.form(FIRST_SCHOOL), city.uuid(MEALS)
    for _ in range(2):
        saved = save_answers(
            questionnaire=form, changes={key: Change(number("12.0"), 0)}, by="Ewa", at=NOW
        )
        assert saved.revisions == {key: 1}


def test_a_form_answers_only_what_it_is_asked() -> None:
    city = an_open_one()
    with pytest.raises(NotAskedError):
        city.save(NGO, {MEALS: number(1)})


def test_an_unfinished_form_is_not_taken_and_loses_nothing() -> None:
    city = an_open_one()
    city.save(FIRST_SCHOOL, {MEALS: number(12)})
    with pytest.raises(UnfinishedFormError, match="czeka 5 miejsc"):
        submit(questionnaire=city.form(FIRST_SCHOOL), channel=Channel.LINK, by="Ewa", at=NOW)
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.IN_PROGRESS
    assert Submission.objects.count() == 0


def test_a_submission_keeps_questions_and_answers_and_cannot_be_changed() -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything(120))
    submission = city.form(FIRST_SCHOOL).submissions.get()
    content = submission.content
    assert [item["name"] for item in content["asked"]][:2] == [MEALS, MONEY]
    assert from_json(content["answers"][city.uuid(MONEY)]) == number("15300.5")
    assert content["asked"][0]["previous"]["printed"] == "3\u00a0821"
    assert submission.content_hash == content_digest(content)
    assert not submission.late
    with pytest.raises(IntegrityError, match="nie zmienia się"), transaction.atomic():
        Submission.objects.update(receipt="inny")
    with pytest.raises(FormNotOpenError):
        city.save(FIRST_SCHOOL, {MEALS: number(13)})


def test_a_form_taken_back_is_handed_in_anew_and_both_stay() -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything(120))
    withdraw_submission(questionnaire=city.form(FIRST_SCHOOL), by="Ewa", at=NOW)
    city.hand_in(FIRST_SCHOOL, everything(121))
    numbers = [
        item.content["answers"][city.uuid(MEALS)]["number"]
        for item in city.form(FIRST_SCHOOL).submissions.order_by("number")
    ]
    assert numbers == ["120", "121"]


def test_the_last_minute_of_the_deadline_is_in_time_and_the_next_is_late() -> None:
    city = an_open_one()
    warsaw = dt.timezone(dt.timedelta(hours=1))
    last = dt.datetime(2026, 2, 27, 23, 59, 59, tzinfo=warsaw)
    city.hand_in(FIRST_SCHOOL, everything(), at=last)
    city.hand_in(SECOND_SCHOOL, everything(), at=last + dt.timedelta(seconds=1))
    assert not city.form(FIRST_SCHOOL).submissions.get().late
    assert city.form(SECOND_SCHOOL).submissions.get().late


def test_no_data_needs_a_reason() -> None:
    city = an_open_one()
    answers = everything()
    answers[EVENTS] = AnswerContent(Status.NO_DATA)
    with pytest.raises(UnfinishedFormError, match="czeka 1 miejsce"):
        city.hand_in(NGO, {name: answers[name] for name in answers if name not in (MEALS, MONEY)})
    city.save(NGO, {EVENTS: AnswerContent(Status.NO_DATA, reason="nie prowadzimy wykazu")})
    submit(questionnaire=city.form(NGO), channel=Channel.ACCOUNT, by="Ola", at=NOW)


def test_a_newly_assigned_institution_gets_its_form_in_an_open_campaign() -> None:
    city = a_draft()
    newcomer = city.institutions[NGO].__class__.objects.create(name="Fundacja Nowa")
    open_campaign(campaign=city.campaign, by=BY, at=NOW)
    assert not city.campaign.questionnaires.filter(institution=newcomer).exists()
    assign(
        campaign=city.campaign,
        institutions=[newcomer],
        indicators=[city.indicators[SHARE]],
        by=BY,
        at=NOW,
    )
    asked = asked_of(city.campaign.questionnaires.get(institution=newcomer))
    assert [(item.name, item.kind) for item in asked] == [(SHARE, Kind.PERCENT)]


def test_a_name_of_many_is_made_a_group_before_the_campaign_opens() -> None:
    city = a_draft()
    centre = city.institutions[CENTRE]
    member = centre.__class__.objects.create(name="Filia nr 1")
    group = ask_members(campaign=city.campaign, institution=centre, by=BY, at=NOW)
    assert not city.campaign.assignments.filter(institution=centre).exists()
    add_to_group(institution=member, group=group, by=BY, at=NOW)
    assign_implementers(campaign=city.campaign, by=BY, at=NOW)
    asked = city.campaign.assignments.filter(institution=member).order_by("id")
    assert {str(item.indicator.uuid) for item in asked} == {city.uuid(MEALS), city.uuid(MONEY)}
    with pytest.raises(AccountError, match="jedna instytucja"):
        ask_members(
            campaign=city.campaign, institution=city.institutions[FIRST_SCHOOL], by=BY, at=NOW
        )
    open_campaign(campaign=city.campaign, by=BY, at=NOW)
    with pytest.raises(CollectionError, match="przed otwarciem"):
        ask_members(campaign=city.campaign, institution=city.institutions[NGO], by=BY, at=NOW)
