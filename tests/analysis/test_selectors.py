"""The changes of the city's real strategy between its two reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from miernik.analysis.compute.series import Verdict
from miernik.analysis.errors import YearsOutOfOrderError
from miernik.analysis.selectors import Row, WorkChanges, series_of_work, work_changes
from miernik.analysis.serialize import changes_as_json, changes_as_text
from miernik.analysis.services import record_proposed_breaks
from miernik.observations.models import BreakState
from miernik.observations.services import decide_break
from miernik.observations.states import BreakAction
from miernik.strategy.models import Work
from tests.analysis.bialystok import AT, store_values, stored_strategy

pytestmark = [pytest.mark.django_db, pytest.mark.seeds]


@pytest.fixture
def work(golden: Callable[[str], Any]) -> Work:
    stored = stored_strategy(golden("report_2017_goals_ABC"))
    store_values(stored, 2017, golden("report_2017_goals_ABC"))
    store_values(stored, 2019, golden("report_2019"))
    return stored


def row(changes: WorkChanges, code: str, place: int) -> Row:
    return [item for item in changes.rows if item.task.label == code][place - 1]


def test_every_indicator_stands_in_the_order_of_the_tree(work: Work) -> None:
    rows = work_changes(work, 2017, 2019).rows
    codes = [item.task.label for item in rows]
    assert codes[:6] == ["A.1.1", "A.1.1", "A.1.2", "A.1.2", "A.1.3", "A.1.3"]
    assert {item.goal.label for item in rows} == {"A", "B", "C"}


def test_the_verdicts_of_2017_and_2019_are_those_of_a_careful_reader(work: Work) -> None:
    changes = work_changes(work, 2017, 2019)
    verdicts = {
        (code, place): row(changes, code, place).change.verdict
        for code, place in [("A.1.1", 1), ("A.1.1", 2), ("A.1.2", 1), ("A.1.2", 2), ("A.1.3", 1),
                            ("A.1.3", 2), ("A.1.4", 1), ("A.1.4", 2), ("A.1.4", 3)]
    }  # fmt: skip
    assert verdicts == {
        ("A.1.1", 1): Verdict.UNKNOWN,  # 25 → 21, p = 0.66
        ("A.1.1", 2): Verdict.UNKNOWN,  # 25 → 31, p = 0.50
        ("A.1.2", 1): Verdict.NO_MATERIAL_CHANGE,  # 364 → 352, −3 %
        ("A.1.2", 2): Verdict.RISE,  # 507 → 674
        ("A.1.3", 1): Verdict.NOT_COMPARABLE,  # 2659* → 6361
        ("A.1.3", 2): Verdict.FALL,  # 5887 → 5198
        ("A.1.4", 1): Verdict.FALL,  # 5170 → 3998
        ("A.1.4", 2): Verdict.FALL,  # 1251 → 879
        ("A.1.4", 3): Verdict.RISE,  # 3821* → 4648
    }


def test_the_unexplained_jump_is_the_only_break_proposed(work: Work) -> None:
    changes = work_changes(work, 2017, 2019)
    assert [(item.task.label, jump.since, jump.year) for item, jump in changes.proposed_breaks] == [
        ("A.1.3", 2017, 2019)
    ]
    change = row(changes, "A.1.3", 1).change
    assert "wymaga rozstrzygnięcia" in change.sentence
    assert "dwukrotnie" in change.reason  # the remark that the report for 2019 lost
    assert change.difference is None


def test_both_directions_are_said_of_meals_and_of_their_municipal_part(work: Work) -> None:
    change = row(work_changes(work, 2017, 2019), "A.1.4", 3).change
    assert change.difference == 827
    (part,) = change.parts
    assert [part.before, part.after, part.difference] == [1921, 1713, -208]
    assert part.verdict is Verdict.FALL
    sentence = change.sentence.replace("\u00a0", " ")
    assert "wzrosła z 3 821" in sentence
    assert "spadła z 1 921 do 1 713" in sentence


def test_goals_that_the_second_report_does_not_reach_have_too_little_data(work: Work) -> None:
    changes = work_changes(work, 2017, 2019)
    assert row(changes, "B.1.1", 1).change.verdict is Verdict.TOO_LITTLE_DATA
    assert "2019" in row(changes, "B.1.1", 1).change.sentence
    assert sum(changes.counts.values()) == len(changes.rows)


def test_only_small_counts_are_tested_and_their_false_alarms_expected(work: Work) -> None:
    changes = work_changes(work, 2017, 2019)
    # 25 → 21 and 25 → 31 are tested; at 5 % two comparisons let 0.1 through.
    assert changes.tested == 2
    assert changes.expected_false_alarms == Decimal("0.1")


def test_the_number_of_queries_does_not_depend_on_the_number_of_indicators(
    work: Work, golden: Callable[[str], Any]
) -> None:
    with CaptureQueriesContext(connection) as many:
        work_changes(work, 2017, 2019)
    first_goal = golden("report_2017_goals_ABC")[:1]
    first_goal[0]["priorities"] = first_goal[0]["priorities"][:1]
    small = stored_strategy(first_goal, code="mala")
    store_values(small, 2017, first_goal)
    with CaptureQueriesContext(connection) as few:
        work_changes(small, 2017, 2019)
    assert len(few) == len(many)


def test_a_recorded_jump_stops_the_comparison_until_a_person_calls_it_real(work: Work) -> None:
    (item,) = record_proposed_breaks(changes=work_changes(work, 2017, 2019), by="jk", at=AT)
    waiting = row(work_changes(work, 2017, 2019), "A.1.3", 1).change
    assert waiting.verdict is Verdict.NOT_COMPARABLE
    assert waiting.stopped_by is not None
    assert record_proposed_breaks(changes=work_changes(work, 2017, 2019), by="jk", at=AT) == []

    decide_break(item=item, action=BreakAction.REJECT, note="Nowe zadanie", by="jk", at=AT)
    real = row(work_changes(work, 2017, 2019), "A.1.3", 1).change
    assert real.verdict is Verdict.RISE
    assert real.difference == 6361 - 2659


def test_a_break_called_an_error_stops_until_the_value_is_corrected(work: Work) -> None:
    from tests.observations.values import corrected

    (item,) = record_proposed_breaks(changes=work_changes(work, 2017, 2019), by="jk", at=AT)
    decide_break(item=item, action=BreakAction.CALL_ERROR, note="Osoby", by="jk", at=AT)
    found = row(work_changes(work, 2017, 2019), "A.1.3", 1)
    assert found.change.verdict is Verdict.NOT_COMPARABLE
    assert found.change.stopped_by is not None
    assert found.change.stopped_by.state == BreakState.ERROR
    assert found.after is not None
    corrected(found.after, number=2800)
    assert row(work_changes(work, 2017, 2019), "A.1.3", 1).change.difference == 141


def test_years_must_stand_in_order(work: Work) -> None:
    with pytest.raises(YearsOutOfOrderError, match="2019 i 2017"):
        work_changes(work, 2019, 2017)


def test_the_json_document_holds_what_the_contract_names(work: Work) -> None:
    document = json.loads(json.dumps(changes_as_json(work_changes(work, 2017, 2019))))
    assert document["work"] == "srps-2011-2020"
    assert (document["year_from"], document["year_to"]) == (2017, 2019)
    (jump,) = [
        item
        for item in document["indicators"]
        if item["before"] and item["before"]["raw"] == "2659*"
    ]
    assert jump["code"] == "A.1.3"
    assert jump["after"]["number"] == 6361
    assert jump["comparable"] is False
    assert jump["verdict"] == "nieporównywalne"
    assert jump["break"]["state"] == "proposed"
    assert jump["before"]["notes"] == ["w tym 4 rodziny objęte wsparciem dwukrotnie"]
    assert document["summary"]["counts"]["nieporównywalne"] == 1
    assert document["summary"]["expected_false_alarms"] == 0.1


def test_the_text_is_wrapped_and_grouped_by_goal(work: Work) -> None:
    text = changes_as_text(work_changes(work, 2017, 2019), width=80)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "A. Rodzina" in text
    assert "[nieporównywalne]" in text
    assert "Podsumowanie" in text


def test_the_series_of_a_work_are_given_by_indicator(work: Work) -> None:
    found = series_of_work(work)
    names = {item.name: [point.year for point in item.points] for item in found.values()}
    assert names["Liczba asystentów rodzinnych"] == [2017, 2019]
