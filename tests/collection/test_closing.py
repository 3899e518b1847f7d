"""Closing: what institutions said becomes the year's values, silence is said, the year is kept."""

from decimal import Decimal

import pytest

from miernik.audit.models import Event
from miernik.collection.closing.report import closing_report
from miernik.collection.errors import (
    MissingReasonError,
    UnexplainedJumpsError,
    UnreviewedFormsError,
    WrongStateError,
)
from miernik.collection.models import Campaign, CampaignState, Questionnaire, QuestionnaireState
from miernik.collection.services.assigning import exclude
from miernik.collection.services.closing import (
    approve_campaign,
    close_campaign,
    publish_campaign,
    reopen_campaign,
    withdraw_approval,
)
from miernik.collection.services.review import correct_answer, return_form, withdraw_acceptance
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.observations.models import Embargo, Observation, Origin
from miernik.observations.selectors import EVERYTHING, RELEASED
from miernik.observations.services import (
    ValueContent,
    correct_observation,
    propose_break,
    record_observation,
    record_source,
)
from tests.collection.campaigns import (
    BY,
    CAUSES,
    CENTRE,
    EVENTS,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NGO,
    NOW,
    RATING,
    SECOND_SCHOOL,
    SHARE,
    YEAR,
    a_city,
    an_open_one,
    everything,
    number,
)
from tests.collection.closed import (
    CLOSING,
    accept,
    centre,
    closed,
    notes,
    reviewed,
    value,
)

pytestmark = pytest.mark.django_db


def test_people_of_two_institutions_become_bounds_not_a_sum() -> None:
    meals = value(closed(), MEALS)
    # at least the centre's 1200, at most 1200 + 120; the school's part is 60, the centre's 600
    assert [meals.number, meals.lower, meals.upper] == [None, 1200, 1320]
    assert notes(meals) == [
        "w tym od 600 do 660 decyzją MOPR",
        "te same osoby mogły korzystać z pomocy kilku instytucji, dlatego podano granice",
        "dane z 2 z 3 instytucji; milczy: Szkoła Podstawowa nr 2",
    ]


def test_money_adds_up_in_zloty() -> None:
    money = value(closed(), MONEY)
    assert (money.number, money.printed) == (Decimal("30601"), "30\xa0601\xa0zł")


def test_shares_are_pooled_never_averaged() -> None:
    share = value(closed(), SHARE)
    # (50 + 30) of (200 + 100)
    assert [share.numerator, share.denominator] == [80, 300]
    assert (share.number, share.printed) == (Decimal("26.6667"), "26,67%")


def test_words_become_a_distribution_and_lists_a_union_without_repeats() -> None:
    city = closed()
    rating, events = value(city, RATING), value(city, EVENTS)
    assert rating.entries == [{"label": "wysoki", "number": "2"}]
    assert rating.printed == "wysoki – 2 instytucje"
    assert events.entries == [{"label": "Dzień Rodziny"}, {"label": "Piknik"}]


def test_rows_of_a_breakdown_are_summed_by_label() -> None:
    causes = value(closed(), CAUSES)
    assert causes.entries == [
        {"label": "posiłki", "number": "40"}, {"label": "stypendia", "number": "20"},
    ]  # fmt: skip
    assert causes.number == 60


def test_an_institution_keeps_its_own_words_and_where_they_stand() -> None:
    city = closed()
    meals = value(city, MEALS, FIRST_SCHOOL)
    taken = city.form(FIRST_SCHOOL).accepted
    assert taken is not None
    assert meals.number == 120
    (part,) = meals.notes.all()
    assert [part.kind, part.text, part.number] == [NoteKind.SUB_VALUE, "w tym decyzją MOPR", 60]
    assert meals.provenance == {
        "submission": str(taken.uuid), "number": 1, "receipt": taken.receipt,
        "hash": taken.content_hash,
    }  # fmt: skip
    assert value(city, SHARE, NGO).provenance["number"] == 2


def test_a_silent_institution_stands_as_silent_in_every_question() -> None:
    city = closed()
    silent = Observation.objects.filter(institution=city.institutions[SECOND_SCHOOL])
    assert silent.count() == 6
    assert {item.status for item in silent} == {Status.NOT_SUBMITTED}
    assert notes(value(city, MONEY, SECOND_SCHOOL)) == ["formularza nie przekazano"]


def test_all_values_have_one_source_that_says_what_it_is() -> None:
    city = closed()
    sources = {item.source for item in Observation.objects.filter(year=YEAR)}
    assert [(item.origin, item.title) for item in sources] == [
        (Origin.COLLECTION, "Zbieranie danych za 2025 r.: Dane za 2025 r.")
    ]
    # 6 of each school, 2 of the centre, 4 of the association, 6 of the city
    assert Observation.objects.filter(year=YEAR).count() == 24
    assert city.campaign.state == CampaignState.CLOSED


