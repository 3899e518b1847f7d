"""Steps at the end of a campaign in every state, and persons counted by pseudonyms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from miernik.collection.errors import WrongStateError
from miernik.collection.models import (
    Campaign,
    CampaignState,
    PseudonymCount,
    PseudonymKey,
    PseudonymSet,
)
from miernik.collection.services.closing import (
    approve_campaign,
    close_campaign,
    publish_campaign,
    reopen_campaign,
    withdraw_approval,
)
from miernik.collection.states import Thing, allowed, follow
from tests.collection.campaigns import CENTRE, FIRST_SCHOOL, MEALS, NOW, YEAR, City
from tests.collection.closed import CLOSING, closed, notes, reviewed, value

pytestmark = pytest.mark.django_db

SERVICES: dict[str, tuple[Callable[..., Any], dict[str, str]]] = {
    "close_campaign": (close_campaign, {}),
    "reopen_campaign": (reopen_campaign, {"reason": "brakuje szkoły"}),
    "approve_campaign": (approve_campaign, {}),
    "withdraw_approval": (withdraw_approval, {"reason": "błąd w kwotach"}),
    "publish_campaign": (publish_campaign, {}),
}


@pytest.mark.parametrize("state", list(CampaignState))
@pytest.mark.parametrize("name", SERVICES)
def test_every_step_in_every_state_does_what_the_table_says(
    name: str, state: CampaignState
) -> None:
    campaign = closed().campaign
    Campaign.objects.filter(pk=campaign.pk).update(
        state=state, approved_at=CLOSING, approved_by="dyrektor"
    )
    service, more = SERVICES[name]
    if allowed(Thing.CAMPAIGN, name, state):
        service(campaign=campaign, by="dyrektor", at=CLOSING, **more)
        expected = follow(Thing.CAMPAIGN, name, state).target
    else:
        with pytest.raises(WrongStateError):
            service(campaign=campaign, by="dyrektor", at=CLOSING, **more)
        expected = state.value
    assert Campaign.objects.get().state == expected


def counted(city: City, *, at: dt.datetime, **told: int | None) -> None:
    """Pseudonyms of the centre and of the first school, and what a count of them told."""
    key = PseudonymKey.objects.create(
        campaign=city.campaign, year=YEAR, area="Białystok", fingerprint="odcisk",
        registered_at=NOW, registered_by="iod",
    )  # fmt: skip
    for name, number in ((CENTRE, 1190), (FIRST_SCHOOL, 110)):
        PseudonymSet.objects.create(
            questionnaire=city.form(name), indicator=city.indicators[MEALS], key=key,
            institution_name=name, count=number, without_pesel=10, values_text="x",
            received_at=NOW, received_by="szkoła",
        )  # fmt: skip
    institutions = [{"institution": name, "persons": None} for name in (CENTRE, FIRST_SCHOOL)]
    PseudonymCount.objects.create(
        campaign=city.campaign, indicator=city.indicators[MEALS],
        result={"institutions": institutions} | told, counted_at=at, counted_by="iod",
    )  # fmt: skip


def test_persons_counted_each_once_replace_the_bounds() -> None:
    city = reviewed()
    counted(city, at=CLOSING, least=1250, most=1250)
    close_campaign(campaign=city.campaign, by="koordynator", at=CLOSING)
    meals = value(city, MEALS)
    assert [meals.number, meals.lower, meals.printed] == [1250, None, "1\xa0250"]
    assert "osoby z 2 instytucji policzono po pseudonimach, każdą raz" in notes(meals)


def test_persons_without_pesel_leave_narrower_bounds() -> None:
    city = reviewed()
    counted(city, at=CLOSING, least=1250, most=1270)
    close_campaign(campaign=city.campaign, by="koordynator", at=CLOSING)
    meals = value(city, MEALS)
    assert [meals.number, meals.lower, meals.upper] == [None, 1250, 1270]


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (NOW - dt.timedelta(days=1), {"least": 1250, "most": 1250}),
        (CLOSING, {"least": None, "most": None}),
    ],
)
def test_a_count_older_than_the_sets_or_hidden_narrows_nothing(
    at: dt.datetime, told: dict[str, int | None]
) -> None:
    city = reviewed()
    counted(city, at=at, **told)
    close_campaign(campaign=city.campaign, by="koordynator", at=CLOSING)
    meals = value(city, MEALS)
    assert [meals.lower, meals.upper] == [1200, 1320]
