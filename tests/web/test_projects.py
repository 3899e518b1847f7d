"""Pages that go through every work stand beside a programme that is only a project."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.intake.selectors import find_work
from miernik.strategy.models import Work
from miernik.web.office.campaigns.forms import NewCampaignForm
from tests.strategy import city_text
from tests.web import city, reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Work:
    return city_text.two_programmes()[1].work


@pytest.fixture
def coordinator() -> Client:
    client = Client()
    client.force_login(city.person("anna", Role.COORDINATOR))
    return client


def test_the_page_of_editions_opens(project: Work, client: Client) -> None:
    page = client.get(reverse("editions"))
    assert page.status_code == 200
    assert project.title not in page.content.decode()


def test_looking_for_breaks_passes_the_project_by(project: Work, coordinator: Client) -> None:
    page = coordinator.post(reverse("look-for-breaks"), follow=True)
    assert page.status_code == 200
    assert "Nowych skoków nie ma" in page.content.decode()


def test_a_campaign_can_be_about_works_in_force_only(project: Work) -> None:
    offered = NewCampaignForm().fields["works"].queryset  # type: ignore[attr-defined]
    assert [work.code for work in offered] == ["pps-2017"]


def test_a_report_finds_its_strategy_beside_the_project() -> None:
    strategy = city.build({2017: reports.document(2017)})
    city_text.two_programmes()
    assert find_work(city.draft_of_2019()) == strategy


def test_a_report_of_no_strategy_in_force_passes_the_project_by(project: Work) -> None:
    assert find_work(city.draft_of_2019()) is None
