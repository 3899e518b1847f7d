"""One value from many institutions, by the card, and bounds for people they may share."""

from __future__ import annotations

from decimal import Decimal

from miernik.kernel.aggregation import distribution, people_bounds, total, union
from miernik.kernel.numbers import print_interval
from miernik.kernel.quantities import Aggregation


def numbers(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_percents_are_pooled_and_never_averaged() -> None:
    fractions = [(Decimal(1), Decimal(2)), (Decimal(1), Decimal(98))]
    percents = numbers(50, 1)
    assert total(Aggregation.RATIO, percents, fractions) == 2
    assert total(Aggregation.RATIO, percents) is None


def test_the_card_says_how_institutions_add_up() -> None:
    values = numbers(10, 20, 60)
    rules = {Aggregation.SUM: 90, Aggregation.MAXIMUM: 60, Aggregation.AVERAGE: 30}
    assert {rule: total(rule, values) for rule in rules} == rules
    assert total(Aggregation.NONE, values) is None
    assert total(Aggregation.LAST, values) is None


def test_shared_people_are_at_least_the_largest_institution_and_at_most_the_sum() -> None:
    assert people_bounds(numbers(120, 100, 120)) == (Decimal(120), Decimal(340))
    assert people_bounds([]) is None


def test_people_counted_together_once_are_one_more_number_beside_the_others() -> None:
    assert people_bounds(numbers(120, 30), Decimal(200)) == (Decimal(200), Decimal(350))
    assert people_bounds(numbers(300, 30), Decimal(200)) == (Decimal(300), Decimal(530))
    assert people_bounds([], Decimal(200)) == (Decimal(200), Decimal(200))


def test_joined_lists_keep_the_first_wording_of_what_repeats() -> None:
    lists = [["Ulotki", "broszury"], ["ulotki ", "e - learning"], ["e-learning", " "]]
    assert union(lists) == ("Ulotki", "broszury", "e - learning")


def test_levels_are_counted_once_an_institution_in_order_of_appearance() -> None:
    answers = [["wysoki", "Wysoki"], ["niski"], ["wysoki", "niski"], ["średni"], ["wysoki"]]
    assert distribution(answers) == (("wysoki", 3), ("niski", 2), ("średni", 1))


def test_bounds_are_printed_as_an_interval_and_as_a_number_where_they_meet() -> None:
    assert print_interval(Decimal("120.0000"), Decimal(1340)) == "od 120 do 1\u00a0340"
    assert print_interval(Decimal(120), Decimal(120)) == "120"
