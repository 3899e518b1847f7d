"""Benefits and reasons by date: whose task, whether a decision, which name, which point."""

import datetime as dt

import pytest
import yaml

from miernik.rules.benefits import FILE, Benefit, Task
from miernik.rules.law import LawError
from miernik.rules.reasons import ReasonCode, label_on


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_every_benefit_stands_in_the_table_with_article_and_task_today() -> None:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert set(rows) == set(Benefit)
    for benefit in Benefit:
        assert benefit.article.startswith("art. ")
        assert benefit.task_on(day("2025-01-01")) in Task
        ends = [held.get("until") for held in rows[benefit]["tasks"]]
        starts = [held["since"] for held in rows[benefit]["tasks"]]
        assert ends == [*starts[1:], None]


def test_zasilek_staly_was_delegated_before_it_became_an_own_task() -> None:
    assert Benefit.PERMANENT.task_on(day("2009-07-31")).is_delegated
    assert not Benefit.PERMANENT.task_on(day("2009-08-01")).is_delegated


@pytest.mark.parametrize(
    ("benefit", "task"),
    [
        (Benefit.PERIODIC, Task.MUNICIPALITY_OWN_MANDATORY),
        (Benefit.SPECIAL_PURPOSIVE, Task.MUNICIPALITY_OWN),
        (Benefit.PSYCHIATRIC_CARE, Task.MUNICIPALITY_DELEGATED),
        (Benefit.GUARDIAN_PAY, Task.MUNICIPALITY_DELEGATED),
        (Benefit.EDUCATION, Task.COUNTY_OWN),
        (Benefit.INTEGRATION, Task.COUNTY_DELEGATED),
    ],
)
def test_tasks_are_those_of_articles_17_to_20(benefit: Benefit, task: Task) -> None:
    assert benefit.task_on(day("2017-06-01")) is task


def test_the_act_is_not_older_than_may_2004() -> None:
    with pytest.raises(LawError, match="nie było świadczenia"):
        Benefit.PERIODIC.task_on(day("2004-04-30"))


def test_a_funeral_a_ticket_and_a_guardian_need_no_decision() -> None:
    without = {item for item in Benefit if not item.needs_decision(day("2025-01-01"))}
    assert without == {Benefit.FUNERAL, Benefit.CREDITED_TICKET, Benefit.GUARDIAN_PAY}


def test_violence_in_the_family_is_domestic_violence_since_22_june_2023() -> None:
    assert label_on(ReasonCode.VIOLENCE, day("2023-06-21")) == "Przemoc w rodzinie"
    assert label_on(ReasonCode.VIOLENCE, day("2023-06-22")) == "Przemoc domowa"
    assert label_on(ReasonCode.POVERTY, day("2023-06-22")) == "Ubóstwo"


def test_every_reason_has_its_point_of_article_7_and_point_10_is_repealed() -> None:
    points = {code.point for code in ReasonCode}
    assert points == {
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "7a",
        "8",
        "9",
        "11",
        "12",
        "13",
        "14",
        "15",
    }
    assert ReasonCode.LARGE_FAMILY.article == "art. 7 pkt 8"
    assert ReasonCode.ALCOHOLISM.point == ReasonCode.DRUG_ADDICTION.point == "13"