def test_the_year_is_kept_from_the_public_until_it_is_published() -> None:
    city = closed()
    assert EVERYTHING.years(city.work) == [2024, YEAR]
    assert RELEASED.years(city.work) == [2024]
    approve_campaign(campaign=city.campaign, by="dyrektor", at=CLOSING)
    assert RELEASED.years(city.work) == [2024]
    publish_campaign(campaign=city.campaign, by="dyrektor", at=CLOSING)
    assert RELEASED.years(city.work) == [2024, YEAR]


def test_forms_nobody_looked_at_stop_the_closing_and_nothing_is_written() -> None:
    city = reviewed()
    city.hand_in(SECOND_SCHOOL, everything(80))
    with pytest.raises(UnreviewedFormsError, match="czeka 1 przekazany formularz") as caught:
        close_campaign(campaign=city.campaign, by=BY, at=CLOSING)
    assert "(Szkoła Podstawowa nr 2). Przyjmij go albo zwróć" in str(caught.value)
    assert not Embargo.objects.exists()
    assert not Observation.objects.filter(year=YEAR).exists()
    accept(city, SECOND_SCHOOL)
    close_campaign(campaign=city.campaign, by=BY, at=CLOSING)


def test_the_report_before_closing_tells_the_same_and_writes_nothing() -> None:
    city = reviewed()
    return_form_of(city, NGO)
    report = closing_report(city.campaign)
    assert (report.obstacle, report.returned, report.untouched) == ("", (NGO,), (SECOND_SCHOOL,))
    assert report.silent == (NGO, SECOND_SCHOOL)
    meals = next(item for item in report.indicators if item.card.name == MEALS)
    assert (meals.asked, meals.with_value, meals.silent) == (3, 2, 1)
    assert any("nie odesłała Stowarzyszenie Droga" in text for text in report.remarks)
    assert not Observation.objects.filter(year=YEAR).exists()


def return_form_of(city: object, institution: str) -> None:
    form = city.form(institution)  # type: ignore[attr-defined]  # a City
    withdraw_acceptance(questionnaire=form, by=BY, at=NOW)
    return_form(questionnaire=form, reason="sprawdźcie", by=BY, at=NOW)


def test_a_returned_form_is_silence_and_says_so() -> None:
    city = reviewed()
    return_form_of(city, NGO)
    close_campaign(campaign=city.campaign, by=BY, at=CLOSING)
    assert notes(value(city, SHARE, NGO)) == [
        "formularz zwrócono do poprawy i nie przekazano go ponownie"
    ]
    # of the association and two schools only the first school is left
    assert notes(value(city, SHARE))[-1] == (
        "dane z 1 z 3 instytucji; milczą: Stowarzyszenie Droga, Szkoła Podstawowa nr 2"
    )


def test_the_office_s_correction_is_stored_with_its_reason() -> None:
    city = reviewed()
    correct_answer(
        questionnaire=city.form(FIRST_SCHOOL), indicator=city.indicators[MONEY],
        content=number(1530), reason="pomylone przecinki", by=BY, at=NOW,
    )  # fmt: skip
    close_campaign(campaign=city.campaign, by=BY, at=CLOSING)
    money = value(city, MONEY, FIRST_SCHOOL)
    assert money.number == 1530
    assert notes(money) == ["poprawiono w urzędzie: pomylone przecinki"]
    assert value(city, MONEY).number == Decimal("16830.5")


def test_a_value_already_there_is_corrected_not_doubled() -> None:
    city = a_city()
    source = record_source(origin=Origin.INTAKE, title="Sprawozdanie za 2025 r.", by=BY, at=NOW)
    record_observation(
        indicator=city.indicators[MONEY], year=YEAR, value=ValueContent(Kind.AMOUNT,
        number=Decimal(5)), source=source, by=BY, at=NOW,
    )  # fmt: skip
    closed(city)
    money = value(city, MONEY)
    assert (money.version, money.number) == (2, Decimal(30601))
    assert money.reason.startswith("zbieranie danych za 2025 r.: wartość zebrana")


def test_closing_again_corrects_what_changed_and_leaves_the_rest() -> None:
    city = closed()
    reopen_campaign(campaign=city.campaign, reason="szkoła przysłała dane", by=BY, at=CLOSING)
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.ACCEPTED
    assert city.form(SECOND_SCHOOL).state == QuestionnaireState.NOT_STARTED
    city.hand_in(SECOND_SCHOOL, {**everything(80), MONEY: number(0)})
    accept(city, SECOND_SCHOOL)
    written = close_campaign(campaign=city.campaign, by=BY, at=CLOSING)
    # the school's six, and the city's six (money keeps its sum but loses its remark)
    assert (written.new, written.corrected, written.unchanged) == (0, 12, 12)
    meals = value(city, MEALS)
    assert [meals.version, meals.lower, meals.upper] == [2, 1200, 1400]
    assert (
        meals.reason == "ponowne zamknięcie zbierania: po poprawkach jest „od 1\xa0200 do 1\xa0400”"
    )
    assert value(city, MEALS, FIRST_SCHOOL).version == 1
    assert Embargo.objects.count() == 1


