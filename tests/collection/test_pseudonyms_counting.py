"""Distinct persons: against Python's sets, and what may be shown of them."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from miernik.collection.pseudonyms.counting import Distinct, count_files, count_sets
from miernik.collection.pseudonyms.errors import CountingError
from miernik.collection.pseudonyms.protection import Shown, numbers_told, protected
from miernik.collection.pseudonyms.wording import shown_lines
from tests.collection.persons import file_of, value

THRESHOLD = 5


def _count(*groups: set[int]) -> Distinct:
    return count_files([file_of(f"I{place}", group) for place, group in enumerate(groups)])


def _shown(*groups: set[int], threshold: int = THRESHOLD) -> Shown:
    return protected(_count(*groups), threshold=threshold)


def _people(first: int, number: int) -> set[int]:
    return set(range(first, first + number))


# --- counting ------------------------------------------------------------------------------------


@given(st.lists(st.sets(st.integers(0, 30), max_size=20), min_size=1, max_size=6))
def test_counts_are_those_of_sets(groups: list[set[int]]) -> None:
    found = _count(*groups)
    everybody = set().union(*groups)
    places = Counter(sum(person in group for group in groups) for person in everybody)
    patterns = Counter(tuple(person in group for group in groups) for person in everybody)
    assert found.persons == len(everybody)
    assert found.counts == tuple(len(group) for group in groups)
    assert found.in_institutions == tuple(places[k] for k in range(1, len(groups) + 1))
    assert found.smallest_pattern == min(patterns.values(), default=0)
    pairs = itertools.combinations(range(len(groups)), 2)
    common = {(i, j): len(groups[i] & groups[j]) for i, j in pairs}
    assert found.overlaps == {pair: number for pair, number in common.items() if number}


def test_pseudonyms_that_differ_in_their_last_byte_only_are_two_persons() -> None:
    near = [bytes(15) + bytes([end]) for end in (0, 1)]
    assert count_sets(("A", "B"), [near, near[:1]]).persons == 2
    ends = [b"\x01" + bytes(15), b"\x02" + bytes(15)]
    assert count_sets(("A",), [ends]).persons == 2


def test_seven_hundred_institutions_are_counted_at_once() -> None:
    chance = np.random.default_rng(7)
    pool = [value(person) for person in range(200_000)]
    picked = [sorted({pool[n] for n in chance.integers(0, 200_000, 1500)}) for _ in range(750)]
    names = tuple(f"I{number}" for number in range(750))
    found = count_sets(names, picked)
    assert found.persons == len(set().union(*picked))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"key": "fedcba9876543210"}, "różnymi kluczami"),
        ({"year": 2025}, "różnych lat"),
        ({"area": "Suwałki"}, "różnych lat lub obszarów"),
        ({"indicator": "A.1.4"}, "różnych wskaźników"),
        ({"institution": "A"}, "dwa razy"),
    ],
)
def test_files_that_do_not_belong_together_are_refused(
    change: dict[str, object], says: str
) -> None:
    first = file_of("A", {1, 2})
    institution = str(change.pop("institution", "B"))
    with pytest.raises(CountingError, match=says):
        count_files([first, file_of(institution, {2, 3}, **change)])


# --- what may be shown ---------------------------------------------------------------------------


def test_when_every_group_is_large_everything_is_shown() -> None:
    shown = _shown(_people(0, 20), _people(10, 20))
    assert (shown.persons, shown.counts, shown.summed) == (30, (20, 20), 40)
    assert shown.overlaps == {(0, 1): 10}
    assert [(item.institutions, item.persons) for item in shown.classes] == [(1, 20), (2, 10)]


@pytest.mark.parametrize("common", [1, 4])
def test_a_small_overlap_of_two_hides_the_distinct_number(common: int) -> None:
    shown = _shown(_people(0, 20), _people(20 - common, 20))
    assert shown.persons is None
    assert not shown.overlaps
    assert not shown.classes


def test_no_overlap_and_the_threshold_itself_are_shown() -> None:
    assert _shown(_people(0, 20), _people(20, 20)).persons == 40
    assert _shown(_people(0, 20), _people(15, 20)).persons == 35


@pytest.mark.parametrize("more", [1, 4])
def test_a_few_persons_beyond_the_largest_institution_hide_the_number(more: int) -> None:
    shown = _shown(_people(0, 100), _people(50, 50 + more))
    assert shown.persons is None
    assert (shown.least, shown.most) == (100, 150 + more)


def test_a_small_institution_takes_the_sum_or_another_institution_with_it() -> None:
    shown = _shown(_people(0, 3), _people(10, 30), _people(50, 40))
    hidden = [*shown.counts, shown.summed].count(None)
    assert shown.counts[0] is None
    assert hidden >= 2


def test_a_few_in_two_of_many_institutions_stay_hidden_but_the_total_is_told() -> None:
    groups = [_people(100 * place, 60) for place in range(5)]
    groups[1] |= _people(0, 2)
    groups[2] |= _people(0, 12)
    shown = _shown(*groups)
    assert shown.persons == 300
    assert shown.overlaps == {}
    assert any("par instytucji nie pokazano" in line for line in shown_lines(shown))


def test_persons_without_pesel_widen_the_count_and_a_few_of_them_are_not_told() -> None:
    files = [
        file_of("A", _people(0, 20), without_pesel=10),
        file_of("B", _people(10, 20), without_pesel=8),
    ]
    shown = protected(count_files(files), threshold=THRESHOLD)
    assert (shown.persons, shown.least, shown.most) == (30, 40, 48)
    few = protected(count_files([files[0], file_of("B", _people(10, 20), without_pesel=2)]),
                    threshold=THRESHOLD)  # fmt: skip
    assert (few.least, few.most) == (30, 42)
    one = protected(count_files([file_of("A", _people(0, 20), without_pesel=2)]),
                    threshold=THRESHOLD)  # fmt: skip
    assert (one.least, one.most, one.few_without_pesel) == (20, None, True)


def test_a_count_that_differs_by_a_few_from_an_earlier_one_is_not_told() -> None:
    first = _shown(_people(0, 20), _people(10, 20))
    grown = _count(_people(0, 20), _people(10, 22))
    shown = protected(grown, threshold=THRESHOLD, earlier=[numbers_told(first)])
    assert (shown.persons, shown.classes, shown.overlaps) == (None, (), {})
    assert (shown.least, shown.most) == (22, 42)
    same = protected(
        _count(_people(0, 20), _people(10, 20)), threshold=THRESHOLD, earlier=[numbers_told(first)]
    )
    assert same == first
    larger = _count(_people(0, 20), _people(10, 25))
    assert protected(larger, threshold=THRESHOLD, earlier=[numbers_told(first)]).persons == 35


def test_a_few_that_only_change_places_hide_the_parts_and_not_the_whole() -> None:
    first = _shown(_people(0, 20), _people(10, 20))
    moved = _count(_people(0, 22), _people(10, 20))
    shown = protected(moved, threshold=THRESHOLD, earlier=[numbers_told(first)])
    assert (shown.persons, shown.classes, shown.overlaps) == (30, (), {})


# --- what follows from what is shown -------------------------------------------------------------


def _bounds(shown: Shown, counts: tuple[int, ...], wanted: set[int]) -> tuple[int, int]:
    """The least and the largest number of persons of some patterns that agree with what is known.

    Known: the number of every institution and everything shown. Patterns are bit masks.
    """
    institutions = len(counts)
    patterns = list(range(1, 2**institutions))
    rows: list[list[int]] = []
    sums: list[int] = []

    def know(chosen: set[int], number: int) -> None:
        rows.append([int(pattern in chosen) for pattern in patterns])
        sums.append(number)

    for place, count in enumerate(counts):
        know({pattern for pattern in patterns if pattern >> place & 1}, count)
    if shown.persons is not None:
        know(set(patterns), shown.persons)
    for item in shown.classes:
        know(
            {
                pattern
                for pattern in patterns
                if pattern.bit_count() == item.institutions
                or (item.and_more and pattern.bit_count() > item.institutions)
            },
            item.persons,
        )
    ends = []
    for sign in (1, -1):
        solved = optimize.milp(
            [sign * int(pattern in wanted) for pattern in patterns],
            constraints=optimize.LinearConstraint(np.array(rows), sums, sums),
            integrality=np.ones(len(patterns), dtype=np.int64),
        )
        assert solved.success
        ends.append(round(sign * solved.fun))
    return ends[0], ends[1]


def _groups_of_interest(institutions: int) -> list[set[int]]:
    """Patterns alone; by size; of each institution: inside, outside, it alone, it with others."""
    patterns = range(1, 2**institutions)
    found = [{pattern} for pattern in patterns]
    found += [
        {pattern for pattern in patterns if pattern.bit_count() == size}
        for size in range(1, institutions + 1)
    ]
    found += [
        {pattern for pattern in patterns if pattern.bit_count() >= size}
        for size in range(2, institutions + 1)
    ]
    for place in range(institutions):
        inside = {pattern for pattern in patterns if pattern >> place & 1}
        found += [set(patterns) - inside, inside - {1 << place}]
        for other in range(place):
            found.append({pattern for pattern in inside if pattern >> other & 1})
    return found


@settings(max_examples=60)
@given(st.data())
def test_no_small_group_follows_from_what_is_shown(data: st.DataObject) -> None:
    threshold = 3
    institutions = data.draw(st.integers(2, 4))
    size = st.integers(0, 8) | st.sampled_from([0, 0, 3, 9])
    sizes = [data.draw(size) for _ in range(2**institutions - 1)]
    groups: list[set[int]] = [set() for _ in range(institutions)]
    person = 0
    for pattern, number in enumerate(sizes, 1):
        for place in range(institutions):
            if pattern >> place & 1:
                groups[place] |= _people(person, number)
        person += number
    if any(0 < len(group) < threshold for group in groups):
        return  # the number of an institution is small by itself, and is hidden as such
    found = _count(*groups)
    shown = protected(found, threshold=threshold)
    if shown.whole:
        assert all(number == 0 or number >= threshold for number in sizes)
        return
    if shown.persons is None:
        assert not shown.classes
        return
    for wanted in _groups_of_interest(institutions):
        true = sum(sizes[pattern - 1] for pattern in wanted)
        if 0 < true < threshold:
            least, most = _bounds(shown, found.counts, wanted)
            assert least == 0 or most >= threshold
