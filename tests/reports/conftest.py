"""The city's two reports in the store, and the context built of them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from miernik.reports.context import ReportContext
from miernik.reports.selectors import build_context
from miernik.strategy.models import Version, Work
from tests.reports import city

AT = dt.datetime(2020, 5, 28, 10, 0, tzinfo=dt.UTC)
AUTHOR = "Miejski Ośrodek Pomocy Rodzinie w Białymstoku"


@dataclass(frozen=True)
class City:
    """The strategy with its values of 2017 (goals A to C) and 2019 (its first tasks)."""

    work: Work
    version: Version


@pytest.fixture
def stored(db: None, golden: Callable[[str], Any]) -> City:
    work = city.store_work()
    first = golden("report_2017_goals_ABC")
    version = city.store_tree(work, first)
    city.store_values(version, first, 2017)
    city.store_values(version, golden("report_2019"), 2019)
    return City(work, version)


@pytest.fixture
def report_2017(stored: City) -> ReportContext:
    return build_context(stored.work, 2017, on=AT.date(), author=AUTHOR)


@pytest.fixture
def report_2019(stored: City) -> ReportContext:
    return build_context(stored.work, 2019, on=AT.date(), author=AUTHOR)