def test_an_institution_no_longer_asked_does_not_count_after_closing_again() -> None:
    city = closed()
    reopen_campaign(campaign=city.campaign, reason="szkołę zlikwidowano", by=BY, at=CLOSING)
    exclude(
        campaign=city.campaign, institution=city.institutions[SECOND_SCHOOL],
        indicators=list(city.indicators.values()), reason="szkołę zlikwidowano", by=BY, at=CLOSING,
    )  # fmt: skip
    assert closing_report(city.campaign).silent == ()
    close_campaign(campaign=city.campaign, by=BY, at=CLOSING)
    gone = value(city, MONEY, SECOND_SCHOOL)
    assert (gone.status, gone.version) == (Status.NOT_APPLICABLE, 2)
    assert notes(value(city, MONEY)) == []


def test_every_form_is_locked_by_one_step_each() -> None:
    city = closed()
    states = set(Questionnaire.objects.values_list("state", flat=True))
    assert states == {QuestionnaireState.LOCKED}
    assert Event.objects.filter(action="questionnaire.locked").count() == 4
    assert Event.objects.filter(action="values.recorded").count() == 1
    with pytest.raises(WrongStateError):
        close_campaign(campaign=city.campaign, by=BY, at=CLOSING)


def test_a_jump_nobody_decided_stops_the_approval_and_a_jump_of_another_year_does_not() -> None:
    city = closed()
    propose_break(
        indicator=city.indicators[MONEY], since=2023, year=2024, reason="skok", by=BY, at=NOW
    )
    approve_campaign(campaign=city.campaign, by="dyrektor", at=CLOSING)
    withdraw_approval(campaign=city.campaign, reason="sprawdzamy kwoty", by="dyrektor", at=CLOSING)
    propose_break(
        indicator=city.indicators[MONEY], since=2024, year=YEAR, reason="skok", by=BY, at=NOW
    )
    with pytest.raises(UnexplainedJumpsError, match="wstrzymuje 1 niewyjaśniony skok") as caught:
        approve_campaign(campaign=city.campaign, by="dyrektor", at=CLOSING)
    assert MONEY in str(caught.value)
    assert Campaign.objects.get().state == CampaignState.CLOSED


@pytest.mark.parametrize("step", [reopen_campaign, withdraw_approval])
def test_taking_back_says_why(step: object) -> None:
    city = closed()
    if step is withdraw_approval:
        approve_campaign(campaign=city.campaign, by="dyrektor", at=CLOSING)
    with pytest.raises(MissingReasonError):
        step(campaign=city.campaign, reason="  ", by=BY, at=CLOSING)  # type: ignore[operator]


def test_an_approved_campaign_is_not_reopened_before_the_approval_is_withdrawn() -> None:
    city = closed()
    approve_campaign(campaign=city.campaign, by="dyrektor", at=CLOSING)
    with pytest.raises(WrongStateError):
        reopen_campaign(campaign=city.campaign, reason="błąd", by=BY, at=CLOSING)
    withdraw_approval(campaign=city.campaign, reason="błąd", by="dyrektor", at=CLOSING)
    reopen_campaign(campaign=city.campaign, reason="błąd", by=BY, at=CLOSING)
    assert Campaign.objects.get().state == CampaignState.OPEN


def test_when_nobody_answers_the_city_says_nothing_was_handed_in() -> None:
    city = an_open_one()
    close_campaign(campaign=city.campaign, by=BY, at=CLOSING)
    money = value(city, MONEY)
    assert (money.status, money.number) == (Status.NOT_SUBMITTED, None)
    assert notes(money)[0].startswith("dane z 0 z 3 instytucji; milczą: ")


def test_centre_alone_is_a_number_with_no_repeats() -> None:
    city = an_open_one()
    city.hand_in(CENTRE, centre(700))
    accept(city, CENTRE)
    close_campaign(campaign=city.campaign, by=BY, at=CLOSING)
    assert value(city, MEALS).number == 700


def test_reopening_tells_what_the_office_corrected_after_the_closing() -> None:
    city = closed()
    assert not any("sprostowano w biurze" in text for text in closing_report(city.campaign).remarks)
    correct_observation(
        observation=value(city, MONEY), value=ValueContent(Kind.AMOUNT, number=Decimal(30000)),
        reason="faktura korygująca", by=BY, at=CLOSING,
    )  # fmt: skip
    reopen_campaign(campaign=city.campaign, reason="szkoła przysłała dane", by=BY, at=CLOSING)
    told = [t for t in closing_report(city.campaign).remarks if "sprostowano w biurze" in t]
    assert len(told) == 1
    assert MONEY in told[0]
