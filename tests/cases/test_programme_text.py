"""The programme with its text carries the very goals, tasks and indicators of its facts."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from miernik.cases.statistics.definitions import definition
from miernik.cases.statistics.programme import goals_of, indicators_by_name, write_programme
from miernik.strategy.models import Stage, UnitKind, Version
from miernik.strategy.selectors import content_of, latest_version

EXAMPLES = Path(__file__).parents[2] / "examples" / "bialystok"
AT = dt.datetime(2016, 12, 19, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def _read(name: str) -> Any:
    return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))


@pytest.fixture
def facts() -> Any:
    return _read("program-2017-2020.json")


@pytest.fixture
def version(facts: Any) -> Version:
    text = _read("program-2017-2020-tekst.json")
    return latest_version(write_programme(facts=facts, text=text, by="test", at=AT))


def _plain(goals: Any) -> list[Any]:
    return [
        (
            goal.title,
            [
                (
                    priority.title,
                    [
                        (task.title, task.implementers, [(i.name, i.card) for i in task.indicators])
                        for task in priority.children
                    ],
                )
                for priority in goal.children
            ],
        )
        for goal in goals
    ]


def test_goals_tasks_implementers_indicators_and_cards_are_those_of_the_facts(
    version: Version, facts: Any
) -> None:
    found = content_of(version)
    assert [goal.title for goal in found][-1] == "Diagnoza"
    assert _plain(found[:-1]) == _plain(goals_of(facts))


def test_every_indicator_is_counted_as_its_code_says(version: Version, facts: Any) -> None:
    cards = {item.name: item.definition for item in version.definitions.all()}
    for section in facts["sections"]:
        for item in section["indicators"]:
            assert cards[item["text"]] == definition(item["code"]).full_text
    assert set(indicators_by_name(version.work)) == set(cards)


def test_the_text_is_enacted_and_tied_to_its_indicators(version: Version) -> None:
    assert version.stage == Stage.ENACTED
    assert version.resolution.number == "XXIX/476/16"
    assert version.resolution.in_force_from == dt.date(2017, 1, 1)
    assert version.passages.filter(unit__kind=UnitKind.PART).count() == 5
    assert version.passages.filter(unit__kind=UnitKind.TABLE).count() == 2
    assert version.passages.exclude(indicator=None).count() == 40
