"""The same tables from the register in the database."""

from typing import Any

import ibis
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from miernik.cases.statistics.compute import counted, tabulate
from miernik.cases.statistics.database import read_database
from miernik.cases.statistics.serialize import tables_as_json
from miernik.cases.statistics.tables import loaded
from tests.cases import reference
from tests.cases.reference import Paper, registers
from tests.cases.register_rows import store
from tests.cases.test_statistics_tables import day, flat

pytestmark = pytest.mark.django_db


def from_database(year: int = 2016) -> dict[str, Any]:
    return tables_as_json(tabulate(read_database(), year))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paper=registers(open_start=False))
def test_any_register_in_the_database_is_counted_as_plain_sets_count_it(
    db: None, paper: Paper
) -> None:
    with transaction.atomic():
        store(paper)
        result = from_database()
        transaction.set_rollback(True)
    assert flat(result) == reference.count(paper, 2016)


def test_an_empty_register_has_rows_of_zeros() -> None:
    store(Paper(population={2016: 1000}))
    result = from_database()
    assert result["table1"]["coverage_percent"] == "0.0"
    assert [(r["families"], r["persons"]) for r in result["table2"]] == [(0, 0)] * 20


def test_persons_merged_one_after_another_are_the_one_that_survived() -> None:
    since = day("2016-01-01")
    rows = store(
        Paper(
            persons=["anna", "anna2", "anna3", "jan"],
            families=["one", "two"],
            memberships=[
                ("one", "anna3", since, None),
                ("one", "jan", since, None),
                ("two", "anna", since, None),
            ],
            grants=[
                ("one", "anna2", since, None, "granted", None),
                ("two", "anna", since, None, "granted", None),
            ],
            population={2016: 1000},
        )
    )
    for merged, into in (("anna3", "anna2"), ("anna2", "anna")):
        rows.persons[merged].merged_into = rows.persons[into]
        rows.persons[merged].save()
    table1 = from_database()["table1"]
    assert (table1["persons_granted"], table1["families"], table1["persons_in_families"]) == (
        1,
        2,
        2,
    )


@pytest.mark.postgres
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paper=registers(open_start=False))
def test_the_expressions_count_the_same_on_postgresql_itself(
    db: None, postgres_url: str, paper: Paper
) -> None:
    with transaction.atomic():
        store(paper)
        register = read_database()
        transaction.set_rollback(True)
    connection = ibis.connect(postgres_url)
    try:
        found = counted(loaded(connection, register), 2016, register.population[2016])
    finally:
        connection.disconnect()
    assert flat(tables_as_json(found)) == reference.count(paper, 2016)
