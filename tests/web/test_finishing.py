"""The end of a campaign at the desk: closing, approving, publishing, taking back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.collection.models import Campaign, CampaignState
from miernik.observations.models import BreakState, ComparabilityBreak, Observation
from miernik.observations.services import decide_break
from miernik.observations.states import BreakAction
from miernik.reports.models import Edition
from miernik.reports.selectors import edition_context
from miernik.web.public.door import short
from tests.collection.campaigns import MEALS, SECOND_SCHOOL, YEAR, City, everything
from tests.collection.closed import CLOSING, accept, reviewed
from tests.web import city as people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django


@pytest.fixture
def asked() -> City:
    return reviewed()


def of(role: Role) -> Client:
    client = Client()
    client.force_login(people.person(f"o-{role}", role))
    return client


def step(client: Client, city: City, name: str, **said: str) -> tuple[int, str]:
    """Take a step; returns the status and the page one lands on."""
    response = client.post(reverse(name, args=[city.campaign.uuid]), said, follow=True)
    return response.status_code, response.content.decode()


def page(client: Client, city: City) -> str:
    response = client.get(reverse("campaign-finish", args=[city.campaign.uuid]))
    assert response.status_code == 200
    return response.content.decode()


def state() -> str:
    return Campaign.objects.get().state


def explain_jumps() -> None:
    for item in ComparabilityBreak.objects.filter(state=BreakState.PROPOSED):
        decide_break(
            item=item, action=BreakAction.REJECT, note="inny zakres pytania", by="anna", at=CLOSING
        )


def test_the_page_before_closing_tells_what_would_be_written(asked: City) -> None:
    text = page(of(Role.COORDINATOR), asked)
    assert "od 1\xa0200 do 1\xa0320" in text
    assert "podało 2 z 3, milczy 1" in text
    assert SECOND_SCHOOL in text
    assert "Zamknij zbieranie" in text
    assert not Observation.objects.filter(year=YEAR).exists()


def test_a_reader_looks_and_closes_nothing(asked: City) -> None:
    reader = of(Role.READER)
    assert "Zamknij zbieranie</button>" not in page(reader, asked)
    assert step(reader, asked, "campaign-close")[0] == 403
    assert state() == CampaignState.OPEN


def test_forms_that_wait_are_named_and_nothing_can_be_closed(asked: City) -> None:
    asked.hand_in(SECOND_SCHOOL, everything(80))
    coordinator = of(Role.COORDINATOR)
    assert "czeka 1 przekazany formularz" in page(coordinator, asked)
    status, text = step(coordinator, asked, "campaign-close")
    assert (status, state()) == (422, CampaignState.OPEN)
    assert "Przyjmij go albo zwróć do poprawy" in text


def test_the_whole_way_from_closing_to_the_portal(asked: City, client: Client) -> None:
    coordinator, director = of(Role.COORDINATOR), of(Role.DIRECTOR)
    address = reverse("indicator", args=[asked.work.code, short(asked.indicators[MEALS].uuid)])
    status, text = step(coordinator, asked, "campaign-close")
    assert (status, state()) == (200, CampaignState.CLOSED)
    # 3821 people a year before and 1320 at most now: a person must say why
    assert "wstrzymuje 1 niewyjaśniony skok" in text
    assert step(director, asked, "campaign-approve")[0] == 422
    assert not Edition.objects.exists()
    live = coordinator.get(reverse("campaign-report", args=[asked.campaign.uuid, asked.work.code]))
    assert "Instytucje, które pytano, a które nie przekazały danych" in live.content.decode()
    explain_jumps()
    assert step(coordinator, asked, "campaign-approve")[0] == 403
    assert step(director, asked, "campaign-approve")[0] == 200
    edition = Edition.objects.get()
    collected = edition_context(edition).collected
    assert collected is not None
    assert [item.name for item in collected.silent] == [SECOND_SCHOOL]
    assert client.get(reverse("edition", args=[short(edition.uuid)])).status_code == 404
    assert "1\xa0320" not in client.get(address).content.decode()
    assert step(director, asked, "campaign-publish")[0] == 200
    assert state() == CampaignState.PUBLISHED
    assert client.get(reverse("edition", args=[short(edition.uuid)])).status_code == 200
    shown = client.get(address).content.decode()
    assert "1\xa0320" in shown
    assert "3\xa0821" in shown


def test_an_approval_taken_back_makes_a_new_edition_and_the_old_one_is_never_public(
    asked: City, client: Client
) -> None:
    coordinator, director = of(Role.COORDINATOR), of(Role.DIRECTOR)
    step(coordinator, asked, "campaign-close")
    explain_jumps()
    step(director, asked, "campaign-approve")
    assert step(director, asked, "campaign-withdraw-approval", reason=" ")[0] == 422
    assert step(director, asked, "campaign-withdraw-approval", reason="brakuje szkoły")[0] == 200
    step(coordinator, asked, "campaign-reopen", reason="szkoła przysłała dane")
    assert state() == CampaignState.OPEN
    asked.hand_in(SECOND_SCHOOL, everything(80))
    accept(asked, SECOND_SCHOOL)
    step(coordinator, asked, "campaign-close")
    explain_jumps()
    step(director, asked, "campaign-approve")
    step(director, asked, "campaign-publish")
    first, second = Edition.objects.order_by("number")
    assert client.get(reverse("edition", args=[short(first.uuid)])).status_code == 404
    assert client.get(reverse("edition", args=[short(second.uuid)])).status_code == 200


def test_a_director_does_not_publish_around_the_campaign(asked: City) -> None:
    director = of(Role.DIRECTOR)
    step(of(Role.COORDINATOR), asked, "campaign-close")
    address = reverse("publish", args=[asked.work.code, YEAR])
    assert "nie są jeszcze zatwierdzone" in director.get(address).content.decode()
    refused = director.post(address)
    assert refused.status_code == 422
    assert "Wydanie powstanie przy jej zatwierdzeniu" in refused.content.decode()
    assert not Edition.objects.exists()
    # the near miss: the year before belongs to no campaign
    earlier = director.get(reverse("publish", args=[asked.work.code, YEAR - 1]))
    assert "nie są jeszcze zatwierdzone" not in earlier.content.decode()


def test_a_campaign_never_opened_has_no_end() -> None:
    from tests.collection.campaigns import a_draft

    address = reverse("campaign-finish", args=[a_draft().campaign.uuid])
    assert of(Role.COORDINATOR).get(address).status_code == 404
