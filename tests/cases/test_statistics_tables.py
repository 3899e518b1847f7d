"""Tabela Nr 1 and Nr 2 from files, against a count with plain sets."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from miernik.cases.statistics.compute import tabulate
from miernik.cases.statistics.folder import read_folder
from miernik.cases.statistics.serialize import tables_as_json, tables_as_text
from tests.cases import reference
from tests.cases.reference import Paper, registers


def counted(paper: Paper, year: int = 2016) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        read = read_folder(reference.write(paper, Path(folder)), year)
    return tables_as_json(tabulate(read, year))


def flat(result: dict[str, Any]) -> dict[str, object]:
    rows = [(r["code"], r["families"], r["persons"], r["of"]) for r in result["table2"]]
    return {**result["table1"], "table2": rows}


def row(result: dict[str, Any], code: str) -> tuple[int, int]:
    (found,) = (r for r in result["table2"] if r["code"] == code)
    return found["families"], found["persons"]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@settings(max_examples=60)
@given(registers())
def test_any_register_is_counted_as_plain_sets_count_it(paper: Paper) -> None:
    assert flat(counted(paper)) == reference.count(paper, 2016)


FAMILY = Paper(
    persons=["anna", "jan", "ewa"],
    families=["one"],
    memberships=[("one", "anna", None, None), ("one", "jan", None, day("2016-03-31"))],
    population={2016: 283229, 2017: 283229},
)


def with_grants(*grants: tuple[Any, ...], **changes: Any) -> Paper:
    fields = {**vars(FAMILY), "grants": list(grants), **changes}
    return Paper(**fields)


def test_a_refused_grant_counts_nobody() -> None:
    result = counted(with_grants(("one", "anna", day("2016-01-01"), None, "refused", 100)))
    assert result["table1"]["families"] == result["table1"]["persons_granted"] == 0


@pytest.mark.parametrize(("amount", "families"), [(None, 0), (0, 0), (1, 1)])
def test_a_revoked_grant_counts_when_something_was_paid(amount: int | None, families: int) -> None:
    grant = ("one", "anna", day("2016-01-01"), day("2016-02-01"), "revoked", amount)
    assert counted(with_grants(grant))["table1"]["families"] == families


def test_a_member_who_left_before_the_window_is_not_in_the_family() -> None:
    grant = ("one", "anna", day("2016-04-01"), None, "granted", None)
    assert counted(with_grants(grant))["table1"]["persons_in_families"] == 1


def test_the_last_day_of_a_period_belongs_to_it() -> None:
    grant = ("one", "anna", day("2016-03-31"), None, "granted", None)
    assert counted(with_grants(grant))["table1"]["persons_in_families"] == 2


@pytest.mark.parametrize(
    ("since", "until", "families"),
    [
        ("2015-01-01", "2015-12-31", 0),
        ("2015-01-01", "2016-01-01", 1),
        ("2016-02-29", "2016-02-29", 1),
        ("2016-12-31", "2016-12-31", 1),
        ("2017-01-01", None, 0),
    ],
)
def test_a_grant_counts_in_a_year_when_a_day_of_it_does(
    since: str, until: str | None, families: int
) -> None:
    grant = ("one", "anna", day(since), day(until) if until else None, "granted", None)
    assert counted(with_grants(grant))["table1"]["families"] == families


def test_a_grant_of_somebody_outside_the_family_counts_the_person_in_one_column_only() -> None:
    grant = ("one", "ewa", day("2016-05-01"), day("2016-05-31"), "granted", None)
    table1 = counted(with_grants(grant, memberships=[]))["table1"]
    assert (table1["persons_granted"], table1["families"], table1["persons_in_families"]) == (
        1,
        1,
        0,
    )


def test_a_reason_in_one_window_does_not_reach_a_member_of_another_window() -> None:
    paper = with_grants(
        ("one", "anna", day("2016-01-01"), day("2016-02-29"), "granted", None),
        ("one", "anna", day("2016-06-01"), day("2016-06-30"), "granted", None),
        reasons=[("one", "bezrobocie", day("2016-06-01"), None)],
    )
    result = counted(paper)
    assert result["table1"]["persons_in_families"] == 2
    assert row(result, "bezrobocie") == (1, 1)


def test_a_sub_code_counts_once_in_its_head_even_beside_the_head_itself() -> None:
    paper = with_grants(
        ("one", "anna", day("2016-01-01"), None, "granted", None),
        reasons=[
            ("one", "bezradnosc", None, None),
            ("one", "bezradnosc.rodziny_niepelne", None, None),
            ("one", "bezradnosc.rodziny_wielodzietne", None, None),
        ],
    )
    result = counted(paper)
    assert row(result, "bezradnosc") == (1, 2)
    assert row(result, "bezradnosc.rodziny_niepelne") == (1, 2)
    assert row(result, "bezradnosc.rodziny_wielodzietne") == (1, 2)


def test_a_person_in_two_families_is_two_families_and_one_person() -> None:
    paper = with_grants(
        ("one", "anna", day("2016-01-01"), None, "granted", None),
        ("two", "anna", day("2016-01-01"), None, "granted", None),
        families=["one", "two"],
        memberships=[("one", "anna", None, None), ("two", "anna", None, None)],
    )
    table1 = counted(paper)["table1"]
    assert (table1["persons_granted"], table1["families"], table1["persons_in_families"]) == (
        1,
        2,
        1,
    )


@pytest.mark.parametrize(
    ("persons", "population", "printed"),
    [(16695, 283229, "5.9"), (1, 2000, "0.1"), (1, 2001, "0.0"), (3, 800, "0.4"), (5, 5, "100.0")],
)
def test_the_index_is_rounded_half_up_to_one_decimal(
    persons: int, population: int, printed: str
) -> None:
    from miernik.cases.statistics.compute import Table1

    assert str(Table1(population, 0, 0, persons).coverage) == printed


def test_every_row_of_the_programme_stands_in_order_and_no_total(
    golden: Any,
) -> None:
    result = counted(with_grants())
    assert [r["code"] for r in result["table2"]] == reference.CODES
    printed = golden("programme_2017_2020_sections_1_to_2_3")["diagnosis"]["table_2"]["rows"]
    heads = [r["label"] for r in result["table2"] if r["of"] is None]
    assert heads[: len(printed)] == [r["name"] for r in printed]
    parts = [r["label"].lower() for r in result["table2"] if r["of"]]
    assert parts == [part["name"] for r in printed for part in r["of_which"]]


def test_the_table_on_the_screen_says_that_rows_are_not_to_be_added() -> None:
    with tempfile.TemporaryDirectory() as folder:
        read = read_folder(reference.write(with_grants(), Path(folder)), 2016)
    text = tables_as_text(tabulate(read, 2016))
    assert "wierszy nie wolno sumować" in text
    assert "  w tym: wielodzietność" in text
    assert "  w tym: rodziny niepełne" in text
    assert "         rodziny wielodzietne" in text
