"""The real consultation of 2020 (seed 002): four changes, two decisions, one alarm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from miernik.consultations.cards import cards
from miernik.consultations.checklist import days_of
from miernik.consultations.errors import DishonestVerdictError, NotReadyError
from miernik.consultations.models import Alarm, Change, Operation, Verdict
from miernik.consultations.report_content import report_content
from miernik.consultations.services.deciding import Final, approve, decide
from miernik.consultations.services.finishing import (
    adopt,
    freeze_report,
    make_next_version,
)
from miernik.kernel.text import squeeze
from miernik.strategy.selectors import latest_version
from miernik.strategy.text.reading import lines
from tests.consultations.city_2020 import BY, City, act, moment

pytestmark = pytest.mark.django_db
REPORT_DAY = dt.date(2020, 11, 10)


@pytest.fixture
def facts(golden: Callable[[str], Any]) -> dict[str, Any]:
    found: dict[str, Any] = golden("consultation_2020")
    return found


@pytest.fixture
def city(facts: dict[str, Any]) -> City:
    return act(facts)


def changes(city: City) -> list[Change]:
    return list(city.submission.changes.order_by("position"))


def decide_as_the_city(city: City, facts: dict[str, Any]) -> None:
    """Column 4: the office's own wording for three units, and 6) covered by 5)."""
    proposal = facts["annex"]["proposals"][0]
    resulting = proposal["resulting"]
    finals = [
        Final(Operation.REPLACE, city.lines[path].code, resulting[name])
        for path, name in (
            ("2.1", "title"),
            ("2.1 / Adresaci", "adresaci"),
            ("2.1 / Cel zadania", "cel"),
        )
    ]
    first = decide(
        draft=city.first,
        changes=changes(city)[:3],
        verdict=Verdict.PARTLY,
        statement=proposal["outcome_text"],
        reasons=proposal["outcome_justification"],
        finals=finals,
        by=BY,
        at=moment(30),
    )
    point = city.lines["2.1 / Realizacja zadania / 5)"].code
    with pytest.raises(DishonestVerdictError) as stopped:
        decide(
            draft=city.first,
            changes=changes(city)[3:],
            verdict=Verdict.ACCEPTED,
            statement=proposal["outcome_point6_text"],
            reasons=proposal["outcome_point6_justification"],
            by=BY,
            at=moment(30),
        )
    assert stopped.value.offered == Verdict.COVERED
    second = decide(
        draft=city.first,
        changes=changes(city)[3:],
        verdict=Verdict.COVERED,
        statement=proposal["outcome_point6_text"],
        reasons=proposal["outcome_point6_justification"],
        covered_by=point,
        by=BY,
        at=moment(30),
    )
    for decision in (first, second):
        approve(decision=decision, by="dyrektor", at=moment(30))


def test_fourteen_days_are_counted(city: City) -> None:
    assert days_of(city.track) == 14


def test_one_row_holds_four_changes_on_four_units(city: City) -> None:
    found = cards(city.first)
    assert [card.line.path for card in found if card.line] == [
        "2.1",
        "2.1 / Adresaci",
        "2.1 / Cel zadania",
        "2.1 / Realizacja zadania / 5)",
    ]
    added = [p.text for p in found[0].proposals[0].pieces if p.change == "added"]
    assert added == [
        " oraz osobom mającym trudność w samodzielnym utrzymaniu zatrudnienia bez wsparcia"
    ]


def test_one_alarm_for_point_6_and_none_for_the_rest(city: City, facts: dict[str, Any]) -> None:
    decide_as_the_city(city, facts)
    (alarm,) = Alarm.objects.all()
    assert [change.label for change in alarm.changes.all()] == ["6)"]


