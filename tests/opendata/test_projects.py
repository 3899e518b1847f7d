"""A programme that is not enacted yet has a text but no figures: the open data pass it by."""

from __future__ import annotations

import pytest
from django.test import Client

from miernik.opendata.selectors import rows
from miernik.strategy.models import Work
from tests.strategy import city_text

# WhiteNoise warns where nobody has collected the static files; the API has none.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.fixture
def project() -> Work:
    return city_text.two_programmes()[1].work


def test_the_list_of_works_names_those_in_force(project: Work, client: Client) -> None:
    listed = client.get("/api/works").json()
    assert [item["kod"] for item in listed] == ["pps-2017"]


def test_a_project_has_no_tree_and_the_one_in_force_has(project: Work, client: Client) -> None:
    assert client.get(f"/api/works/{project.code}/tree").json() == []
    assert client.get("/api/works/pps-2017/tree").json() != []


@pytest.mark.parametrize("dataset", ["wskazniki", "wartosci"])
def test_a_project_has_no_rows(project: Work, dataset: str) -> None:
    assert rows(dataset, project) == []


def test_the_one_in_force_has_its_indicators(project: Work) -> None:
    assert rows("wskazniki", Work.objects.get(code="pps-2017")) != []
