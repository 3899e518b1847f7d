"""No hidden number comes back by subtraction: attacks by trying every table that fits."""

import itertools
from collections.abc import Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st

from miernik.kernel.disclosure import Relations, Subset, Sum, hidden_cells, recoverable

#: The largest number the attacker tries for a hidden cell.
CAP = 14


def tables_that_fit(
    cells: Mapping[str, int], relations: Relations, hidden: frozenset[str]
) -> Iterator[dict[str, int]]:
    """Every table an outsider may think of: hidden cells are at least one, the rest is printed."""
    names = sorted(hidden)
    for values in itertools.product(range(1, CAP + 1), repeat=len(names)):
        table = {**cells, **dict(zip(names, values, strict=True))}
        sums = all(table[s.whole] == sum(table[p] for p in s.parts) for s in relations.sums)
        if sums and all(table[s.part] <= table[s.whole] for s in relations.subsets):
            yield table


def test_zeros_and_large_numbers_are_shown_and_small_ones_are_not() -> None:
    cells = {"zero": 0, "one": 1, "four": 4, "five": 5, "many": 900}
    assert hidden_cells(cells, Relations()) == {"one", "four"}


def test_the_threshold_can_be_set() -> None:
    assert hidden_cells({"a": 2, "b": 3}, Relations(), threshold=3) == {"a"}


def test_one_hidden_part_takes_the_next_smallest_with_it() -> None:
    cells = {"all": 30, "a": 3, "b": 7, "c": 20}
    relations = Relations(sums=(Sum("all", ("a", "b", "c")),))
    assert hidden_cells(cells, relations) == {"a", "b"}


def test_a_zero_is_no_partner() -> None:
    cells = {"all": 23, "a": 3, "b": 0, "c": 20}
    relations = Relations(sums=(Sum("all", ("a", "b", "c")),))
    assert hidden_cells(cells, relations) == {"a", "c"}


def test_parts_of_one_each_are_told_by_their_number_so_the_whole_goes_too() -> None:
    cells = {"all": 5, "a": 1, "b": 1, "c": 1, "d": 1, "e": 1}
    relations = Relations(sums=(Sum("all", tuple("abcde")),))
    assert "all" in hidden_cells(cells, relations)


def test_a_part_that_leaves_a_small_remainder_is_hidden() -> None:
    relations = Relations(subsets=(Subset("head", "part"),))
    assert hidden_cells({"head": 12, "part": 10}, relations) == {"part"}
    assert hidden_cells({"head": 12, "part": 12}, relations) == frozenset()
    assert hidden_cells({"head": 12, "part": 7}, relations) == frozenset()


def test_families_and_persons_of_one_row_are_hidden_together() -> None:
    relations = Relations(together=(("families", "persons"),))
    assert hidden_cells({"families": 4, "persons": 8}, relations) == {"families", "persons"}


def test_what_was_hidden_in_a_sum_stays_hidden_in_the_next_publication() -> None:
    relations = Relations(sums=(Sum("all", ("a", "b", "c")),))
    before = {"all": 30, "a": 3, "b": 7, "c": 20}
    first = hidden_cells(before, relations)
    published = {name: None if name in first else number for name, number in before.items()}
    after = {"all": 29, "a": 3, "b": 7, "c": 19}
    second = hidden_cells(after, relations, earlier=published)
    assert {"a", "b"} <= second


def test_a_number_that_was_shown_before_is_no_partner() -> None:
    relations = Relations(sums=(Sum("all", ("a", "b", "c")),))
    cells = {"all": 30, "a": 3, "b": 7, "c": 20}
    hidden = hidden_cells(cells, relations, earlier={"all": 31, "a": 5, "b": 7, "c": 19})
    assert hidden == {"a", "c"}


def test_two_crossing_sums_are_solved_together() -> None:
    cells = {"r1": 10, "r2": 20, "c1": 12, "c2": 18, "a": 3, "b": 7, "c": 9, "d": 11}
    rows = (Sum("r1", ("a", "b")), Sum("r2", ("c", "d")))
    sums = (*rows, Sum("c1", ("a", "c")), Sum("c2", ("b", "d")))
    assert recoverable(cells, sums, {"a", "b"}) == {"a", "b"}
    assert recoverable(cells, sums, {"a", "b", "c", "d"}) == frozenset()
    assert hidden_cells(cells, Relations(sums=sums)) >= {"a", "b", "c", "d"}


@st.composite
def publications(draw: st.DrawFn) -> tuple[dict[str, int], Relations]:
    """A total of two groups, each the sum of two or three, with a part inside each group."""
    small = st.integers(0, 7)
    left = {f"l{n}": draw(small) for n in range(draw(st.integers(2, 3)))}
    right = {f"r{n}": draw(small) for n in range(2)}
    cells = {**left, **right, "l": sum(left.values()), "r": sum(right.values())}
    cells["all"] = cells["l"] + cells["r"]
    cells["some"] = draw(st.integers(0, cells["l"]))
    relations = Relations(
        sums=(Sum("l", tuple(left)), Sum("r", tuple(right)), Sum("all", ("l", "r"))),
        subsets=(Subset("l", "some"),),
    )
    return cells, relations


@given(publications())
def test_no_hidden_number_of_a_hierarchy_has_only_one_value_that_fits(
    publication: tuple[dict[str, int], Relations],
) -> None:
    cells, relations = publication
    hidden = hidden_cells(cells, relations)
    assert {name for name, number in cells.items() if 0 < number < 5} <= hidden
    assert not recoverable(cells, relations.sums, hidden)


@st.composite
def shallow(draw: st.DrawFn) -> tuple[dict[str, int], Relations]:
    parts = {f"p{n}": draw(st.integers(0, 6)) for n in range(draw(st.integers(2, 4)))}
    cells = {**parts, "all": sum(parts.values())}
    return cells, Relations(sums=(Sum("all", tuple(parts)),))


@given(shallow())
def test_trying_every_table_leaves_at_least_two_values_for_every_hidden_number(
    publication: tuple[dict[str, int], Relations],
) -> None:
    cells, relations = publication
    hidden = hidden_cells(cells, relations)
    possible: dict[str, set[int]] = {name: set() for name in hidden}
    for table in itertools.islice(tables_that_fit(cells, relations, hidden), 20_000):
        for name in hidden:
            possible[name].add(table[name])
        if all(len(values) > 1 for values in possible.values()):
            break
    assert all(len(values) > 1 for values in possible.values()), (cells, hidden, possible)