def test_the_next_version_has_three_changed_units_and_the_same_5(
    city: City, facts: dict[str, Any]
) -> None:
    decide_as_the_city(city, facts)
    result = make_next_version(draft=city.first, by=BY, at=moment(31))
    assert city.first.version is not None
    before = {line.code: line for line in lines(city.first.version)}
    after = {line.code: line for line in lines(result)}
    assert before.keys() == after.keys()
    changed = [after[code].path for code in before if before[code].text != after[code].text]
    assert changed == ["2.1", "2.1 / Adresaci", "2.1 / Cel zadania"]
    five = city.lines["2.1 / Realizacja zadania / 5)"]
    assert after[five.code] == five


def test_the_report_states_the_facts_of_seed_002(city: City, facts: dict[str, Any]) -> None:
    decide_as_the_city(city, facts)
    report = report_content(city.track, REPORT_DAY)
    proposal = facts["annex"]["proposals"][0]
    assert report.case_signs == facts["case_numbers"]
    assert report.title == facts["title"]
    assert report.place_and_date == facts["date_raw"]
    texts = [point.text for point in report.points]
    assert texts[:10] == [
        facts["subject_text"],
        facts["legal_bases_text"],
        facts["addressees_text"],
        facts["purpose_text"],
        facts["channels_intro"],
        facts["period_text"],
        facts["submission"]["text"],
        facts["responsible_text"],
        facts["opinions"][0]["text"],
        facts["opinions"][1]["text"],
    ]
    assert texts[10] == facts["validity_text"]
    assert len(texts) == 11
    assert report.points[4].items == [c["text"].rstrip(",.") for c in facts["channels"]]
    (annex,) = report.annexes
    assert annex.title == facts["annex"]["title"]
    (submitter,) = annex.submitters
    assert submitter.submitter == proposal["submitter"]
    (row,) = submitter.rows
    assert squeeze(row.reasons) == squeeze(proposal["justification"])
    assert [change.new for change in row.changes] == [
        element["proposed_text"] for element in proposal["elements"]
    ]
    assert [outcome.statement for outcome in row.outcomes] == [
        proposal["outcome_text"],
        proposal["outcome_point6_text"],
    ]
    assert [text for _, text in row.outcomes[0].wordings] == [
        f"2.1. {proposal['resulting']['title']}",
        proposal["resulting"]["adresaci"],
        proposal["resulting"]["cel"],
    ]
    assert [text for _, text in row.outcomes[1].wordings] == [proposal["resulting_point5"]]
    assert report.counts == {facts["subjects"][0]["draft"]: 1, facts["subjects"][1]["draft"]: 0}


def test_without_the_mailing_there_is_no_validity_sentence(
    city: City, facts: dict[str, Any]
) -> None:
    city.consultation.notices.filter(kind="mailing").delete()
    report = report_content(city.track, REPORT_DAY)
    assert not report.valid
    assert "należy uznać je za ważne" not in report.points[10].text
    assert report.points[10].items == ["zapisz ogłoszenie: poczta elektroniczna do organizacji"]


def test_no_report_before_every_proposal_is_decided(city: City) -> None:
    with pytest.raises(NotReadyError) as error:
        freeze_report(track=city.track, report_day=REPORT_DAY, by=BY, at=moment(10, 11))
    assert error.value.missing == ["rozstrzygnięcia 4 propozycji"]


def test_from_the_opinion_to_the_adopted_text(city: City, facts: dict[str, Any]) -> None:
    decide_as_the_city(city, facts)
    make_next_version(draft=city.first, by=BY, at=moment(31))
    freeze_report(track=city.track, report_day=REPORT_DAY, by=BY, at=moment(10, 11))
    city.first.refresh_from_db()
    adopted = adopt(
        draft=city.first,
        number="XXXII/1/20",
        date=dt.date(2020, 11, 23),
        body="Rada Miasta Białystok",
        in_force_from=dt.date(2021, 1, 1),
        by=BY,
        at=moment(24, 11),
    )
    assert latest_version(adopted.work) == adopted
    city.consultation.refresh_from_db()
    assert city.consultation.state == "completed"
