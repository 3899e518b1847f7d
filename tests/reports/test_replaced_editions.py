"""An edition that another replaced before anybody saw the year stays unseen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from miernik.observations.selectors import RELEASED
from miernik.observations.services import lift_embargo, set_embargo
from miernik.reports.models import Edition
from miernik.reports.selectors import editions_in
from miernik.reports.services import publish_edition
from tests.collection.campaigns import BY, NOW, a_city
from tests.collection.campaigns import City as AskedCity

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def asked(settings: object, tmp_path: Path) -> AskedCity:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django
    return a_city()


def edition(asked: AskedCity, after: int) -> Edition:
    return publish_edition(
        work=asked.work, year=2024, by=BY, at=NOW + after * DAY, formats=("json",)
    )


def shown() -> list[int]:
    return list(editions_in(RELEASED).order_by("number").values_list("number", flat=True))


def test_of_two_editions_under_one_embargo_only_the_later_is_shown(asked: AskedCity) -> None:
    set_embargo(work=asked.work, year=2024, by=BY, at=NOW)
    edition(asked, 1)
    edition(asked, 2)
    assert shown() == []
    lift_embargo(work=asked.work, year=2024, by=BY, at=NOW + 3 * DAY)
    assert shown() == [2]
    # the near miss: an edition after the release takes nothing away
    edition(asked, 4)
    assert shown() == [2, 3]


def test_an_edition_that_was_public_before_the_embargo_comes_back(asked: AskedCity) -> None:
    edition(asked, 0)
    set_embargo(work=asked.work, year=2024, by=BY, at=NOW + DAY)
    edition(asked, 2)
    lift_embargo(work=asked.work, year=2024, by=BY, at=NOW + 3 * DAY)
    assert shown() == [1, 2]
